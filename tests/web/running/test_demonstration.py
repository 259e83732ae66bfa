"""The demonstration tells the same story for the same seed, and lives plausible lives."""

import random
from datetime import date, timedelta

import pytest

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


def test_it_has_a_door_for_each_side() -> None:
    from holdfast.web.accounts.models import Role
    from holdfast.web.running.demonstration import people

    told = {life.clients: life for life in lives(random.Random(8))}
    roles = ", ".join(role for _name, _address, role in people.doors())

    assert told[(people.MIA,)].guardian in people.GUARDIANS
    assert told[(people.MIA,)].ends is None
    assert told[(people.PAUL,)].ends is not None
    assert set(people.CLIENTS) <= {name for clients in told for name in clients}
    assert all(str(role.label) in roles for role in Role)
    assert "therapy has ended" in roles


@pytest.mark.slow
@pytest.mark.django_db
def test_its_doors_open_and_nothing_old_is_left_unread(now) -> None:
    from holdfast.web.accounts.models import Letter, User
    from holdfast.web.codes.models import Decision, rests_in_vault
    from holdfast.web.practice.models import Notice, Participant
    from holdfast.web.running.demonstration import build, people
    from holdfast.web.vault.models import Entry

    last = date(2026, 2, 16)
    build.build(build.SEED, last, lambda said: None)

    assert all(User.objects.by_address(address) for _, address, _ in people.doors())
    helen = User.objects.by_address(people.GUARDIANS[people.HELEN])
    place = Participant.objects.get(user=helen)
    assert (place.role, place.stands_for.card.shown_name) == ("guardian", people.MIA)
    unread = Notice.objects.filter(seen_at=None)
    assert unread.exists()
    assert not Letter.objects.filter(kind="notice").exists(), "its addresses are invented"
    assert not unread.filter(made_at__date__lt=last - timedelta(days=31)).exists()
    kept = [rests_in_vault(row.opened()) for row in Decision.objects.whole()]
    assert sorted(kept) == [False, False, True]
    assert Entry.objects.filter(shelf="weighings", replaced_at=None).count() == 2


def test_it_ends_on_the_monday_of_the_week() -> None:
    assert monday(date(2026, 2, 19)) == date(2026, 2, 16) == monday(date(2026, 2, 16))
