"""Where the practice stands: states and counts over everybody, never by therapist, no content."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.web.practice.contributors import offers
from holdfast.web.practice.counts import therapies_by_state, words_for
from holdfast.web.practice.models import (
    Credential,
    Session,
    SupervisionAgreement,
    Therapist,
)
from holdfast.web.practice.models.staff import in_force
from holdfast.web.practice.seam import Standing

SOON = timedelta(days=60)
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class PracticeState:
    """Therapies by state, what wants something done, what is only counted, what is in order."""

    therapies: tuple[tuple[str, str], ...]
    asks: tuple[Standing, ...]
    counted: tuple[Standing, ...]
    in_order: tuple[Standing, ...]


def practice_state(now: datetime) -> PracticeState:
    """Count where the practice stands, over all therapists together."""
    counted = [*_counted(now), *(line for offered in offers("standing") for line in offered(now))]
    return PracticeState(
        tuple(therapies_by_state()),
        tuple(line for line in counted if line.asks and line.number),
        tuple(line for line in counted if not line.asks),
        tuple(line for line in counted if line.asks and not line.number),
    )


def _counted(now: datetime) -> list[Standing]:
    day = now.date()
    credentials = Credential.objects.filter(therapist__until=None).aggregate(
        expired=Count("pk", filter=Q(expires_on__lt=day)),
        soon=Count("pk", filter=Q(expires_on__gte=day, expires_on__lt=day + SOON)),
        unchecked=Count("pk", filter=Q(checked_on=None)),
    )
    return [*_papers(**credentials), _supervised(_unsupervised(now)), _recorded(_unrecorded(now))]


def _papers(*, expired: int, soon: int, unchecked: int) -> Iterator[Standing]:
    url = reverse("practice:credentials")
    label = ngettext("credential out of date", "credentials out of date", expired)
    yield Standing(label, expired, True, url, _("No credential is out of date"))
    label = ngettext(
        "credential that ends within 60 days", "credentials that end within 60 days", soon
    )
    yield Standing(label, soon, True, url, _("No credential ends within 60 days"))
    label = ngettext("credential not checked yet", "credentials not checked yet", unchecked)
    yield Standing(label, unchecked, True, url, _("Every credential was checked"))


def _supervised(without: int) -> Standing:
    label = ngettext("therapist without supervision", "therapists without supervision", without)
    url = reverse("practice:supervision")
    return Standing(label, without, True, url, _("Every therapist has supervision"))


def _recorded(number: int) -> Standing:
    label = ngettext(
        "session of the last 30 days not recorded yet",
        "sessions of the last 30 days not recorded yet",
        words_for(number),
    )
    said = _("Every session of the last 30 days is recorded")
    return Standing(label, number, asks=True, in_order=said, of_clients=True)


def _unsupervised(now: datetime) -> int:
    here = Therapist.objects.filter(in_force(now.date()))
    agreed = SupervisionAgreement.objects.filter(in_force(now.date()), agreed=True)
    return here.exclude(pk__in=agreed.values("supervisee")).count()


def _unrecorded(now: datetime) -> int:
    return Session.objects.unrecorded(now - RECENT, now - timedelta(hours=24)).count()
