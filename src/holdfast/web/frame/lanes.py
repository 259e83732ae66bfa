"""Lanes of the relationship chart that know what was agreed on each day."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from holdfast import frame
from holdfast.frame.history import History
from holdfast.frame.of_contacts import contact_series
from holdfast.frame.of_fees import fee_series
from holdfast.web.frame import happened
from holdfast.web.frame.evidence import session_words, url_of
from holdfast.web.frame.formats import money
from holdfast.web.practice.models import Contact, Session, Therapy
from holdfast.web.practice.seam import Lane, Point

OUTSIDE = frozenset({"contact_hours", "contact_purpose"})


def lanes(therapy: Therapy, start: datetime, end: datetime) -> Sequence[Lane]:
    """Draw length, contacts and fees against what was agreed; nothing before a frame is.

    Nine queries whatever the length of the stretch.
    """
    agreed = happened.versions([therapy]).get(therapy.pk)
    if not agreed:
        return ()
    what = happened.events([therapy])[therapy.pk]
    history = History(agreed, what, end)
    return (
        Lane(
            _("Session length"),
            _("minutes past the agreed"),
            tuple(_lengths(therapy, history, start, end)),
            "bars",
            baseline=0.0,
            weight=20,
        ),
        Lane(
            _("Contacts between"),
            _("filled: outside the frame"),
            tuple(_contacts(therapy, agreed, start, end)),
            scale=(-2.0, 2.0),
            weight=30,
        ),
        Lane(
            _("Fee"),
            _("square: paid as agreed"),
            tuple(_fees(what, history, start, end)),
            weight=40,
        ),
    )


def _lengths(therapy: Therapy, history: History, start: datetime, end: datetime) -> Iterator[Point]:
    rows = therapy.sessions.between(start, end).exclude(state=Session.State.PLANNED)
    for row in rows.order_by("starts_at").defer("note"):
        yield _length(row, history)


def _length(row: Session, history: History) -> Point:
    url, said = url_of("practice:session", row.pk), session_words(row)
    if row.state != Session.State.HELD:
        return Point(row.starts_at, said, mark="gap", tone="plain", url=url)
    if row.lasted is None:
        return Point(row.starts_at, said, mark="ring", tone="plain", url=url)
    term = history.term(frame.Length, "length", history.day(row.starts_at))
    over = row.lasted - (term.minutes if term else row.minutes)
    if term:
        said = _("%(said)s, %(agreed)s agreed") % {"said": said, "agreed": term.minutes}
    stands_out = term is not None and abs(over) > term.grace
    label = f"{over:+d}".replace("-", "−") if stands_out else ""
    return Point(
        row.starts_at, said, float(over), "bar", "amber" if stands_out else "plain", label, url
    )


def _contacts(
    therapy: Therapy, agreed: Sequence[frame.Agreement], start: datetime, end: datetime
) -> Iterator[Point]:
    for row in therapy.contacts.filter(at__gte=start, at__lt=end).order_by("at").defer("note"):
        outside = _is_outside(row, agreed)
        said = f"{row.get_channel_display()}, {row.get_direction_display()}"
        said += f": {row.get_purpose_display()}"
        if outside:
            said = _("%(said)s, outside what was agreed") % {"said": said}
        crisis = row.purpose == Contact.Purpose.CRISIS
        yield Point(
            row.at,
            said,
            1.0 if row.direction == Contact.Direction.FROM_CLIENT else -1.0,
            "diamond" if crisis else "dot" if outside else "ring",
            "amber" if outside else "sky",
            url=url_of("practice:contact", row.pk),
        )


def _is_outside(row: Contact, agreed: Sequence[frame.Agreement]) -> bool:
    """Ask the rule about this one contact: it answers with the facts that depart."""
    alone = History(agreed, frame.Events(contacts=(happened.contact(row),)), row.at)
    return any(series.kind in OUTSIDE and series.points for series in contact_series(alone))


def _fees(what: frame.Events, history: History, start: datetime, end: datetime) -> Iterator[Point]:
    departing = {
        point.id for series in fee_series(history) for point in series.points if point.departs
    }
    planned = {session.id: session.planned for session in what.sessions}
    for fee in what.fees:
        at = planned.get(fee.session)
        if at is not None and start <= at < end:
            yield _fee(fee, at, fee.id in departing)


def _fee(fee: frame.FeeDue, at: datetime, departs: bool) -> Point:
    url, amount = url_of("practice:session", fee.session), money(fee.amount)
    if fee.status == "waived":
        return Point(at, _("%s, waived") % amount, mark="ring", tone="clay", url=url)
    if fee.status == "open":
        tone = "amber" if departs else "plain"
        return Point(at, _("%s, not paid yet") % amount, mark="gap", tone=tone, url=url)
    if departs:
        said = _("%s, paid otherwise than agreed") % amount
        return Point(at, said, mark="square", tone="amber", url=url)
    return Point(at, _("%s, paid as agreed") % amount, mark="square", tone="spruce", url=url)
