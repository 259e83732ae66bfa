"""Drift: what happens departs from what was agreed.

`find_drift` asks every detector and answers with what is worth a look, and with what it stays
silent about and why. Nothing here decides anything: a signal is a question for the two who meet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from . import form
from .chance import Chance, chance
from .chart import Rate, Stretch, rate_stretch, share_stretch
from .events import Events
from .history import History
from .of_contacts import contact_series
from .of_crossings import crossing_series
from .of_fees import fee_series
from .of_sessions import session_series
from .series import TUNING, Facts, Kind, Series, Unit
from .terms import Agreement

Option = Literal["talk", "reagree", "note", "consult", "set_aside"]
Why = Literal["not_agreed", "nothing_yet", "not_timed", "too_few"]


@dataclass(frozen=True, kw_only=True)
class Drift:
    """One departure from the frame that is worth a look.

    `key` stays the same for the same onset. `seen` of `of` units depart since `since`; for contacts
    and crossings `of` is the number of weeks. `untimed` sessions in between were not measured.
    `evidence` holds the ids of the events that depart (`week:2026-03-02` for a week without one).
    `agreed` and `happened` are named numbers and words for `words` to say. `chance` is how often a
    kept frame looks like this; None: not measured.
    """

    key: str
    kind: Kind
    term: str
    participant: str = ""
    since: datetime
    last: datetime
    seen: int
    of: int
    unit: Unit
    untimed: int = 0
    agreed: Facts = ()
    happened: Facts = ()
    evidence: tuple[str, ...] = ()
    chance: Chance | None = None
    options: tuple[Option, ...] = ("talk", "reagree", "note", "set_aside")


@dataclass(frozen=True, kw_only=True)
class Silence:
    """What a detector says nothing about, and why: `seen` facts, where it needs `needed`."""

    kind: Kind
    term: str
    participant: str = ""
    why: Why
    seen: int = 0
    needed: int = 0


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What is worth a look, the earliest onset first, and what nothing can be said about."""

    drifts: tuple[Drift, ...] = ()
    silences: tuple[Silence, ...] = ()


def find_drift(agreements: Sequence[Agreement], events: Events, now: datetime) -> Findings:
    """Return where the frame and what happened part, as seen at `now` (an aware time).

    `agreements` are all versions of one therapy's frame, in any order. Nothing before the first is
    held against anything; breaks and agreed exceptions are respected; a new version of a term
    starts its detectors anew. For a therapy that has ended pass its last day as `now`, or the weeks
    since look like weeks without a session.
    """
    history = History(agreements, events, now)
    drifts, silences = [], []
    for series in all_series(history):
        stretch = _stretch(series, history)
        silence = None if stretch else _silence(series)
        if stretch:
            drifts.append(_drift(series, stretch, history))
        elif silence:
            silences.append(silence)
    ordered = sorted(drifts, key=lambda drift: (drift.since, drift.key))
    return Findings(drifts=tuple(ordered), silences=tuple(silences))


def write_drift(drift: Drift) -> dict[str, Any]:
    """Return the drift as plain values for JSON; `read_drift` is its inverse."""
    plain: dict[str, Any] = form.write(replace(drift, agreed=(), happened=()))
    return {**plain, "agreed": dict(drift.agreed), "happened": dict(drift.happened)}


def read_drift(data: Mapping[str, Any]) -> Drift:
    """Return the drift that `write_drift` wrote; InvalidForm says what is wrong with it."""
    rest = {key: value for key, value in data.items() if key not in ("agreed", "happened")}
    agreed, happened = data.get("agreed", {}), data.get("happened", {})
    return replace(
        form.read(Drift, rest), agreed=tuple(agreed.items()), happened=tuple(happened.items())
    )


def all_series(history: History) -> Iterator[Series]:
    """Yield what every detector looks at; nothing where nothing was agreed yet."""
    if not history.versions:
        return
    yield from session_series(history)
    yield from contact_series(history)
    yield from fee_series(history)
    yield from crossing_series(history)


def _stretch(series: Series, history: History) -> Stretch | None:
    if series.looks_itself or series.agreed is None:
        return series.stretch
    tuning = TUNING[series.kind]
    epoch = history.epoch(series.term, history.today)
    if isinstance(tuning, Rate):
        return rate_stretch(series.points, tuning, epoch, history.now, history.weeks)
    return share_stretch(series.points, tuning, epoch)


def _silence(series: Series) -> Silence | None:
    """Return why nothing can be said; None where enough was seen and the frame looks kept.

    Contacts and crossings that did not happen are no lack of data.
    """
    seen = sum(point.departs is not None for point in series.points)
    why: Why | None = None
    if series.agreed is None:
        why = "not_agreed"
    elif series.unit in ("contacts", "crossings"):
        return None
    elif not series.points:
        why = "nothing_yet"
    elif seen < needed(series):
        why = "not_timed" if len(series.points) >= needed(series) else "too_few"
    if why is None:
        return None
    return Silence(
        kind=series.kind,
        term=series.term,
        participant=series.participant,
        why=why,
        seen=seen,
        needed=needed(series),
    )


def needed(series: Series) -> int:
    """Return how many departures it takes at least before a detector speaks."""
    return series.needed if series.looks_itself else TUNING[series.kind].needed


def _drift(series: Series, stretch: Stretch, history: History) -> Drift:
    away = stretch.departures
    in_time = series.looks_itself or isinstance(TUNING[series.kind], Rate)
    of = _weeks(away[0].at, history.now) if in_time else stretch.measured
    return Drift(
        key=":".join(part for part in (series.kind, series.participant, away[0].id) if part),
        kind=series.kind,
        term=series.term,
        participant=series.participant,
        since=away[0].at,
        last=away[-1].at,
        seen=len(away),
        of=of,
        unit=series.unit,
        untimed=len(stretch.points) - stretch.measured,
        agreed=series.agreed or (),
        happened=series.happened(away),
        evidence=tuple(point.id for point in away),
        chance=chance(series.kind, len(away)),
        options=_options(series.kind),
    )


def _weeks(first: datetime, now: datetime) -> int:
    """Return in how many weeks it happened, begun weeks counted."""
    return max(1, -(-(now - first) // timedelta(weeks=1)))


def _options(kind: Kind) -> tuple[Option, ...]:
    """Return what one may do; where the therapist's own part is in question, also ask someone."""
    if kind in ("contact_by_therapist", "crossings_many", "crossings_unspoken"):
        return ("talk", "consult", "reagree", "note", "set_aside")
    return ("talk", "reagree", "note", "set_aside")
