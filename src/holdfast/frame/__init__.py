"""The frame: what both sides agreed, what really happens, and where the two part.

Plain values in, frozen values out. Times are aware datetimes, days are dates, ids are strings,
money is integer minor units with its ISO 4217 currency, and `now` is always an argument.

**Terms.** `Terms` holds every condition as a frozen value, each None until it is spoken of:
`Terms(length=Length(minutes=50), frequency=Frequency(slots=(Slot(day="tue", start=time(17)),)))`.
`Agreement(version=2, in_force=date(...), terms=...)` is one version. `read_terms(mapping)` and
`write_terms(terms)` go between terms and plain values (a form, a JSON column, a YAML file);
reading raises `InvalidForm`, whose `problems` name every wrong key by its path (`fee.amount`).
`agreement_schema()` is the JSON Schema, with the choices and the meaning of each key.
`template(name)` and `templates()` are frames to start from. `missing(terms, minor=...)` says what
is still left out, with the clauses that ask for it; `who_signs(born=..., on=..., rule=...)` says
who signs, and as what, by the `age_rule(place)`. `plan(frequency, ...)` gives the sessions of a
regular rhythm, and `guess_terms(sessions, zone)` a frame that past sessions suggest.
`document(terms)` is the agreement in plain words, `changes(old, new)` what differs
between two versions, both as sentences.

**A fee.** `owed(terms.cancellation, "missed")` says what part of it is owed for a session that was
held, called off with so much notice, or missed: `Owed(percent, reason)`; None was not agreed.

**What happened.** `Events(sessions=..., contacts=..., fees=..., crossings=..., breaks=...,
exceptions=...)`, each a tuple of frozen values; `load_events(text, zone)` reads them from CSV.

**Drift.** `find_drift(agreements, events, now)` answers with `Findings`: `drifts`, each with its
stable `key`, and `silences`. `write_drift` and `read_drift` go between a drift and JSON.
`for_therapist(drift)` and `for_client(drift)` put one into words, in the practice's `Formats`.
"""

from .chance import Chance
from .contact import (
    Channel,
    Contact,
    ContactRule,
    Emergencies,
    EmergencyNumber,
    Gifts,
    Hours,
    Outside,
    Purpose,
    Recording,
    SelfDisclosure,
    SocialMedia,
    Touch,
)
from .document import Change, Section, changes, document, document_reading_age, title
from .drift import Drift, Findings, Silence, find_drift, read_drift, write_drift
from .event_files import EVENTS_SCHEMA, dump_events, events_schema, load_events
from .events import (
    AgreedException,
    Break,
    ContactMade,
    Crossing,
    Dimension,
    Events,
    FeeDue,
    Session,
)
from .files import dump_agreements, load_agreements
from .form import InvalidForm, Problem
from .formats import Formats
from .guess import guess_terms
from .meeting import (
    Breaks,
    Course,
    Ending,
    Frequency,
    Incapacity,
    Length,
    Place,
    PlaceKind,
    Remote,
    Review,
    Slot,
    Weekday,
)
from .money import Cancellation, Fee, Money
from .owed import Owed, owed
from .reading_age import hardest, reading_age
from .required import Clause, Missing, missing, requirements, requiring_codes
from .schedule import Planned, plan
from .short import in_short
from .signing import AgeRule, Signing, age_rule, age_rules, who_signs
from .templates import Template, template, templates
from .terms import (
    AGREEMENT_SCHEMA,
    TERM_NAMES,
    Agreement,
    Kind,
    Terms,
    agreement_schema,
    in_force,
    known_zone,
    read_agreement,
    read_terms,
    write_agreement,
    write_terms,
)
from .trust import (
    Concerns,
    Confidentiality,
    Guardian,
    Include,
    Involved,
    Kept,
    Knowledge,
    Limit,
    Others,
    Records,
    Sharing,
    Supervision,
    Work,
)
from .words import (
    Wording,
    because,
    for_client,
    for_command_line,
    for_therapist,
    headline,
    option_words,
)

__all__ = [
    "AGREEMENT_SCHEMA",
    "EVENTS_SCHEMA",
    "TERM_NAMES",
    "AgeRule",
    "AgreedException",
    "Agreement",
    "Break",
    "Breaks",
    "Cancellation",
    "Chance",
    "Change",
    "Channel",
    "Clause",
    "Concerns",
    "Confidentiality",
    "Contact",
    "ContactMade",
    "ContactRule",
    "Course",
    "Crossing",
    "Dimension",
    "Drift",
    "Emergencies",
    "EmergencyNumber",
    "Ending",
    "Events",
    "Fee",
    "FeeDue",
    "Findings",
    "Formats",
    "Frequency",
    "Gifts",
    "Guardian",
    "Hours",
    "Incapacity",
    "Include",
    "InvalidForm",
    "Involved",
    "Kept",
    "Kind",
    "Knowledge",
    "Length",
    "Limit",
    "Missing",
    "Money",
    "Others",
    "Outside",
    "Owed",
    "Place",
    "PlaceKind",
    "Planned",
    "Problem",
    "Purpose",
    "Recording",
    "Records",
    "Remote",
    "Review",
    "Section",
    "SelfDisclosure",
    "Session",
    "Sharing",
    "Signing",
    "Silence",
    "Slot",
    "SocialMedia",
    "Supervision",
    "Template",
    "Terms",
    "Touch",
    "Weekday",
    "Wording",
    "Work",
    "age_rule",
    "age_rules",
    "agreement_schema",
    "because",
    "changes",
    "document",
    "document_reading_age",
    "dump_agreements",
    "dump_events",
    "events_schema",
    "find_drift",
    "for_client",
    "for_command_line",
    "for_therapist",
    "guess_terms",
    "hardest",
    "headline",
    "in_force",
    "in_short",
    "known_zone",
    "load_agreements",
    "load_events",
    "missing",
    "option_words",
    "owed",
    "plan",
    "read_agreement",
    "read_drift",
    "read_terms",
    "reading_age",
    "requirements",
    "requiring_codes",
    "template",
    "templates",
    "title",
    "who_signs",
    "write_agreement",
    "write_drift",
    "write_terms",
]
