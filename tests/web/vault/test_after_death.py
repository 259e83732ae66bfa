"""What becomes of a vault after a death: never on the word of one, nor while its owner lives."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from conftest import person
from holdfast.web.accounts.models import Letter
from holdfast.web.sealing import primitives
from holdfast.web.vault import actions, after_death
from holdfast.web.vault.models import AfterDeath, Vault

pytestmark = pytest.mark.django_db
LATER = timedelta(days=3)


@pytest.fixture
def key(alice, now):
    vault, _paper = actions.make_vault(alice, "six words", now=now)
    return actions.unlock(vault, "six words", now=now)


@pytest.fixture
def second(db, now):
    return person("Otto Other", "lead", now=now)


def test_two_people_three_days_apart_destroy_it(key, lead, second, now) -> None:
    row = after_death.choose(key, AfterDeath.Choice.DESTROY, None, now=now)
    after_death.say_they_died(row, by=lead, now=now)
    with pytest.raises(ValidationError, match="Three days"):
        after_death.say_they_died(row, by=second, now=now + LATER - timedelta(minutes=1))
    assert Vault.objects.exists()

    after_death.say_they_died(row, by=second, now=now + LATER)

    assert not Vault.objects.exists()


def test_whoever_it_is_left_to_is_not_one_of_the_two(key, lead, second, now) -> None:
    theirs, _paper = actions.make_vault(lead, "other words", now=now)
    row = after_death.choose(key, AfterDeath.Choice.PERSON, lead, now=now)
    with pytest.raises(ValidationError, match="somebody else"):
        after_death.say_they_died(row, by=lead, now=now)
    after_death.say_they_died(row, by=second, now=now)
    with pytest.raises(ValidationError, match="somebody else"):
        after_death.say_they_died(row, by=lead, now=now + LATER)
    heir = actions.unlock(theirs, "other words", now=now)
    assert not after_death.entrusted_to(heir)
    assert primitives.same(after_death.inherited(row, heir).private, key.private)


def test_an_owner_who_lives_is_written_to_and_ends_it(key, alice, lead, second, now, signed_in):
    row = after_death.choose(key, AfterDeath.Choice.DESTROY, None, now=now)
    before = Letter.objects.count()
    after_death.say_they_died(row, by=lead, now=now)
    assert Letter.objects.count() == before + 1
    assert "said that you died" in signed_in(alice).get("/vault/").content.decode()

    actions.unlock(key.vault, "six words", now=now)

    row.refresh_from_db()
    assert row.said_at is None
    after_death.say_they_died(row, by=second, now=now + LATER)
    assert row.agreed_at is None
    assert Vault.objects.exists()
