"""Terms about contact between sessions and about what happens outside the room."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated, Literal

from .form import Between
from .meeting import Weekday
from .money import Money

Channel = Literal["text", "phone", "email", "video", "app", "letter", "in_person", "social_media"]
Purpose = Literal[
    "scheduling", "practical", "billing", "support", "homework", "coaching", "crisis", "social"
]


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Local time on some days of the week; an end before the start runs past midnight."""

    days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    start: time = time(9)
    end: time = time(18)


@dataclass(frozen=True, kw_only=True)
class ContactRule:
    """One row of the matrix: over this channel, for these purposes, at these hours."""

    channel: Channel
    purposes: tuple[Purpose, ...]
    hours: Annotated[tuple[Hours, ...], "none: at any time"] = ()
    reply_working_days: Annotated[
        int | None, Between(0, 30), "0: the same day; none: no reply is promised"
    ] = None
    minutes: Annotated[int | None, Between(1, 120), "how long one contact lasts at most"] = None
    per_week: Annotated[int | None, Between(0, 50), "how many a week at most"] = None


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How to be in touch between sessions: what no row names is not agreed."""

    rules: tuple[ContactRule, ...] = ()
    hours_bind: Annotated[
        Literal["client", "both"],
        "both: nobody writes outside the hours; client: the therapist may",
    ] = "both"
    sent_any_time: Annotated[
        bool, "true: the client may send at any time, the hours say when it is read"
    ] = False
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class EmergencyNumber:
    """Somebody who can be reached in an emergency."""

    name: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Emergencies:
    """What to do when it cannot wait."""

    call_therapist: Annotated[bool, "the therapist may be called in a crisis"] = False
    numbers: tuple[EmergencyNumber, ...] = ()
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class SocialMedia:
    """Being connected online, and looking each other up."""

    connect: Annotated[
        Literal["no", "work_pages_only"], "whether therapist and client connect online"
    ] = "no"
    look_up: Annotated[
        Literal["not", "with_consent", "only_for_safety"],
        "whether the therapist searches for the client online",
    ] = "with_consent"
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Gifts:
    """Presents in either direction."""

    accept: Annotated[Literal["none", "small", "talk_first"], "small: up to `up_to`"] = "talk_first"
    up_to: Money | None = None
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Meeting outside the room, by chance or for the work."""

    arranged: Annotated[
        Literal["no", "part_of_method", "talk_first"], "meetings that are arranged"
    ] = "no"
    by_chance: Annotated[
        Literal["client_decides", "greet"], "who greets first when we meet by chance"
    ] = "client_decides"
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Touch:
    """Bodily touch."""

    allowed: Literal["none", "handshake", "ask_first", "part_of_method"] = "handshake"
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class SelfDisclosure:
    """What the therapist tells about themselves."""

    allowed: Literal["rarely", "when_it_helps"] = "rarely"
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Recording:
    """Sound or video of a session."""

    allowed: Annotated[
        Literal["none", "with_written_consent"], "both sides; a consent can be taken back"
    ] = "none"
    words: Annotated[str, "what for, who listens, when it is deleted"] = ""
