"""Somebody a client speaks of: found in silence, told to the desk, read by the therapist alone."""

import random
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from holdfast.web.practice.models import Card, Notice
from holdfast.web.running.demonstration import build, spoken
from holdfast.web.running.demonstration.story import Story
from holdfast.web.screening.actions import again, mentioning, telling
from holdfast.web.screening.models import Finding, Mentioned, Node, Tie
from holdfast.web.screening.told import ToldOf

from .made import a_therapy, declared, queries, sent

pytestmark = pytest.mark.django_db
ROBIN = ToldOf("Robin Vale", "partner", born="1979-03-14")


def _look(now) -> int:
    telling.link_new(now=now)
    return again.look(now=now)


@pytest.fixture
def therapy(anna, ben):
    """A therapy of Anna's, and enough people for a name to say something."""
    a_therapy(ben, "Sam Okoro", "Leila Haddad", "Marcus Prys", "Yuki Mori", "Clara Chen")
    return a_therapy(anna, "Noor Aziz")


def _page(therapy) -> str:
    return reverse("screening:mentioned", args=[therapy.pk])


def _mention(therapy, now, told=ROBIN) -> Mentioned:
    client, by = therapy.participants.clients().get(), therapy.assignments.get().therapist.user
    return mentioning.mention(client, told, by=by, now=now)


def test_a_partner_who_is_a_friend_of_the_therapist_is_found(anna, therapy, now, desk) -> None:
    declared(anna, now, given_name="Robin", surname="Vale", date_of_birth="1979-03-14")
    assert _look(now) == 0
    _mention(therapy, now)

    assert _look(now) == 1
    found = Finding.objects.get()
    assert (found.card.shown_name, found.side) == ("Noor Aziz", "therapist")
    assert {notice.user for notice in Notice.objects.all()} == {desk}


def test_another_client_of_the_therapist_is_found_for_the_desk(
    anna, therapy, now, desk, knock
) -> None:
    a_therapy(anna, "Robin Vale")
    _look(now)
    _mention(therapy, now)

    assert _look(now) == 1
    assert Finding.objects.get(card__participant__therapy=therapy).side == "client"
    assert _look(now) == 0
    assert "Robin" not in knock(desk).get("/desk/").content.decode()


def test_what_is_found_changes_nothing_for_the_therapist(anna, therapy, now, knock) -> None:
    a_therapy(anna, "Robin Vale")
    _mention(therapy, now)
    browser = knock(anna.user)
    before = [browser.get(path).content for path in ("/today/", _page(therapy))]
    assert _look(now) > 0
    after = [browser.get(path).content for path in ("/today/", _page(therapy))]

    assert [_plain(page) for page in after] == [_plain(page) for page in before]


def _plain(page: bytes) -> str:
    """The page without what is drawn anew for each answer."""
    import re

    return re.sub(r'(value|nonce|content)="[A-Za-z0-9+/=_-]{20,}"', "", page.decode())


def test_the_therapist_notes_somebody_and_erases_them(anna, therapy, now, knock) -> None:
    browser = knock(anna.user)
    sent(browser, _page(therapy), name="Robin Vale", relation="partner", born="1979", where="Leeds")
    row = Mentioned.objects.get()
    page = browser.get(_page(therapy)).content.decode()
    assert "Robin Vale" in page
    assert f'<a href="{reverse("home:relationship", args=[therapy.pk])}">' in page
    assert Tie.objects.filter(mentioned=row).count() == 2

    sent(browser, reverse("screening:forget_mentioned", args=[row.pk]))
    assert not Mentioned.objects.exists()
    assert not Tie.objects.exists()
    assert not Card.objects.filter(pk=row.card_id).exists()
    assert not Node.objects.filter(card=row.card_id).exists()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "???"}, {"relation": ""}, {"relation": "x"}, {"born": "soon"}]
)
def test_what_is_not_right_is_said_and_nothing_kept(anna, therapy, knock, wrong) -> None:
    fields = {"name": "Robin Vale", "relation": "partner", "born": "", **wrong}

    assert sent(knock(anna.user), _page(therapy), **fields).status_code == 422
    assert not Mentioned.objects.exists()


def test_nobody_else_gets_the_page(ben, therapy, now, desk, knock) -> None:
    row = _mention(therapy, now)
    out = reverse("screening:forget_mentioned", args=[row.pk])

    for user in (ben.user, desk):
        assert {knock(user).get(path).status_code for path in (_page(therapy), out)} == {404}
        assert not Mentioned.objects.visible_to(user, now).exists()


def test_they_go_after_a_year(therapy, now) -> None:
    row = _mention(therapy, now)

    assert mentioning.forget_old(now + timedelta(days=364)) == 0
    assert mentioning.forget_old(now + timedelta(days=366)) == 1
    assert not Card.objects.filter(pk=row.card_id).exists()


def test_they_go_with_the_client(therapy, now) -> None:
    from holdfast.web.screening.contributes import erase

    row = _mention(therapy, now)
    erase(therapy.participants.clients().get(), now)

    assert not Mentioned.objects.exists()
    assert not Card.objects.filter(pk=row.card_id).exists()


def test_the_page_asks_the_same_of_many(anna, therapy, now, knock) -> None:
    browser = knock(anna.user)
    _mention(therapy, now)
    queries(browser, _page(therapy))  # the first page reads what is then kept
    few = queries(browser, _page(therapy))
    for name in ("Sam Ode", "Ines Roy", "Ugo Bell"):
        _mention(therapy, now, ToldOf(name, "friend"))

    assert queries(browser, _page(therapy)) == few


def test_the_demonstration_shows_some(anna, therapy, now, knock, desk) -> None:
    place = therapy.participants.clients().with_cards().get()
    declared(anna, now, given_name="Harriet", surname="Loxley", date_of_birth="1976")
    story = Story(random.Random(build.SEED), build.monday(now.date()))
    life = SimpleNamespace(clients=("Dana Whitfield",))
    story.told = [SimpleNamespace(life=life, clients=[place], user=anna.user)]  # type: ignore[list-item]
    spoken.speak_of(story)

    page = knock(anna.user).get(_page(therapy)).content.decode()
    assert [who.name for _days, who in spoken.PEOPLE if who.name not in page] == []
    assert _look(now) == 1
