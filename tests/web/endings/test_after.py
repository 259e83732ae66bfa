"""After the end: what is asked later and weighed, letters, coming back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from frame.world import agreed

from holdfast.web.codes.asking import advice_on
from holdfast.web.codes.models import Weighing
from holdfast.web.endings.actions import after
from holdfast.web.endings.former import former, is_former
from holdfast.web.endings.marking import needed
from holdfast.web.endings.models import Approach, ComingBack, Outreach
from holdfast.web.jobs import worker
from holdfast.web.practice.actions import people
from holdfast.web.practice.models import Therapy

from .made import long_ago

ASKED = {
    "asked_by": "client",
    "asked_on": "2026-02-16",
    "ended_to_begin": "no",
    "words": "She asked for a coffee.",
}


def _weighed(knock, alice, send, therapy, **changes: str) -> Weighing:
    sent = {"kind": "coffee", "last_contact_on": "2023-02-14", **ASKED, **changes}
    answer = send(knock(alice), reverse("endings:asked", args=[therapy.pk]), **sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return Weighing.objects.select_related("therapy__key", "therapist").latest("begun_at")


def test_it_works(knock, alice, sams, send) -> None:
    weighing = _weighed(knock, alice, send, sams)

    known = {f: g.value for f, g in weighing.weighed().answers.items()}
    assert weighing.weighed().situation == "coffee"
    assert known["ended_on"] == date(2023, 2, 14)
    assert known["last_contact_on"] == date(2023, 2, 14)
    assert known["ended_to_begin"] is False
    assert Approach.objects.get().weighing == weighing


@pytest.mark.parametrize(
    ("ended", "on", "codes", "clock"),
    [
        (date(2024, 2, 29), date(2026, 2, 28), "apa-2017", date(2026, 3, 1)),
        (date(2024, 2, 29), date(2026, 3, 1), "apa-2017", None),
        (date(2021, 2, 17), date(2026, 2, 16), "aca-2014", date(2026, 2, 17)),
        (date(2021, 2, 17), date(2026, 2, 17), "aca-2014", None),
        (date(2000, 1, 1), date(2026, 2, 17), "aamft-2015", None),
    ],
)
def test_clocks_at_their_edges(anna, alice, now, ended, on, codes, clock) -> None:
    anna.codes = [codes]
    anna.save()
    therapy = long_ago(anna, ended=ended) if ended.year > 2021 else _older(anna, ended)
    asked = after.approached(
        therapy.participants.with_cards().get(), "romance", asked_by="client", asked_on=on,
        last_contact_on=ended, words="", therapist=anna, by=alice, now=now,
    )  # fmt: skip
    assert asked.weighing is not None

    given = advice_on(asked.weighing, asked.weighing.weighed(), on).answers[codes]

    assert [r.over_on for r in given.running] == ([clock] if clock else [])
    assert given.verdict.value in ("prohibited", "avoid"), "an over clock permits nothing"


def _older(anna, ended: date):
    therapy = long_ago(anna)
    Therapy.objects.filter(pk=therapy.pk).update(started_on=date(1999, 1, 1), ended_on=ended)
    therapy.refresh_from_db()
    return therapy


def test_a_later_contact_restarts_what_counts_from_it(anna, alice, knock, send, now) -> None:
    anna.codes = ["aca-2014"]
    anna.save()
    therapy = _older(anna, date(2020, 1, 1))
    from holdfast.web.practice.actions import betweens

    betweens.note_contact(
        therapy.participants.get(), by=alice, now=now, channel="letter", direction="out",
        purpose="practical", at=datetime(2024, 6, 3, 10, tzinfo=UTC),
    )  # fmt: skip
    browser = knock(alice)
    form = browser.get(reverse("endings:asked", args=[therapy.pk])).context["form"]
    assert form["last_contact_on"].value() == date(2024, 6, 3), "it asks"

    weighing = _weighed(knock, alice, send, therapy, kind="romance", last_contact_on="2024-06-03")
    given = advice_on(weighing, weighing.weighed(), now.date()).answers["aca-2014"]

    assert [r.over_on for r in given.running] == [date(2029, 6, 3)]


@pytest.mark.parametrize(("ended", "over"), [(date(2026, 2, 17), True), (date(2026, 2, 18), False)])
def test_former_follows_from_the_end(with_dana, now, ended: date, over: bool) -> None:
    place = with_dana.participants.get()
    with_dana.state, with_dana.ended_on = "ended", ended

    place.therapy = with_dana

    assert is_former(place, now.date()) is over
    assert (former(with_dana, now.date()) is not None) is over


def test_no_page_counts_down(knock, alice, sam, sams) -> None:
    for user, address in (
        (alice, reverse("endings:ending", args=[sams.pk])),
        (alice, reverse("endings:asked", args=[sams.pk])),
        (sam, reverse("endings:mine")),
    ):
        text = knock(user).get(address).content.decode()
        for word in ("years left", "days left", "is over on", "may now", "from then on you may"):
            assert word not in text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("last_contact_on", "2023-02-13"),
        ("last_contact_on", "2026-02-18"),
        ("asked_on", "2026-02-18"),
        ("kind", "marriage"),
    ],
)
def test_days_that_cannot_be_are_refused(knock, alice, sams, send, field, value) -> None:
    sent = {"kind": "coffee", "last_contact_on": "2023-02-14", **ASKED, field: value}

    answer = send(knock(alice), reverse("endings:asked", args=[sams.pk]), **sent)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_nobody_else_sees_what_was_asked(knock, alice, bob, ben, lead, sams, send) -> None:
    _weighed(knock, alice, send, sams)

    for user in (bob, lead):
        assert knock(user).get(reverse("endings:ending", args=[sams.pk])).status_code == 404
        assert knock(user).get(reverse("endings:asked", args=[sams.pk])).status_code == 404


# A letter to somebody who stopped coming.


def _allow(therapy, alice, now, kind="email", value="sam@example.org", safe=("outreach",)):
    card = therapy.participants.with_cards().get().card
    return people.add_contact_point(
        card, by=alice, now=now, about=therapy, kind=kind, value=value, safe_for=safe
    )


def test_a_letter_goes_by_a_way_that_was_allowed(knock, alice, with_dana, send, now) -> None:
    point = _allow(with_dana, alice, now)
    _allow(with_dana, alice, now, value="other@example.org", safe=("scheduling",))
    browser, address = knock(alice), reverse("endings:letter", args=[with_dana.pk])
    draft = browser.get(address).context["form"]["words"].value()
    assert "therap" not in draft.casefold()
    answer = send(browser, address, words="Hello. I hope you are all right. Alice Ames, 0117 4960")
    page = browser.get(answer["Location"])
    assert "other@example.org" not in page.content.decode()

    send(browser, answer["Location"], point=str(point.pk), on="2026-02-17")
    worker.work(now)

    letter = mail.outbox[-1]
    assert letter.to == ["sam@example.org"]
    assert letter.subject == "A message for you"
    assert "therap" not in (letter.subject + letter.from_email + letter.body).casefold()
    assert Outreach.objects.get().way == "email"


def test_a_letter_that_was_sent_is_not_written_anew(alice, with_dana, now) -> None:
    place, point = with_dana.participants.with_cards().get(), None
    point = _allow(with_dana, alice, now, kind="post", value="12 Hill Street")
    letter = after.write_letter(None, place, "Hello.", by=alice, now=now)
    after.send_letter(letter, point, on=now.date(), by=alice, now=now)

    with pytest.raises(ValidationError, match="was sent"):
        after.write_letter(letter, place, "Other words.", by=alice, now=now)
    assert not mail.outbox


def test_what_is_not_allowed_is_not_written_to(alice, with_dana, now, knock, send) -> None:
    unsafe = _allow(with_dana, alice, now, safe=("scheduling",))
    place = with_dana.participants.with_cards().get()
    letter = after.write_letter(None, place, "Hello.", by=alice, now=now)

    with pytest.raises(ValidationError, match="did not allow"):
        after.send_letter(letter, unsafe, on=now.date(), by=alice, now=now)
    address = reverse("endings:letter_send", args=[letter.pk])
    assert "allowed no way" in knock(alice).get(address).content.decode()
    assert send(knock(alice), address, point=str(unsafe.pk), on="2026-02-17").status_code == 422


def test_a_letter_on_paper_says_nothing_of_the_practice(knock, alice, with_dana, now) -> None:
    place = with_dana.participants.with_cards().get()
    letter = after.write_letter(None, place, "Hello.", by=alice, now=now)

    answer = knock(alice).get(reverse("endings:letter_pdf", args=[letter.pk]))

    assert answer.content.startswith(b"%PDF")
    assert b"Our practice" not in answer.content
    assert 'filename="letter.pdf"' in answer["Content-Disposition"]


def test_a_letter_may_hold_any_sign(knock, alice, with_dana, now) -> None:
    place = with_dana.participants.with_cards().get()
    words = "Hello 😀 李小龙 שלום مرحبا e\u20dd."
    letter = after.write_letter(None, place, words, by=alice, now=now)

    answer = knock(alice).get(reverse("endings:letter_pdf", args=[letter.pk]))

    assert answer.content.startswith(b"%PDF")


def test_a_letter_is_made_once_every_place_is_filled_in(knock, alice, with_dana, send) -> None:
    browser, address = knock(alice), reverse("endings:letter", args=[with_dana.pk])
    draft = browser.get(address).context["form"]["words"].value()

    page = send(browser, address, words=draft)

    assert page.status_code == 422
    assert "Fill in [day] and [number that fits where they live] first" in page.content.decode()
    assert not Outreach.objects.exists()


def test_a_letter_kept_unfilled_is_neither_printed_nor_sent(knock, alice, with_dana, now) -> None:
    point = _allow(with_dana, alice, now, kind="post", value="12 Hill Street")
    place = with_dana.participants.with_cards().get()
    letter = after.write_letter(None, place, "Until [day].", by=alice, now=now)

    answer = knock(alice).get(reverse("endings:letter_pdf", args=[letter.pk]))

    assert answer["Location"] == reverse("endings:letter_change", args=[letter.pk])
    with pytest.raises(ValidationError, match="Fill in \\[day\\] first"):
        after.send_letter(letter, point, on=now.date(), by=alice, now=now)


# Coming back.


def _asks(knock, sam, sams, send, wish: str = "same") -> ComingBack:
    place = sams.participants.get()
    send(knock(sam), reverse("endings:ask_back", args=[place.pk]), wish=wish, words="It is back.")
    return ComingBack.objects.get()


def test_a_former_client_comes_back(knock, alice, sam, sams, send, now) -> None:
    agreed(sams, at=datetime(2022, 2, 1, tzinfo=UTC))
    asks = _asks(knock, sam, sams, send)
    address = reverse("endings:answer_back", args=[asks.pk])
    assert "It is back." in knock(alice).get(address).content.decode()
    send(knock(alice), address, answer="room", words="Gladly.")
    text = knock(sam).get(reverse("endings:mine")).content.decode()
    assert "has room" in text
    assert "Gladly." in text

    send(knock(sam), reverse("endings:agree_back", args=[asks.pk]))

    asks.refresh_from_db()
    new = asks.new_therapy
    assert new.state == Therapy.State.PLANNED
    assert new.pk != sams.pk
    place = new.participants.with_cards().get()
    assert place.user == sam
    assert place.card.shown_name == "Sam Okoro"
    assert place.card_id != sams.participants.get().card_id
    assert new.draft.origin == "version", "the old frame, as a draft to be talked over anew"
    assert not new.agreements.exists()
    assert set(Therapy.objects.own_of(alice, now)) == {sams, new}


def test_a_tie_is_said_openly_and_the_coordinator_sees_no_reason(
    knock, alice, sam, intake, sams, send
) -> None:
    asks = _asks(knock, sam, sams, send)
    said = "We have become friends, and I could not be your therapist beside it."
    address = reverse("endings:answer_back", args=[asks.pk])
    assert send(knock(alice), address, answer="tie", words="").status_code == 422
    send(knock(alice), address, answer="tie", words=said)

    theirs = knock(sam).get(reverse("endings:mine")).content.decode()
    listed = knock(intake).get(reverse("endings:coming_back")).content.decode()

    assert said in theirs
    assert "Sam Okoro" in listed
    for word in ("friends", "It is back", "Alice", "tie"):
        assert word not in listed.partition("<main")[2].replace("<title", "")
    assert knock(intake).get(address).status_code == 404


def test_full_and_tied_look_the_same_to_the_coordinator(
    knock, alice, anna, sam, dana, intake, sams, now
) -> None:
    other = long_ago(anna, name="Sam Okoro", user=dana)
    pages = []
    for therapy, user, why in ((sams, sam, "We are friends."), (other, dana, "I am full.")):
        place = therapy.participants.with_cards().get()
        asks = after.ask_to_come_back(place, "same", "", by=user, now=now)
        after.suggest_somebody_else(asks, why, therapist=anna, by=alice, now=now)
        page = knock(intake).get(reverse("endings:coming_back")).content.decode()
        pages.append(page.replace(str(asks.pk), "*").partition("<main")[2].partition("csrf")[0])
        ComingBack.objects.filter(pk=asks.pk).update(state="done")

    assert pages[0] == pages[1]


def test_somebody_else_goes_past_the_therapist(knock, alice, sam, sams, send, intake) -> None:
    _asks(knock, sam, sams, send, wish="somebody_else")

    assert "Sam Okoro" not in knock(alice).get(reverse("endings:coming_back")).content.decode()
    assert "Sam Okoro" in knock(intake).get(reverse("endings:coming_back")).content.decode()


def test_who_waits_for_an_answer_sees_since_when_and_whom_else_to_ask(
    knock, sam, sams, send, now
) -> None:
    asks = _asks(knock, sam, sams, send)

    page = knock(sam).get(reverse("endings:mine")).content.decode()

    assert f"has had this since {now.day} " in page
    assert f'id="asked-{asks.pk}"' in page
    assert reverse("screening:enquire") in page
    assert "Then the person who finds therapists here sees your name." in page


def test_the_page_to_ask_on_names_the_number_of_the_practice_s_country(
    knock, sam, sams, now
) -> None:
    place = sams.participants.get()

    page = knock(sam).get(reverse("endings:ask_back", args=[place.pk])).content.decode()

    assert "local emergency number" not in page
    assert "<b>999" in page
    assert reverse("portal:help") in page


def test_one_asks_once_at_a_time_and_can_take_it_back(knock, sam, sams, send) -> None:
    asks = _asks(knock, sam, sams, send)
    place = sams.participants.get()
    again = send(knock(sam), reverse("endings:ask_back", args=[place.pk]), wish="same")
    assert again.status_code == 422
    for page in (again, knock(sam).get(reverse("endings:ask_back", args=[place.pk]))):
        said = page.content.decode()
        assert "You asked already, on" in said
        assert f'href="{reverse("endings:mine")}#asked-{asks.pk}"' in said

    send(knock(sam), reverse("endings:take_back", args=[asks.pk]))
    send(knock(sam), reverse("endings:ask_back", args=[place.pk]), wish="either")

    assert ComingBack.objects.count() == 2


@pytest.mark.parametrize("who", ["dana", "bob", "lead"])
def test_others_neither_ask_nor_answer(who: str, request, knock, sam, sams, send, ben) -> None:
    asks = _asks(knock, sam, sams, send)
    browser = knock(request.getfixturevalue(who))

    for name in ("answer_back", "agree_back", "take_back"):
        assert browser.get(reverse(f"endings:{name}", args=[asks.pk])).status_code == 404
    place = sams.participants.get()
    assert browser.get(reverse("endings:ask_back", args=[place.pk])).status_code == 404


def test_a_client_whose_therapy_goes_on_has_no_way_back(knock, dana, with_dana) -> None:
    place = with_dana.participants.get()

    assert knock(dana).get(reverse("endings:ask_back", args=[place.pk])).status_code == 404


def test_an_offer_is_not_taken_twice(knock, alice, anna, sam, sams, now) -> None:
    place = sams.participants.with_cards().select_related("user").get()
    asks = after.ask_to_come_back(place, "same", "", by=sam, now=now)
    after.offer(asks, "", therapist=anna, by=alice, now=now)
    after.agree_to_come_back(asks, by=sam, now=now)

    with pytest.raises(ValidationError, match="answered before"):
        after.agree_to_come_back(asks, by=sam, now=now + timedelta(seconds=1))
    assert Therapy.objects.exclude(pk=sams.pk).count() == 1


# What a code's rule needs for ever.


@pytest.mark.parametrize(
    ("codes", "counts"),
    [(["aamft-2015"], False), (["bacp-2018"], False), (["apa-2017"], True), (["aca-2014"], True)],
)
def test_a_marker_is_needed_without_end(codes, counts: bool) -> None:
    found = needed(codes, date(1990, 2, 28), date(2026, 2, 17))

    assert found is not None
    assert found.until is None
    assert found.counts is counts
    assert found.clauses


def test_a_former_client_is_not_spoken_to_as_a_current_one(sams, sam, knock, now, send) -> None:
    agreed(sams)
    browser = knock(sam)
    place = sams.participants.clients().get()
    after.ask_to_come_back(place, "same", "May I?", by=sam, now=now)

    agreement = browser.get(reverse("frame:mine")).content.decode()
    assert "was in force until 14 February 2023" in agreement
    for said in ("How to reach your therapist", "again in", "Talk about a part"):
        assert said not in agreement
    checks = browser.get(reverse("alliance:mine")).content.decode()
    assert "Nothing new is asked of you" in checks
    assert "after your next session" not in checks
    goals = browser.get(reverse("alliance:my_goals")).content.decode()
    assert "nothing new is asked" in goals
    assert "Write a goal" not in goals
    assert "Your therapist sees what you write" not in goals
    sessions = browser.get(reverse("portal:my_sessions")).content.decode()
    assert "Nothing more is to come" in sessions
    assert "If you expected one" not in sessions
    assert "No break is planned" not in sessions
    words = browser.get(reverse("portal:add_words", args=[place.pk])).content.decode()
    assert "before you next meet" not in words
    assert "The therapist you worked with reads this." in words
    start = browser.get("/overview/").content.decode()
    assert "You asked to come back on 17 February 2026. It waits for an answer." in start
    assert reverse("endings:mine") in start
    assert "How to reach your therapist" not in start


def test_the_way_back_is_easy_to_find_and_nothing_invites(sams, sam, knock) -> None:
    browser = knock(sam)
    start = browser.get("/overview/").content.decode()

    assert "After the end" in start
    assert "how to ask to come back" in start
    for said in ("What comes next", "Say how it was between you", "What you want to change"):
        assert said not in start
    page = browser.get(reverse("endings:mine")).content.decode()
    place = sams.participants.clients().get()
    assert reverse("endings:ask_back", args=[place.pk]) in page
    assert "Nobody expects it of you." in page
    assert "btn primary" not in page[page.index("<main") : page.index("</main>")]


def test_beside_work_that_goes_on_the_start_speaks_of_what_comes_next(
    sams, sam, anna, alice, now, knock
) -> None:
    from frame.world import a_therapy

    a_therapy(anna, "Sam Okoro", user=sam)

    start = knock(sam).get("/overview/").content.decode()
    assert "What comes next" in start
    assert "After the end" not in start
