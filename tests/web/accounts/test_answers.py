"""The page a form is answered with lies at an address of its own, for one browser and not long."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from frame.world import a_therapy, works_here

from conftest import SignedIn
from holdfast.web.accounts import answers, jobs
from holdfast.web.accounts.models import Answer
from holdfast.web.practice.models import Crossing, Participant
from holdfast.web.vault import actions

pytestmark = pytest.mark.django_db
WORD = "Zyxwortel"
OWN = "kelp rock tide lantern harbour quiet"
OPENS_A_PAGE = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def browser(alice, signed_in: SignedIn) -> Client:
    return signed_in(alice)


@pytest.fixture
def form(alice) -> str:
    """The address of a form that a therapist fills in."""
    return f"/therapies/{a_therapy(works_here(alice), 'Dana Whitfield').pk}/crossings/add/"


def send(client: Client, path: str, **headers: str) -> HttpResponse:
    sent = {"once": uuid.uuid4(), "note": WORD, "day": "2099-01-01"}
    return client.post(path, sent, headers={**OPENS_A_PAGE, **headers})  # type: ignore[return-value]


def answered(client: Client, path: str) -> str:
    """Send a form with an error; returns the address it leads to."""
    led = send(client, path)
    assert (led.status_code, led.content) == (303, b"")
    return led["Location"]


def holds(client: Client, address: str) -> bool:
    return WORD in client.get(address).content.decode()


def test_it_works_an_error_is_led_to_and_stays_there(browser: Client, form: str) -> None:
    address = answered(browser, form)
    for _ in range(2):
        page = browser.get(address)
        assert page.status_code == 422
        assert WORD in page.content.decode()
        assert page["Cache-Control"] == "no-store"
        assert "default-src 'none'" in page["Content-Security-Policy"]


def test_an_error_that_was_corrected_leads_to_what_came_of_it(browser: Client, form: str) -> None:
    sent = {
        "once": str(uuid.uuid4()), "note": WORD, "kind": "gift", "initiated_by": "client",
        "discussed": "", "who": str(Participant.objects.get().pk),
    }  # fmt: skip
    wrong = browser.post(form, {**sent, "on": "2099-01-01"}, headers=OPENS_A_PAGE)["Location"]
    assert holds(browser, wrong)

    right = browser.post(form, {**sent, "on": str(timezone.now().date())}, headers=OPENS_A_PAGE)

    assert Crossing.objects.count() == 1
    assert browser.get(wrong)["Location"] == right["Location"]


def test_a_search_can_be_gone_back_to(browser: Client, form: str) -> None:
    led = browser.post("/clients/", {"sought": WORD}, headers=OPENS_A_PAGE)
    assert WORD not in led["Location"]
    assert holds(browser, led["Location"])


def test_a_script_is_answered_at_once(browser: Client, form: str) -> None:
    answer = send(browser, form, **{"Sec-Fetch-Mode": "cors"})
    assert WORD in answer.content.decode()
    assert not Answer.objects.exists()


def test_what_was_saved_leads_where_it_always_did(browser: Client, form: str) -> None:
    led = browser.post("/sign-out/", headers=OPENS_A_PAGE)
    assert led["Location"] == "/sign-in/"
    assert not Answer.objects.exists()


def test_no_key_of_the_server_opens_it(browser: Client, form: str) -> None:
    address = answered(browser, form)
    row = Answer.objects.get()
    name = address.partition("answered=")[2]
    assert name not in row.pk
    assert WORD.encode() not in bytes(row.sealed)
    del browser.cookies[settings.ANSWERS_COOKIE_NAME]
    assert not holds(browser, address)


@pytest.mark.parametrize("cookie", ["", "no key", "AAAA"])
def test_a_broken_key_opens_nothing(browser: Client, form: str, cookie: str) -> None:
    address = answered(browser, form)
    browser.cookies[settings.ANSWERS_COOKIE_NAME] = cookie
    assert not holds(browser, address)


def test_another_browser_of_the_same_person_finds_the_empty_form(
    browser: Client, form: str, alice, signed_in: SignedIn
) -> None:
    address = answered(browser, form)
    other = signed_in(alice)
    assert other.get(address).status_code == 200
    assert not holds(other, address)
    other.cookies[settings.ANSWERS_COOKIE_NAME] = browser.cookies[settings.ANSWERS_COOKIE_NAME]
    assert not holds(other, address), "the key alone, without that session, opens nothing"


def test_it_does_not_open_at_another_address(browser: Client, form: str) -> None:
    query = answered(browser, form).partition("?")[2]
    assert not holds(browser, f"/clients/?{query}")


def test_after_signing_out_it_asks_to_sign_in(browser: Client, form: str, alice, signed_in) -> None:
    address = answered(browser, form)
    browser.post("/sign-out/")
    assert browser.get(address)["Location"].startswith("/sign-in/")
    signed_in(alice, browser)
    assert not holds(browser, address)


def test_shutting_the_vault_shuts_it(browser: Client, form: str, alice, now) -> None:
    actions.make_vault(alice, OWN, now=now)
    browser.post("/vault/open/", {"once": uuid.uuid4(), "passphrase": OWN})
    address = answered(browser, form)
    assert holds(browser, address)
    browser.post("/vault/shut/", {"once": uuid.uuid4()})
    assert not holds(browser, address)


def test_it_is_forgotten_after_a_quarter_of_an_hour(browser: Client, form: str) -> None:
    address = answered(browser, form)
    Answer.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert not holds(browser, address)
    jobs.forget_answers(now=timezone.now())
    assert not Answer.objects.exists()


def test_where_there_is_no_room_it_is_given_at_once(
    browser: Client, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST_ROWS", 0)
    assert WORD in send(browser, form).content.decode()
    assert not Answer.objects.exists()


def test_where_a_page_promises_that_nothing_is_kept_nothing_is(client: Client, db: None) -> None:
    answer = client.post("/is-this-ok/", {"sought": WORD}, headers=OPENS_A_PAGE)
    assert answer.status_code == 200
    assert not answer.cookies
    assert not Answer.objects.exists()


def test_somebody_who_is_not_signed_in_sees_it_once(client: Client, db: None) -> None:
    led = client.post("/sign-in/", {"address": f"{WORD}@example.org"}, headers=OPENS_A_PAGE)
    assert holds(client, led["Location"])
    assert not holds(client, led["Location"])
    assert not Answer.objects.exists()


def test_codes_are_shown_once(browser: Client) -> None:
    led = browser.post("/my-sign-in/recovery-codes/", headers=OPENS_A_PAGE)
    first, second = (browser.get(led["Location"]).content.decode() for _ in range(2))
    assert first.count("<li") - second.count("<li") >= 10


@pytest.mark.parametrize("vault_was", ["open", "shut"])
def test_what_was_put_aside_before_a_vault_opened_or_shut_stays_shut(
    browser: Client, form: str, alice, now, vault_was: str
) -> None:
    actions.make_vault(alice, OWN, now=now)
    opens = {"once": uuid.uuid4(), "passphrase": OWN}
    if vault_was == "open":
        browser.post("/vault/open/", opens)
    address = answered(browser, form)
    if vault_was == "shut":
        browser.post("/vault/open/", opens)
    browser.post("/vault/shut/", {"once": uuid.uuid4()})
    assert not holds(browser, address)


def test_another_site_can_neither_fill_nor_empty_it(browser: Client, form: str) -> None:
    address = answered(browser, form)
    send(browser, form, **{"Sec-Fetch-Site": "cross-site"})
    assert Answer.objects.count() == 1
    assert holds(browser, address)


def test_a_page_that_is_not_there_is_not_put_aside(browser: Client, db: None) -> None:
    assert browser.post("/nowhere/", headers=OPENS_A_PAGE).status_code == 404
    assert not Answer.objects.exists()


def test_strangers_can_fill_little(
    client: Client, browser: Client, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST_ROWS_ONCE", 1)
    for _ in range(2):
        client.post("/sign-in/", {"address": WORD}, headers=OPENS_A_PAGE)
    assert Answer.objects.count() == 1
    assert holds(browser, answered(browser, form))


def test_the_rest_of_the_query_stays(browser: Client, form: str) -> None:
    address = answered(browser, f"{form}?on=2026-02-03")
    assert address.startswith(f"{form}?on=2026-02-03&answered=")
    assert holds(browser, address)
    again = answered(browser, address)
    assert again.count("answered=") == 1
