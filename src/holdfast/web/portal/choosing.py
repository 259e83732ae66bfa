"""Who may read a concern: never whom it is about, nor anybody close to them or over or under them.

The list is worked out anew for each therapist; nobody edits it. A role of reader counts only if
somebody other than that therapist stands behind it, and only with a vault to seal to.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from holdfast.web.accounts.models import Approval, Grant, Role, User
from holdfast.web.portal.models import Closeness
from holdfast.web.portal.ties import are_tied
from holdfast.web.practice.models import Assignment, Participant, SupervisionAgreement, Therapist
from holdfast.web.vault.models import Vault


@dataclass(frozen=True)
class Place:
    """A client's or guardian's place beside one therapist: what a concern can be about."""

    participant: Participant
    therapist: Therapist

    @property
    def name(self) -> str:
        """The therapist's name."""
        return self.therapist.shown_name


@dataclass(frozen=True)
class Choice:
    """Somebody a concern can be sent to. `about_them` says that they are whom it is about."""

    user: User
    to_therapist: bool = False
    about_them: bool = False


def places_of(user: User, now: datetime) -> list[Place]:
    """Return this account's own places, one for each therapist they work or worked with."""
    mine = Participant.objects.of_account(user, now).select_related(
        "therapy__key", "card__key", "stands_for__card__key"
    )
    by_therapy: dict[uuid.UUID, list[Participant]] = {}
    for participant in mine.order_by("since", "pk"):
        by_therapy.setdefault(participant.therapy_id, []).append(participant)
    seats = Assignment.objects.filter(therapy__in=by_therapy, since__lte=now.date())
    found: dict[tuple[uuid.UUID, uuid.UUID], Place] = {}
    for seat in seats.select_related("therapist__user__key").order_by("since", "pk"):
        for participant in by_therapy[seat.therapy_id]:
            found.setdefault(
                (participant.pk, seat.therapist_id), Place(participant, seat.therapist)
            )
    return list(found.values())


def choices_for(place: Place, now: datetime) -> list[Choice]:
    """Return who can read a concern about a therapist: those of the same work, then others."""
    others = readers_for(place.therapist, now)
    return [*_of_the_work(place, now), *(Choice(user) for user in others)]


def _of_the_work(place: Place, now: datetime) -> list[Choice]:
    """The therapist themselves, and colleagues in the same therapy who stand free of them."""
    seats = Assignment.objects.filter(therapy=place.participant.therapy_id)
    seats = seats.filter(since__lte=now.date()).filter(Q(until=None) | Q(until__gte=now.date()))
    rows = seats.select_related("therapist__user__key").order_by("since", "pk")
    users = {seat.therapist.user_id: seat.therapist.user for seat in rows}
    held = set(_vaults(users))
    bound = bound_to(place.therapist, now.date())
    found = []
    for pk, user in users.items():
        concerned = pk == place.therapist.user_id
        if pk in held and user.is_active and (concerned or pk not in bound):
            found.append(Choice(user, to_therapist=True, about_them=concerned))
    return sorted(found, key=lambda choice: not choice.about_them)


def _vaults(users: Iterable[uuid.UUID]) -> Iterable[uuid.UUID]:
    return Vault.objects.filter(user__in=list(users)).values_list("user_id", flat=True)


def readers_for(therapist: Therapist, now: datetime) -> list[User]:
    """Return the named readers who stand free of a therapist and can be sealed to, by name."""
    grants = list(_reading(Q()).exclude(user=therapist.user_id).select_related("user__key"))
    named_by_them = _stood_behind_only_by(therapist, grants)
    bound = bound_to(therapist, now.date())
    held = set(_vaults(g.user_id for g in grants))
    free = (g for g in grants if g.pk not in named_by_them and g.user_id not in bound)
    users = [g.user for g in free if g.user_id in held]
    return sorted(users, key=lambda user: user.shown_name.casefold())


def _reading(more: Q) -> QuerySet[Grant]:
    held = Grant.objects.filter(more, role=Role.READER, until=None, in_force=True)
    return held.filter(user__is_active=True).exclude(user__accepted_at=None)


def _stood_behind_only_by(therapist: Therapist, grants: list[Grant]) -> set[uuid.UUID]:
    """Roles that this therapist agreed to, or asked for with nobody agreeing: not independent."""
    asked = Approval.objects.filter(kind="grant", subject_id__in=[g.pk for g in grants])
    theirs = Q(approved_by=therapist.user_id) | Q(asked_by=therapist.user_id, approved_by=None)
    return set(asked.filter(theirs).values_list("subject_id", flat=True))


def bound_to(therapist: Therapist, day: date) -> set[uuid.UUID]:
    """Return accounts that are bound to a therapist: supervision either way, or a close tie."""
    return _supervision(therapist, day) | _close(therapist) | are_tied(therapist, day)


def _supervision(therapist: Therapist, day: date) -> set[uuid.UUID]:
    """Over or under them now or later on, agreed or only asked for."""
    going_on = SupervisionAgreement.objects.filter(Q(until=None) | Q(until__gte=day))
    over = going_on.filter(supervisee=therapist).values_list("supervisor_id", flat=True)
    under = going_on.filter(supervisor=therapist.user_id)
    return set(over) | set(under.values_list("supervisee__user_id", flat=True))


def _close(therapist: Therapist) -> set[uuid.UUID]:
    """Who said that they are close to this therapist, and to whom the therapist said it."""
    theirs = Closeness.objects.filter(therapist=therapist).values_list("reader_id", flat=True)
    own = Closeness.objects.filter(reader=therapist.user_id)
    return set(theirs) | set(own.values_list("therapist__user_id", flat=True))


def is_practice_of_one() -> bool:
    """Whether the therapist runs the installation: no other therapist, and nobody who reads."""
    working = Grant.objects.filter(role=Role.THERAPIST, until=None, in_force=True)
    therapists = set(working.filter(user__is_active=True).values_list("user_id", flat=True))
    return len(therapists) <= 1 and not _reading(~Q(user__in=therapists)).exists()
