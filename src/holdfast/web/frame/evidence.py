"""The events behind a drift, each with what happened and the page where it can be opened."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast import frame
from holdfast.web.frame.formats import day, money
from holdfast.web.practice.addresses import url_of
from holdfast.web.practice.models import Attendance, Contact, Crossing, Session, Therapy


@dataclass(frozen=True)
class Event:
    """One event behind a drift. `value` is what the chart draws, in minutes; None: only a mark."""

    at: datetime
    what: str
    url: str
    value: float | None = None


def events(drift: frame.Drift, therapy: Therapy) -> tuple[Event, ...]:
    """Return the events that depart, in order of time. Four queries whatever their number."""
    ids = [key for one in drift.evidence if (key := _uuid(one)) is not None]
    found = [
        *(_session(row, drift) for row in therapy.sessions.filter(pk__in=ids)),
        *map(_contact, therapy.contacts.filter(pk__in=ids)),
        *(_crossing(row, therapy) for row in therapy.crossings.filter(pk__in=ids)),
        *map(_fee, _attendances(therapy, ids)),
        *_weeks(drift.evidence, therapy),
    ]
    return tuple(sorted(found, key=lambda event: event.at))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _attendances(therapy: Therapy, ids: Sequence[uuid.UUID]) -> Iterable[Attendance]:
    rows = Attendance.objects.filter(session__therapy=therapy, pk__in=ids)
    return rows.select_related("session")


def _session(row: Session, drift: frame.Drift) -> Event:
    late = drift.kind == "late_start"
    value = row.late if late else row.lasted
    return Event(row.starts_at, session_words(row, late), url_of("practice:session", row.pk), value)


def session_words(row: Session, late: bool = False) -> str:
    """Say what became of a session."""
    if row.state == Session.State.CANCELLED:
        by = _("the client") if row.cancelled_by == Session.By.CLIENT else _("you")
        return _("called off by %(who)s") % {"who": by}
    if row.state == Session.State.MISSED:
        return _("missed without a word")
    if row.lasted is None:
        return _("as agreed, not timed")
    if late and (behind := row.late) is not None:
        return ngettext(
            "began %(n)s minute after the agreed time",
            "began %(n)s minutes after the agreed time",
            behind,
        ) % {"n": behind}
    where = f", {row.get_where_display()}" if row.where != Session.Where.ROOM else ""
    return ngettext("%(n)s minute", "%(n)s minutes", row.lasted) % {"n": row.lasted} + where


def _contact(row: Contact) -> Event:
    what = _("%(channel)s, %(direction)s, about: %(purpose)s") % {
        "channel": row.get_channel_display(),
        "direction": row.get_direction_display(),
        "purpose": row.get_purpose_display(),
    }
    if row.minutes:
        what += _(", %(n)s minutes") % {"n": row.minutes}
    return Event(row.at, what, url_of("practice:contact", row.pk))


def _crossing(row: Crossing, therapy: Therapy) -> Event:
    talked = {True: _("talked about"), False: _("not talked about yet"), None: _("not noted")}
    what = _("%(kind)s, begun by %(who)s; %(talked)s") % {
        "kind": row.get_kind_display(),
        "who": row.get_initiated_by_display(),
        "talked": talked[row.discussed],
    }
    at = datetime.combine(row.on, time(12), therapy.tz)
    return Event(at, what, url_of("practice:crossing", row.pk))


def _fee(row: Attendance) -> Event:
    amount = money(frame.Money(row.due or 0, row.currency or "GBP"))
    if row.waived:
        what = _("%(amount)s, waived") % {"amount": amount}
    elif row.paid_on is not None:
        what = _("%(amount)s, paid on %(day)s") % {"amount": amount, "day": day(row.paid_on)}
    else:
        what = _("%(amount)s, open") % {"amount": amount}
    return Event(row.session.starts_at, what, url_of("practice:session", row.session_id))


def _weeks(evidence: Iterable[str], therapy: Therapy) -> Iterator[Event]:
    for one in evidence:
        if one.startswith("week:"):
            monday = date.fromisoformat(one.removeprefix("week:"))
            at = datetime.combine(monday, time(), therapy.tz).astimezone(UTC)
            yield Event(at, _("the week of %(day)s") % {"day": day(monday)}, "")
