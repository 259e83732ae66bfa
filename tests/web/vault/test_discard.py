"""Throwing a vault away: said before, proved afresh, not while something has to be kept."""

import uuid
from datetime import datetime, timedelta

import pytest

from holdfast.web.accounts.doors import PROVED
from holdfast.web.audit.models import Entry as AuditEntry
from holdfast.web.vault import actions, after_death
from holdfast.web.vault.models import Entry, Vault

pytestmark = pytest.mark.django_db
WORDS = "kelp rock tide lantern harbour quiet"


@pytest.fixture
def vault(alice, now: datetime) -> Vault:
    made = actions.make_vault(alice, WORDS, now=now)[0]
    first = actions.write(made, "notes", b"words", now=now)
    actions.write(made, "notes", b"other words", now=now, series=first.series)
    actions.write(made, "journal", b"words", now=now)
    return made


def send(browser, **fields: object):  # type: ignore[no-untyped-def]
    return browser.post("/vault/discard/", {"once": uuid.uuid4(), **fields})


def test_it_says_what_is_lost_and_then_it_is(alice, vault, signed_in) -> None:
    browser = signed_in(alice)
    page = browser.get("/vault/discard/").content.decode()
    assert "process notes: 1" in page
    assert "pages of your journal: 1" in page
    assert send(browser).status_code == 422
    assert Vault.objects.exists()

    once = uuid.uuid4()
    for _again in range(2):
        answer = send(browser, understood="on", once=once)
        assert answer["Location"] == "/vault/make/"
    assert not Vault.objects.exists()
    assert not Entry.objects.exists()
    assert AuditEntry.objects.filter(kind="vault destroyed").count() == 1
    assert browser.get("/vault/make/").status_code == 200


def test_without_a_fresh_proof_it_is_asked_for_first(alice, vault, signed_in) -> None:
    browser = signed_in(alice)
    session = browser.session
    long_ago = datetime.fromisoformat(session[PROVED]) - timedelta(hours=1)
    session[PROVED] = long_ago.isoformat()
    session.save()

    assert send(browser, understood="on")["Location"].startswith("/prove/")
    assert Vault.objects.exists()


def test_not_while_something_has_to_be_kept(alice, vault, signed_in, monkeypatch) -> None:
    browser = signed_in(alice)
    monkeypatch.setattr(after_death, "MUST_STAY", [lambda user: user == alice])
    page = browser.get("/vault/discard/").content.decode()
    assert "cannot be done now" in page
    assert "Throw it away" not in page

    assert send(browser, understood="on").status_code == 422
    assert Vault.objects.exists()
