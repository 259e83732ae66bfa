"""Frames and events to test with: a therapy on Tuesdays at 17:00 in London, 50 minutes."""

import types
from dataclasses import is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal, Union, get_args, get_origin
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

import holdfast.frame as frame
from holdfast.frame import form

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2026, 1, 6, 17, tzinfo=LONDON)
FEE = frame.Money(6000, "GBP")
WORKING_HOURS = (frame.Hours(start=time(9), end=time(18)),)


def terms(**changes: Any) -> frame.Terms:
    """Return the usual terms of these tests, with changes."""
    usual = {
        "frequency": frame.Frequency(slots=(frame.Slot(day="tue", start=time(17)),)),
        "length": frame.Length(minutes=50, grace=5),
        "fee": frame.Fee(amount=FEE, days_to_pay=7),
        "cancellation": frame.Cancellation(notice_hours=24),
        "place": frame.Place(kinds=("room",), address="Room 3, Mill Lane"),
        "contact": frame.Contact(
            rules=(
                frame.ContactRule(channel="text", purposes=("scheduling",), hours=WORKING_HOURS),
            )
        ),
        "emergencies": frame.Emergencies(call_therapist=True),
        "gifts": frame.Gifts(accept="small", up_to=frame.Money(1000, "GBP")),
    }
    return frame.Terms(**{**usual, **changes})


START = FIRST.date()


def agreement(version: int = 1, on: date = START, **changes: Any) -> frame.Agreement:
    """Return one version that holds from `on`."""
    return frame.Agreement(version=version, in_force=on, terms=terms(**changes))


def week(number: int) -> datetime:
    """Return the planned start of the session in week `number`."""
    return (FIRST + timedelta(weeks=number)).replace(tzinfo=LONDON)


def session(number: int, minutes: int | None = 50, late: int = 0, **changes: Any) -> frame.Session:
    """Return the session of a week; `minutes` None is not timed."""
    planned = week(number)
    start = end = None
    if minutes is not None:
        start = planned + timedelta(minutes=late)
        end = start + timedelta(minutes=minutes)
    made = frame.Session(id=f"s{number}", planned=planned, minutes=50, start=start, end=end)
    return replace(made, **changes)


def sessions(lengths: list[int | None]) -> tuple[frame.Session, ...]:
    """Return a session for each week with these lengths."""
    return tuple(session(number, minutes) for number, minutes in enumerate(lengths))


def contact(name: str, at: datetime, **changes: Any) -> frame.ContactMade:
    """Return a text message by the client to fix a time."""
    usual = {"channel": "text", "purpose": "scheduling", "by": "client"}
    return frame.ContactMade(id=name, at=at, **{**usual, **changes})


def nights(count: int, every_days: int = 7, **changes: Any) -> tuple[frame.ContactMade, ...]:
    """Return messages at half past ten at night, one every few days, from the first session on."""
    begin = FIRST.replace(hour=22, minute=30)
    return tuple(
        contact(f"c{n}", begin + timedelta(days=n * every_days), **changes) for n in range(count)
    )


def found(
    events: frame.Events, now: datetime | None = None, versions: Any = None
) -> dict[str, frame.Drift]:
    """Return the drifts by their kind, as seen at `now` (by default after the last event)."""
    moments = [one.planned for one in events.sessions] + [one.at for one in events.contacts]
    moments += [one.at for one in events.crossings]
    moments += [datetime.combine(one.due, time(20), UTC) for one in events.fees]
    now = now or max(moments) + timedelta(hours=2)
    findings = frame.find_drift(versions or [agreement()], events, now)
    return {drift.kind: drift for drift in findings.drifts}


# Random values of any frozen class ---------------------------------------------------------------

TEXTS = st.text("abc é“”:#-\n.?! 12", max_size=12).map(str.strip)
PLAIN = {
    str: TEXTS,
    bool: st.booleans(),
    int: st.integers(0, 10**6),
    date: st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    time: st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    frame.Money: st.builds(
        frame.Money, st.integers(0, 10**8), st.sampled_from(["GBP", "JPY", "KWD"])
    ),
    datetime: st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
}


def some(hint: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for the values that a type hint of the frame allows."""
    base, bounds = form._bare(hint)
    if get_origin(base) in (Union, types.UnionType):
        return st.none() | some(form._inner(base, bounds))
    if get_origin(base) is Literal:
        return st.sampled_from(get_args(base))
    if get_origin(base) is tuple:
        return st.lists(some(get_args(base)[0]), max_size=2).map(tuple)
    if is_dataclass(base) and base is not frame.Money:
        return record(base)
    return st.integers(bounds.low, bounds.high) if bounds else PLAIN[base]


@st.composite
def record(draw: Any, kind: type) -> Any:
    """Draw a value of a frozen class; one that its own rule refuses is drawn again."""
    fields = {name: some(hint) for name, _, hint in form._fields(kind)}
    if "zone" in fields:
        fields["zone"] = st.sampled_from(["Europe/London", "America/New_York", "UTC"])
    for _ in range(20):
        try:
            return kind(**{name: draw(strategy) for name, strategy in fields.items()})
        except ValueError:
            continue
    raise AssertionError(f"no {kind} could be drawn")
