"""What somebody at the desk may see there: everything but what concerns themselves.

Whoever sits at the desk is a person too. A finding, a pair or an enquiry in which they occur, or
somebody who may be they, is not there for them; a colleague at the desk sees it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from holdfast.web.accounts.models import User
from holdfast.web.screening.models import (
    Enquiry,
    Finding,
    Node,
    Outcome,
    SamePerson,
)

ASKED_ABOUT = Q()  # a client, somebody a client spoke of, or somebody whom an enquiry names
for _end in ("one", "other"):
    for _as in ("participant", "mentioned", "named"):
        ASKED_ABOUT |= Q(**{f"{_end}__card__{_as}__isnull": False})
BOTH_NAMED = Case(
    When(one__card__named__isnull=False, other__card__named__isnull=False, then=1), default=0
)


@dataclass(frozen=True)
class Sight:
    """Somebody at the desk, with the nodes and cards that are, or may be, they themselves."""

    user: User
    now: datetime
    nodes: frozenset[int]
    cards: frozenset[UUID]

    def findings(self) -> list[Finding]:
        """Return the findings they may read, newest first."""
        rows = Finding.objects.visible_to(self.user, self.now).exclude(card__in=self.cards)
        rows = rows.exclude(therapist__user=self.user).filter(
            Q(enquiry=None) | Q(enquiry__release_at__lte=self.now)
        )
        with_all = rows.select_related("card__key", "therapist__user__key", "enquiry")
        return [row for row in with_all.order_by("-found_at", "pk") if not self._meets(row)]

    def _meets(self, row: Finding) -> bool:
        ties = row.opened()["ties"]
        return bool(self.nodes & {tie[end] for tie in ties for end in ("source", "target")})

    def pairs(self) -> QuerySet[SamePerson]:
        """Return pairs that nobody has answered about, the likeliest first.

        Those of two whom enquiries named come last: anybody can make such pairs, as many as they
        like, and must not hide the others by it.

        Not those of declared people and colleagues alone: about them nobody asked, and whoever
        could open them could leaf through circles.
        """
        rows = SamePerson.objects.filter(ASKED_ABOUT, answer="").exclude(
            Q(one__in=self.nodes) | Q(other__in=self.nodes)
        )
        return rows.select_related("one", "other").order_by(BOTH_NAMED, "-weight", "pk")

    def enquiries(self) -> QuerySet[Enquiry]:
        """Return enquiries that wait for the desk."""
        rows = Enquiry.objects.filter(state=Enquiry.State.WAITS, release_at__lte=self.now)
        return rows.exclude(named__card__in=self.cards).order_by("asked_at", "pk")

    def outcomes(self) -> QuerySet[Outcome]:
        """Return what was decided, the latest first."""
        rows = Outcome.objects.visible_to(self.user, self.now).exclude(about__in=self.cards)
        return rows.select_related("key").prefetch_related("reviews").order_by("-at", "pk")


def sight_of(user: User, now: datetime) -> Sight:
    """Return what one person at the desk may see: two queries."""
    own = set(Node.objects.filter(user=user).values_list("pk", flat=True))
    may_be = SamePerson.objects.filter(Q(one__in=own) | Q(other__in=own))
    may_be = may_be.exclude(answer=SamePerson.Answer.DIFFERENT)
    nodes = own | {n for pair in may_be.values_list("one", "other") for n in pair}
    cards = Node.objects.filter(pk__in=nodes, card__isnull=False).values_list("card", flat=True)
    return Sight(user, now, frozenset(nodes), frozenset(cards))


def due_on(outcome: Outcome) -> date | None:
    """Return the day of the next review of an outcome; None after one that set no other."""
    reviews = list(outcome.reviews.all())
    return reviews[-1].next_on if reviews else outcome.review_on


def due(outcomes: Iterable[Outcome], day: date) -> list[Outcome]:
    """Return the outcomes whose review is due on a day."""
    return [row for row in outcomes if (on := due_on(row)) is not None and on <= day]
