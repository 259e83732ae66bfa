"""The pages of one's own vault: make, print, confirm, open, shut, another passphrase."""

import re
import uuid
from datetime import datetime

import pytest
from django.test import Client

from conftest import SignedIn
from holdfast.web.accounts import drafts
from holdfast.web.audit.models import Entry as AuditEntry
from holdfast.web.vault import actions, keys
from holdfast.web.vault.models import OpenVault, Vault, VaultDraft

pytestmark = pytest.mark.django_db
OWN = "kelp rock tide lantern harbour quiet"


@pytest.fixture
def browser(alice, signed_in: SignedIn) -> Client:
    return signed_in(alice)


@pytest.fixture
def vault(alice, now: datetime) -> Vault:
    return actions.make_vault(alice, OWN, now=now)[0]


def send(client: Client, path: str, **fields: object):  # type: ignore[no-untyped-def]
    return client.post(path, {"once": uuid.uuid4(), **fields})


def open_it(client: Client, path: str = "/vault/open/"):  # type: ignore[no-untyped-def]
    return send(client, path, passphrase=OWN)


def test_it_works_from_the_six_words_to_the_confirmed_paper(alice, browser: Client) -> None:
    page = browser.get("/vault/make/").content.decode()
    offer = re.search(r'name="offer" value="([^"]+)"', page)
    assert offer is not None
    answer = send(browser, "/vault/make/", which="offered", offer=offer[1], understood="on")
    groups = re.findall(r"<li>([A-Z2-7]{2,5})</li>", answer.content.decode())

    assert len(groups) == 11
    assert browser.get("/vault/").content.count(b"open here") == 1
    assert send(browser, "/vault/paper/kept/", first="AAAA1").status_code == 422
    assert send(browser, "/vault/paper/kept/", first=groups[0].lower()).status_code == 302
    made = Vault.objects.get(user=alice)
    assert made.recovery_kept_at
    assert actions.unlock(made, offer[1], now=made.made_at)


def test_it_says_beforehand_what_can_be_seen_of_each_piece(browser: Client) -> None:
    page = browser.get("/vault/make/").content.decode()

    assert "Each piece shows what kind it is" in page
    assert "A journal shows even the minute." in page


def test_the_half_in_the_cookie_is_hidden_from_scripts_and_other_sites(browser, vault) -> None:
    cookie = open_it(browser).cookies[keys.COOKIE]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["max-age"]
    assert not cookie["expires"]


def test_sent_twice_it_makes_one_vault_and_shows_no_second_key(alice, browser: Client) -> None:
    fields = {"which": "own", "own": OWN, "repeated": OWN, "offer": "-", "understood": "on"}
    fields["once"] = str(uuid.uuid4())
    first, second = (browser.post("/vault/make/", fields) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 302)
    assert Vault.objects.filter(user=alice).count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"own": "short"}, "too short"),
        ({"own": OWN, "repeated": OWN + " x"}, "not the same"),
        ({"own": OWN, "repeated": OWN, "understood": ""}, "no surprise"),
    ],
)
def test_a_weak_or_mistyped_passphrase_makes_nothing(browser, wrong, said) -> None:
    fields = {"which": "own", "understood": "on", "offer": "-"} | wrong
    answer = send(browser, "/vault/make/", **fields)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Vault.objects.exists()


def test_a_wrong_passphrase_says_nothing_and_is_counted(browser, vault) -> None:
    answer = send(browser, "/vault/open/", passphrase="kelp rock tide lantern harbour loud")
    vault.refresh_from_db()

    assert answer.status_code == 422
    assert "did not open" in answer.content.decode()
    assert vault.failures == 1
    assert AuditEntry.objects.filter(kind="vault not opened").count() == 1
    assert not OpenVault.objects.exists()


def test_it_leads_on_to_own_pages_only(browser, vault) -> None:
    for wanted in ("https://example.com/", "//example.com/"):
        assert open_it(browser, f"/vault/open/?next={wanted}")["Location"] == "/vault/"
        browser.post("/vault/shut/")
    assert open_it(browser, "/vault/open/?next=/clients/")["Location"] == "/clients/"


def test_signing_out_shuts_it_and_takes_the_cookie(browser, vault) -> None:
    open_it(browser)
    assert OpenVault.objects.count() == 1

    answer = browser.post("/sign-out/")
    assert answer.cookies[keys.COOKIE].value == ""
    assert not OpenVault.objects.exists()


def test_idle_too_long_it_is_shut_and_asks_again(browser, vault) -> None:
    open_it(browser)
    opening = OpenVault.objects.get()
    OpenVault.objects.update(used_at=opening.used_at - actions.IDLE * 2)

    answer = browser.get("/vault/passphrase/")
    assert answer["Location"] == "/vault/open/?next=%2Fvault%2Fpassphrase%2F"
    assert answer.cookies[keys.COOKIE].value == ""


def test_the_cookie_opens_nothing_for_somebody_else(browser, vault, bob, signed_in) -> None:
    stolen = open_it(browser).cookies[keys.COOKIE].value
    other = signed_in(bob)
    other.cookies[keys.COOKIE] = stolen

    assert other.get("/vault/passphrase/")["Location"].startswith("/vault/make/")


def test_the_paper_opens_it_and_leads_to_a_new_passphrase(alice, now, browser) -> None:
    vault, printed = actions.make_vault(alice, OWN, now=now)
    answer = send(browser, "/vault/open/paper/", printed=printed.lower())
    assert answer["Location"].startswith("/vault/passphrase/")

    fields = {"which": "own", "own": OWN + " new", "repeated": OWN + " new", "offer": "-"}
    assert send(browser, "/vault/passphrase/", **fields).status_code == 302
    vault.refresh_from_db()
    with pytest.raises(actions.Wrong):
        actions.unlock(vault, OWN, now=now)


def test_a_new_passphrase_shuts_it_everywhere_else(alice, vault, browser, signed_in) -> None:
    elsewhere = signed_in(alice)
    for one in (browser, elsewhere):
        open_it(one)
        assert one.get("/vault/passphrase/").status_code == 200

    fields = {"which": "own", "own": OWN + " new", "repeated": OWN + " new", "offer": "-"}
    assert send(browser, "/vault/passphrase/", **fields).status_code == 302

    assert browser.get("/vault/passphrase/").status_code == 200
    assert elsewhere.get("/vault/passphrase/").status_code == 302


def test_another_paper_replaces_the_first(alice, now, browser) -> None:
    vault, printed = actions.make_vault(alice, OWN, now=now)
    open_it(browser)
    assert "data-printed" in send(browser, "/vault/paper/").content.decode()

    vault.refresh_from_db()
    assert vault.recovery_kept_at is None
    with pytest.raises(actions.Wrong):
        actions.unlock_with_recovery_key(vault, printed, now=now)


def test_a_draft_for_the_vault_is_boxed_to_it_and_kept_nowhere_else(browser, vault, now) -> None:
    fields = {"draft": "vault:noteform", "text": "I dreaded Tuesday", "once": uuid.uuid4()}
    headers = {"HTTP_REFERER": "http://testserver/notes/new/"}
    assert browser.post("/draft/", fields, **headers).status_code == 204

    kept = VaultDraft.objects.get()
    key = actions.unlock(vault, OWN, now=now)
    assert b"I dreaded Tuesday" in kept.open(key.private)
    assert not vault.user.drafts.exists()
    drafts.drop(vault.user, "/notes/new/", "vault:noteform")
    assert not VaultDraft.objects.exists()


def test_without_a_vault_such_a_draft_is_kept_nowhere(alice, browser) -> None:
    fields = {"draft": "vault:noteform", "text": "I dreaded Tuesday", "once": uuid.uuid4()}

    assert browser.post("/draft/", fields).status_code == 422
    assert not alice.drafts.exists()
