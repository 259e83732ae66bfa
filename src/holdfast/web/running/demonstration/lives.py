"""How the therapies of the demonstration go: who, with whom, since when, and what drifts.

A life is plain values; `story` turns it into acts.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from holdfast.web.running.demonstration.people import DANA, FAMILY, GIVEN, HELEN, MIA, PAUL

WEEKS = 78
SLOTS = tuple(time(hour) for hour in (9, 10, 11, 13, 14, 15, 16, 17, 18))
DRIFTS = (
    "long",
    "late",
    "night_texts",
    "fee_open",
    "fewer",
    "crossings",
    "cancelled_by_client",
    "waived",
)


@dataclass(frozen=True)
class Life:
    """One therapy: its people and frame, its beginning and end in weeks, and its course.

    Weeks count from the first week of the story. `drift_from` is the week in which `drift` sets
    in; `reagreed` the week in which a new version answers it. With `plans_end` both sign a plan
    for the end five weeks before it comes.
    """

    therapist: str
    kind: str
    template: str
    clients: tuple[str, ...]
    day: int
    at: time
    minutes: int
    fee: int
    begins: int
    ends: int | None
    drift: str = ""
    drift_from: int = 0
    reagreed: int | None = None
    every_weeks: int = 1
    remote: bool = False
    guardian: str = ""
    born: str = ""
    plans_end: bool = False

    def slot(self, week: int, first_monday: date) -> date:
        """Return the day of this life's session in a week of the story."""
        return first_monday + timedelta(weeks=week, days=self.day)


TEMPLATES = {
    "miriam": ("psychodynamic", 50, 12000),
    "tomas": ("psychodynamic", 50, 9500),
    "priya": ("cbt", 50, 8500),
    "jonas": ("cbt", 60, 9000),
    "aoife": ("dbt", 50, 8000),
    "kofi": ("young_people", 50, 5500),
}


def lives(dice: random.Random) -> list[Life]:
    """Return about seventy lives, Dana's first, Mia's and Paul's last."""
    names = _names(dice)
    told = [_dana()]
    next(names)
    for therapist, count in (
        ("miriam", 11),
        ("tomas", 11),
        ("priya", 12),
        ("jonas", 8),
        ("aoife", 9),
        ("kofi", 9),
    ):
        slots = [(day, at) for day in range(5) for at in SLOTS]
        dice.shuffle(slots)
        if therapist == "miriam":
            slots.remove((1, time(14)))
        told += [_single(therapist, next(names), *slots.pop(), dice) for _ in range(count)]
        if therapist == "jonas":
            told += [_couple(next(names), next(names), *slots.pop(), dice) for _ in range(6)]
            told.append(_family(next(names), slots.pop(), dice))
        if therapist == "aoife":
            told.append(_group([next(names) for _ in range(6)], slots.pop()))
    return [*told, _mia(), _paul()]


def _names(dice: random.Random) -> Iterator[str]:
    given, family = list(GIVEN), list(FAMILY)
    rest = given[1:]
    dice.shuffle(rest)
    yield f"{given[0]} {family[0]}"
    for number, name in enumerate(rest, start=1):
        yield f"{name} {family[number % len(family)]}"


def _dana() -> Life:
    return Life(
        "miriam", "individual", "psychodynamic", (DANA,), 1, time(14), 50, 12000,
        begins=44, ends=None, drift="long", drift_from=71,
    )  # fmt: skip


# At noon nobody else has their hour.
def _mia() -> Life:
    return Life(
        "kofi", "individual", "young_people", (MIA,), 2, time(12), 50, 5500,
        begins=58, ends=None, guardian=HELEN, born="2012",
    )  # fmt: skip


def _paul() -> Life:
    return Life(
        "tomas", "individual", "psychodynamic", (PAUL,), 1, time(12), 50, 9500,
        begins=2, ends=52, plans_end=True,
    )  # fmt: skip


def _single(therapist: str, name: str, day: int, at: time, dice: random.Random) -> Life:
    template, minutes, fee = TEMPLATES[therapist]
    begins = dice.randrange(0, WEEKS - 6)
    longest = 20 if template == "cbt" else 90
    ends = begins + dice.randrange(10, longest + 1)
    fee += 500 * dice.randrange(-2, 3)
    life = Life(
        therapist, "individual", template, (name,), day, at, minutes, fee,
        begins, ends if ends < WEEKS - 2 else None,
        every_weeks=2 if dice.random() < 0.12 else 1,
        remote=dice.random() < 0.1,
    )  # fmt: skip
    if template == "young_people":
        family = name.split()[-1]
        life = replace(
            life, guardian=f"{dice.choice(GIVEN)} {family}", born=f"{dice.randrange(2011, 2014)}"
        )
    return _with_drift(life, dice)


def _with_drift(life: Life, dice: random.Random) -> Life:
    """About four in ten drift somewhere; half of those that have time left agree anew."""
    last = life.ends or WEEKS
    if last - life.begins < 16 or dice.random() > 0.42:
        return life
    sets_in = dice.randrange(life.begins + 8, last - 7)
    reagreed = sets_in + 8 if sets_in + 12 < last and dice.random() < 0.5 else None
    return replace(life, drift=dice.choice(DRIFTS), drift_from=sets_in, reagreed=reagreed)


def _couple(one: str, other: str, day: int, at: time, dice: random.Random) -> Life:
    begins = dice.randrange(20, WEEKS - 10)
    life = Life("jonas", "couple", "couple", (one, other), day, at, 80, 14000, begins, None)
    return _with_drift(life, dice)


def _family(name: str, slot: tuple[int, time], dice: random.Random) -> Life:
    family = name.split()[-1]
    people = (name, *(f"{given} {family}" for given in dice.sample(GIVEN, 2)))
    return Life("jonas", "family", "family", people, *slot, 90, 15000, 50, None, every_weeks=2)


def _group(names: list[str], slot: tuple[int, time]) -> Life:
    return Life("aoife", "group", "group", tuple(names), *slot, 90, 4000, 40, None)
