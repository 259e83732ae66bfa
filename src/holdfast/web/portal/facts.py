"""The facts of the frame for one participant: what was agreed beside what happened.

What was different on the therapist's side stands line by line, as plainly as the therapist sees it.
What the client did is history and nothing more: nothing is counted, weighed or drawn from it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast import frame
from holdfast.web.frame.formats import in_zone
from holdfast.web.frame.happened import versions
from holdfast.web.frame.reach import hours_of
from holdfast.web.practice.models import Attendance, Break, Contact, Participant, Session, Signal
from holdfast.web.practice.took_part import (
    attendance_of,
    breaks_of,
    contacts_of,
    is_only_client,
    sessions_of,
)

# What of the drift the therapist sees is on the therapist's side. The rest is never shown.
THERAPISTS = frozenset(
    {
        "length_long", "length_short", "late_start", "cancelled_by_therapist", "place_changed",
        "fee_more", "fee_less", "contact_by_therapist",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line: the day, what was agreed (empty where nothing was), what happened.

    `about` and `id` say which row it is drawn from; a client's own words name it by them.
    """

    about: str
    id: UUID
    on: date
    agreed: str
    happened: str

    @property
    def words(self) -> str:
        """The line as one text, as it is kept beside what a client writes about it."""
        day = formats.date_format(self.on, "j F Y")
        return " · ".join(part for part in (day, self.agreed, self.happened) if part)


@dataclass(frozen=True)
class Facts:
    """Everything the page of the frame shows for one place."""

    together: tuple[str, ...]
    different: tuple[Line, ...]
    history: tuple[Line, ...]


def facts_of(person: Participant, now: datetime) -> Facts:
    """Return the facts of one place, the newest first. The same queries however many there are."""
    agreed = versions([person.therapy]).get(person.therapy_id, ())
    sessions = [s for s in sessions_of(person).defer("note") if s.starts_at <= now]
    mine = attendance_of(person)
    breaks, contacts = list(breaks_of(person)), list(contacts_of(person).defer("note"))
    different = [
        line
        for session in sessions
        for line in _of_session(session, mine.get(session.pk), agreed, person)
    ]
    paused = [_of_break(pause, agreed) for pause in breaks]
    different += [line for line, late in paused if late]
    different += [line for contact in contacts for line in _of_contact(contact, agreed, person)]
    history = [_history(s, mine.get(s.pk)) for s in sessions]
    history += [_contact_line(contact, person, agreed) for contact in contacts]
    history += [line for line, late in paused if not late]
    seen = {str(s.pk) for s in sessions} | {str(a.pk) for a in mine.values()}
    return Facts(_together(person, seen), _newest(different), _newest(history))


def line_of(person: Participant, about: str, row_id: UUID, now: datetime) -> Line | None:
    """Return the line of this place that a row is drawn from, those of the therapist's side first.

    None for a row that is not this person's: the same as for one that does not exist.
    """
    facts = facts_of(person, now)
    lines = (*facts.different, *facts.history)
    return next((one for one in lines if one.about == about and one.id == row_id), None)


def _newest(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: line.on, reverse=True))


def _terms(agreed: Sequence[frame.Agreement], day: date) -> frame.Terms | None:
    version = frame.in_force(agreed, day)
    return version.terms if version else None


# The therapist's side -------------------------------------------------------------------------


def _of_session(
    row: Session,
    part: Attendance | None,
    agreed: Sequence[frame.Agreement],
    person: Participant,
) -> Iterator[Line]:
    terms, zone = _terms(agreed, row.planned_on), ZoneInfo(row.zone)
    if row.state == Session.State.HELD:
        for before, happened in _timed(row, terms, zone):
            yield Line("session", row.pk, row.planned_on, before, happened)
        if (place := _place(row, terms)) is not None:
            yield Line("session", row.pk, row.planned_on, *place)
        if (fee := _fee(part, terms)) is not None:
            yield Line("session", row.pk, row.planned_on, *fee)
    elif row.state == Session.State.CANCELLED and row.cancelled_by == Session.By.THERAPIST:
        when = _clock(row.starts_at, zone)
        yield Line(
            "session", row.pk, row.planned_on, _("A session at %(at)s.") % {"at": when},
            _("Your therapist called it off."),
        )  # fmt: skip


def _timed(row: Session, terms: frame.Terms | None, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    """Late starts and sessions longer or shorter than agreed, by more than both said nobody minds.

    Where nothing is agreed yet the plan stands in its place, and every minute counts.
    """
    if row.as_agreed or row.started_at is None or row.ended_at is None:
        return
    length = terms.length if terms else None
    minutes, grace = (length.minutes, length.grace) if length else (row.minutes, 0)
    late = int((row.started_at - row.starts_at).total_seconds() // 60)
    if late > grace:
        yield (
            _("Start at %(at)s.") % {"at": _clock(row.starts_at, zone)},
            _("It began at %(at)s.") % {"at": _clock(row.started_at, zone)},
        )
    lasted = int((row.ended_at - row.started_at).total_seconds() // 60)
    if abs(lasted - minutes) > grace:
        yield _minutes(minutes), _("It was %(n)s minutes long.") % {"n": lasted}


def _minutes(minutes: int) -> str:
    return ngettext("%(n)s minute.", "%(n)s minutes.", minutes) % {"n": minutes}


def _place(row: Session, terms: frame.Terms | None) -> tuple[str, str] | None:
    place = terms.place if terms else None
    if place is None or row.as_agreed or row.where in place.kinds:
        return None
    usual = " / ".join(str(Session.Where(kind).label) for kind in place.kinds)
    return _("Meeting %(where)s.") % {"where": usual}, _("We met %(where)s.") % {
        "where": row.get_where_display()
    }


def _fee(part: Attendance | None, terms: frame.Terms | None) -> tuple[str, str] | None:
    fee = terms.fee if terms else None
    if part is None or part.due is None or fee is None or fee.amount is None:
        return None
    if (part.due, part.currency) == (fee.amount.minor, fee.amount.currency):
        return None
    return _("A fee of %(fee)s.") % {"fee": fee.amount}, _("The fee was %(fee)s.") % {
        "fee": frame.Money(part.due, part.currency)
    }


def _of_break(row: Break, agreed: Sequence[frame.Agreement]) -> tuple[Line, bool]:
    """Return the line of a break, and whether the therapist said it later than was agreed."""
    terms = _terms(agreed, row.since)
    weeks = terms.breaks.notice_weeks if terms and terms.breaks else None
    theirs = row.by == Session.By.THERAPIST
    said, late = "", False
    if weeks and theirs:
        said = ngettext(
            "Breaks are said %(n)s week before.", "Breaks are said %(n)s weeks before.", weeks
        ) % {"n": weeks}
        late = (row.since - row.announced_on).days < weeks * 7
    happened = _("A break from %(first)s to %(last)s, said on %(told)s.") % {
        "first": formats.date_format(row.since, "j F"),
        "last": formats.date_format(row.until, "j F Y"),
        "told": formats.date_format(row.announced_on, "j F Y"),
    }
    return Line("break", row.pk, row.since, said, happened), late


def _of_contact(
    row: Contact, agreed: Sequence[frame.Agreement], person: Participant
) -> Iterator[Line]:
    """A contact the therapist began, about something the agreement does not name for that way."""
    if row.direction != Contact.Direction.FROM_THERAPIST or row.reply:
        return
    day = row.at.astimezone(person.therapy.tz).date()
    terms = _terms(agreed, day)
    if terms is None or terms.contact is None:
        return
    rules = [rule for rule in terms.contact.rules if rule.channel == row.channel]
    if any(row.purpose in rule.purposes for rule in rules):
        return
    purposes = [Contact.Purpose(p).label for rule in rules for p in rule.purposes]
    said = (
        _("%(way)s for: %(what)s.") % {"way": _channel(row), "what": ", ".join(map(str, purposes))}
        if purposes
        else _("%(way)s: not agreed.") % {"way": _channel(row)}
    )
    happened = _("Your therapist got in touch about: %(what)s.") % {
        "what": row.get_purpose_display()
    }
    yield Line("contact", row.pk, day, said, happened)


def _channel(row: Contact) -> str:
    said = str(row.get_channel_display())
    return said[:1].upper() + said[1:]


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return formats.time_format(at.astimezone(zone), "H:i")


def _together(person: Participant, seen: set[str]) -> tuple[str, ...]:
    """Say what of the frame has parted from the agreement, in the sentences made for clients.

    Where several take part, only what rests on what this person took part in.
    """
    rows = Signal.objects.open().filter(
        therapy=person.therapy_id, capability="frame", kind__in=THERAPISTS
    )
    alone, said = is_only_client(person), []
    for row in rows.order_by("since", "id"):
        own = row.participant_id in (None, person.pk, person.stands_for_id)
        if own and (alone or set(row.evidence) <= seen):
            row.therapy = person.therapy
            drift = frame.read_drift(row.reason_value())
            said.append(frame.for_client(drift, in_zone(person.therapy.tz)))
    return tuple(said)


# What happened, as history --------------------------------------------------------------------


def _history(row: Session, part: Attendance | None) -> Line:
    zone = ZoneInfo(row.zone)
    planned = _("%(at)s, %(n)s minutes.") % {
        "at": _clock(row.starts_at, zone), "n": row.minutes
    }  # fmt: skip
    return Line("session", row.pk, row.planned_on, planned, _went(row, part, zone))


def _went(row: Session, part: Attendance | None, zone: ZoneInfo) -> str:
    if row.state == Session.State.HELD:
        if part is not None and part.attended is False:
            return _("The session took place. You were not there.")
        if row.as_agreed or row.started_at is None or row.ended_at is None:
            return _("We met, as agreed.")
        return _("We met from %(first)s to %(last)s.") % {
            "first": _clock(row.started_at, zone),
            "last": _clock(row.ended_at, zone),
        }
    if row.state == Session.State.MISSED:
        return _("You did not come.")
    if row.state == Session.State.CANCELLED:
        return _called_off(row)
    return _("Nothing is written down about it yet.")


def _called_off(row: Session) -> str:
    if row.cancelled_by != Session.By.CLIENT:
        return _("Your therapist called it off.")
    if row.cancelled_at is None:
        return _("You called it off.")
    day = formats.date_format(row.cancelled_at.astimezone(ZoneInfo(row.zone)), "j F, H:i")
    return _("You called it off on %(day)s.") % {"day": day}


def _contact_line(row: Contact, person: Participant, agreed: Sequence[frame.Agreement]) -> Line:
    """What was agreed about this way of being in touch, beside who wrote when, and about what."""
    at = row.at.astimezone(person.therapy.tz)
    who = (
        _("From you")
        if row.direction == Contact.Direction.FROM_CLIENT
        else _("From your therapist")
    )
    happened = _("%(way)s at %(at)s. %(who)s, about: %(what)s.") % {
        "way": _channel(row),
        "at": formats.time_format(at, "H:i"),
        "who": who,
        "what": row.get_purpose_display(),
    }
    return Line("contact", row.pk, at.date(), _agreed_way(row, _terms(agreed, at.date())), happened)


def _agreed_way(row: Contact, terms: frame.Terms | None) -> str:
    rules = terms.contact.rules if terms and terms.contact else ()
    hours = [hours_of(rule) for rule in rules if rule.channel == row.channel]
    if not hours:
        return _("Nothing was agreed on that.")
    return _("%(way)s: %(hours)s.") % {"way": _channel(row), "hours": "; ".join(hours)}
