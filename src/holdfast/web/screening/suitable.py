"""Who would fit an enquiry, ties apart: there, taking new people, of the language asked."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from holdfast.web.practice.models import Break, Therapist
from holdfast.web.practice.models.staff import in_force
from holdfast.web.screening.models import Enquiry


def suitable(
    therapists: Mapping[int, Therapist], enquiry: Enquiry, now: datetime
) -> dict[int, Therapist]:
    """Return those who may be thought of. Nobody is told which of these reasons it was."""
    gone = set(away(now.date()).values_list("therapist", flat=True))
    return {
        node: each
        for node, each in therapists.items()
        if each.takes_new
        and (not enquiry.language or enquiry.language in each.languages)
        and each.pk not in gone
    }


def away(on: date) -> QuerySet[Break]:
    """Breaks of therapists that hold on a day."""
    return Break.objects.filter(in_force(on), therapist__isnull=False)
