"""Telling the story: acts in the order of their time, through the same functions as the pages."""

import heapq
import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Participant, Session, Therapist, Therapy
from holdfast.web.running.demonstration.lives import WEEKS, Life

ZONE = ZoneInfo("Europe/London")
Act = Callable[[datetime], None]
Timed = tuple[datetime, Act]


@dataclass
class Told:
    """One life as it stands while it is told."""

    life: Life
    therapist: Therapist
    user: User
    therapy: Therapy = field(init=False)
    clients: list[Participant] = field(default_factory=list)
    guardian: Participant | None = None
    sessions: dict[date, Session] = field(default_factory=dict)
    fee: int = field(init=False)
    minutes: int = field(init=False)

    def __post_init__(self) -> None:
        self.fee, self.minutes = self.life.fee, self.life.minutes


@dataclass
class Story:
    """The whole: the dice, the first Monday and the last day, and everybody in it."""

    dice: random.Random
    last: date
    users: dict[str, User] = field(default_factory=dict)
    therapists: dict[str, Therapist] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    @property
    def first_monday(self) -> date:
        """The Monday of the first week."""
        return self.last - timedelta(weeks=WEEKS, days=self.last.weekday())

    def at(self, day: date, clock: time) -> datetime:
        """Return an instant from local time in the zone of the practice."""
        return datetime.combine(day, clock, ZONE)


def act_in_order(streams: list[Iterator[Timed]], until: datetime) -> None:
    """Carry out the acts of all streams in the order of their time, in one transaction.

    One after the other, so that the audit reads as if it had been lived.
    """
    numbered = (_numbered(stream, number) for number, stream in enumerate(streams))
    with transaction.atomic():
        for when, _, _, act in heapq.merge(*numbered, key=lambda item: item[:3]):
            if when > until:
                break
            act(when)


def _numbered(stream: Iterator[Timed], number: int) -> Iterator[tuple[datetime, int, int, Act]]:
    for order, (when, act) in zip(itertools.count(), stream, strict=False):
        yield when, number, order, act
