"""Reactions and episodes: kept for their author, moved by them alone, and what they add up to."""

import sys
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from holdfast.transference import Episode, Reaction
from holdfast.web.practice.models import Crossing
from holdfast.web.transference import actions, contributes, opening, sharing
from holdfast.web.transference.kept import KeptEpisode, KeptReaction
from holdfast.web.transference.models import RecordEpisode
from holdfast.web.vault import actions as vaults
from holdfast.web.vault import keys
from holdfast.web.vault.models import Entry

sys.path.insert(0, str(Path(__file__).parent))
import made
from writing import OWN, open_vault, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def another(therapy):
    """A second therapy of the same therapist, first by its name."""
    return made.a_therapy(therapy.assignments.get().therapist, "Abe Cole", weeks=1)


def told(person: str, n: int = 0, **more: object) -> Episode:
    codes = frozenset({"wish.close", "other.leaves"})
    return Episode(f"{person}{n}", person, person == "me", codes, **more)  # type: ignore[arg-type]


def test_three_taps_are_kept_while_the_vault_is_shut(browser, vault, therapy) -> None:
    given = {"about": f"{therapy.pk}|", "feeling": "feeling.bored", "pull": "pull.withdraw"}
    assert send(browser, "/reactions/new/", **given)["Location"] == "/notes/kept/"

    open_vault(browser)
    series = Entry.objects.get(shelf="reactions").series
    page = browser.get(f"/reactions/{series}/").content.decode()
    assert "bored, sleepy" in page
    assert "to withdraw" in page
    assert "Dana Whitfield" in page


def test_a_wrong_tap_can_be_taken_back_without_script(browser, vault, therapy) -> None:
    page = browser.get("/reactions/new/").content.decode()
    assert page.count("none of these") == 2

    given = {"about": f"{therapy.pk}|", "feeling": "", "pull": "pull.withdraw", "strength": ""}
    send(browser, "/reactions/new/", **given)

    open_vault(browser)
    series = Entry.objects.get(shelf="reactions").series
    assert "to withdraw" in browser.get(f"/reactions/{series}/").content.decode()


@pytest.mark.parametrize("path", ["/reactions/new/", "/notes/new/", "/episodes/new/"])
def test_it_begins_with_the_therapy_whose_page_led_here(
    browser, alice, vault, therapy, another, path: str
) -> None:
    def begun(**headers: str) -> str:
        return str(browser.get(path, **headers).context["form"]["about"].value() or "")

    for one in (therapy, another):
        before = f"http://testserver/therapies/{one.pk}/"
        assert begun(HTTP_REFERER=before).startswith(str(one.pk))
    assert begun(HTTP_REFERER=f"http://elsewhere/therapies/{therapy.pk}/") == ""
    assert begun(HTTP_REFERER="http://testserver/nowhere/at/all") == ""
    assert begun() == ""


@pytest.mark.parametrize("path", ["/reactions/new/", "/notes/new/", "/episodes/new/"])
def test_a_page_of_somebody_elses_therapy_presets_nothing(
    browser, bob, vault, therapy, another, path: str
) -> None:
    theirs = made.a_therapy(made.works_here(bob), "Sam Oduya", weeks=1)
    before = f"http://testserver/therapies/{theirs.pk}/"
    page = browser.get(path, HTTP_REFERER=before)

    assert not page.context["form"]["about"].value()
    assert next(iter(page.context["form"]["about"].field.choices))[0] == ""
    assert str(theirs.pk) not in page.content.decode()


def test_nothing_tapped_is_nothing_kept(browser, vault, therapy) -> None:
    answer = send(browser, "/reactions/new/", about=f"{therapy.pk}|")

    assert answer.status_code == 422
    assert not Entry.objects.exists()


def test_the_after_session_entry_keeps_it_apart_from_the_record(alice, vault, therapy, now) -> None:
    session = made_sessions(therapy)[0]
    (part,) = contributes.after_session(session, alice)
    form = part.form({"vault-reaction-feeling": "feeling.fond"})
    assert form.is_valid()
    part.save(form, now)

    key = vaults.unlock(vault, OWN, now=now)
    (kept,) = opening.reactions(key)
    assert kept.what is not None
    assert (kept.what.told.session, kept.what.therapy) == (str(session.pk), str(therapy.pk))
    empty = part.form({})
    assert empty.is_valid()
    part.save(empty, now)
    assert Entry.objects.count() == 1


def made_sessions(therapy):  # type: ignore[no-untyped-def]
    return list(therapy.sessions.held().order_by("starts_at"))


def test_without_a_vault_the_entry_leads_to_making_one(alice, therapy, browser) -> None:
    session = made_sessions(therapy)[0]
    page = browser.get(f"/sessions/{session.pk}/record/")
    (part,) = contributes.after_session(session, alice)

    assert part.name == "no_vault"
    assert page.status_code in {200, 404}


def test_a_draft_of_the_entry_never_holds_what_was_tapped(browser, alice, vault, therapy) -> None:
    fields = {"draft": "entryform", "what": "held", "vault-reaction-own_words": "I was in love"}
    headers = {"HTTP_REFERER": "http://testserver/sessions/x/"}
    browser.post("/draft/", fields | {"once": uuid.uuid4()}, **headers)

    assert "in love" not in alice.drafts.get().text("fields")


def test_what_is_shared_needs_the_open_vault(rf, alice, bob, vault, therapy, now) -> None:
    entry = actions.keep(
        vault, KeptReaction(now, str(therapy.pk), Reaction("r", feeling="feeling.dread")), now=now
    )
    request = rf.get("/")
    request.user, request.now, request.session = alice, now, type("S", (), {"session_key": "s"})()
    assert sharing.shared_reaction(request, entry.series) is None

    request._vault_key = vaults.unlock(vault, OWN, now=now)
    found = sharing.shared_reaction(request, entry.series)
    assert found is not None
    assert [part.name for part in found.parts] == ["feeling"]
    assert found.therapy == str(therapy.pk)


def episode_fields(therapy, **more: object) -> dict[str, object]:  # type: ignore[no-untyped-def]
    given = {
        "about": str(therapy.pk), "person": "mother", "on": "2026-02-10", "time": "past",
        "told_by": "client", "words_other": "She turned away.", "codes_other": ["other.withdraws"],
        "affiliation_other": "-3", "control_other": "1",
    }  # fmt: skip
    return given | more


def test_an_episode_needs_no_dragging_and_keeps_what_was_said(browser, vault, therapy, now) -> None:
    assert send(browser, "/episodes/new/", **episode_fields(therapy)).status_code == 302

    (kept,) = opening.episodes(vaults.unlock(vault, OWN, now=now))
    assert kept.what is not None
    assert kept.what.told.points["other"].affiliation == -3
    assert kept.what.told.words == {"other": "She turned away."}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"control_other": ""}, "both rows"),
        ({"words_other": "", "codes_other": []}, "a few words"),
        ({"on": "2199-01-01"}, "still to come"),
    ],
)
def test_a_wrong_episode_is_said_and_not_kept(browser, vault, therapy, wrong, said) -> None:
    answer = send(browser, "/episodes/new/", **episode_fields(therapy, **wrong))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Entry.objects.exists()


def about_me(vault, therapy, now, on):  # type: ignore[no-untyped-def]
    episode = told("me", on=on, actually_did="I was eight minutes late.")
    return actions.keep(vault, KeptEpisode(now, str(therapy.pk), episode), now=now)


def test_what_i_did_comes_first_and_a_crossing_near_ends_the_question(
    browser, vault, therapy, now, alice
) -> None:
    entry = about_me(vault, therapy, now, now.date())
    open_vault(browser)
    page = browser.get(f"/episodes/{entry.series}/").content.decode()
    assert "Whom may this recall?" in page

    Crossing.objects.create(
        therapy=therapy, participant=therapy.participants.get(), kind="gift",
        on=now.date() - timedelta(days=5), initiated_by="therapist", recorded_at=now,
    )  # fmt: skip
    page = browser.get(f"/episodes/{entry.series}/").content.decode()
    assert "Whom may this recall?" not in page
    assert "In the same weeks" in page


def test_only_its_author_moves_an_episode_and_then_it_is_in_the_record(
    browser, vault, therapy, now, bob, signed_in
) -> None:
    kept = KeptEpisode(now, str(therapy.pk), told("mother", on=now.date()), "my aunt")
    entry = actions.keep(vault, kept, now=now)
    vaults.make_vault(bob, OWN, now=now)
    other = signed_in(bob)
    open_vault(other)
    assert send(other, f"/episodes/{entry.series}/move/").status_code == 404

    open_vault(browser)
    answer = send(browser, f"/episodes/{entry.series}/move/")
    row = RecordEpisode.objects.get()
    assert answer["Location"] == f"/therapies/{therapy.pk}/episodes/"
    assert row.episode().coded_by == "Alice Ames"
    assert b"my aunt" not in row.text("content").encode()
    assert not Entry.objects.exists()
    assert "mother" in browser.get(f"/therapies/{therapy.pk}/episodes/").content.decode()
    assert other.get(f"/therapies/{therapy.pk}/episodes/").status_code == 404


def test_what_it_adds_up_to_counts_and_refuses(browser, vault, therapy, now: datetime) -> None:
    for n in range(3):
        kept = KeptEpisode(now, str(therapy.pk), told("mother", n, on=now.date()))
        actions.keep(vault, kept, now=now)
    open_vault(browser)
    link = browser.get("/adds-up/").content.decode().split('href="/adds-up/')[2].split('"')[0]
    page = browser.get(f"/adds-up/{link}").content.decode()

    assert "3 of 3 episodes" in page
    assert "Not enough to compare" in page
    assert browser.get("/adds-up/000000000000/").status_code == 404


def test_the_last_private_tag_is_there_for_its_author_alone_and_only_while_open(
    rf, alice, bob, vault, therapy, now
) -> None:
    reaction = Reaction("r", feeling="feeling.helpless")
    actions.keep(vault, KeptReaction(now, str(therapy.pk), reaction), now=now)
    assert contributes.brief([therapy], alice, now) == {}

    request = rf.get("/")
    request.user, request.now = alice, now
    request.COOKIES[keys.COOKIE] = "half"
    request._vault_key = vaults.unlock(vault, OWN, now=now)
    token = keys._HERE.set(request)
    try:
        (line,) = contributes.brief([therapy], alice, now)[therapy.pk]
        others = contributes.brief([therapy], bob, now)
    finally:
        keys._HERE.reset(token)
    assert line.text.startswith("helpless")
    assert others == {}


def test_adds_up_and_an_episode_ask_the_same_at_any_size(browser, vault, therapy, now) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    open_vault(browser)
    counts = []
    for size in (2, 14):
        for n in range(size):
            kept = KeptEpisode(now, str(therapy.pk), told("mother", n, on=now.date()))
            series = actions.keep(vault, kept, now=now).series
            reaction = Reaction(f"r{n}", feeling="feeling.dread")
            actions.keep(vault, KeptReaction(now, str(therapy.pk), reaction), now=now)
        page = browser.get("/adds-up/").content.decode()
        mark = page.split('href="/adds-up/')[2].split('"')[0]
        for address in (f"/adds-up/{mark}", f"/episodes/{series}/"):
            browser.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(address).status_code == 200
            counts.append(len(asked))

    assert counts[:2] == counts[2:]


def test_nothing_out_of_the_vault_is_on_paper_or_on_today(browser, vault, therapy, now) -> None:
    reaction = Reaction("r", feeling="feeling.helpless")
    actions.keep(vault, KeptReaction(now, str(therapy.pk), reaction), now=now)
    open_vault(browser)
    day = therapy.sessions.order_by("starts_at").first().planned_on

    for address in (f"/today/{day}/briefs/", f"/today/{day}/", f"/therapies/{therapy.pk}/brief/"):
        page = browser.get(address)
        assert "Last private tag" not in page.content.decode(), address
        for meeting in page.context.get("meetings", ()):
            assert not any(line.private for line in meeting.lines)
    on_screen = browser.get(f"/therapies/{therapy.pk}/").content.decode()
    assert '<div class="no-print"><dt>Last private tag</dt><dd>helpless' in on_screen


@pytest.mark.parametrize(("tapped", "said"), [({}, False), ({"origin": "unsure"}, True)])
def test_where_it_may_come_from_is_there_only_once_answered(
    browser, alice, vault, therapy, now, tapped, said
) -> None:
    given = {"about": f"{therapy.pk}|", "feeling": "feeling.bored", "pull": "pull.withdraw"}
    send(browser, "/reactions/new/", **given, **tapped)
    (kept,) = opening.reactions(vaults.unlock(vault, OWN, now=now))
    open_vault(browser)

    page = browser.get(f"/reactions/{kept.series}/").content.decode()

    assert ("Where it may come from" in page) is said
    names = [part.name for part in sharing.parts_of(kept.what.told)]
    assert ("origin" in names) is said
