"""The demonstration tells the same story for the same seed, and lives plausible lives."""

import random

from holdfast.web.running.demonstration.build import monday
from holdfast.web.running.demonstration.lives import DRIFTS, WEEKS, lives


def test_it_works() -> None:
    one, other = (lives(random.Random(7)) for _ in range(2))

    assert one == other
    assert 60 <= len(one) <= 80
    assert len({life.therapist for life in one}) == 6


def test_another_seed_tells_another_story() -> None:
    assert lives(random.Random(7)) != lives(random.Random(8))


def test_there_is_something_of_everything() -> None:
    told = lives(random.Random(7))

    assert {life.kind for life in told} == {"individual", "couple", "family", "group"}
    assert any(life.drift for life in told)
    assert {life.drift for life in told} - {""} <= set(DRIFTS)
    assert any(life.reagreed for life in told)
    assert any(life.ends for life in told)
    assert any(life.guardian for life in told)
    assert all(0 <= life.begins < (life.ends or WEEKS) for life in told)


def test_no_two_sessions_of_one_therapist_share_a_slot() -> None:
    told = lives(random.Random(7))
    slots = [(life.therapist, life.day, life.at) for life in told]

    assert len(slots) == len(set(slots))


def test_it_ends_on_the_monday_of_the_week() -> None:
    from datetime import date

    assert monday(date(2026, 2, 19)) == date(2026, 2, 16) == monday(date(2026, 2, 16))
