"""Simulated therapies, with a kept frame or with one that drifts from a known week on.

The rates of a kept frame are our own assumptions; no published source counts small departures
from a frame. They differ from therapy to therapy, as people do, and are rather too rough than
too tidy: sessions run over a little, clients cancel one session in eleven, now and then a message
comes at night. Change them here and run the benchmark again to see what follows.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holdfast.frame as frame
from holdfast.frame import Agreement, ContactMade, Crossing, Events, FeeDue, Money, Session

ZONE = ZoneInfo("Europe/London")
START = datetime(2024, 1, 9, 17, tzinfo=ZONE)  # a Tuesday
FEE = Money(6000, "GBP")
DIMENSIONS = ("gift", "self_disclosure", "touch", "met_outside", "invitation", "favour", "online")


@dataclass
class Habits:
    """How one therapy usually goes: rates per session or per week, minutes."""

    over: float  # mean minutes over the agreed length
    spread: float  # standard deviation of it
    exceptional: float  # share of sessions that run long for a reason
    ends_early: float
    late: float  # share of sessions that begin late
    timed: float  # share of sessions whose times are entered
    client_cancels: float
    therapist_cancels: float
    moved: float
    unrecorded: float
    extra: float
    elsewhere: float
    pays_late: float
    waived: float
    arranging: float  # contacts a week, in hours and for an agreed purpose
    off_hours: float
    off_purpose: float
    therapist_begins: float
    crossings: float
    unspoken: float  # share of crossings not spoken of


DEPARTURES = (
    "exceptional",
    "ends_early",
    "late",
    "client_cancels",
    "therapist_cancels",
    "moved",
    "unrecorded",
    "extra",
    "elsewhere",
    "pays_late",
    "waived",
    "off_hours",
    "off_purpose",
    "therapist_begins",
    "crossings",
)


def usual(random: random.Random) -> Habits:
    """Return the habits of a kept frame."""
    draw = random.betavariate
    rate = random.gammavariate
    return Habits(
        over=random.gauss(1, 1),
        spread=random.uniform(1.5, 3.5),
        exceptional=draw(1, 30),
        ends_early=draw(1, 30),
        late=draw(2, 38),
        timed=random.uniform(0.4, 1),
        client_cancels=draw(2, 20),
        therapist_cancels=draw(1, 45),
        moved=draw(1, 30),
        unrecorded=draw(1, 150),
        extra=draw(1, 150),
        elsewhere=draw(1, 40),
        pays_late=draw(1, 16),
        waived=draw(1, 80),
        arranging=rate(2, 0.12),
        off_hours=rate(1, 0.04),
        off_purpose=rate(1, 0.04),
        therapist_begins=rate(1, 0.02),
        crossings=rate(1, 0.025),
        unspoken=draw(1, 6),
    )


@dataclass(frozen=True)
class Drift:
    """A kind of drift: the signal it should give, in words, and the habits that change."""

    kind: str
    says: str
    changes: dict[str, float]


DRIFTS = {
    "over_10": Drift("length_long", "runs 10 minutes over, all timed", {"over": 10, "timed": 1}),
    "over_10_half_timed": Drift(
        "length_long", "runs 10 minutes over, half not timed", {"over": 10, "timed": 0.5}
    ),
    "creep": Drift("length_long", "one minute longer every session, up to 15", {"creep": 1}),
    "early": Drift("length_short", "ends 10 minutes early", {"ends_early": 0.9}),
    "late": Drift("late_start", "begins 10 minutes late, 7 in 10", {"late": 0.7}),
    "hours": Drift("contact_hours", "an off-hours contact a week, on average", {"off_hours": 1}),
    "hours_weekly": Drift("contact_hours", "an off-hours contact every week", {"off_hours": -1}),
    "purpose": Drift(
        "contact_purpose", "a contact off purpose a week, on average", {"off_purpose": 1}
    ),
    "therapist": Drift(
        "contact_by_therapist", "therapist begins one every other week", {"therapist_begins": 0.5}
    ),
    "rising": Drift("contact_rising", "contacts rise to 2.5 a week", {"arranging": 2.5}),
    "cancels": Drift("cancelled_by_client", "client cancels half", {"client_cancels": 0.5}),
    "therapist_cancels": Drift(
        "cancelled_by_therapist", "therapist cancels a third", {"therapist_cancels": 0.33}
    ),
    "gaps": Drift("sessions_fewer", "every other week without a session", {"unrecorded": 0.5}),
    "extra": Drift("sessions_more", "an extra session every other week", {"extra": 0.5}),
    "elsewhere": Drift("place_changed", "7 in 10 sessions elsewhere", {"elsewhere": 0.7}),
    "unpaid": Drift("fee_late", "6 in 10 fees paid late", {"pays_late": 0.6}),
    "waived": Drift("fee_less", "half the fees waived", {"waived": 0.5}),
    "crossings": Drift(
        "crossings_many", "a crossing every other week, of any kind", {"crossings": 0.5}
    ),
    "unspoken": Drift(
        "crossings_unspoken",
        "a crossing every three weeks, not spoken of",
        {"crossings": 0.33, "unspoken": 0.9},
    ),
}
# The kinds whose false signals the kept frames can show.
SIMULATED = {drift.kind for drift in DRIFTS.values()}


def agreement() -> Agreement:
    """Return the frame that all of them agreed: weekly, 50 minutes, 60.00, few contacts."""
    hours = (frame.Hours(start=time(9), end=time(18)),)
    rules = tuple(
        frame.ContactRule(channel=channel, purposes=("scheduling", "practical"), hours=hours)
        for channel in ("text", "phone")
    )
    slots = (frame.Slot(day="tue", start=time(17)),)
    terms = frame.Terms(
        zone="Europe/London",
        frequency=frame.Frequency(slots=slots),
        length=frame.Length(minutes=50, grace=5),
        fee=frame.Fee(amount=FEE, days_to_pay=7),
        cancellation=frame.Cancellation(notice_hours=24),
        place=frame.Place(kinds=("room",)),
        contact=frame.Contact(rules=rules),
        emergencies=frame.Emergencies(call_therapist=True),
    )
    return Agreement(version=1, in_force=START.date(), terms=terms)


def therapy(
    seed: int, *, weeks: int, drift: str | None = None, onset: int = 0, rougher: float = 1
) -> tuple[Agreement, Events]:
    """Return one therapy of `weeks` weeks; `drift` begins in week `onset`.

    `rougher` multiplies the rate of every kind of departure that a kept frame has.
    """
    dice = random.Random(seed)
    habits = usual(dice)
    for name in DEPARTURES:
        setattr(habits, name, min(0.9, rougher * getattr(habits, name)))
    story = _Story(dice, habits)
    breaks = _breaks(weeks)
    for week in range(weeks):
        if drift and week == onset:
            story.turn(DRIFTS[drift].changes)
        away = any(first <= week < first + length for first, length in breaks)
        story.week(week, away)
    return agreement(), story.events(breaks)


def _breaks(weeks: int) -> list[tuple[int, int]]:
    """Return (week, length) of the announced breaks: Easter, summer, Christmas."""
    return [
        (year + at, length)
        for year in range(0, weeks, 52)
        for at, length in ((12, 1), (30, 3), (49, 2))
    ]


class _Story:
    """A therapy as it goes on, week after week."""

    def __init__(self, dice: random.Random, habits: Habits) -> None:
        self.dice, self.habits = dice, habits
        self.sessions: list[Session] = []
        self.contacts: list[ContactMade] = []
        self.fees: list[FeeDue] = []
        self.crossings: list[Crossing] = []
        self.creep = self.crept = 0.0

    def turn(self, changes: dict[str, float]) -> None:
        """Change the habits: the drift begins."""
        for name, value in changes.items():
            setattr(self, name, value) if name == "creep" else setattr(self.habits, name, value)

    def week(self, week: int, away: bool) -> None:
        """Let one week happen."""
        planned = START + timedelta(weeks=week)
        if not away:
            self.session(week, planned)
            if self.chance(self.habits.extra):
                self.meet(f"x{week}", planned + timedelta(days=2))
        self.between(week, planned + timedelta(hours=3))

    def session(self, week: int, planned: datetime) -> None:
        habits, name = self.habits, f"s{week}"
        if self.chance(habits.unrecorded):
            return
        if self.chance(habits.client_cancels):
            self.cancel(name, planned, "client")
        elif self.chance(habits.therapist_cancels):
            self.cancel(name, planned, "therapist")
        elif self.chance(habits.moved):
            self.sessions.append(Session(id=name, planned=planned, minutes=50, status="moved"))
            self.meet(f"m{week}", planned + timedelta(days=1))
        else:
            self.meet(name, planned)

    def cancel(self, name: str, planned: datetime, by: str) -> None:
        gone = planned - timedelta(hours=self.dice.uniform(2, 96))
        self.sessions.append(
            Session(id=name, planned=planned, minutes=50, status="cancelled", by=by, cancelled=gone)
        )

    def meet(self, name: str, planned: datetime) -> None:
        """Hold a session, with or without its times entered."""
        start = end = None
        if self.chance(self.habits.timed):
            start, end = self.times(planned)
        place = "remote" if self.chance(self.habits.elsewhere) else None
        self.sessions.append(
            Session(id=name, planned=planned, minutes=50, start=start, end=end, place=place)
        )
        self.fee(name, planned)

    def times(self, planned: datetime) -> tuple[datetime, datetime]:
        late = self.dice.expovariate(1 / 1.2)
        if self.chance(self.habits.late):
            late = max(6, self.dice.gauss(10, 3))
        self.crept = min(15, self.crept + self.creep)
        over = self.dice.gauss(self.habits.over + self.crept, self.habits.spread)
        if self.chance(self.habits.exceptional):
            over += self.dice.uniform(8, 25)
        elif self.chance(self.habits.ends_early):
            over = -max(4, self.dice.gauss(10, 3))
        start = planned + timedelta(minutes=round(late))
        # A client who comes late has a shorter session; it ends when it always does.
        end = planned + timedelta(minutes=max(20, 50 + round(over) + min(3, round(late))))
        return start, end

    def fee(self, name: str, planned: datetime) -> None:
        due: date = planned.date()
        waived = self.chance(self.habits.waived)
        wait = self.dice.randint(9, 40) if self.chance(self.habits.pays_late) else 2
        self.fees.append(
            FeeDue(
                id=f"f-{name}",
                due=due,
                amount=FEE,
                status="waived" if waived else "paid",
                paid=None if waived else due + timedelta(wait),
                session=name,
            )
        )

    def between(self, week: int, after: datetime) -> None:
        """Let the contacts and crossings of one week happen."""
        habits = self.habits
        rates = (
            ("a", habits.arranging, "scheduling", "client", (9.2, 17.8)),
            ("h", habits.off_hours, "scheduling", "client", (20, 23.5)),
            ("p", habits.off_purpose, "support", "client", (9.2, 17.8)),
            ("t", habits.therapist_begins, "support", "therapist", (9.2, 17.8)),
            ("c", 0.01, "crisis", "client", (0, 23.9)),
        )
        for mark, rate, purpose, by, hours in rates:
            for number, at in enumerate(self.moments(rate, after, hours)):
                self.contacts.append(
                    ContactMade(
                        id=f"{mark}{week}.{number}", at=at, channel="text", purpose=purpose, by=by
                    )
                )
        for number, at in enumerate(self.moments(habits.crossings, after, (9, 20))):
            self.crossings.append(
                Crossing(
                    id=f"g{week}.{number}",
                    at=at,
                    kind=self.dice.choice(DIMENSIONS),
                    by=self.dice.choice(("client", "client", "therapist")),
                    discussed=not self.chance(habits.unspoken),
                )
            )

    def moments(
        self, rate: float, after: datetime, hours: tuple[float, float]
    ) -> Iterator[datetime]:
        """Yield moments of the coming week's working days, `rate` on average; -1: exactly one."""
        count = 1 if rate < 0 else self.poisson(rate)
        for _ in range(count):
            day = after + timedelta(days=self.dice.choice((1, 2, 3, 6)))
            begin = datetime.combine(day.date(), time(0), ZONE)
            yield (begin + timedelta(hours=self.dice.uniform(*hours))).astimezone(UTC)

    def poisson(self, rate: float) -> int:
        count, waited = 0, self.dice.expovariate(1)
        while waited < rate:
            count, waited = count + 1, waited + self.dice.expovariate(1)
        return count

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def events(self, breaks: list[tuple[int, int]]) -> Events:
        """Return all that happened, in the order of time."""
        spans = [
            frame.Break(
                first=(START + timedelta(weeks=week, days=-1)).date(),
                last=(START + timedelta(weeks=week + length, days=-2)).date(),
            )
            for week, length in breaks
        ]
        return Events(
            sessions=tuple(sorted(self.sessions, key=lambda one: one.planned)),
            contacts=tuple(sorted(self.contacts, key=lambda one: one.at)),
            fees=tuple(self.fees),
            crossings=tuple(sorted(self.crossings, key=lambda one: one.at)),
            breaks=tuple(spans),
        )
