"""The parts of a copy as people read them: tables where rows are alike, plain entries elsewhere.

What only a program needs (identifiers, fingerprints, the clock of a session) stays in the JSON.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from holdfast import frame
from holdfast.web.frame.text import Block, blocks
from holdfast.web.portal.copy_words import Entry, entry, words_for
from holdfast.web.practice.seam import CopyPart

Row = Mapping[str, Any]
DAY, LONG_DAY, TIME = "j F Y", "l j F Y", "H:i"


@dataclass(frozen=True)
class Table:
    """Rows that are alike, under a heading for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Said:
    """One part in words: a table, or entries, of which some hold a whole text."""

    title: str
    name: str
    much: int
    table: Table | None
    entries: tuple[tuple[Entry, tuple[Block, ...]], ...]
    left_out: tuple[tuple[str, str], ...]


def said(part: CopyPart, child: str) -> Said:
    """Put a part into words; to a guardian a client is the child, by name."""
    table = TABLES[part.name](part.rows, child) if part.name in TABLES and part.rows else None
    read = ENTRIES.get(part.name, _plain)
    entries = () if table else tuple(read(row) for row in part.rows)
    return Said(part.title, part.name, len(part.rows), table, entries, tuple(part.left_out))


def _plain(row: Row) -> tuple[Entry, tuple[Block, ...]]:
    return entry(row), ()


def _who(code: str, child: str) -> str:
    return child if code == "client" and child else words_for(code)


# Tables ---------------------------------------------------------------------------------------


def _sessions(rows: Sequence[Row], child: str) -> Table:
    columns = (_("When"), _("How long, and where"), _("What happened"), _("Fee"))
    return Table(columns, tuple(_session(row, child) for row in rows))


def _session(row: Row, child: str) -> tuple[str, ...]:
    planned = datetime.fromisoformat(row["planned"])
    when = formats.date_format(planned, f"{LONG_DAY}, {TIME}")
    long = _("%(n)s minutes, %(where)s") % {"n": row["minutes"], "where": words_for(row["where"])}
    if row["started_at"] and row["ended_at"]:
        long += ". " + _("It lasted from %(start)s to %(end)s.") % {
            "start": _clock(row["started_at"]), "end": _clock(row["ended_at"]),
        }  # fmt: skip
    return when, long, _happened(row, child), _fee(row["fee"])


def _happened(row: Row, child: str) -> str:
    if row["state"] == "cancelled" and row["cancelled_by"]:
        words = {"who": _who(row["cancelled_by"], child), "on": _day(row["cancelled_at"])}
        text = _("called off by %(who)s on %(on)s") if words["on"] else _("called off by %(who)s")
        return text % words
    if row["attended"] is False:
        return _("without %(who)s") % {"who": child} if child else _("without you")
    return words_for(row["state"])


def _fee(fee: Row | None) -> str:
    if fee is None:
        return ""
    if fee["waived"]:
        return _("let go")
    due = f"{fee['due']} {fee['currency']}"
    if fee["paid_on"]:
        return _("%(due)s, paid on %(on)s") % {"due": due, "on": _day(fee["paid_on"])}
    return due


def _contacts(rows: Sequence[Row], child: str) -> Table:
    columns = (_("When"), _("Who began it"), _("How"), _("What about"))
    return Table(columns, tuple(_contact(row, child) for row in rows))


def _contact(row: Row, child: str) -> tuple[str, ...]:
    how = words_for(row["channel"])
    if row["minutes"]:
        how = _("%(how)s, %(n)s minutes") % {"how": how, "n": row["minutes"]}
    about = words_for(row["about"])
    if row["reply"]:
        about = _("%(about)s (a reply)") % {"about": about}
    return words_for(row["at"]), _who(row["from"], child), how, about


def _breaks(rows: Sequence[Row], child: str) -> Table:
    columns = (_("From"), _("To"), _("Who was away"), _("Told on"))
    found = [
        (_day(r["since"]), _day(r["until"]), _who(r["by"], child), _day(r["announced_on"]))
        for r in rows
    ]
    return Table(columns, tuple(found))


def _day(text: str | None) -> str:
    return formats.date_format(date.fromisoformat(text[:10]), DAY) if text else ""


def _clock(text: str) -> str:
    return formats.date_format(datetime.fromisoformat(text), TIME)


# Entries --------------------------------------------------------------------------------------


def _about_you(row: Row) -> tuple[Entry, tuple[Block, ...]]:
    """Names and ways to reach somebody each on a line of their own."""
    kept = {k: v for k, v in row.items() if k not in ("names", "contact_points", "name")}
    kept.pop("emergency_contacts", None)
    lines = [*_names(row), *_ways(row), *_to_call(row), *entry(kept).lines]
    return Entry(row.get("name", ""), tuple(lines)), ()


def _names(row: Row) -> Iterator[tuple[str, str]]:
    for one in row.get("names", ()):
        label = words_for(one["kind"])
        yield label[:1].upper() + label[1:], one["name"]


def _ways(row: Row) -> Iterator[tuple[str, str]]:
    for one in row.get("contact_points", ()):
        label, value = words_for(one["kind"]), one["value"]
        if one["safe_for"]:
            uses = ", ".join(map(words_for, one["safe_for"]))
            value = _("%(value)s (may be used for: %(uses)s)") % {"value": value, "uses": uses}
        yield label[:1].upper() + label[1:], value


def _to_call(row: Row) -> Iterator[tuple[str, str]]:
    for one in row.get("emergency_contacts", ()):
        parts = (one["name"], one["relation"], one["phone"])
        yield _("Whom to call in an emergency"), ", ".join(part for part in parts if part)


def _version(row: Row) -> tuple[Entry, tuple[Block, ...]]:
    """A signed text: who signed when, then the text with its headings."""
    on = _day(row["signed_at"])
    signed = {"on": on, "how": words_for(row["signed_how"] or "")}
    lines = [(_("Signed"), _("on %(on)s, %(how)s") % signed if on else _("not signed by you"))]
    if row["taken_back"]:
        lines.append((_("Taken back"), _("The therapist took this version back.")))
    for term, words in (row.get("own_words") or {}).items():
        lines.append((_("You said when you signed"), f"{frame.title(term)}: {words}"))
    title = _("Version %(n)s, written on %(on)s") % {
        "n": row["version"], "on": _day(row["fixed_at"]),
    }  # fmt: skip
    return Entry(title, tuple(lines)), blocks(row["text"])


def _answered(row: Row) -> tuple[Entry, tuple[Block, ...]]:
    """Statements gathered by how they were answered."""
    gathered: dict[str, list[str]] = defaultdict(list)
    for statement, answer in row["answers"].items():
        gathered[answer].append(statement.rstrip("."))
    lines = [(answer, "; ".join(statements)) for answer, statements in gathered.items()]
    lines += [(_("Your note"), row["note"])] if row["note"] else []
    lines += [(_("Score"), row["score"])] if row["score"] else []
    how = words_for(row["how"])
    return Entry(f"{words_for(row['at'])}: {row['what']}, {how}", tuple(lines)), ()


TABLES: Mapping[str, Callable[[Sequence[Row], str], Table]] = {
    "sessions": _sessions,
    "contacts": _contacts,
    "breaks": _breaks,
}


def _remark(row: Row) -> tuple[Entry, tuple[Block, ...]]:
    about = frame.title(row["term"]) if row["term"] else _("All of it")
    return Entry(words_for(row["at"]), ((about, row["words"]),)), ()


def _goal(row: Row) -> tuple[Entry, tuple[Block, ...]]:
    lines = ((_("What to do for it"), row["tasks"]), (_("How it stands"), words_for(row["state"])),
             (_("Written on"), _day(row["written_at"])))  # fmt: skip
    return Entry(row["words"], _filled(lines)), ()


def _shared(row: Row) -> tuple[Entry, tuple[Block, ...]]:
    lines = ((_("You wrote"), row["words"]), (_("You chose"), ", ".join(row["feelings"])),
             (_("You shared it on"), _day(row["shared_at"])))  # fmt: skip
    return Entry(_day(row["written_on"]), _filled(lines)), ()


def _statement(row: Row) -> tuple[Entry, tuple[Block, ...]]:
    answer = row["answer"] or {}
    said_back = _("%(on)s: %(what)s. %(words)s") % {
        "on": _day(answer.get("at")), "what": words_for(answer.get("what", "")),
        "words": answer.get("words", ""),
    }  # fmt: skip
    lines = ((_("The line it is about"), row["line"]), (_("You wrote"), row["words"]),
             (_("The answer"), said_back.strip() if answer else _("none yet")))  # fmt: skip
    return Entry(f"{words_for(row['at'])}: {words_for(row['kind'])}", _filled(lines)), ()


def _request(row: Row) -> tuple[Entry, tuple[Block, ...]]:
    lines = ((_("What you wanted most"), row["words"]),
             (_("An answer was due by"), _day(row["due_on"])),
             (_("Answered on"), _day(row["answered_at"]) or _("not yet")))  # fmt: skip
    return Entry(words_for(row["at"]), _filled(lines)), ()


def _concern(row: Row) -> tuple[Entry, tuple[Block, ...]]:
    """Whom it went to and how it stands; words in a vault are said to be there, and no more."""
    lines = [(_("Who reads it"), row["reader"]), (_("How it stands"), words_for(row["state"]))]
    for one in row["written"]:
        by = _("You wrote") if one["by"] == "client" else _("The answer")
        lines.append((by, f"{words_for(one['at'])}: {one['words']}"))
    if row["in_vault"]:
        only = _("They are in your vault and open only there. They are not in this copy.")
        lines.append((_("The words"), only))
    sent = _("Sent on %(on)s") % {"on": words_for(row["sent_on"])}
    return Entry(sent, tuple(lines)), ()


def _filled(lines: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in lines if value)


ENTRIES: Mapping[str, Callable[[Row], tuple[Entry, tuple[Block, ...]]]] = {
    "about_you": _about_you,
    "agreements": _version,
    "ending_plans": _version,
    "unsigned_plans": _version,
    "checks": _answered,
    "concerns": _concern,
    "goals": _goal,
    "record_requests": _request,
    "remarks": _remark,
    "shared_entries": _shared,
    "statements": _statement,
}
