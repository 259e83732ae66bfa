"""Process notes: written while the vault is shut, read with it open, by nobody else."""

import json
import sys
import uuid
from pathlib import Path

import pytest

from holdfast.web.vault import actions as vaults
from holdfast.web.vault.models import Entry, VaultDraft

sys.path.insert(0, str(Path(__file__).parent))
from writing import OWN, open_vault, send, write

pytestmark = pytest.mark.django_db


def read(series: uuid.UUID) -> str:
    return f"/notes/{series}/"


def test_it_is_written_while_shut_and_read_once_open(browser, vault, therapy) -> None:
    assert write(browser, therapy)["Location"] == "/notes/kept/"
    entry = Entry.objects.get()
    assert browser.get(read(entry.series))["Location"].startswith("/vault/open/?next=")

    open_vault(browser)
    page = browser.get(read(entry.series)).content.decode()
    assert "I dreaded Tuesday." in page
    assert "Dana Whitfield" in browser.get("/notes/").content.decode()


def test_beside_the_entry_stands_no_more_than_its_day(browser, vault, therapy) -> None:
    write(browser, therapy)
    entry = Entry.objects.get()
    at = entry.written_at.astimezone(therapy.tz)

    assert (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)


def test_without_a_vault_one_is_led_to_make_it_first(browser, therapy) -> None:
    assert browser.get("/notes/new/")["Location"] == "/vault/make/?next=%2Fnotes%2Fnew%2F"


def test_what_belongs_in_the_record_is_pointed_out(browser, vault, therapy) -> None:
    answer = browser.post("/notes/look/", {"text": "She takes sertraline 50 mg."})

    assert "medication" in answer.content.decode()
    assert "Worth a look" not in browser.post("/notes/look/", {"text": "Rain."}).content.decode()
    assert not Entry.objects.exists()


def test_two_tabs_show_both_texts_and_lose_neither(browser, vault, therapy) -> None:
    open_vault(browser)
    write(browser, therapy)
    series = Entry.objects.get().series
    first = {"about": str(therapy.pk), "text": "From the first tab.", "opened": "1"}
    second = {"about": str(therapy.pk), "text": "From the second tab.", "opened": "1"}
    path = f"/notes/{series}/change/"

    assert send(browser, path, **first).status_code == 302
    clash = send(browser, path, **second)
    assert clash.status_code == 422
    assert "From the first tab." in clash.content.decode()
    assert "From the second tab." in clash.content.decode()
    assert send(browser, path, **(second | {"opened": "2"})).status_code == 302
    page = browser.get(read(series)).content.decode()
    assert "From the second tab." in page
    assert "I dreaded Tuesday." in page


def test_what_was_begun_survives_the_end_of_the_session(browser, vault, therapy) -> None:
    fields = {"draft": "vault:noteform", "text": "Half a thou", "about": str(therapy.pk)}
    headers = {"HTTP_REFERER": "http://testserver/notes/new/"}
    assert browser.post("/draft/", fields | {"once": uuid.uuid4()}, **headers).status_code == 204
    browser.cookies.pop("vault", None)
    assert "Half a thou" not in browser.get("/notes/new/").content.decode()

    open_vault(browser)
    assert "Half a thou" in browser.get("/notes/new/").content.decode()
    write(browser, therapy)
    assert not VaultDraft.objects.exists()


def test_a_tampered_note_is_refused_and_said(browser, vault, therapy) -> None:
    open_vault(browser)
    write(browser, therapy)
    entry = Entry.objects.get()
    Entry.objects.update(sealed=bytes(entry.sealed[:-1]) + bytes([entry.sealed[-1] ^ 1]))

    page = browser.get(read(entry.series)).content.decode()
    assert "changed from outside" in page
    assert "dreaded" not in page
    assert "1 entry was changed from outside" in browser.get("/notes/").content.decode()


def test_the_practice_lead_and_a_colleague_get_nowhere(
    browser, vault, therapy, lead, bob, signed_in, now
) -> None:
    write(browser, therapy)
    series = Entry.objects.get().series
    assert signed_in(lead).get(read(series)).status_code == 404

    vaults.make_vault(bob, OWN, now=now)
    other = signed_in(bob)
    open_vault(other)
    assert other.get(read(series)).status_code == 404


def test_the_list_asks_the_same_of_the_database_at_any_size(browser, vault, therapy, now) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from holdfast.web.transference import actions
    from holdfast.web.transference.kept import Note

    open_vault(browser)
    counts = []
    for size in (3, 30):
        for n in range(size):
            actions.keep(vault, Note(now, str(therapy.pk), "", f"note {n}"), now=now)
        browser.get("/notes/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get("/notes/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_narrowing_names_no_therapy_in_the_address(browser, vault, therapy, now) -> None:
    open_vault(browser)
    write(browser, therapy)
    page = browser.get("/notes/").content.decode()

    assert str(therapy.pk) not in page
    assert "?with=" in page


def test_removing_takes_every_version_and_a_hold_refuses_it(
    browser, alice, vault, therapy, now
) -> None:
    from holdfast.web.endings.actions.erasing import hold
    from holdfast.web.endings.models import LegalHold

    open_vault(browser)
    write(browser, therapy)
    path = f"/notes/{Entry.objects.get().series}/remove/"
    hold(therapy, "A claim was filed.", by=alice, now=now)
    answer = send(browser, path)
    assert answer.status_code == 422
    assert "legal hold" in answer.content.decode()

    LegalHold.objects.update(lifted_at=now)
    assert send(browser, path).status_code == 302
    assert not Entry.objects.exists()


def test_the_copy_holds_everything_in_the_clear(browser, vault, therapy) -> None:
    open_vault(browser)
    write(browser, therapy)
    copy = json.loads(browser.post("/vault/copy/").content)

    assert copy["entries"][0]["content"]["text"] == "I dreaded Tuesday."


def test_the_law_of_a_place_is_said_with_how_far_it_was_checked(browser) -> None:
    page = browser.get("/notes/law/?place=US").content.decode()

    assert "45 CFR 164.501" in page
    assert "An orientation, not legal advice." in page
    assert "We have not read" in browser.get("/notes/law/?place=ZZ").content.decode()
