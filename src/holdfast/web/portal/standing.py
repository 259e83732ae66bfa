"""How a concern stands: what was written when, what is due, and whether it is open."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.portal.models import ANSWER_WITHIN, Concern, Mark, Writing

CHANGED_HANDS = ("recovered an account", "changed the address")
Kind = Mark.Kind


@dataclass(frozen=True)
class Standing:
    """A concern with what was written and what happened to it, in the order of time."""

    concern: Concern
    writings: tuple[Writing, ...]
    marks: tuple[Mark, ...]

    def latest(self, *kinds: str) -> Mark | None:
        """The newest mark of these kinds."""
        return next((mark for mark in reversed(self.marks) if mark.kind in kinds), None)

    @property
    def withdrawn_at(self) -> datetime | None:
        """When the client withdrew it."""
        mark = self.latest(Kind.WITHDRAWN)
        return mark.at if mark else None

    @property
    def read_at(self) -> datetime | None:
        """When the reader first read it."""
        mark = self.latest(Kind.READ)
        return mark.at if mark else None

    @property
    def has_news(self) -> bool:
        """Whether there is an answer the client has not seen, or a question for them."""
        answers = [w.at for w in self.writings if w.by == Writing.By.READER]
        seen = self.latest(Kind.SEEN)
        unseen = bool(answers) and (seen is None or seen.at < answers[-1])
        return unseen or (self.record_asked and self.is_open)

    @property
    def settled(self) -> bool:
        """Whether the client said that it is settled and wrote nothing since."""
        mark = self.latest(Kind.SETTLED)
        return mark is not None and mark.at >= self.asked_at

    @property
    def is_open(self) -> bool:
        """Whether it is neither withdrawn nor settled."""
        return self.withdrawn_at is None and not self.settled

    @property
    def asked_at(self) -> datetime:
        """When the client last wrote."""
        return max(w.at for w in self.writings if w.by == Writing.By.CLIENT)

    @property
    def answered_at(self) -> datetime | None:
        """When the reader answered what the client last wrote; None if they have not."""
        answers = [w.at for w in self.writings if w.by == Writing.By.READER]
        return next((at for at in answers if at >= self.asked_at), None)

    @property
    def answer_by(self) -> datetime:
        """By when an answer was promised."""
        return self.asked_at + ANSWER_WITHIN

    def is_late(self, now: datetime) -> bool:
        """Whether an answer is owed and its day has passed."""
        return self.is_open and self.answered_at is None and now >= self.answer_by

    def waits_for_reader(self) -> bool:
        """Whether the reader owes an answer."""
        return self.is_open and self.answered_at is None

    @property
    def record_asked(self) -> bool:
        """Whether the reader asked to open the record and the client has not said yet."""
        mark = self.latest(Kind.RECORD_ASKED, Kind.RECORD_ALLOWED, Kind.RECORD_REFUSED)
        return mark is not None and mark.kind == Kind.RECORD_ASKED

    def record_open_until(self, now: datetime) -> datetime | None:
        """Until when the client lets the reader open the record; None if they do not now."""
        mark = self.latest(Kind.RECORD_ALLOWED, Kind.RECORD_REFUSED)
        allowed = mark is not None and mark.kind == Kind.RECORD_ALLOWED and self.is_open
        return mark.until if allowed and mark and mark.until and now < mark.until else None

    @property
    def may_read(self) -> bool:
        """Whether the reader may read it: what was withdrawn unread stays unread."""
        return self.withdrawn_at is None or self.read_at is not None


def standings(concerns: Iterable[Concern]) -> list[Standing]:
    """Put each concern beside its rows; two queries whatever their number."""
    rows = list(concerns)
    writings: dict[uuid.UUID, list[Writing]] = defaultdict(list)
    marks: dict[uuid.UUID, list[Mark]] = defaultdict(list)
    for writing in Writing.objects.filter(concern__in=rows).order_by("at", "pk"):
        writings[writing.concern_id].append(writing)
    for mark in Mark.objects.filter(concern__in=rows).order_by("number"):
        marks[mark.concern_id].append(mark)
    return [Standing(row, tuple(writings[row.pk]), tuple(marks[row.pk])) for row in rows]


def standing_of(concern: Concern) -> Standing:
    """Put one concern beside its rows."""
    return standings([concern])[0]


def changed_hands(user: User, stands: Standing) -> bool:
    """Whether the way into this account changed after it wrote, and nobody made sure who it is.

    Somebody who has come into an account by its e-mail must not find a concern in it.
    """
    ways = audit.Entry.objects.filter(
        kind__in=CHANGED_HANDS, actor=str(user.pk), at__gt=stands.concern.sent_at
    )
    last = ways.order_by("-at").values_list("at", flat=True).first()
    sure = stands.latest(Kind.SAME_PERSON)
    return last is not None and (sure is None or sure.at < last)
