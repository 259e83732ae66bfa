"""A client's journal: nobody reads it, and one entry can be taken into the record."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from holdfast.web.accounts.models import Draft
from holdfast.web.audit import models as audit
from holdfast.web.portal.actions import journal as acts
from holdfast.web.portal.contributes import brief, copy, moments, panel
from holdfast.web.portal.journal_entries import FEELINGS, Page
from holdfast.web.portal.models import SharedEntry
from holdfast.web.vault.models import Entry, VaultDraft

from . import raised as world

pytestmark = pytest.mark.django_db
WORDS = "I was angry with her all week."
HERE, WRITE = "/journal/", "/journal/write/"


@pytest.fixture
def vault(with_dana, dana):
    return world.a_vault(dana)


@pytest.fixture
def browser(vault, dana, knock, now):
    """Dana's browser, her vault open in it."""
    browser = knock(dana)
    world.open_vault(browser, dana, now)
    return browser


@pytest.fixture
def entry(vault, now):
    return acts.write(vault, Page(WORDS, ("anger", "missing")), now=now)


def at(name: str, entry) -> str:
    return reverse(f"portal:journal_{name}", args=[entry.series])


def shared(browser, send, entry, therapy, **fields):
    who = therapy.participants.get(role="client")
    return send(browser, at("share", entry), therapy=str(who.pk), **fields)


def test_it_works(browser, send) -> None:
    send(browser, WRITE, words=WORDS, feelings=["anger", "love"])

    text = browser.get(HERE).content.decode()
    assert WORDS in text
    entry = Entry.objects.get(shelf="journal")
    text = browser.get(at("entry", entry)).content.decode()
    assert "Anger" in text
    assert "Love" in text


def test_before_the_first_word(browser) -> None:
    for here in (HERE, WRITE):
        text = browser.get(here).content.decode()
        for said in ("Nobody.", "Nobody can bring it back", "If it gets too much", "999"):
            assert said in text
    text = browser.get(WRITE).content.decode()
    assert text.index("If it gets too much") < text.index("<textarea")


def test_own_words_come_before_any_feeling(browser) -> None:
    text = browser.get(WRITE).content.decode()

    assert {name for name, _label in FEELINGS} == {
        "liking", "anger", "fear", "shame", "missing", "love", "nothing", "friends"
    }  # fmt: skip
    assert text.index("<textarea") < text.index('value="anger"')


def test_without_a_vault_one_is_led_to_make_it(with_dana, dana, knock) -> None:
    browser = knock(dana)

    assert "First make your vault" in browser.get(HERE).content.decode()
    assert browser.get(WRITE)["Location"] == HERE


def test_writing_works_while_it_is_shut_and_reading_does_not(vault, dana, knock, send) -> None:
    browser = knock(dana)
    send(browser, WRITE, words=WORDS)

    text = browser.get(HERE).content.decode()
    assert WORDS not in text
    entry = Entry.objects.get(shelf="journal")
    for name in ("entry", "change", "share"):
        assert WORDS not in browser.get(at(name, entry)).content.decode()
    assert not Draft.objects.exists()


def test_changing_keeps_what_it_said_before(browser, send, entry) -> None:
    send(browser, at("change", entry), words="I was angry, and sad.", feelings=["shame"])

    text = browser.get(at("entry", entry)).content.decode()
    assert "I was angry, and sad." in text
    assert WORDS in text
    assert "Fear" not in text


def test_once_shared_it_says_so_and_is_not_offered_again_until_it_changed(
    browser, send, entry, with_dana
) -> None:
    offers = "Share this with my therapist"
    assert offers in browser.get(at("entry", entry)).content.decode()

    shared(browser, send, entry, with_dana)

    text = browser.get(at("entry", entry)).content.decode()
    assert "You shared this on 17 February 2026 at 12:10, as it stands here" in text
    assert "with my therapist" not in text
    assert "What it said before" not in text
    assert "You shared this before" in browser.get(at("share", entry)).content.decode()

    send(browser, at("change", entry), words="I was angry, and sad.")

    text = browser.get(at("entry", entry)).content.decode()
    assert "Shared on 17 February 2026 at 12:10, as it was then" in text
    assert "Share it with my therapist as it is now" in text
    assert text.partition("What it said before")[2].count(WORDS) == 1
    assert "You shared this before" not in browser.get(at("share", entry)).content.decode()


def test_shared_in_one_therapy_it_can_be_shared_in_another(
    browser, send, entry, with_dana, ben, dana
) -> None:
    world.a_therapy(ben, "Dana Whitfield", user=dana)
    shared(browser, send, entry, with_dana)

    text = browser.get(at("entry", entry)).content.decode()

    assert "Share it in another therapy of mine too" in text


def test_a_change_made_meanwhile_shows_both(browser, entry, vault, now) -> None:
    page = browser.get(at("change", entry)).context["form"]
    acts.write(vault, Page("From my phone."), now=now, series=entry.series)
    sent = {"once": str(page["once"].value()), "opened": "1", "words": "From my desk."}
    answer = browser.post(at("change", entry), sent)

    assert answer.status_code == 422
    assert "From my phone." in answer.content.decode()


def test_deleting_takes_all_versions(browser, send, entry) -> None:
    send(browser, at("change", entry), words="Another.")
    send(browser, at("delete", entry))

    assert not Entry.objects.filter(shelf="journal").exists()
    assert browser.get(at("entry", entry)).status_code == 404


def test_an_entry_that_was_tampered_with_takes_no_page_along(browser, entry) -> None:
    sealed = bytes(entry.sealed)
    Entry.objects.filter(pk=entry.pk).update(sealed=sealed[:-1] + bytes([sealed[-1] ^ 1]))

    assert "does not open" in browser.get(HERE).content.decode()
    assert browser.get(at("entry", entry)).status_code == 200


def test_somebody_else_s_entry_is_a_404(entry, sam, knock, alice) -> None:
    world.a_vault(sam)
    for user in (sam, alice):
        for name in ("entry", "change", "delete", "share"):
            assert knock(user).get(at(name, entry)).status_code == 404


def test_nothing_of_it_is_in_any_audit(browser, send, entry) -> None:
    before = audit.Entry.objects.count()
    send(browser, WRITE, words="More.")
    send(browser, at("change", entry), words="Other.")
    send(browser, at("delete", entry))

    assert audit.Entry.objects.count() == before


# Sharing.


def test_sharing_says_first_that_it_becomes_part_of_the_record(browser, entry) -> None:
    text = browser.get(at("share", entry)).content.decode()

    assert text.index("part of your record") < text.index("Share it")
    assert not SharedEntry.objects.exists()


def test_a_shared_entry_is_a_row_of_the_therapy(
    browser, send, entry, with_dana, alice, knock, now
) -> None:
    shared(browser, send, entry, with_dana)

    row = SharedEntry.objects.get()
    assert WORDS.encode() not in bytes(row.words)
    assert row.text("feelings") == ""
    assert WORDS in knock(alice).get(f"/therapies/{with_dana.pk}/").content.decode()
    page = knock(alice).get(reverse("portal:journal_shared", args=[with_dana.pk])).content.decode()
    assert WORDS in page
    assert "Dana Whitfield" in page
    assert "Anger" not in page
    assert "shared" in browser.get(HERE).content.decode()


def test_feelings_go_along_only_if_wanted(browser, send, entry, with_dana, alice, knock) -> None:
    shared(browser, send, entry, with_dana, feelings="on")

    page = knock(alice).get(reverse("portal:journal_shared", args=[with_dana.pk])).content.decode()
    assert "Anger" in page


def test_what_was_shared_stays_as_it_was(browser, send, entry, with_dana) -> None:
    shared(browser, send, entry, with_dana)
    send(browser, at("change", entry), words="I take that back.")
    send(browser, at("delete", entry))

    assert SharedEntry.objects.select_related("therapy__key").get().text("words") == WORDS


def test_the_seam_and_the_copy(browser, send, entry, with_dana, alice, dana, now) -> None:
    shared(browser, send, entry, with_dana)

    lines = brief([with_dana], alice, now + timedelta(days=1))[with_dana.pk]
    assert WORDS in lines[0].text
    assert lines[0].quote
    assert brief([with_dana], alice, now + timedelta(days=60)) == {}
    (moment,) = moments(with_dana, alice, now - timedelta(days=1), now + timedelta(days=1))
    assert moment.kind == "journal"
    assert panel(with_dana, alice, now)
    who = with_dana.participants.select_related("therapy__key").get()
    part = copy(who, alice)[0]
    assert part.rows[0]["words"] == WORDS
    assert part.left_out


def test_a_partner_s_therapy_or_a_stranger_s_cannot_be_chosen(
    browser, send, entry, ben, sam, with_dana
) -> None:
    other = world.a_therapy(ben, "Sam", user=sam)

    assert shared(browser, send, entry, other).status_code == 422
    assert not SharedEntry.objects.exists()


def test_with_two_therapists_one_says_with_whom(browser, send, entry, ben, dana, with_dana) -> None:
    other = world.a_therapy(ben, "Dana", user=dana)
    text = browser.get(at("share", entry)).content.decode()
    assert "Alice Ames" in text
    assert "Bob Brandt" in text
    shared(browser, send, entry, other)

    assert SharedEntry.objects.get().therapy == other


def test_queries_do_not_grow_with_entries(browser, vault, entry, now) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(HERE).status_code == 200
        return len(caught)

    browser.get(HERE)
    one = count()
    for _ in range(4):
        acts.write(vault, Page("More."), now=now)

    assert count() == one


def test_the_panel_asks_the_same_for_many(vault, entry, with_dana, alice, dana, now) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            panel(with_dana, alice, now)
            list(moments(with_dana, alice, now - timedelta(days=9), now + timedelta(days=9)))
            brief([with_dana], alice, now)
        return len(caught)

    who = with_dana.participants.select_related("therapy__key").get()
    more = {"written_on": now.date(), "feelings": False, "by": dana, "now": now}
    acts.share(vault, entry.series, Page(WORDS), who, **more)
    assert alice.roles  # which an account asks for once
    one = count()
    for number in range(4):
        later = {**more, "now": now + timedelta(minutes=number)}
        acts.share(vault, entry.series, Page(WORDS), who, **later)

    assert count() == one


def begun(browser, page: str, words: str, address: str = WRITE) -> str:
    """Leave off in the middle: the browser keeps what stands in the form some seconds later."""
    mark = page.split('name="draft" value="')[1].split('"')[0]
    fields = {"draft": mark, "words": words, "once": str(uuid.uuid4())}
    headers = {"HTTP_REFERER": f"http://testserver{address}"}
    assert browser.post("/draft/", fields, **headers).status_code == 204
    return mark


def test_what_was_begun_is_never_written_over_while_the_vault_is_shut(
    vault, dana, knock, now
) -> None:
    browser = knock(dana)
    mark = begun(browser, browser.get(WRITE).content.decode(), "FIRST")
    assert "Go on writing" in browser.get(HERE).content.decode()

    asks = browser.get(WRITE).content.decode()
    assert reverse("vault:open") + "?next=%2Fjournal%2Fwrite%2F" in asks
    assert "<textarea" not in asks
    begun(browser, browser.get(f"{WRITE}?another=1").content.decode(), "SECOND")

    world.open_vault(browser, dana, now)
    page = browser.get(WRITE).content.decode()
    assert "FIRST" in page
    assert "SECOND" in page
    assert "00:00" not in page
    first = browser.get(f"{WRITE}?begun={mark.rpartition(':')[2]}")
    assert first.context["form"].initial["words"] == "FIRST"


def test_what_was_begun_and_opened_is_kept_over_itself_and_goes_when_sent(
    browser, vault, send
) -> None:
    begun(browser, browser.get(WRITE).content.decode(), "FIRST")
    mark = begun(browser, browser.get(WRITE).content.decode(), "FIRST and more")

    assert vault.drafts.count() == 1
    send(browser, WRITE, words="FIRST and more", draft=mark)
    assert not vault.drafts.exists()


def test_a_draft_of_another_vault_is_not_written_over_by_naming_it(
    browser, vault, alice, now
) -> None:
    other = world.a_vault(alice)
    theirs = VaultDraft(vault=other, page="x", at=now)
    theirs.seal(b"{}")
    theirs.save()
    fields = {"draft": f"vault:pageform:{theirs.pk}", "words": "mine"}
    browser.post("/draft/", fields, HTTP_REFERER=f"http://testserver{WRITE}")

    theirs.refresh_from_db()
    assert theirs.vault_id == other.pk
