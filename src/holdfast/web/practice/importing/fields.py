"""What may stand in a column, and the names other software gives it.

The names are guesses gathered from what is published about exports; vendors change them. That is
why every guess is shown with a preview and can be changed.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

SCHEMA = "holdfast/import-columns/1"
KINDS = ("clients", "sessions", "contacts", "calendar")


@dataclass(frozen=True)
class Field:
    """One thing a column can hold: what it is called here, and elsewhere."""

    name: str
    label: Any
    aliases: tuple[str, ...]


def _field(name: str, label: Any, aliases: str) -> Field:
    return Field(name, label, (name, *(alias.strip() for alias in aliases.split(","))))


CLIENT = _field(
    "client",
    _("Name, whole"),
    "name, client name, full name, patient, patient name, display name, customer, clients, kunde, "
    "klient, patientname",
)
CLIENT_ID = _field(
    "client_id",
    _("Number of the client"),
    "client number, client no, patient id, patient number, patient no, chart number, internal id, "
    "client guid, patient guid, mrn, file number, account number",
)
GIVEN = _field(
    "given", _("Given name"), "first name, firstname, forename, given name, client first name, "
    "patient first name, vorname",
)  # fmt: skip
FAMILY = _field(
    "family", _("Family name"), "last name, lastname, surname, family name, client last name, "
    "patient last name, nachname",
)  # fmt: skip
THERAPIST = _field(
    "therapist",
    _("Therapist"),
    "clinician, practitioner, provider, counsellor, counselor, staff member, staff, primary "
    "clinician, rendering provider, assigned to, therapeut",
)
DATE = _field(
    "date",
    _("Day, or day and time"),
    "date of service, service date, appointment date, session date, start, start date, starts at, "
    "start time and date, appointment start, event start time, date time, datetime, datum, day",
)
TIME = _field(
    "time", _("Time"), "start time, time of service, appointment time, begin, from, uhrzeit"
)
MINUTES = _field(
    "minutes",
    _("Length in minutes"),
    "duration, length, duration minutes, duration min, duration mins, units minutes, dauer, min",
)

CLIENTS = (
    _field("id", _("Number of the client"), ", ".join(CLIENT_ID.aliases)),
    CLIENT,
    GIVEN,
    FAMILY,
    _field("preferred", _("Name they want to be called by"), "preferred name, known as, nickname"),
    _field("former", _("Former name"), "previous name, maiden name, birth name"),
    _field("pronouns", _("Pronouns"), "preferred pronouns"),
    _field(
        "birth",
        _("Date of birth"),
        "date of birth, dob, birth date, birthdate, birthday, born, geburtsdatum",
    ),
    _field("email", _("E-mail"), "e mail, email address, e mail address, primary email, mail"),
    _field(
        "phone",
        _("Phone"),
        "phone number, telephone, home phone, primary phone, work phone, tel, telefon",
    ),
    _field("mobile", _("Mobile"), "mobile phone, cell, cell phone, mobile number, handy"),
    _field("street", _("Address"), "street, street address, address, address 1, address line 1"),
    _field("city", _("Town"), "town, ort"),
    _field("zip", _("Post code"), "post code, postcode, postal code, zip code, plz"),
    _field("language", _("Language"), "preferred language, sprache"),
    _field("kind", _("Kind of therapy"), "client type, type, therapy type, type of therapy"),
    _field(
        "since",
        _("Since"),
        "start, start date, started, started on, date started, start of therapy, therapy start, "
        "therapy start date, treatment start date, began, beginn, therapiebeginn, intake, intake "
        "date, first appointment, first session, first session date, first seen, date added, "
        "created, created at, admission date, client since, registered",
    ),
    _field(
        "ended",
        _("Ended on"),
        "end, end date, date ended, end of therapy, therapy end, therapy end date, discharge date, "
        "closed, closed on, ended on, ende, therapieende",
    ),
    _field("state", _("State"), "status, client status, active"),
    _field("note", _("Good to know"), "notes, comment, comments, remarks, general notes"),
    _field("emergency", _("Whom to call"), "emergency contact, emergency contact name"),
    _field(
        "emergency_phone",
        _("Number of whom to call"),
        "emergency phone, emergency contact phone, emergency contact number",
    ),
    THERAPIST,
)

SESSIONS = (
    _field("id", _("Number of the session"), "appointment id, session id, event id, booking id"),
    CLIENT_ID,
    CLIENT,
    GIVEN,
    FAMILY,
    DATE,
    TIME,
    _field("end", _("End"), "end time, ends at, to, until, appointment end, finish"),
    MINUTES,
    _field(
        "state",
        _("What became of it"),
        "status, appointment status, attendance, attendance status, outcome, session status",
    ),
    _field("by", _("Called off by"), "cancelled by, canceled by, cancellation by"),
    _field("called_off", _("Called off on"), "cancelled at, canceled at, cancelled on, "
           "cancellation date, canceled on"),
    _field("place", _("Where"), "location, place, setting, mode, telehealth, appointment location"),
    _field(
        "fee",
        _("Fee"),
        "amount, rate, charge, price, session fee, client fee, total, cost, amount charged",
    ),
    _field("currency", _("Currency"), "currency code"),
    _field(
        "paid",
        _("Paid: yes, no, or how much"),
        "payment status, client payment status, amount paid, payment, paid amount",
    ),
    _field("paid_on", _("Paid on"), "payment date, date paid, paid date"),
    _field("note", _("Note"), "comment, comments, remarks"),
    THERAPIST,
)  # fmt: skip

CONTACTS = (
    _field("id", _("Number of the contact"), "message id, contact id, call id"),
    CLIENT_ID,
    CLIENT,
    GIVEN,
    FAMILY,
    DATE,
    TIME,
    _field("channel", _("Way"), "type, method, medium, contact type, via, contact method"),
    _field("direction", _("From whom"), "in out, incoming outgoing, initiated by, sender"),
    _field("purpose", _("What for"), "reason, subject, category, topic"),
    MINUTES,
    _field("note", _("Note"), "notes, comment, comments, remarks, summary"),
    THERAPIST,
)

CALENDAR = (
    Field("client", _("Title"), ("title",)),
    Field("date", _("Day"), ("date",)),
    Field("time", _("Time"), ("start",)),
    Field("minutes", _("Minutes"), ("minutes",)),
    Field("zone", _("Zone"), ("zone",)),
    Field("place", _("Where"), ("location",)),
    Field("id", _("Number"), ("id",)),
)

FIELDS: dict[str, tuple[Field, ...]] = {
    "clients": CLIENTS,
    "sessions": SESSIONS,
    "contacts": CONTACTS,
    "calendar": CALENDAR,
}
DATES = frozenset({"birth", "since", "ended", "date", "called_off", "paid_on", "end"})


def plain(text: str) -> str:
    """Return a column name without capitals, accents and signs: "E-Mail *" is "e mail"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c if c.isalnum() else " " for c in apart if not unicodedata.combining(c))
    return " ".join(letters.split())


def guess_columns(columns: Sequence[str], kind: str) -> dict[int, str]:
    """Return for each column (by place) the field its name suggests; each field once."""
    return guess_among(columns, FIELDS[kind])


def guess_among(columns: Sequence[str], fields: Sequence[Field]) -> dict[int, str]:
    """Return the same for any fields.

    A name that is exactly known goes before one that is nearly so (one or two letters amiss).
    """
    guessed: dict[int, str] = {}
    names = {place: plain(name) for place, name in enumerate(columns)}
    for fits in (lambda name, alias: name == alias, _nearly):
        for field in fields:
            if field.name in guessed.values():
                continue
            for alias in field.aliases:
                found = [p for p, n in names.items() if p not in guessed and fits(n, alias)]
                if found:
                    guessed[found[0]] = field.name
                    break
    return dict(sorted(guessed.items()))


def _nearly(name: str, alias: str) -> bool:
    from rapidfuzz.distance import OSA

    far = OSA.distance(name, alias, score_cutoff=2)
    return len(alias) >= 6 and far <= (1 if len(alias) < 10 else 2)


def header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the place of the row with the column names; None where nothing is filled.

    Reports often begin with a title and a line of dates: of the first ten filled rows, that is
    taken whose cells are most often known names; without any, the first with two cells filled.
    """
    known = {alias for fields in FIELDS.values() for f in fields for alias in f.aliases}
    filled = [place for place, row in enumerate(rows) if any(row)][:10]
    if not filled:
        return None
    counts = {place: sum(plain(cell) in known for cell in rows[place] if cell) for place in filled}
    best = max(filled, key=lambda place: (counts[place], -place))
    if counts[best]:
        return best
    return next((p for p in filled if sum(map(bool, rows[p])) > 1), filled[0])


def lacking(kind: str, mapped: Mapping[int, str] | Sequence[str], by_column: bool) -> list[Any]:
    """Say which columns are still needed, in words; empty when enough is known."""
    names = set(mapped.values()) if isinstance(mapped, Mapping) else set(mapped)
    wanted = []
    whom = {"client", "given", "family"} | ({"client_id"} if kind != "clients" else set())
    if not names & whom:
        wanted.append(_("Say which column holds the client’s name."))
    if kind in {"sessions", "contacts"} and "date" not in names:
        wanted.append(_("Say which column holds the day."))
    if kind == "contacts" and "channel" not in names:
        wanted.append(_("Say which column says whether it was a call, a letter, a message."))
    if by_column and "therapist" not in names:
        wanted.append(_("Say which column names the therapist each row belongs to."))
    return wanted


def is_formula(cell: str) -> bool:
    """Whether a cell holds a formula: worked out nowhere here, and never taken for a value."""
    if cell.startswith("="):
        return True
    if cell.startswith("@"):
        return "(" in cell
    return bool(re.match(r"[+-](?![\d\s().,/-]*$)", cell)) and bool(re.search(r"[(|!]", cell))


def described() -> dict[str, Any]:
    """Return the schema that `holdfast import --schema` prints."""
    kinds = {
        kind: [{"field": f.name, "means": str(f.label), "column_names": sorted(set(f.aliases))}
               for f in FIELDS[kind]]
        for kind in ("clients", "sessions", "contacts")
    }  # fmt: skip
    return {"schema": SCHEMA, "kinds": kinds}
