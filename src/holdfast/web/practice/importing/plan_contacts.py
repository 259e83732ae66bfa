"""What each row of a list of contacts between sessions would make."""

from collections.abc import Mapping
from datetime import datetime, time
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.web.practice.importing import values
from holdfast.web.practice.importing.choices import OUT
from holdfast.web.practice.importing.fields import plain
from holdfast.web.practice.importing.planning import Draft, NewContact, Skip, Step, filled


class Contacts(Draft):
    """Each row is a contact with somebody who is in a therapy already."""

    kind = "contacts"
    without_match = OUT

    def read(
        self, number: int, cell: Mapping[str, str], name: str, therapist: UUID, notes: list[str]
    ) -> str:
        """Take one row into the plan and say what it makes; raises Skip."""
        at = self._at(cell)
        mark = self._mark(cell, name, therapist, at)
        self.once(number, therapist, mark)
        contact = self._contact(cell, name, at, notes)
        target = self.target(number, cell, name, therapist)
        number_mark = self.mark("client_id", therapist, cell.get("client_id", ""))
        marks = filled([mark, number_mark])
        self.steps.append(Step(number, therapist, target, marks, contact))
        said = {"when": f"{at:%Y-%m-%d %H:%M}", "way": contact.channel.replace("_", " ")}
        return _("A contact on %(when)s by %(way)s.") % said

    def _at(self, cell: Mapping[str, str]) -> datetime:
        try:
            at = values.read_moment(cell.get("date", ""), cell.get("time", ""), self.how)
        except values.Wrong as wrong:
            raise Skip("wrong", str(wrong)) from None
        if at > datetime.combine(self.today, time.max):
            raise Skip("wrong", _("It lies in the future: %s.") % f"{at:%Y-%m-%d %H:%M}")
        return at

    def _mark(
        self, cell: Mapping[str, str], name: str, therapist: UUID, at: datetime
    ) -> tuple[str, str]:
        whose = cell.get("client_id", "") or plain(name)
        what = [plain(cell.get(field, "")) for field in ("channel", "direction", "purpose", "note")]
        parts = ("id", cell["id"]) if cell.get("id") else (whose, at.isoformat(), *what)
        mark = self.mark(self.kind, therapist, *parts)
        assert mark is not None
        return mark

    def _contact(
        self, cell: Mapping[str, str], name: str, at: datetime, notes: list[str]
    ) -> NewContact:
        channel = values.word(cell.get("channel", ""), values.CHANNELS)
        if not channel:
            said = cell.get("channel", "")[:30]
            says = _("“%s” is not a way of contact: write call, text or email.")
            raise Skip("wrong", says % said)
        try:
            minutes = values.read_minutes(cell["minutes"]) if cell.get("minutes") else None
        except values.Wrong as wrong:
            notes.append(str(wrong))
            minutes = None
        return NewContact(
            at=values.instant(at, self.choices.zone),
            channel=channel,
            direction=values.word(cell.get("direction", ""), values.DIRECTIONS)
            or self.choices.direction,
            purpose=values.word(cell.get("purpose", ""), values.PURPOSES) or self.choices.purpose,
            minutes=minutes,
            note=cell.get("note", "")[:4000],
            name=name,
        )
