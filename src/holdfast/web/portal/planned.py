"""Endings and transfers planned in a therapy: shown to whoever reads an open concern about it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from holdfast.web.endings.models import EndingDraft, EndingPlan
from holdfast.web.practice.models import Assignment, Joining, Therapy


def for_therapy(therapy: Therapy, now: datetime) -> Sequence[str]:
    """Say in words what is planned or has just been done to a therapy."""
    return tuple(_said(therapy, now))


def _said(therapy: Therapy, now: datetime) -> Iterator[str]:
    if therapy.ended_on is not None:
        yield _("The therapy ended on %(day)s, or is to end then.") % {
            "day": _day(therapy.ended_on)
        }
    elif said := _ending(therapy):
        yield said
    seats = Assignment.objects.filter(therapy=therapy).exclude(until=None)
    for seat in seats.select_related("therapist__user__key").order_by("until"):
        yield _("%(who)s works in it until %(day)s.") % {
            "who": seat.therapist.shown_name, "day": _day(seat.until),
        }  # fmt: skip
    for joining in Joining.objects.filter(therapy=therapy).select_related("therapist__user__key"):
        yield _("%(who)s is to join it.") % {"who": joining.therapist.shown_name}


def _ending(therapy: Therapy) -> str:
    """Whether an ending is planned, drafted or offered, and for when."""
    plan = EndingPlan.objects.filter(therapy=therapy).standing().first()
    found = EndingDraft.objects.filter(therapy=therapy).first() or plan
    if found is None:
        return ""
    if found.last_on is None:
        return _("An ending is being planned; no day is set.")
    return _("An ending is planned; the last session is on %(day)s.") % {"day": _day(found.last_on)}


def _day(day: object) -> str:
    return formats.date_format(day, "j F Y")  # type: ignore[arg-type]
