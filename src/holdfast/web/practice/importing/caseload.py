"""What the person importing may compare with: their own therapies and earlier imports."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from holdfast.web.accounts.models import User
from holdfast.web.practice.importing.fields import plain
from holdfast.web.practice.importing.people import Known
from holdfast.web.practice.importing.planning import Caseload
from holdfast.web.practice.models import Participant, Session, Therapist, Therapy
from holdfast.web.practice.models.imports import Import, ImportedRow
from holdfast.web.practice.models.staff import in_force
from holdfast.web.sealing import keyring


def caseload_of(imported: Import, now: datetime) -> Caseload:
    """Return what one import is compared with.

    Who imports for the whole practice sees nobody's therapies, so there is nothing to compare with
    but what they imported themselves.
    """
    user = imported.user
    own = None if imported.by_column else imported.therapist_id
    therapies = _therapies(user, now) if own is not None else []
    return Caseload(
        user=user.pk,
        own=own,
        therapists=therapists_here(now.date()),
        known=_known(therapies),
        marks=_marks(user),
        starts=_starts(t.pk for t in therapies),
        hash_key=keyring.ring().derived("imports"),
    )


def therapists_here(day: date) -> dict[str, UUID]:
    """Return the therapists who work here by their folded name; of two alike none."""
    found: dict[str, list[UUID]] = defaultdict(list)
    for therapist in Therapist.objects.filter(in_force(day)).select_related("user__key"):
        found[plain(therapist.shown_name)].append(therapist.pk)
    return {name: keys[0] for name, keys in found.items() if len(keys) == 1}


def _therapies(user: User, now: datetime) -> list[Therapy]:
    return list(Therapy.objects.own_of(user, now).with_keys())


def _known(therapies: list[Therapy]) -> tuple[Known, ...]:
    names: dict[UUID, list[str]] = defaultdict(list)
    rows = Participant.objects.filter(therapy__in=therapies).clients().select_related("card__key")
    for row in rows:
        names[row.therapy_id].append(row.card.shown_name)
    return tuple(
        Known(t.pk, t.code, t.shown_title or t.code, tuple(names[t.pk])) for t in therapies
    )


def _marks(user: User) -> dict[tuple[UUID, str, str], UUID]:
    rows = ImportedRow.objects.filter(user=user)
    found = rows.values_list("therapist_id", "kind", "mark", "therapy_id")
    return {(therapist, kind, mark): therapy for therapist, kind, mark, therapy in found}


def _starts(therapies: Iterable[UUID]) -> dict[UUID, frozenset[datetime]]:
    found: dict[UUID, set[datetime]] = defaultdict(set)
    rows = Session.objects.filter(therapy__in=list(therapies))
    for therapy, day, clock in rows.values_list("therapy_id", "planned_on", "planned_at"):
        found[therapy].add(datetime.combine(day, clock))
    return {therapy: frozenset(starts) for therapy, starts in found.items()}


def therapists_shown(day: date) -> dict[str, tuple[UUID, str]]:
    """Return the therapists who work here by folded name, each with the name as it is shown."""
    rows = Therapist.objects.filter(in_force(day)).select_related("user__key")
    named = sorted((therapist.shown_name, therapist.pk) for therapist in rows)
    return {plain(name): (key, name) for name, key in named}
