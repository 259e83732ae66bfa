"""The list of nicknames keeps its form, and does what it is for."""

from importlib.resources import files

import pytest

from holdfast.screening.nicknames import formal, groups, variants
from holdfast.screening.normalise import name

LINES = [
    line
    for line in files("holdfast.screening").joinpath("data/nicknames.txt").read_text().splitlines()
    if line and not line.startswith("#")
]


def test_every_name_is_written_as_it_is_compared() -> None:
    odd = [word for line in LINES for word in line.split() if name(word)[0] != word]

    assert odd == []


def test_every_group_has_two_names_or_more() -> None:
    assert [line for line in LINES if len(set(line.split())) < 2] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("bob", "robert"), ("mike", "michael"), ("peggy", "margaret"), ("sasha", "aleksandr"),
     ("mohammed", "muhammad"), ("pepe", "jose")],
)  # fmt: skip
def test_pairs(one: str, other: str) -> None:
    assert groups(one) & groups(other)
    assert other in variants(one)


def test_a_name_that_is_not_listed() -> None:
    assert not groups("zebulon")
    assert variants("zebulon") == ()
    assert formal("zebulon") == "zebulon"
