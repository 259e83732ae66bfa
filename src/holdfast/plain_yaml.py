"""A look over YAML before it is read: how deep it lies, and whether it refers elsewhere.

A parser descends once per level. The quick one goes down with the process at some ten thousand
levels, and the other takes minutes; so nobody's file is read before this has looked at it. It
stops at the first mark that is too deep, wherever the file ends.
"""

import yaml

DEEPEST = 64  # what ships lies 8 levels deep at most


class TooDeep(yaml.MarkedYAMLError):
    """A part of the file lies deeper than its reader goes."""


class RefersElsewhere(yaml.MarkedYAMLError):
    """A part of the file is named (&) or stands for another (*), which can make it very large."""


def look_over(text: str | bytes, *, deepest: int = DEEPEST, references: bool = True) -> None:
    """Raise TooDeep or RefersElsewhere at the first mark that is so, and yaml.YAMLError."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.NodeEvent) and event.anchor and not references:
            raise _at(event, RefersElsewhere, "this refers to itself (& or *)")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > deepest:
            raise _at(event, TooDeep, f"this is nested too deeply; {deepest} levels are read")


def _at(event: yaml.Event, kind: type[yaml.MarkedYAMLError], says: str) -> yaml.MarkedYAMLError:
    return kind(problem=says, problem_mark=event.start_mark)  # type: ignore[arg-type]


def line_of(error: yaml.MarkedYAMLError) -> int:
    """Return the line an error stands at, from 1; 0 if it names none."""
    return error.problem_mark.line + 1 if error.problem_mark else 0
