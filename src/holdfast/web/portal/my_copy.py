"""What goes into a person's copy: gathered from every capability, for one account alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.frame.models import newest_in_force
from holdfast.web.practice.contributors import offers
from holdfast.web.practice.models import Assignment, Contact, Participant, Session, Therapy
from holdfast.web.practice.seam import CopyPart
from holdfast.web.practice.standing_for import one_child_of

# A guardian sees these of the work with the child; anything else is the child's, and on request.
GUARDIANS = frozenset((
    "about_you", "agreements", "remarks", "sessions", "breaks", "contacts", "statements",
    "ending_plans", "coming_back",
))  # fmt: skip
LARGE = 600  # rows from which a copy is made by the worker


@dataclass(frozen=True)
class Place:
    """One place in one therapy, with what is in its copy."""

    person: Participant
    therapists: tuple[str, ...]
    parts: tuple[CopyPart, ...]

    @property
    def therapy(self) -> Therapy:
        """The therapy."""
        return self.person.therapy

    @property
    def is_guardian(self) -> bool:
        """Whether they stand for somebody else."""
        return self.person.role == Participant.Role.GUARDIAN


def places_of(user: User, now: datetime) -> list[Participant]:
    """Return all places of an account, the first one begun first."""
    rows = Participant.objects.of_account(user, now).with_cards()
    rows = rows.select_related("card__key", "therapy__key", "stands_for__card__key")
    return list(rows.order_by("since", "id"))


def gather(person: Participant, reader: User) -> tuple[CopyPart, ...]:
    """Return what somebody takes at once."""
    return tuple(part for part in _offered(person, reader) if _at_once(part, person))


def the_rest(person: Participant, reader: User) -> tuple[CopyPart, ...]:
    """Return what waits until its therapist has looked at each row.

    Of a guardian that is the child's record, but for what guardians take at once.
    """
    if person.stands_for is None:
        return tuple(part for part in _offered(person, reader) if not part.at_once)
    child = person.stands_for
    child.therapy = person.therapy
    return tuple(part for part in _offered(child, reader) if part.name not in GUARDIANS)


def _offered(person: Participant, reader: User) -> list[CopyPart]:
    return [part for offered in offers("copy") for part in offered(person, reader)]


def _at_once(part: CopyPart, person: Participant) -> bool:
    return part.at_once and (person.stands_for_id is None or part.name in GUARDIANS)


def copy_of(user: User, now: datetime) -> Iterator[Place]:
    """Yield the copy of an account, place by place."""
    people = places_of(user, now)
    names = therapists_of([p.therapy_id for p in people])
    for person in people:
        yield Place(person, names.get(person.therapy_id, ()), gather(person, user))


def therapists_of(therapies: Sequence[UUID]) -> dict[object, tuple[str, ...]]:
    """Return who the therapists of each therapy are or were, by name."""
    seats = Assignment.objects.filter(therapy__in=therapies).select_related("therapist__user__key")
    found: dict[object, tuple[str, ...]] = {}
    for seat in seats.order_by("since", "id"):
        known = found.get(seat.therapy_id, ())
        name = seat.therapist.shown_name
        found[seat.therapy_id] = known if name in known else (*known, name)
    return found


def is_large(user: User, now: datetime) -> bool:
    """Whether a copy would keep somebody waiting. Counts rows; opens nothing."""
    people = Participant.objects.of_account(user, now)
    sessions = Session.objects.filter(therapy__in=people.values("therapy")).count()
    contacts = Contact.objects.filter(participant__in=people.values("pk")).count()
    return sessions + contacts > LARGE


def left_out_for(people: Sequence[Participant]) -> tuple[tuple[str, str], ...]:
    """Return the same for one account: who stands for a child only has no journal in it."""
    every = always_left_out()
    child = one_child_of(people)
    if not child:
        return every
    what = _("What the therapist wrote about %(child)s or weighed up") % {"child": child}
    return ((what, every[0][1]), *every[1:-1])


def always_left_out() -> tuple[tuple[str, str], ...]:
    """Return what no copy holds, and why."""
    return (
        (
            _("What the therapist wrote about you or weighed up"),
            _(
                "You can ask for it. The therapist looks at each part, and tells you what is "
                "held back and why."
            ),
        ),
        (
            _("Private notes of the therapist"),
            _("Only the person who wrote them can open them. You can ask them."),
        ),
        (_("Anything of other people"), _("It is theirs, as yours is yours.")),
        (
            _("Your private journal"),
            _("It is locked with your own words. Open it here and save what you want to keep."),
        ),
    )


def agreed_for_guardian(person: Participant) -> str:
    """Say what the agreement in force lets a guardian know; empty if nothing is written."""
    version = newest_in_force([person.therapy]).get(person.therapy_id)
    term = version.as_terms().guardian if version else None
    return " ".join(part for part in (term.told, term.words) if part) if term else ""


def born_on(person: Participant) -> date | None:
    """Return a birth that is known to the day."""
    try:
        return date.fromisoformat(person.card.text("birth"))
    except ValueError:
        return None
