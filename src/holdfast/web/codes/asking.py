"""A weighing put to the codes: which ones bind this therapist, and what the record knows."""

from collections.abc import Mapping
from datetime import date

from holdfast.codes import (
    Advice,
    Crossing,
    Library,
    Rank,
    Situation,
    SituationKind,
    Supplied,
    UnknownName,
    Value,
    advise,
    shipped,
)
from holdfast.web.codes.kept import InVault
from holdfast.web.codes.models import Weighing
from holdfast.web.codes.state import Weighed
from holdfast.web.practice.models import Session, Therapist, Therapy

RECORD = "the record"
# With no crossing on record nobody is asked how many there were.
NOTHING_NOTED: Mapping[str, Value] = {
    "crossings_unreviewed": 0,
    "crossing_kinds": 0,
    "crossing_secret": False,
}


def advice_on(weighing: Weighing | InVault, weighed: Weighed, on: date) -> Advice:
    """Return what the codes say on a day to what was answered so far. Raises Unclear."""
    library = shipped()
    kind = library.situation(weighed.situation)
    noted = crossings(weighing)
    nothing = {} if noted else {f: Supplied(v, by=RECORD) for f, v in NOTHING_NOTED.items()}
    told = {**nothing, **from_record(weighing, kind, on), **weighed.answers}
    situation = Situation(kind.id, supplied=told, crossings=noted)
    return advise(library, situation, on, codes_of(library, weighing.therapist, on))


def codes_of(library: Library, therapist: Therapist, on: date) -> list[str]:
    """Return the codes that bind a therapist, and our own rule on accumulation.

    Of somebody who names none, the complete codes in force.
    """
    named = [code for code in therapist.codes if is_known(library, code, on)]
    house = [e.id for e in library.editions.values() if e.rank is Rank.HOUSE]
    return [*named, *house] if named else library.usual(on)


def is_known(library: Library, code: str, on: date) -> bool:
    """Tell whether a code is among the data."""
    try:
        library.choose(code, on)
    except UnknownName:
        return False
    return True


def from_record(
    weighing: Weighing | InVault, kind: SituationKind, on: date
) -> Mapping[str, Supplied]:
    """Return the facts that the record knows: the days on which the clocks of endings begin.

    An end that is still to come has begun none.
    """
    therapy = weighing.therapy
    if (
        therapy is None
        or therapy.ended_on is None
        or therapy.ended_on > on
        or kind.fixes.get("person") == "current_client"
    ):
        return {}
    days = {"ended_on": therapy.ended_on, "last_contact_on": _last_contact(therapy)}
    return {f: Supplied(d, by=RECORD) for f, d in days.items() if d and f not in kind.fixes}


def _last_contact(therapy: Therapy) -> date | None:
    """Return the day of the last session held or contact noted."""
    held = therapy.sessions.filter(state=Session.State.HELD).order_by("-starts_at").first()
    contact = therapy.contacts.order_by("-at").first()
    instants = [held.starts_at] if held else []
    instants += [contact.at] if contact else []
    return max(instants).astimezone(therapy.tz).date() if instants else None


def crossings(weighing: Weighing | InVault) -> tuple[Crossing, ...]:
    """Return the crossings on record with the client it is about, or with all of them."""
    if weighing.therapy is None:
        return ()
    rows = weighing.therapy.crossings.order_by("on", "id")
    if weighing.participant_id is not None:
        rows = rows.filter(participant=weighing.participant_id)
    return tuple(
        Crossing(row.on, row.kind, talked_over=row.discussed is True, secret=row.kept_secret)
        for row in rows
    )
