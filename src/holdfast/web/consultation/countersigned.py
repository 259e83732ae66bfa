"""What waits for a supervisor's countersignature, and what was countersigned."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import Role, User
from holdfast.web.codes.models import Decision
from holdfast.web.consultation.models import Countersignature, House
from holdfast.web.frame.models import Agreement
from holdfast.web.practice.models import Assignment, SupervisionAgreement, Therapy
from holdfast.web.practice.models.staff import in_force
from holdfast.web.practice.once import once_a_page


@dataclass(frozen=True)
class Waiting:
    """A document that waits: what it is, of which therapy, when it was signed, its digest."""

    of: str
    key: UUID
    therapy: Therapy
    at: datetime
    digest: str
    talk: bool = False


def supervised(user: User, now: datetime, trainees_only: bool = False) -> list[Therapy]:
    """Return the therapies this person is responsible for as a supervisor, by agreement."""
    if not user.has(Role.SUPERVISOR):
        return []
    agreed = SupervisionAgreement.objects.filter(
        in_force(now.date()), supervisor=user, agreed=True,
        kind=SupervisionAgreement.Kind.RESPONSIBLE,
    )  # fmt: skip
    if trainees_only:
        agreed = agreed.filter(supervisee__trainee=True)
    everything = agreed.filter(covers_all=True).values("supervisee")
    seats = Assignment.objects.filter(in_force(now.date()), therapist__in=everything)
    whole = Therapy.objects.filter(pk__in=seats.values("therapy"))
    some = Therapy.objects.filter(pk__in=agreed.values("therapies"))
    return list((whole | some).distinct().with_keys())


def to_countersign(user: User, now: datetime) -> list[Waiting]:
    """Return what waits for this supervisor, the oldest first; nothing unless the house wants it.

    A fixed number of queries; none of them for somebody who supervises nobody.
    """
    house = House.present()
    if house.since is None or not (house.decisions or house.agreements):
        return []
    by_key = {t.pk: t for t in supervised(user, now, house.trainees_only)}
    if not by_key:
        return []
    found = [*_decisions(house, by_key), *_agreements(house, by_key)]
    rows = Countersignature.objects.filter(subject_id__in=[one.key for one in found])
    answers = set(rows.values_list("subject_id", "answer"))
    signed = {key for key, answer in answers if answer == Countersignature.Answer.SIGNED}
    talked = {key for key, answer in answers} - signed
    return sorted(
        (
            Waiting(one.of, one.key, one.therapy, one.at, one.digest, one.key in talked)
            for one in found
            if one.key not in signed
        ),
        key=lambda one: one.at,
    )


def _decisions(house: House, by_key: dict[UUID, Therapy]) -> list[Waiting]:
    if not house.decisions:
        return []
    rows = Decision.objects.filter(therapy__in=by_key, signed_on__gte=house.since or date.max)
    kept = rows.values_list("pk", "therapy_id", "signed_at", "digest")
    return [Waiting("decision", pk, by_key[key], at, digest) for pk, key, at, digest in kept]


def _agreements(house: House, by_key: dict[UUID, Therapy]) -> list[Waiting]:
    if not house.agreements:
        return []
    since = Q(signed_on__gte=house.since)
    rows = Agreement.objects.in_force().filter(since, therapy__in=by_key)
    return [
        Waiting("agreement", row.pk, by_key[row.therapy_id], row.fixed_at, row.digest)
        for row in rows
    ]


@once_a_page
def marks(therapy: Therapy) -> list[Countersignature]:
    """Return the countersignatures of a therapy; what is first to be talked over is none."""
    rows = Countersignature.objects.filter(
        therapy=therapy, answer=Countersignature.Answer.SIGNED
    ).select_related("by__key")
    return list(rows)


def mark_words(mark: Countersignature) -> str:
    """Say what was countersigned, by whom and when."""
    said = {
        Countersignature.Of.DECISION: _("Decision countersigned by {who}, {on}"),
        Countersignature.Of.AGREEMENT: _("Agreement countersigned by {who}, {on}"),
    }[Countersignature.Of(mark.of)]
    return said.format(who=mark.by.shown_name, on=date_format(mark.at, "j F Y"))
