"""Terms about trust: what the work is, what is told to whom, and what is kept."""

from dataclasses import dataclass
from typing import Annotated, Literal

from .form import Between

Limit = Literal[
    "danger_to_self", "danger_to_others", "abuse_of_child", "abuse_of_adult", "court", "law"
]
# What an agreed method takes outside the usual frame, without being drift.
Include = Literal[
    "phone_coaching", "exposure_outside", "home_visits", "walks", "school_visits", "parent_contact"
]
Kept = Literal["times", "fees", "contacts", "crossings", "answers", "signals", "goals"]


@dataclass(frozen=True, kw_only=True)
class Work:
    """What this work is, what it may be like, and that it is free to stop."""

    method: Annotated[str, "its usual name"] = ""
    is_about: Annotated[str, "what both will do, in plain words"] = ""
    may_be_like: Annotated[str, "what it may feel like on the way"] = ""
    risks: str = ""
    alternatives: Annotated[str, "what else there is, and doing nothing"] = ""
    may_stop: Annotated[bool, "the client may refuse or stop at any time"] = False
    includes: Annotated[tuple[Include, ...], "parts of the method that leave the room"] = ()
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Confidentiality:
    """What stays between us, and when it cannot."""

    limits: tuple[Limit, ...] = ()
    tell_first: Annotated[bool, "the client is told before anything is passed on, if safe"] = True
    law: Annotated[str, "what else the law makes the therapist pass on"] = ""
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """What may be passed on between several clients of one therapy."""

    between: Annotated[
        Literal["nothing", "with_leave", "no_secrets"],
        "with_leave: what the person allows; no_secrets: what matters is brought to all",
    ] = "with_leave"
    in_group: Annotated[str, "what members ask of each other about what is said"] = ""
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Involved:
    """Somebody else who has a part: who pays, who sent, a court, a school."""

    role: Literal["payer", "referrer", "court", "school", "employer", "doctor", "family", "other"]
    name: str = ""
    learns: Annotated[str, "what they are told, and what not"] = ""


@dataclass(frozen=True, kw_only=True)
class Others:
    """Who else is involved; empty: nobody."""

    people: tuple[Involved, ...] = ()
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Supervision:
    """Who looks over the therapist's work."""

    trainee: Annotated[bool, "the therapist is in training"] = False
    supervisor: Annotated[str, "a trainee's supervisor by name"] = ""
    told: Annotated[str, "what the supervisor hears"] = ""
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """What is kept and worked out about us."""

    kept: tuple[Kept, ...] = ()
    private_notes: Annotated[bool, "the therapist may write private notes"] = True
    checks_refusable: Annotated[bool, "a check can be refused, nothing follows from it"] = True
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Records:
    """How long the record is kept and how the client sees it."""

    years: Annotated[int | None, Between(1, 100), "after the end"] = None
    until_age: Annotated[int | None, Between(18, 40), "for a client who is a minor"] = None
    access: Annotated[str, "how the client gets a copy"] = ""
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Concerns:
    """Where to take a concern."""

    in_practice: Annotated[str, "somebody here other than the therapist; empty: nobody"] = ""
    body: Annotated[str, "the professional body or the authority"] = ""
    words: Annotated[str, "what else was agreed"] = ""


@dataclass(frozen=True, kw_only=True)
class Guardian:
    """What a guardian may know. Agreement, appointments and fees they always see."""

    told: Annotated[str, "what else the guardian is told, and when"] = ""
    client_agrees: Annotated[bool, "the young person has said yes to this"] = False
    words: Annotated[str, "what else was agreed"] = ""
