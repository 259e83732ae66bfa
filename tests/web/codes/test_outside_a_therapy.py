"""Weighing one's private life: no therapy, sealed to the author, and nobody else learns of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from holdfast.codes import shipped
from holdfast.web.audit.models import Entry
from holdfast.web.codes import actions, contributes
from holdfast.web.codes.asking import advice_on
from holdfast.web.codes.forms.choosing import is_apart
from holdfast.web.codes.models import Addendum, Decision, Weighing

from .deciding import a_decision, thought_through, works_here

pytestmark = pytest.mark.django_db
APART = "/boundary/"
FRIEND = {"acts_as_therapist": "no", "objectivity": "intact", "harm_foreseen": "no"}


def _begun(therapist, now, situation: str = "friend_wants_advice") -> Weighing:
    return actions.begin(None, situation, therapist=therapist, by=therapist.user, now=now)


def _signed(therapist, now) -> Decision:
    weighing = thought_through(_begun(therapist, now), FRIEND, now)
    advice = advice_on(weighing, weighing.weighed(), now.date())
    read = tuple((code, c) for code, each in advice.answers.items() for c in each.read_first)
    return actions.sign(weighing, read, by=therapist.user, now=now)


def test_a_friend_wants_advice(anna, knock, send) -> None:
    browser = knock(anna.user)
    page = browser.get(APART).content.decode()
    first = page[page.index("Or look through them") :]
    assert first.index("private life") < first.index("<summary>", first.index("private life"))
    assert "Weigh something outside a therapy" in browser.get("/decisions/").content.decode()

    answer = send(browser, APART, situation="friend_wants_advice")
    row = Weighing.objects.get()

    assert answer["Location"] == reverse("codes:weighing", args=[row.pk])
    assert row.therapy is None
    assert row.data_key() == anna.user.key
    question = browser.get(answer["Location"], follow=True).content.decode()
    assert "Outside a therapy" in question


def test_a_client_of_now_is_weighed_on_their_page(anna, knock, send) -> None:
    answer = send(knock(anna.user), APART, situation="wedding")

    assert answer.status_code == 422
    assert not Weighing.objects.exists()
    offered = [kind for kind in shipped().situations.values() if is_apart(kind)]
    assert {kind.fixes["person"] for kind in offered} == {"former_client", "somebody_else"}


def test_it_is_signed_read_added_to_and_printed(anna, knock, send, now) -> None:
    row = _signed(anna, now - timedelta(days=50))
    browser = knock(anna.user)
    page = browser.get(f"/decisions/{row.pk}/").content.decode()

    assert "only you can open it" in page
    assert "A friend wants advice from me as from a therapist" in page
    assert "review due" in browser.get("/decisions/").content.decode()
    answer = send(
        browser, f"/decisions/{row.pk}/add/", kind="note", words="She found somebody.",
        colleague="", on="",
    )  # fmt: skip
    assert answer.status_code == 302
    assert Addendum.objects.get().therapy is None
    assert "She found somebody." in browser.get(f"/decisions/{row.pk}/").content.decode()
    assert browser.get(f"/decisions/{row.pk}/pdf/")["Content-Type"] == "application/pdf"


def test_nobody_else_gets_in(anna, ben, lead, supervisor, cover, knock, now) -> None:
    from holdfast.web.practice.actions import staff

    staff.agree_supervision(
        supervisor=supervisor, supervisee=anna, kind="responsible", since=now.date(),
        by=lead, now=now, covers_all=True,
    )  # fmt: skip
    weighing, decision = _begun(anna, now), _signed(anna, now)

    for other in (ben.user, lead, supervisor, cover):
        browser = knock(other)
        paths = [f"/decisions/{decision.pk}/{rest}" for rest in ("", "pdf/", "add/", "repair/")]
        for path in (f"/weighings/{weighing.pk}/", *paths):
            assert browser.get(path).status_code == 404
        assert not Decision.objects.visible_to(other, now).exists()
    assert str(decision.pk) not in knock(ben.user).get("/decisions/").content.decode()


def test_no_page_that_gathers_shows_it(anna, with_dana, now) -> None:
    _signed(anna, now - timedelta(days=50))
    ordinary = a_decision(with_dana, now - timedelta(days=7))

    assert contributes.brief([with_dana], anna.user, now).keys() <= {with_dana.pk}
    assert {found.therapy for found in contributes.find([with_dana], now)} <= {with_dana.pk}
    (panel,) = contributes.panel(with_dana, anna.user, now)
    assert [one["row"].pk for one in panel.context["signed"]] == [ordinary.pk]


def test_its_review_is_told_to_its_author_and_to_nobody_else(
    anna, ben, lead, supervisor, cover, knock, now
) -> None:
    row = _signed(anna, now - timedelta(days=50))
    _signed(anna, now)  # not due yet
    said = "Something you decided and keep to yourself is due for its review."

    (told,) = contributes.told(anna.user, now)
    page = knock(anna.user).get("/today/").content.decode()

    assert (told.words, told.url) == (said, f"/decisions/{row.pk}/")
    assert said in page
    assert "advice" not in page[page.index(said) : page.index("</li>", page.index(said))]
    for other in (ben.user, lead, supervisor, cover):
        assert contributes.told(other, now) == ()
        assert said not in knock(other).get("/", follow=True).content.decode()


def test_several_are_told_in_one_line_until_they_were_reviewed(
    anna, now, django_assert_max_num_queries
) -> None:
    rows = [_signed(anna, now - timedelta(days=50)) for _ in range(3)]
    anna.user.has("therapist")
    with django_assert_max_num_queries(2):
        (told,) = contributes.told(anna.user, now)
    assert told.words.startswith("3 things you decided")
    assert told.url == "/decisions/"

    for row in rows:
        actions.add(row, "review", "Still so.", by=anna.user, now=now)
    assert contributes.told(anna.user, now) == ()


def test_a_decision_about_a_therapy_is_no_private_one(with_dana, anna, now) -> None:
    a_decision(with_dana, now - timedelta(days=50))

    assert contributes.told(anna.user, now) == ()


def test_the_audit_says_who_and_when_and_no_more(anna, now) -> None:
    row = _signed(anna, now)
    entries = Entry.objects.filter(
        kind__in=("weighing begun", "weighing changed", "decision signed")
    )

    assert entries.count() == 3
    assert {entry.about for entry in entries} == {""}
    assert not any("friend" in str(entry.__dict__).lower() for entry in entries)
    assert "friend" not in bytes(row.content).decode("latin1").lower()


def test_a_former_client_of_long_ago_is_asked_for_the_days(alice, now) -> None:
    anna = works_here(alice, "apa-2017", "aca-2014")
    former = next(
        kind.id for kind in shipped().situations.values()
        if kind.fixes.get("person") == "former_client" and "ended_on" in kind.asks
    )  # fmt: skip
    weighing = _begun(anna, now, former)
    advice = advice_on(weighing, weighing.weighed(), now.date())

    assert "ended_on" not in advice.situation.supplied
    assert not advice.situation.crossings


def test_it_is_thrown_away(anna, knock, send, now) -> None:
    weighing = _begun(anna, now)

    answer = send(knock(anna.user), f"/weighings/{weighing.pk}/discard/")

    assert answer["Location"] == "/decisions/"
    assert not Weighing.objects.exists()


def test_both_pages_say_what_lies_where(anna, knock, with_dana) -> None:
    browser = knock(anna.user)

    page = browser.get(APART).content.decode()
    assert "not in your vault: whoever runs the server with its keys could read it" in page
    page = browser.get(reverse("codes:weigh", args=[with_dana.pk])).content.decode()
    assert "whoever runs the server with its keys could read it" in page
    assert "is kept in your vault, where only you read it" in page
