"""Terms about meeting: how often, how long, where, when not, and until when."""

from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Literal

from .form import Between

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Where a session can take place.
PlaceKind = Literal["room", "remote", "home", "outside", "ward", "school"]


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One weekly appointment in local time."""

    day: Weekday
    start: Annotated[time, "local time"]


@dataclass(frozen=True, kw_only=True)
class Frequency:
    """How often the sessions are."""

    pattern: Annotated[
        Literal["regular", "irregular", "as_needed"],
        "regular: at the slots; irregular: about `sessions` in `weeks`; as_needed: nothing agreed",
    ] = "regular"
    slots: Annotated[tuple[Slot, ...], "regular only: each appointment of the week"] = ()
    every_weeks: Annotated[int, Between(1, 12), "regular only: 1 weekly, 2 every other week"] = 1
    first: Annotated[date | None, "regular only: a day in a week that has sessions"] = None
    sessions: Annotated[int | None, Between(1, 60), "irregular only"] = None
    weeks: Annotated[int | None, Between(1, 52), "irregular only"] = None
    words: Annotated[str, "what else was agreed"] = ""

    def __post_init__(self) -> None:
        if self.pattern == "irregular" and not (self.sessions and self.weeks):
            raise ValueError("an irregular rhythm needs sessions and weeks, for example 3 in 8.")
        if self.every_weeks > 1 and self.slots and not self.first:
            raise ValueError(
                "a rhythm of several weeks needs first: a day in a week that has sessions."
            )


@dataclass(frozen=True, kw_only=True)
class Length:
    """How long a session is, and how exactly that is meant."""

    minutes: Annotated[int, Between(10, 480)] = 50
    grace: Annotated[int, Between(0, 60), "minutes late or over that nobody minds"] = 5
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Course:
    """How many sessions there will be."""

    sessions: Annotated[int | None, Between(1, 500), "a planned number; none: open-ended"] = None
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the sessions are."""

    kinds: Annotated[tuple[PlaceKind, ...], "where a session may take place"] = ("room",)
    address: Annotated[str, "the room, as the client would find it"] = ""
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Remote:
    """Sessions by video or telephone: how, and what if something happens."""

    by: Annotated[str, "the service or the telephone"] = ""
    if_line_drops: Annotated[str, "who calls whom, where"] = ""
    client_is_at: Annotated[str, "where the client usually is during a session"] = ""
    call: Annotated[str, "whom to call near the client when there is danger"] = ""
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Breaks:
    """Holidays and other breaks, and who is there meanwhile."""

    notice_weeks: Annotated[int | None, Between(0, 52), "how long before they are said"] = None
    usual: Annotated[str, "when they usually are"] = ""
    cover: Annotated[str, "who may be called meanwhile"] = ""
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Incapacity:
    """What happens if the therapist falls ill or dies."""

    colleague: Annotated[str, "who would get in touch, by name or by role"] = ""
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How the work ends."""

    notice_sessions: Annotated[int | None, Between(0, 26), "sessions between saying and end"] = None
    limits: Annotated[str, "limits known from the start, such as a number or a date"] = ""
    afterwards: Annotated[str, "how to come back, where else to turn"] = ""
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Review:
    """When both look together at how the work goes."""

    every_sessions: Annotated[int | None, Between(1, 100)] = None
    words: Annotated[str, "what else was agreed"] = ""
