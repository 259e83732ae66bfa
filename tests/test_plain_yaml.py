"""What a look over YAML stops at, and that it stops early."""

import pytest
import yaml

from holdfast.plain_yaml import RefersElsewhere, TooDeep, line_of, look_over


@pytest.mark.parametrize(
    "text", ["[" * 200_000, "- " * 200_000, "{a: " * 200_000, "? " * 200_000, "a:\n [" + "[" * 200]
)
def test_what_is_too_deep_is_said_with_its_line(text: str) -> None:
    with pytest.raises(TooDeep) as error:
        look_over(text)

    assert line_of(error.value) == 1 + text.count("\n")
    assert "64 levels" in str(error.value.problem)


def test_as_deep_as_allowed() -> None:
    look_over("[" * 5 + "]" * 5, deepest=5)
    with pytest.raises(TooDeep):
        look_over("[" * 6 + "]" * 6, deepest=5)


def test_side_by_side_is_not_deep() -> None:
    look_over("- [a]\n" * 1000, deepest=2)


def test_references_are_refused_where_they_are_unwanted() -> None:
    look_over("a: &x [1]\nb: *x")

    with pytest.raises(RefersElsewhere) as error:
        look_over("a: 1\nb: &x [1]\nc: *x", references=False)
    assert line_of(error.value) == 2


def test_what_is_not_yaml_is_said() -> None:
    with pytest.raises(yaml.YAMLError):
        look_over("a: [")
