"""What only a person can answer: who is meant by a name, and whose the rows of a therapist are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.web.practice.importing.choices import COUPLE, NEW, OUT, Choices
from holdfast.web.practice.importing.fields import plain
from holdfast.web.practice.importing.people import (
    Known,
    candidates,
    couple_in,
    likely,
    whole_name,
)
from holdfast.web.practice.importing.planning import Caseload
from holdfast.web.practice.importing.reading import Table

MOST = 300


@dataclass(frozen=True)
class Question:
    """One name of the file, how many rows bear it, what may be answered and what is so far."""

    key: str
    name: str
    rows: int
    options: tuple[tuple[str, str], ...]
    chosen: str


def who_is_who(table: Table, choices: Choices, caseload: Caseload, kind: str) -> list[Question]:
    """Return the names to be decided about.

    Of a list of clients those who may be there already or are a couple; of sessions, contacts and
    calendars every name, since each row goes to somebody's therapy.
    """
    seen = _counted(_names(table, choices))
    asked = [_question(name, rows, choices, caseload, kind) for name, rows in seen]
    return [question for question in asked if question is not None][:MOST]


def _names(table: Table, choices: Choices) -> Iterable[str]:
    for row in table.rows:
        cell = {name: row.cells[place] for place, name in choices.columns.items()}
        if name := whole_name(cell):
            yield name


def _counted(names: Iterable[str]) -> list[tuple[str, int]]:
    """Return each name as it is first written and how often it occurs, in order of the file."""
    first: dict[str, str] = {}
    often: Counter[str] = Counter()
    for name in names:
        first.setdefault(plain(name), name)
        often[plain(name)] += 1
    return [(name, often[key]) for key, name in first.items()]


def _question(
    name: str, rows: int, choices: Choices, caseload: Caseload, kind: str
) -> Question | None:
    found = candidates(name, caseload.known)
    if kind == "calendar" and not found:
        found = likely(name, caseload.known)
    couple = couple_in(name) if kind != "calendar" else (name,)
    if kind == "clients" and not found and len(couple) < 2:
        return None
    options = _options(found, couple, caseload, kind)
    chosen = choices.who.get(plain(name), _suggested(found, couple, kind))
    return Question(plain(name), name, rows, options, chosen)


def _suggested(found: list[Known], couple: tuple[str, ...], kind: str) -> str:
    if found:
        return str(found[0].therapy) if kind != "clients" and len(found) == 1 else ""
    if kind in {"contacts", "calendar"}:
        return OUT
    return COUPLE if len(couple) > 1 else NEW


def _options(
    found: list[Known], couple: tuple[str, ...], caseload: Caseload, kind: str
) -> tuple[tuple[str, str], ...]:
    same = _("The same: %(title)s (%(code)s)") if kind == "clients" else "%(title)s (%(code)s)"
    options = [("", _("Not decided: leave out for now"))] if found else []
    options += [(str(k.therapy), same % {"title": k.title, "code": k.code}) for k in found]
    if len(couple) > 1:
        options.append((COUPLE, _("Open a therapy of several: %s") % ", ".join(couple)))
    if kind != "calendar":
        options.append((NEW, _("Open a therapy with one new person")))
    if kind != "clients":
        others = [k for k in caseload.known if k not in found]
        options += [(str(k.therapy), f"{k.title} ({k.code})") for k in others]
    return (*options, (OUT, _("Leave out")))


def whose(table: Table, choices: Choices, names: dict[str, tuple[UUID, str]]) -> list[Question]:
    """Return the therapists the file names, with those who work here to choose from.

    `names` are the therapists by folded name, each with the name as it is shown.
    """
    place = next((p for p, name in choices.columns.items() if name == "therapist"), None)
    if place is None:
        return []
    here = tuple((str(key), shown) for key, shown in names.values())
    questions = []
    for name, rows in _counted(row.cells[place] for row in table.rows if row.cells[place]):
        found = names.get(plain(name))
        chosen = choices.therapists.get(plain(name), str(found[0]) if found else OUT)
        options = (*here, (OUT, _("Leave these rows out")))
        questions.append(Question(plain(name), name, rows, options, chosen))
    return questions[:MOST]
