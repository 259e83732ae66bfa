"""After a death: what its owner chose happens once two people have said so, and nothing else."""

import sys
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from conftest import person
from holdfast.transference import Episode, Reaction
from holdfast.web.audit.models import Entry as AuditEntry
from holdfast.web.transference import actions
from holdfast.web.transference.kept import KeptEpisode, KeptReaction, Note
from holdfast.web.vault import actions as vaults
from holdfast.web.vault import after_death
from holdfast.web.vault.models import AfterDeath, Entry, Vault

sys.path.insert(0, str(Path(__file__).parent))
from writing import OWN, open_vault, send

pytestmark = pytest.mark.django_db
PERSON, DESTROY = AfterDeath.Choice.PERSON, AfterDeath.Choice.DESTROY


@pytest.fixture
def second(db: None, now: datetime):  # type: ignore[no-untyped-def]
    return person("Sol Strand", "lead", now=now)


@pytest.fixture
def wish(alice, vault: Vault, bob, therapy, now: datetime) -> AfterDeath:
    """Alice wrote one thing of each kind and left it to Bob."""
    vaults.make_vault(bob, OWN, now=now)
    about = str(therapy.pk)
    actions.keep(vault, Note(now, about, "", "I dreaded Tuesday."), now=now)
    reaction = Reaction("r", own_words="a pull to rescue")
    actions.keep(vault, KeptReaction(now, about, reaction), now=now)
    told = Episode("e", "mother", False, frozenset({"wish.close"}), words={"wish": "to be held"})
    actions.keep(vault, KeptEpisode(now, about, told), now=now)
    key = vaults.unlock(vault, OWN, now=now)
    return after_death.choose(key, PERSON, bob, now=now)


def both_say_so(wish: AfterDeath, lead, second, now: datetime) -> None:
    after_death.say_they_died(wish, by=lead, now=now)
    after_death.say_they_died(wish, by=second, now=now + after_death.WAIT)


def test_the_person_named_reads_all_of_it_and_only_then(
    wish, bob, lead, second, signed_in, now: datetime
) -> None:
    browser, address = signed_in(bob), f"/notes/left/{wish.pk}/"
    open_vault(browser)
    assert browser.get(address).status_code == 404
    after_death.say_they_died(wish, by=lead, now=now)
    assert browser.get(address).status_code == 404
    assert "Nothing was left to you" in browser.get("/notes/left/").content.decode()

    after_death.say_they_died(wish, by=second, now=now + after_death.WAIT)
    assert "Alice Ames" in browser.get("/notes/left/").content.decode()
    page = browser.get(address).content.decode()
    assert "I dreaded Tuesday." in page
    assert "Dana" not in page
    assert "a therapy that is not yours" in page
    assert "a pull to rescue" in browser.get(f"{address}?shelf=reactions").content.decode()
    assert "to be held" in browser.get(f"{address}?shelf=episodes").content.decode()
    assert browser.get(f"{address}?shelf=journal").status_code == 404
    assert AuditEntry.objects.filter(kind="vault that was left opened").count() == 3


def test_nobody_else_reads_it(wish, lead, second, signed_in, now: datetime) -> None:
    both_say_so(wish, lead, second, now)
    vaults.make_vault(lead, OWN, now=now)
    browser = signed_in(lead)
    open_vault(browser)

    assert browser.get(f"/notes/left/{wish.pk}/").status_code == 404
    assert "Alice" not in browser.get("/notes/left/").content.decode()


def test_to_a_vault_made_anew_it_does_not_open_and_says_so(
    wish, bob, lead, second, signed_in, now: datetime
) -> None:
    both_say_so(wish, lead, second, now)
    Vault.objects.get(user=bob).delete()
    vaults.make_vault(bob, OWN, now=now)
    browser = signed_in(bob)
    open_vault(browser)
    page = browser.get(f"/notes/left/{wish.pk}/").content.decode()

    assert "It does not open." in page
    assert "dreaded" not in page


def test_one_changed_from_outside_is_said_and_the_others_open(
    wish, vault, bob, lead, second, signed_in, therapy, now: datetime
) -> None:
    both_say_so(wish, lead, second, now)
    broken = Entry.objects.get(shelf="notes")
    Entry.objects.filter(pk=broken.pk).update(sealed=bytes(broken.sealed[:-1]) + b"?")
    actions.keep(vault, Note(now, str(therapy.pk), "", "It rained."), now=now)
    browser = signed_in(bob)
    open_vault(browser)
    page = browser.get(f"/notes/left/{wish.pk}/").content.decode()

    assert "changed from outside" in page
    assert "It rained." in page


def test_neither_its_owner_nor_its_reader_says_so_and_nobody_twice(
    wish, alice, bob, lead, second, now: datetime
) -> None:
    for one in (alice, bob):
        with pytest.raises(ValidationError):
            after_death.say_they_died(wish, by=one, now=now)
    after_death.say_they_died(wish, by=lead, now=now)
    with pytest.raises(ValidationError):
        after_death.say_they_died(wish, by=lead, now=now)
    after_death.take_back(wish, by=lead, now=now)
    after_death.say_they_died(wish, by=second, now=now)

    wish.refresh_from_db()
    assert (wish.said_by, wish.agreed_at) == (second, None)


def test_destroyed_means_gone_and_a_hold_refuses_it(
    wish, vault, alice, lead, second, therapy, now: datetime
) -> None:
    from holdfast.web.endings.actions.erasing import hold
    from holdfast.web.endings.models import LegalHold

    row = after_death.choose(vaults.unlock(vault, OWN, now=now), DESTROY, None, now=now)
    assert (row.pk, bytes(row.boxed)) == (wish.pk, b"")
    after_death.say_they_died(row, by=lead, now=now)
    hold(therapy, "A claim was filed.", by=alice, now=now)
    later = now + after_death.WAIT
    with pytest.raises(ValidationError, match="legal hold"):
        after_death.say_they_died(row, by=second, now=later)
    row.refresh_from_db()
    assert row.agreed_at is None

    LegalHold.objects.update(lifted_at=now)
    after_death.say_they_died(row, by=second, now=later)
    assert not Vault.objects.filter(user=alice).exists()
    assert not Entry.objects.exists()
    assert AuditEntry.objects.filter(kind="vault destroyed").count() == 1


def test_its_owner_chooses_on_a_page_and_only_among_those_with_a_vault(
    browser: Client, vault, bob, second, now: datetime
) -> None:
    vaults.make_vault(bob, OWN, now=now)
    open_vault(browser)
    nobody = send(browser, "/notes/after/", choice="person", person="")
    assert "Please choose who." in nobody.content.decode()
    without = send(browser, "/notes/after/", choice="person", person=str(second.pk))
    assert without.status_code == 422

    assert send(browser, "/notes/after/", choice="person", person=str(bob.pk)).status_code == 302
    assert "Opened by Bob" in browser.get("/notes/law/").content.decode()
    with pytest.raises(ValidationError):
        after_death.choose(vaults.unlock(vault, OWN, now=now), PERSON, second, now=now)


def test_two_leads_say_so_on_their_page_and_one_alone_is_told_what_to_do(
    wish, lead, second, signed_in, now: datetime
) -> None:
    browser, act = signed_in(lead), f"/notes/deaths/{wish.pk}/"
    page = browser.get("/notes/deaths/").content.decode()
    assert "Alice Ames" in page
    assert "only practice lead" not in page
    browser.post(act, {"once": uuid.uuid4()})
    browser.post(act, {"once": uuid.uuid4()})
    assert "a second person is needed" in browser.get("/notes/deaths/").content.decode()
    AfterDeath.objects.update(said_at=now - timedelta(days=1))
    signed_in(second).post(act, {"once": uuid.uuid4()})
    wish.refresh_from_db()
    assert wish.agreed_by == second

    second.is_active = False
    second.save()
    assert "only practice lead" in browser.get("/notes/deaths/").content.decode()
