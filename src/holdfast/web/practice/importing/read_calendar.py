"""Calendar files (.ics, RFC 5545): each appointment of the next half year. Runs in the child.

A repeating one is unrolled in its own local time, so that 17:00 stays 17:00 when clocks change.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from icalendar import Calendar

from holdfast.web.practice.importing.limits import MOST_ROWS, Problem

AHEAD = timedelta(weeks=26)
HEADER = ["Title", "Date", "Start", "Minutes", "Zone", "Location", "ID"]


def read(content: bytes, today: date) -> dict[str, object]:
    """Return a table of the appointments from today on, and how many lie before."""
    try:
        calendar = Calendar.from_ical(content)
        events = [e for e in calendar.walk("VEVENT") if e.get("DTSTART") is not None]
        rows, left = _rows(events, today)
    except (Problem, MemoryError):
        raise
    except Exception as error:  # a broken file fails in more ways than the library names
        raise Problem("broken calendar", type(error).__name__) from None
    if len(rows) > MOST_ROWS:
        raise Problem("too many rows", str(MOST_ROWS))
    return {"rows": [HEADER, *sorted(rows, key=lambda row: row[1:3])], "notes": left}


def _rows(events: list[Any], today: date) -> tuple[list[list[str]], dict[str, int]]:
    moved = {(_uid(e), _moment(e["RECURRENCE-ID"].dt)) for e in events if "RECURRENCE-ID" in e}
    left = {"whole_days": 0, "past": 0}
    rows: list[list[str]] = []
    for event in events:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        if not isinstance(event["DTSTART"].dt, datetime):
            left["whole_days"] += 1
            continue
        coming = [s for s in _starts(event, today, moved) if s.date() >= today]
        left["past"] += not coming
        rows += (_row(event, start) for start in coming)
        if len(rows) > MOST_ROWS:
            break
    return rows, left


def _starts(event: Any, today: date, moved: set[tuple[str, str]]) -> Iterator[datetime]:
    """Give each start. One that was moved is an event of its own and stands there."""
    first: datetime = event["DTSTART"].dt
    if "RECURRENCE-ID" in event or "RRULE" not in event:
        yield first
        return
    zone, local = first.tzinfo, first.replace(tzinfo=None)
    rule = rrulestr(_rule(event, zone), dtstart=local)
    out = _excluded(event) | {moment for uid, moment in moved if uid == _uid(event)}
    since = datetime.combine(today, time())
    for start in rule.between(since, since + AHEAD, inc=True):
        if _moment(start.replace(tzinfo=zone)) not in out:
            yield start.replace(tzinfo=zone)


def _rule(event: Any, zone: tzinfo | None) -> str:
    """Return the rule with its end in local time, since it is unrolled there."""
    rule = event["RRULE"]
    if "FREQ" in rule and str(rule["FREQ"][0]) in {"SECONDLY", "MINUTELY", "HOURLY"}:
        raise Problem("too often")
    ends = rule.get("UNTIL")
    if ends and isinstance(ends[0], datetime) and ends[0].tzinfo is not None and zone is not None:
        rule["UNTIL"] = [ends[0].astimezone(zone).replace(tzinfo=None)]
    elif ends and isinstance(ends[0], datetime):
        rule["UNTIL"] = [ends[0].replace(tzinfo=None)]
    return str(rule.to_ical().decode())


def _excluded(event: Any) -> set[str]:
    dates = event.get("EXDATE", [])
    lists = dates if isinstance(dates, list) else [dates]
    return {_moment(one.dt) for dates in lists for one in dates.dts}


def _moment(at: date | datetime) -> str:
    """Return a moment such that the same one compares equal whatever its zone."""
    if isinstance(at, datetime) and at.tzinfo is not None:
        return at.astimezone(UTC).isoformat()
    return at.isoformat()


def _row(event: Any, start: datetime) -> list[str]:
    zone = "" if start.tzinfo is None else getattr(start.tzinfo, "key", "")
    if start.tzinfo is not None and not zone:
        start, zone = start.astimezone(UTC), "UTC"
    return [
        str(event.get("SUMMARY", "")).strip(),
        f"{start:%Y-%m-%d}",
        f"{start:%H:%M}",
        str(_minutes(event)),
        zone,
        str(event.get("LOCATION", "")).strip(),
        f"{_uid(event)} {start:%Y-%m-%dT%H:%M} {zone}",
    ]


def _minutes(event: Any) -> int:
    begin: datetime = event["DTSTART"].dt
    if "DURATION" in event:
        lasts: timedelta = event["DURATION"].dt
        return round(lasts / timedelta(minutes=1))
    if "DTEND" in event and isinstance(event["DTEND"].dt, datetime):
        end: datetime = event["DTEND"].dt
        return round((end - begin) / timedelta(minutes=1))
    return 0


def _uid(event: Any) -> str:
    return str(event.get("UID", ""))
