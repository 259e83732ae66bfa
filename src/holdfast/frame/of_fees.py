"""Detectors over fees: paid late or not at all, less than agreed, more than agreed."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from .chart import Point
from .events import FeeDue
from .history import History
from .money import Cancellation, Fee, Money
from .owed import Happened, owed
from .series import Facts, Series

LATE = timedelta.min


def fee_series(history: History) -> Iterator[Series]:
    """Yield the facts about the fees that have fallen due, for each participant."""
    due = [one for one in history.events.fees if one.due <= history.today]
    ordered = sorted(due, key=lambda one: (one.due, one.id))
    for person in sorted({one.participant for one in due} or {""}):
        yield from _of_person(history, person, [o for o in ordered if o.participant == person])


def _of_person(history: History, person: str, fees: list[FeeDue]) -> Iterator[Series]:
    late, less, more = [], [], []
    for one in fees:
        term = history.term(Fee, "fee", one.due)
        if term is None or term.amount is None or term.amount.minor == 0:
            continue
        at = datetime.combine(one.due, time(12), UTC)
        epoch = history.epoch("fee", one.due)
        overdue = _overdue(history, one, term)
        if overdue is not None:
            late.append(Point(at, one.id, overdue > 0, overdue, epoch))
        low, high = _span(history, one, term, term.amount)
        asked = 0 if one.status == "waived" else one.amount.minor
        if one.amount.currency == term.amount.currency:
            less.append(Point(at, one.id, asked < low, low - asked, epoch))
            more.append(Point(at, one.id, asked > high, asked - high, epoch))
    agreed = _agreed(history)
    status = {one.id: one.status for one in fees}

    def counts(points: tuple[Point, ...]) -> Facts:
        names = ("open", "waived")
        return tuple((name, sum(status[point.id] == name for point in points)) for name in names)

    yield Series("fee_late", "fee", "fees", tuple(late), agreed, person, happened=counts)
    yield Series("fee_less", "fee", "fees", tuple(less), agreed, person, happened=counts)
    yield Series("fee_more", "fee", "fees", tuple(more), agreed, person)


def _overdue(history: History, one: FeeDue, term: Fee) -> int | None:
    """Return the days beyond the agreed time; None while it may still be paid, or was let go."""
    limit = one.due + timedelta(term.days_to_pay)
    if one.status == "waived" or one.amount.minor == 0:
        return None
    if one.paid is not None and one.paid <= history.today:
        return max(0, (one.paid - limit).days)
    return (history.today - limit).days if history.today > limit else None


def _span(history: History, one: FeeDue, term: Fee, amount: Money) -> tuple[int, int]:
    """Return the least and the most, in minor units, that this fee may be by the agreement."""
    low = term.lowest or amount
    if one.reason == "session":
        return low.minor, amount.minor
    rule = history.term(Cancellation, "cancellation", one.due)
    # A fee for calling off says that it was late, not how late.
    happened: Happened = "missed" if one.reason == "missed" else "called_off_by_client"
    part = owed(rule, happened, LATE)
    least, most = part.of(low), part.of(amount)
    return (least.minor, most.minor) if least and most else (0, amount.minor)


def _agreed(history: History) -> Facts | None:
    now = history.terms(history.today)
    if now is None or now.fee is None or now.fee.amount is None:
        return None
    return (("amount", str(now.fee.amount)), ("days", now.fee.days_to_pay))
