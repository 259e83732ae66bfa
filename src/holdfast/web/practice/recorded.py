"""How a session was recorded, in words for its page: the fee, and since when it stands so."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.web.audit import models as audit
from holdfast.web.practice.models import Attendance, Session
from holdfast.web.practice.money import write_amount

KINDS = ("session recorded", "session cancelled", "session missed")


def fee_words(part: Attendance) -> str:
    """Say what was due of somebody and what became of it; nothing where nothing was due."""
    if part.due is None:
        return ""
    due = f"{write_amount(part.due, part.currency)} {part.currency}".strip()
    if part.waived:
        return _("fee %(due)s, let go") % {"due": due}
    if not part.paid:
        return _("fee %(due)s, open") % {"due": due} if part.due else _("no fee")
    said = _("fee %(due)s, paid") if part.paid >= part.due else _("fee %(due)s, %(paid)s paid")
    paid = said % {"due": due, "paid": write_amount(part.paid, part.currency)}
    on = _(" on %(day)s") % {"day": date_format(part.paid_on, "j F Y")} if part.paid_on else ""
    return paid + on


def corrected_at(session: Session) -> datetime | None:
    """When a session was last recorded anew; None if it was recorded once, or not yet."""
    rows = audit.Entry.objects.filter(
        about=str(session.therapy_id), subject_id=str(session.pk), kind__in=KINDS
    )
    times = list(rows.order_by("-number").values_list("at", flat=True)[:2])
    return times[0] if len(times) > 1 else None
