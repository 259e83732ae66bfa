"""YAML text in and out, read strictly.

YAML 1.1 turns `18:00` into 1080 and `no` into false; both are taken as written here, and so are
dates, which the form reads and can complain about by their key. A key that
stands twice is refused, since one of the two would be lost.
"""

import re
from collections.abc import Hashable
from typing import Any

import yaml

from holdfast.plain_yaml import TooDeep, line_of, look_over

from .form import InvalidForm, Problem
from .terms import Agreement, read_agreement, write_agreement


class _Loader(yaml.SafeLoader):
    """The safe loader without the readings of YAML 1.1 that surprise people, and without aliases.

    A few nested aliases can stand for more values than a computer holds.
    """

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases (*) are not read", problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(
                    problem="a key must be a word", problem_mark=key.start_mark
                )
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key “{key.value}” stands twice", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


_UNWANTED = {f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "float", "timestamp")}
_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] not in _UNWANTED]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile("^[-+]?[0-9]+$"), list("-+0123456789")
)


def load(text: str) -> list[Any]:
    """Return the documents of a YAML text; InvalidForm if it is not YAML."""
    try:
        _look_over(text)
        return list(yaml.load_all(text, Loader=_Loader))
    except yaml.MarkedYAMLError as wrong:
        line = line_of(wrong) or 1
        raise InvalidForm((Problem(f"line {line}", None, f"{wrong.problem}."),)) from None
    except RecursionError:
        raise InvalidForm((Problem("", None, "this is nested too deeply."),)) from None
    except (yaml.YAMLError, ValueError) as wrong:
        raise InvalidForm((Problem("", None, f"this is not YAML: {wrong}."),)) from None


def _look_over(text: str) -> None:
    try:
        look_over(text)
    except TooDeep:
        raise
    except yaml.YAMLError:
        return  # the loader finds it too, and says it in the words known from it


def load_agreements(text: str) -> tuple[Agreement, ...]:
    """Return the versions in a YAML text (several are parted by `---`), the earliest first.

    Raises InvalidForm with the problems of all versions.
    """
    problems: list[Problem] = []
    found: list[Agreement] = []
    documents = [document for document in load(text) if document is not None]
    for number, document in enumerate(documents, start=1):
        try:
            found.append(read_agreement(document))
        except InvalidForm as wrong:
            place = f"version {number}: " if len(documents) > 1 else ""
            problems += [Problem(place + one.path, one.value, one.says) for one in wrong.problems]
    if not documents:
        problems.append(Problem("", None, "the file is empty; see `holdfast frame new`."))
    if problems:
        raise InvalidForm(tuple(problems))
    return tuple(sorted(found, key=lambda version: (version.in_force, version.version)))


def dump_agreements(agreements: tuple[Agreement, ...]) -> str:
    """Return the versions as YAML text; `load_agreements` is its inverse."""
    plain = [write_agreement(agreement) for agreement in agreements]
    text: str = yaml.dump_all(plain, sort_keys=False, allow_unicode=True, width=96)
    return text
