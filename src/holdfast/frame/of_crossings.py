"""Detectors over crossings: several dimensions at once, and crossings that are not spoken of.

One crossing is no drift. Gutheil TG, Gabbard GO (1993) The concept of boundaries in clinical
practice: theoretical and risk-management dimensions. Am J Psychiatry 150:188-196 describe how
harm is preceded by crossings that pile up; the numbers here are our own choice, not validated.
"""

from collections.abc import Iterator
from datetime import timedelta

from .chart import Point, Stretch
from .events import Crossing
from .history import History
from .series import Facts, Series
from .terms import Terms

WINDOW = timedelta(weeks=12)
DIMENSIONS = 3
UNSPOKEN = 2
# The next session or two are the place to speak of it; before that nothing is called unspoken.
TIME_TO_SPEAK = timedelta(days=15)


def crossing_series(history: History) -> Iterator[Series]:
    """Yield the facts about the crossings up to now, for each participant."""
    ordered = sorted(history.events.crossings, key=lambda one: (one.at, one.id))
    found = [one for one in ordered if one.at <= history.now and _counts(history, one)]
    for person in sorted({one.participant for one in found} or {""}):
        theirs = [one for one in found if one.participant == person]
        quiet = [one for one in theirs if _unspoken(history, one)]
        yield _series(history, "crossings_many", person, theirs, _piled(theirs))
        yield _series(history, "crossings_unspoken", person, quiet, _kept_quiet(quiet))


def _series(
    history: History, kind: str, person: str, found: list[Crossing], onset: int | None
) -> Series:
    points = tuple(Point(one.at, one.id, True) for one in found)
    is_open = onset is not None and history.now - found[-1].at < WINDOW
    by_id = {one.id: one for one in found}

    def counts(points: tuple[Point, ...]) -> Facts:
        theirs = [by_id[point.id] for point in points]
        return (
            ("dimensions", " ".join(sorted({one.kind for one in theirs}))),
            ("therapist", sum(one.by == "therapist" for one in theirs)),
            ("secret", sum(one.secret for one in theirs)),
        )

    return Series(
        "crossings_many" if kind == "crossings_many" else "crossings_unspoken",
        "outside",
        "crossings",
        points,
        (),
        person,
        happened=counts,
        looks_itself=True,
        stretch=Stretch(points[onset:]) if is_open else None,
        needed=DIMENSIONS if kind == "crossings_many" else UNSPOKEN,
    )


def _piled(found: list[Crossing]) -> int | None:
    """Return where a pile began that has reached several dimensions within the window.

    It stays the same pile as long as the next crossing comes within the window.
    """
    onset: int | None = None
    for place, one in enumerate(found):
        if place and one.at - found[place - 1].at >= WINDOW:
            onset = None
        near = [at for at in range(place + 1) if one.at - found[at].at < WINDOW]
        if onset is None and len({found[at].kind for at in near}) >= DIMENSIONS:
            onset = near[0]
    return onset


def _kept_quiet(found: list[Crossing]) -> int | None:
    """Return where it began: a crossing kept secret, or several not spoken of."""
    onset: int | None = None
    for place, one in enumerate(found):
        if place and one.at - found[place - 1].at >= WINDOW:
            onset = None
        near = [at for at in range(place + 1) if one.at - found[at].at < WINDOW]
        if onset is None and (one.secret or len(near) >= UNSPOKEN):
            onset = near[0]
    return onset


def _unspoken(history: History, one: Crossing) -> bool:
    return one.secret or (one.discussed is False and history.now - one.at >= TIME_TO_SPEAK)


def _counts(history: History, one: Crossing) -> bool:
    """Return whether it happened under the terms in force now and outside what they allow."""
    epoch = history.epoch("outside", history.day(one.at))
    return epoch == history.epoch("outside", history.today) and not _covered(history, one)


def _covered(history: History, one: Crossing) -> bool:
    """Return whether the terms in force on that day allow it, or it was agreed as an exception."""
    day = history.day(one.at)
    terms = history.terms(day)
    if terms is None or one.secret:
        return terms is None
    return _allowed(terms, one) or any(
        history.excepted(name, day) for name in _TERMS.get(one.kind, ())
    )


_TERMS = {
    "gift": ("gifts",),
    "self_disclosure": ("self_disclosure",),
    "touch": ("touch",),
    "met_outside": ("outside",),
    "invitation": ("outside",),
    "money": ("fee",),
    "online": ("social_media",),
}


def _allowed(terms: Terms, one: Crossing) -> bool:
    if one.kind == "gift" and terms.gifts and terms.gifts.accept == "small":
        limit = terms.gifts.up_to
        return limit is None or one.amount is None or one.amount <= limit
    if one.kind == "self_disclosure" and terms.self_disclosure:
        return terms.self_disclosure.allowed == "when_it_helps"
    if one.kind == "touch" and terms.touch:
        return terms.touch.allowed in ("ask_first", "part_of_method")
    if one.kind == "met_outside":
        work = set(terms.work.includes) if terms.work else set()
        part = terms.outside is not None and terms.outside.arranged == "part_of_method"
        return part or bool(work & {"exposure_outside", "walks", "home_visits"})
    return False
