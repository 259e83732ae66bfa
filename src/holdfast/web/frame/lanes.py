"""Lanes of the relationship chart: what happened against what was agreed on each day.

Where nothing is agreed yet they are drawn against what was planned.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast import frame
from holdfast.frame.history import History
from holdfast.frame.of_contacts import outside_the_frame
from holdfast.frame.of_fees import fee_series
from holdfast.web.frame import happened
from holdfast.web.frame.evidence import session_words
from holdfast.web.frame.formats import money
from holdfast.web.practice.addresses import url_of
from holdfast.web.practice.models import Attendance, Contact, Session, Therapy
from holdfast.web.practice.reading import contacts_between, names_of, sessions_of
from holdfast.web.practice.seam import Lane, Point
from holdfast.web.practice.who_came import who_came, with_who_came

STANDS_OUT = 5  # minutes past or short of the plan from which a bar is darker, with no agreement


def lanes(therapy: Therapy, start: datetime, end: datetime) -> Sequence[Lane]:
    """Draw length, contacts and fees. Six queries whatever the length, two more with several."""
    agreed = happened.versions([therapy]).get(therapy.pk, ())
    sessions = [s for s in sessions_of([therapy])[therapy.pk] if start <= s.starts_at < end]
    contacts = contacts_between(therapy, start, end)
    what = frame.Events(
        contacts=tuple(map(happened.contact, contacts)),
        fees=tuple(_fees_due(therapy, sessions, start, end)),
        exceptions=tuple(happened.exceptions_of([therapy.pk])[therapy.pk]),
    )
    history, came = History(agreed, what, end), who_came(therapy)
    return (
        Lane(
            _("Session length"),
            _("minutes past the agreed") if agreed else _("minutes past the plan"),
            tuple(
                _length(s, history, with_who_came(session_words(s), s, came))
                for s in sessions
                if s.state != Session.State.PLANNED
            ),
            "bars",
            baseline=0.0,
            weight=20,
        ),
        Lane(
            _("Contacts between"),
            _("filled: outside the frame") if agreed else _("above: from the client"),
            tuple(_contacts(therapy, contacts, outside_the_frame(history))),
            scale=(-2.0, 2.0),
            weight=30,
        ),
        Lane(
            _("Fee"),
            _("square: paid as agreed") if agreed else _("square: paid"),
            tuple(_fees(history, {str(s.pk): s for s in sessions})),
            weight=40,
        ),
    )


def _fees_due(
    therapy: Therapy, sessions: Sequence[Session], start: datetime, end: datetime
) -> list[frame.FeeDue]:
    rows = Attendance.objects.filter(
        session__therapy=therapy, session__starts_at__gte=start, session__starts_at__lt=end
    )
    found = happened.fees_of(rows, {s.pk: s for s in sessions})
    return found.get(therapy.pk, [])


def _length(row: Session, history: History, said: str) -> Point:
    url = url_of("practice:session", row.pk)
    if row.state != Session.State.HELD:
        return Point(row.starts_at, said, mark="gap", tone="plain", url=url)
    if row.lasted is None:
        return Point(row.starts_at, said, mark="ring", tone="plain", url=url)
    term = history.term(frame.Length, "length", history.day(row.starts_at))
    over = row.lasted - (term.minutes if term else row.minutes)
    if term:
        said = _("%(said)s, %(agreed)s agreed") % {"said": said, "agreed": term.minutes}
    elif over:
        said = _("%(said)s, %(planned)s planned") % {"said": said, "planned": row.minutes}
    stands_out = abs(over) > (term.grace if term else STANDS_OUT)
    label = f"{over:+d}".replace("-", "−") if stands_out else ""
    return Point(
        row.starts_at, said, float(over), "bar", "amber" if stands_out else "plain", label, url
    )


def _contacts(
    therapy: Therapy, rows: Sequence[Contact], departing: frozenset[str]
) -> Iterator[Point]:
    names = names_of(therapy)
    for row in rows:
        outside = str(row.pk) in departing
        crisis = row.purpose == Contact.Purpose.CRISIS
        yield Point(
            row.at,
            _contact_words(row, names, outside),
            1.0 if row.direction == Contact.Direction.FROM_CLIENT else -1.0,
            "diamond" if crisis else "dot" if outside else "ring",
            "amber" if outside else "sky",
            url=url_of("practice:contact", row.pk),
        )


def _contact_words(row: Contact, names: Mapping[UUID, str], outside: bool) -> str:
    said = f"{row.get_channel_display()}, {row.get_direction_display()}"
    if name := names.get(row.participant_id):
        said += f" ({name})"
    said += f": {row.get_purpose_display()}"
    return _("%(said)s, outside what was agreed") % {"said": said} if outside else said


def _fees(history: History, sessions: Mapping[str, Session]) -> Iterator[Point]:
    """Draw each fee; whether it departs is known of those that an agreement speaks of."""
    departs: dict[str, bool] = {}
    for series in fee_series(history):
        for point in series.points:
            departs[point.id] = departs.get(point.id, False) or bool(point.departs)
    for fee in history.events.fees:
        yield _fee(fee, sessions[fee.session], departs.get(fee.id))


def _fee(fee: frame.FeeDue, session: Session, departs: bool | None) -> Point:
    at, url, amount = session.starts_at, url_of("practice:session", session.pk), money(fee.amount)
    if fee.status == "waived":
        return Point(at, _("%s, waived") % amount, mark="ring", tone="clay", url=url)
    if fee.status == "open":
        tone = "amber" if departs else "plain"
        return Point(at, _("%s, not paid yet") % amount, mark="gap", tone=tone, url=url)
    said = {
        None: _("%s, paid"),
        True: _("%s, paid otherwise than agreed"),
        False: _("%s, paid as agreed"),
    }[departs]
    return Point(at, said % amount, mark="square", tone="amber" if departs else "spruce", url=url)
