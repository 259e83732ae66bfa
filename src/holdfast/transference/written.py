"""Episodes and reactions as plain data that lasts: what a store seals and an export writes.

Each piece of data names its schema; `read_episode` and `read_reaction` refuse what they do not know
rather than drop it, so that nothing is lost in silence when a newer version wrote it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from holdfast.transference.episode import PARTS, Episode, Point
from holdfast.transference.reaction import Reaction

EPISODE_SCHEMA = "holdfast/episode/1"
REACTION_SCHEMA = "holdfast/reaction/2"
_EARLIER_SCHEMA = "holdfast/reaction/1"  # "unsure" was also written for an origin never asked
_SAID_BESIDE = ("trigger", "did", "strength", "helped")
_EPISODE_KEYS = frozenset(Episode.__dataclass_fields__) | {"schema"}
_REACTION_KEYS = frozenset(Reaction.__dataclass_fields__) | {"schema"}


def write_episode(episode: Episode) -> dict[str, Any]:
    """Return `episode` as data that JSON can hold, empty fields left out."""
    data = {
        "schema": EPISODE_SCHEMA,
        **{name: getattr(episode, name) for name in Episode.__dataclass_fields__},
        "codes": sorted(episode.codes),
        "on": episode.on.isoformat() if episode.on else "",
        "words": dict(episode.words),
        "points": {
            part: {"affiliation": point.affiliation, "control": point.control}
            for part, point in episode.points.items()
        },
    }
    return _without_empty(data, keep={"is_therapist", "codes"})


def read_episode(data: Mapping[str, Any]) -> Episode:
    """Return the episode in `data`; raise ValueError naming what is unknown or missing."""
    fields = _checked(data, EPISODE_SCHEMA, _EPISODE_KEYS, {"id", "person", "is_therapist"})
    for name in ("words", "points"):
        if unknown := sorted(set(fields.get(name, {})) - set(PARTS)):
            raise ValueError(f"{name} has {unknown[0]!r}; the parts are wish, other and self")
    fields["codes"] = frozenset(fields.get("codes", ()))
    fields["on"] = _day(fields.get("on"))
    fields["points"] = {
        part: Point(point["affiliation"], point["control"])
        for part, point in fields.get("points", {}).items()
    }
    return Episode(**fields)


def write_reaction(reaction: Reaction) -> dict[str, Any]:
    """Return `reaction` as data that JSON can hold, empty fields left out."""
    data = {
        "schema": REACTION_SCHEMA,
        **{name: getattr(reaction, name) for name in Reaction.__dataclass_fields__},
        "helped": sorted(reaction.helped),
        "on": reaction.on.isoformat() if reaction.on else "",
    }
    return _without_empty(data, keep={"for_consultation"})


def read_reaction(data: Mapping[str, Any]) -> Reaction:
    """Return the reaction in `data`; raise ValueError naming what is unknown or missing."""
    schema = _EARLIER_SCHEMA if data.get("schema") == _EARLIER_SCHEMA else REACTION_SCHEMA
    fields = _checked(data, schema, _REACTION_KEYS, {"id"})
    if schema == _EARLIER_SCHEMA and _never_answered(fields):
        fields["origin"] = ""
    fields["helped"] = frozenset(fields.get("helped", ()))
    fields["on"] = _day(fields.get("on"))
    return Reaction(**fields)


def _never_answered(fields: Mapping[str, Any]) -> bool:
    """Whether an origin of "unsure" stands among nothing that was answered on the same page."""
    return fields.get("origin") == "unsure" and not any(
        fields.get(name) not in (None, "", []) for name in _SAID_BESIDE
    )


def _checked(
    data: Mapping[str, Any], schema: str, known: frozenset[str], needed: set[str]
) -> dict[str, Any]:
    if data.get("schema") != schema:
        raise ValueError(f"schema is {data.get('schema')!r}; we read {schema!r}")
    if unknown := sorted(set(data) - known):
        raise ValueError(f"{unknown[0]!r} is not known in {schema}; it may be from a newer version")
    if missing := sorted(needed - set(data)):
        raise ValueError(f"{missing[0]!r} is missing")
    return {name: value for name, value in data.items() if name != "schema"}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _without_empty(data: dict[str, Any], keep: set[str]) -> dict[str, Any]:
    empty: tuple[Any, ...] = ("", None, {}, [])
    return {name: value for name, value in data.items() if name in keep or value not in empty}
