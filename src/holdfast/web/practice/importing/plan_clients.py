"""What each row of a list of clients would make."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.web.practice.importing import values
from holdfast.web.practice.importing.choices import COUPLE, NEW, OUT
from holdfast.web.practice.importing.fields import plain
from holdfast.web.practice.importing.people import candidates, couple_in
from holdfast.web.practice.importing.planning import (
    Draft,
    Mark,
    NewPerson,
    NewTherapy,
    Skip,
    Step,
    filled,
    shown_names,
)

NAMES = ("given", "family", "former")
TEXTS = ("pronouns", "language", "note")


class Clients(Draft):
    """Each row is a therapy to open with its people, or somebody who is there already."""

    kind = "clients"

    def read(
        self, number: int, cell: Mapping[str, str], name: str, therapist: UUID, notes: list[str]
    ) -> str:
        """Take one row into the plan and say what it makes; raises Skip."""
        if not name:
            raise Skip("wrong", _("The row has no name."))
        marks = self._marks(cell, name, therapist)
        self.once(number, therapist, marks[0])
        chosen = self.choices.who.get(plain(name), "") or self._offered(name)
        if chosen == OUT:
            raise Skip("out", _("You left this row out."))
        if chosen not in {NEW, COUPLE}:
            there = self._known(chosen)
            self.steps.append(Step(number, therapist, there, marks))
            return _("The same person as in your caseload: nothing is made, the row is remembered.")
        opens = self._therapy(cell, name, therapist, chosen, notes)
        key = f"row {number}"
        self.opens[key] = opens
        self.steps.append(Step(number, therapist, key, marks))
        return self._said(opens)

    def _marks(self, cell: Mapping[str, str], name: str, therapist: UUID) -> tuple[Mark, ...]:
        """The first says whether the row was imported before; the others find its client again."""
        number = self.mark("client_id", therapist, cell.get("id", ""))
        content = [f"{field}={text}" for field, text in sorted(cell.items()) if text]
        row = self.mark("clients", therapist, *([cell["id"]] if number else content))
        return filled([row, number, self.mark("client_name", therapist, plain(name))])

    def _offered(self, name: str) -> str:
        """Without a decision: a couple as a couple; somebody who may be there is asked about."""
        if candidates(name, self.caseload.known):
            raise Skip("ask", _("Somebody of this name is in your caseload. Say who this is."))
        return COUPLE if len(couple_in(name)) > 1 else NEW

    def _therapy(
        self, cell: Mapping[str, str], name: str, therapist: UUID, chosen: str, notes: list[str]
    ) -> NewTherapy:
        opens = self.opened(name, therapist, chosen)
        several = len(opens.people) > 1
        people = opens.people if several else (self._person(cell, name, notes),)
        if several and any(cell.get(f) for f in ("email", "phone", "mobile", "street", "birth")):
            notes.append(_("It is not said whose number, address or birth this is: left out."))
        since, ended = self._dates(cell, notes)
        state = values.word(cell.get("state", ""), values.THERAPY_STATES) or "active"
        if ended is not None:
            state = "ended"
        elif state == "ended":
            ended = self.today
            notes.append(_("The file does not say when it ended; today is written. Correct it."))
        if since is not None and since > self.today:
            state = "planned"
        return replace(
            opens, people=people, kind=self._kind(cell, opens, notes), since=since,
            ended=max(ended, since or ended) if ended else None, state=state,
        )  # fmt: skip

    def _kind(self, cell: Mapping[str, str], opens: NewTherapy, notes: list[str]) -> str:
        said = values.word(cell.get("kind", ""), values.THERAPY_KINDS)
        if said in {"", opens.kind}:
            return opens.kind
        if len(opens.people) > 1:
            return said if said != "individual" else opens.kind
        notes.append(_("“%s” with one name: opened as individual therapy.") % cell["kind"][:30])
        return opens.kind

    def _dates(self, cell: Mapping[str, str], notes: list[str]) -> tuple[date | None, date | None]:
        """Return since when and until when; what cannot be read is noted and left open."""
        found: list[date | None] = []
        for field in ("since", "ended"):
            text = cell.get(field, "")
            try:
                found.append(values.read_day(text, self.how) if text else None)
            except values.Wrong as wrong:
                notes.append(str(wrong))
                found.append(None)
        since, ended = found
        if ended is not None and ended > self.today:
            notes.append(_("It ends on a day to come; opened as going on."))
            ended = None
        if since and ended and ended < since:
            notes.append(_("It would end before it begins; the end was left out."))
            ended = None
        return since, ended

    def _person(self, cell: Mapping[str, str], name: str, notes: list[str]) -> NewPerson:
        texts = {field: cell[field][:1000] for field in TEXTS if cell.get(field)}
        if cell.get("birth"):
            try:
                texts["birth"] = values.read_birth(cell["birth"], self.how)
            except values.Wrong as wrong:
                notes.append(str(wrong))
        emergency = (cell.get("emergency", "")[:120], cell.get("emergency_phone", "")[:40])
        return NewPerson(
            name=self._called(cell, name),
            texts=texts,
            names={field: cell[field][:80] for field in NAMES if cell.get(field)},
            points=tuple(self._points(cell, notes)),
            emergency=emergency if any(emergency) else None,
        )

    def _called(self, cell: Mapping[str, str], name: str) -> str:
        """A preferred given name goes with the family name."""
        preferred, family = cell.get("preferred", ""), cell.get("family", "")
        if not preferred:
            return name
        return (preferred if " " in preferred or not family else f"{preferred} {family}")[:120]

    def _points(self, cell: Mapping[str, str], notes: list[str]) -> list[tuple[str, str]]:
        """Return the ways to reach somebody. They are safe for nothing until somebody says so."""
        found = []
        if email := cell.get("email"):
            if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
                found.append(("email", email[:200]))
            else:
                notes.append(_("“%s” is not an e-mail address; left out.") % email[:40])
        for field in ("phone", "mobile"):
            number = cell.get(field, "")
            if number and re.fullmatch(r"\+?[\d\s()./x-]{5,30}", number):
                found.append(("phone", number))
            elif number:
                notes.append(_("“%s” is not a number; left out.") % number[:40])
        where = ", ".join(cell[f] for f in ("street", "city", "zip") if cell.get(f))
        return [*found, ("post", where[:200])] if where else found

    def _said(self, opens: NewTherapy) -> str:
        kind = {
            "individual": _("an individual therapy"),
            "couple": _("a couple therapy"),
            "family": _("a family therapy"),
            "group": _("a group therapy"),
        }[opens.kind]
        said = {"kind": kind, "who": shown_names(opens.people)}
        if opens.state == "ended":
            return _("Opens %(kind)s with %(who)s, which has ended.") % said
        return _("Opens %(kind)s with %(who)s.") % said
