"""What each row of a list of sessions, or of a calendar, would make."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from holdfast.web.practice.importing import values
from holdfast.web.practice.importing.choices import OUT
from holdfast.web.practice.importing.fields import plain
from holdfast.web.practice.importing.planning import (
    Draft,
    NewSession,
    Plan,
    Skip,
    Step,
    filled,
    shown_names,
)
from holdfast.web.practice.money import read_amount

SYMBOLS = (("£", "GBP"), ("€", "EUR"), ("$", ""))


class Sessions(Draft):
    """Each row is a session, or one participant's part in one."""

    kind = "sessions"

    def plan(self) -> Plan:
        """Go through all rows."""
        self.days: dict[tuple[UUID, date], list[tuple[int, str, NewSession]]] = {}
        return super().plan()

    def read(
        self, number: int, cell: Mapping[str, str], name: str, therapist: UUID, notes: list[str]
    ) -> str:
        """Take one row into the plan and say what it makes; raises Skip."""
        start, zone = self._start(cell), self.to_zone(cell)
        mark = self._row_mark(cell, name, therapist, start)
        self.once(number, therapist, mark)
        session = self._session(cell, name, start, zone, notes)
        target = self.target(number, cell, name, therapist)
        self._is_new(target, start, session)
        self._overlaps(number, therapist, target, session, notes)
        marks = filled([mark, *self._client_marks(cell, name, therapist, target)])
        self.steps.append(Step(number, therapist, target, marks, session))
        return self._said(session, target)

    def _start(self, cell: Mapping[str, str]) -> datetime:
        try:
            how = values.Reading(self.how.order, self.to_zone(cell), self.today, self.currency)
            return values.read_moment(cell.get("date", ""), cell.get("time", ""), how)
        except values.Wrong as wrong:
            raise Skip("wrong", str(wrong)) from None

    def _row_mark(
        self, cell: Mapping[str, str], name: str, therapist: UUID, start: datetime
    ) -> tuple[str, str]:
        whose = cell.get("client_id", "") or plain(name)
        parts = ("id", cell["id"], whose) if cell.get("id") else (whose, start.isoformat())
        mark = self.mark(self.kind, therapist, *parts)
        assert mark is not None
        return mark

    def _client_marks(
        self, cell: Mapping[str, str], name: str, therapist: UUID, target: str
    ) -> list[tuple[str, str] | None]:
        """Let later files find the client of a therapy that is opened here."""
        return [
            self.mark("client_id", therapist, cell.get("client_id", "")),
            self.mark("client_name", therapist, plain(name)) if target in self.opens else None,
        ]

    def _session(
        self, cell: Mapping[str, str], name: str, start: datetime, zone: str, notes: list[str]
    ) -> NewSession:
        state, by = self._state(cell, start, notes)
        held = state == "held"
        due, currency = self._fee(cell, notes)
        paid, paid_on = self._paid(cell, due, start, notes)
        called_off = cell.get("called_off", "") if state == "cancelled" else ""
        return NewSession(
            start=start,
            zone=zone,
            minutes=self._minutes(cell, start, notes),
            state=state,
            where=values.word(cell.get("place", ""), values.PLACES) or "room",
            cancelled_by=by,
            cancelled_at=self._called_off(called_off, notes),
            note=cell.get("note", "")[:4000] if state != "planned" else "",
            name=name,
            due=due if held or (due and state != "planned") else None,
            currency=currency if due is not None else "",
            paid=paid if state != "planned" else 0,
            paid_on=paid_on if paid and state != "planned" else None,
        )

    def _state(self, cell: Mapping[str, str], start: datetime, notes: list[str]) -> tuple[str, str]:
        """Return what became of it, and who called it off."""
        said = cell.get("state", "")
        state = values.word(said, values.STATES)
        ahead = start.date() > self.today
        if said and not state:
            notes.append(_("“%s” is not a state known here; it was read by its day.") % said[:30])
        if ahead and state in {"held", "missed"}:
            notes.append(_("It is still to come, so it is planned."))
        if ahead and state != "cancelled":
            return "planned", ""
        if state == "planned" and start.date() < self.today:
            if self.choices.booked == OUT:
                raise Skip("out", _("Was booked; the file does not say whether it took place."))
            return "held", ""
        if state == "cancelled":
            by = values.word(cell.get("by", ""), values.BY) or values.word(said, values.BY)
            return state, by or self.choices.cancelled_by
        return state or ("planned" if start.date() == self.today else "held"), ""

    def _minutes(self, cell: Mapping[str, str], start: datetime, notes: list[str]) -> int:
        try:
            if cell.get("minutes"):
                return values.read_minutes(cell["minutes"])
            if cell.get("end"):
                return self._until(cell["end"], start)
        except values.Wrong as wrong:
            raise Skip("wrong", str(wrong)) from None
        return self.choices.minutes

    def _until(self, cell: str, start: datetime) -> int:
        if re.search(r"\d{4}|[/]", cell):
            end = values.read_moment(cell, "", self.how)
        else:
            end = datetime.combine(start.date(), values.read_clock(cell))
            end += timedelta(days=end < start)
        minutes = round((end - start) / timedelta(minutes=1))
        if not 1 <= minutes <= 720:
            raise values.Wrong(
                _("It would end at “%s”: a session ends after it begins, within twelve hours.")
                % cell[:30]
            )
        return minutes

    def _called_off(self, cell: str, notes: list[str]) -> datetime | None:
        if not cell:
            return None
        try:
            return values.instant(values.read_moment(cell, "", self.how), self.choices.zone)
        except values.Wrong as wrong:
            notes.append(str(wrong))
            return None

    def _fee(self, cell: Mapping[str, str], notes: list[str]) -> tuple[int | None, str]:
        text = cell.get("fee", "")
        by_sign = next((code for sign, code in SYMBOLS if sign in text and code), "")
        currency = cell.get("currency", "").strip().upper() or by_sign or self.currency
        if currency and not re.fullmatch(r"[A-Z]{3}", currency):
            notes.append(_("“%s” is not a currency such as EUR; the fee was left out.") % currency)
            return None, ""
        return self._amount(text, currency, notes), currency

    def _amount(self, text: str, currency: str, notes: list[str]) -> int | None:
        """Return an amount in the smallest unit; one that cannot be read is noted and left out."""
        try:
            return read_amount(text, currency) if text else None
        except ValidationError as wrong:
            notes.append(" ".join(wrong.messages))
            return None

    def _paid(
        self, cell: Mapping[str, str], due: int | None, start: datetime, notes: list[str]
    ) -> tuple[int, date | None]:
        """Return what was paid and when; without a day, the day of the session."""
        text = cell.get("paid", "")
        said = values.yes(text)
        if due is None or not (text or cell.get("paid_on")) or said is False:
            return 0, None
        paid = due if said or not text else self._amount(text, self._fee(cell, [])[1], notes) or 0
        try:
            on = values.read_day(cell["paid_on"], self.how) if cell.get("paid_on") else None
        except values.Wrong as wrong:
            notes.append(str(wrong))
            on = None
        return min(paid, due), (on or start.date()) if paid else None

    def _is_new(self, target: str, start: datetime, session: NewSession) -> None:
        if target in self.opens or self.caseload.own is None:
            return
        if start in self.caseload.starts.get(UUID(target), ()):
            raise Skip("there", _("There is a session at this time already; it stays as it is."))

    def _overlaps(
        self, number: int, therapist: UUID, target: str, session: NewSession, notes: list[str]
    ) -> None:
        """Say where two sessions of one therapist would be at the same time.

        Rows of one therapy at one time are parts in one session.
        """
        if session.state not in {"held", "planned"}:
            return
        day = self.days.setdefault((therapist, session.start.date()), [])
        end = session.start + timedelta(minutes=session.minutes)
        for other_row, other_target, other in day:
            same = other_target == target and other.start == session.start
            other_end = other.start + timedelta(minutes=other.minutes)
            if not same and session.start < other_end and other.start < end:
                notes.append(_("At the same time as row %d. Is that right?") % other_row)
                break
        day.append((number, target, session))

    def _said(self, session: NewSession, target: str) -> str:
        when = f"{session.start:%Y-%m-%d %H:%M}"
        said = {
            "held": _("A session on %(when)s, %(minutes)d minutes."),
            "planned": _("A planned session on %(when)s, %(minutes)d minutes."),
            "missed": _("A session on %(when)s that was missed."),
            "cancelled": _("A session on %(when)s that was called off."),
        }[session.state] % {"when": when, "minutes": session.minutes}
        if target in self.opens:
            opens = self.opens[target]
            return said + " " + _("Opens a therapy with %s.") % shown_names(opens.people)
        return said


class Calendar(Sessions):
    """Each row is an appointment to come. Whose it is follows from its title, or is asked."""

    kind = "calendar"
    without_match = OUT

    def to_zone(self, cell: Mapping[str, str]) -> str:
        """Plan in the zone that was chosen, whatever zone the calendar is written in."""
        return self.choices.zone

    def _start(self, cell: Mapping[str, str]) -> datetime:
        """Return the start by the clock of the chosen zone. One without a zone stays as it is."""
        start, said = super()._start(cell), cell.get("zone", "")
        if not said:
            return start
        instant = start.replace(tzinfo=ZoneInfo(said))
        return instant.astimezone(ZoneInfo(self.choices.zone)).replace(tzinfo=None)

    def _state(self, cell: Mapping[str, str], start: datetime, notes: list[str]) -> tuple[str, str]:
        """All are planned."""
        if start.date() < self.today:
            raise Skip("out", _("Is over. What took place comes from a list of sessions."))
        return "planned", ""

    def _minutes(self, cell: Mapping[str, str], start: datetime, notes: list[str]) -> int:
        """An appointment without an end has the length chosen for such."""
        said = cell.get("minutes", "0")
        return self.choices.minutes if said == "0" else super()._minutes(cell, start, notes)
