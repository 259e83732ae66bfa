"""Who would fit an enquiry, ties apart: there, taking new people, of the language asked."""

from datetime import date, datetime

from django.db.models import QuerySet

from holdfast.web.practice.models import Break, Therapist
from holdfast.web.practice.models.staff import in_force
from holdfast.web.screening.models import Enquiry


def suitable(therapist: Therapist, enquiry: Enquiry, now: datetime) -> bool:
    """Say whether a therapist may be thought of. Nobody is told which of these it was."""
    return (
        therapist.takes_new
        and (not enquiry.language or enquiry.language in therapist.languages)
        and not away(now.date()).filter(therapist=therapist).exists()
    )


def away(on: date) -> QuerySet[Break]:
    """Breaks of therapists that hold on a day."""
    return Break.objects.filter(in_force(on), therapist__isnull=False)
