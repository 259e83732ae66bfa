"""Who opened a record, and what people are told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import person
from holdfast.web.audit.models import RESERVED, record
from holdfast.web.practice.actions import notices, therapies
from holdfast.web.practice.models import Notice
from holdfast.web.practice.words import _NOTICES, notice_url, notice_words

pytestmark = pytest.mark.django_db
ALWAYS = "Readings by the conflict desk or for a concern are in a separate log"


def text(answer) -> str:
    return answer.content.decode()


def inside(answer) -> str:
    """The page without its frame, where a token differs each time."""
    return text(answer).partition("<main")[2].partition("</main>")[0]


def test_it_works(knock, alice, supervisor, therapy, now) -> None:
    therapies.record_opening(
        therapy, by=supervisor, now=now, role="supervisor", purpose="supervision"
    )
    therapies.record_opening(therapy, by=alice, now=now - timedelta(days=1), role="therapist")
    page = text(knock(alice).get(f"/therapies/{therapy.pk}/opened/"))

    assert ALWAYS in page
    assert "17 Feb 2026, 12:10" in page
    assert "supervision" in page
    assert "(you)" in page
    assert "Sven" not in page


def test_the_separate_log_leaves_no_trace(knock, alice, desk, therapy, now) -> None:
    browser, path = knock(alice), f"/therapies/{therapy.pk}/opened/"
    before = inside(browser.get(path))
    record("opened", now=now, actor=desk, role="desk", about=therapy, chain=RESERVED)

    assert inside(browser.get(path)) == before
    assert ALWAYS in before
    assert "Nobody has opened it yet." in before


@pytest.mark.parametrize("who", ["bob", "lead", "supervisor", "cover", "desk", "sam"])
def test_the_wrong_person_knocks(knock, request, therapy, who: str) -> None:
    browser = knock(request.getfixturevalue(who))

    assert browser.get(f"/therapies/{therapy.pk}/opened/").status_code == 404


def test_other_therapies_do_not_mix_in(knock, alice, anna, therapy, now) -> None:
    other = therapies.open_therapy(
        kind="individual", therapist=anna, by=alice, now=now, since=now.date()
    )
    therapies.record_opening(other, by=alice, now=now, role="therapist")

    assert "Nobody has opened it yet." in text(knock(alice).get(f"/therapies/{therapy.pk}/opened/"))


def test_the_same_queries_for_many_openings(knock, alice, therapy, now) -> None:
    browser, path = knock(alice), f"/therapies/{therapy.pk}/opened/"

    def queries() -> int:
        browser.get(path)
        with CaptureQueriesContext(connection) as caught:
            browser.get(path)
        return len(caught)

    therapies.record_opening(therapy, by=alice, now=now, role="therapist")
    few = queries()
    for day in range(1, 9):
        therapies.record_opening(therapy, by=alice, now=now - timedelta(days=day), role="therapist")

    assert queries() == few


def test_the_relationship_page_shows_the_last_ones(knock, alice, supervisor, therapy, now) -> None:
    therapies.record_opening(
        therapy, by=supervisor, now=now, role="supervisor", purpose="supervision"
    )
    page = text(knock(alice).get(f"/therapies/{therapy.pk}/"))

    assert "Who opened this record" in page
    assert f"/therapies/{therapy.pk}/opened/" in page


# Notices.


@pytest.mark.parametrize("kind", Notice.Kind.values)
def test_every_kind_of_notice_has_words(kind: str, alice, therapy, now) -> None:
    notice = Notice(user=alice, kind=kind, therapy=therapy, made_at=now)

    assert notice_words(notice)
    assert "{" not in notice_words(notice)
    assert isinstance(notice_url(notice), str)
    assert set(_NOTICES) == set(Notice.Kind)


def test_a_notice_stands_on_today_until_it_is_put_away(knock, alice, anna, now) -> None:
    notices.tell([alice, alice], Notice.Kind.REFUSED, now=now)
    notice, browser = alice.notices.get(), knock(alice)
    assert "What you asked for was refused." in text(browser.get("/today/"))

    browser.post(f"/notices/{notice.pk}/read/")

    assert "What you asked for was refused." not in text(browser.get("/today/"))
    assert "What you asked for was refused." in text(browser.get("/notices/"))


def test_nobody_reads_or_puts_away_anothers(knock, alice, bob, now) -> None:
    notices.tell([alice], Notice.Kind.REFUSED, now=now)
    browser = knock(bob)

    assert "Nothing to tell you" in text(browser.get("/notices/"))
    assert browser.post(f"/notices/{alice.notices.get().pk}/read/").status_code == 404
    assert alice.notices.unread().exists()


def test_letters_say_nothing(db, now) -> None:
    from django.core import mail

    from holdfast.web.jobs.worker import work

    vera = person("Vera Voss", "therapist", now=now)
    for kind in Notice.Kind:
        notices.tell([vera], kind, now=now)
    work(now)

    bodies = {m.subject + m.body for m in mail.outbox if m.to == ["vera@example.org"]}
    assert len([b for b in bodies if "something for you to read" in b]) == 1
    assert not any("Vera" in body for body in bodies)
