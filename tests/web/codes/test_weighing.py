"""From "invited to the wedding" to a signed decision, page by page."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from holdfast.codes import Supplied
from holdfast.web.codes import actions
from holdfast.web.codes.asking import advice_on
from holdfast.web.codes.models import Decision, Weighing
from holdfast.web.practice.actions import betweens, therapies

from .deciding import PLAN, QUIET, THOUGHTS, a_therapy, a_weighing, thought_through

JUDGED = {"objectivity", "harm_foreseen", "serves_client", "exploits", "benefit_outweighs"}


def _answer_all(browser, send, weighing) -> list[str]:
    """Answer every question quietly; returns the facts that were asked."""
    asked = []
    while True:
        address = browser.get(f"/weighings/{weighing.pk}/")["Location"]
        if "/questions/" not in address:
            return asked
        fact = browser.get(address).context["fact"].id
        why = {"why": "She said so herself."} if fact in JUDGED else {}
        answer = send(browser, address, answer=QUIET[fact], **why)
        assert answer.status_code == 302, answer.content.decode()
        asked.append(fact)


def test_signs_alone_find_nothing(knock, alice, with_dana) -> None:
    browser = knock(alice)
    for address in (f"/therapies/{with_dana.pk}/boundary/", "/boundary/"):
        page = browser.post(address, {"sought": "\N{SLIGHTLY SMILING FACE}"}).content.decode()
        assert "Nothing fits these words" in page
        assert "situations that fit" not in page


def test_it_works(knock, alice, with_dana, send) -> None:
    browser = knock(alice)
    address = f"/therapies/{with_dana.pk}/boundary/"
    found = browser.post(address, {"sought": "invited to the wedding"}).content.decode()
    assert found.index("I am invited to my client&#x27;s wedding") < found.index("graduation")

    assert send(browser, address, situation="wedding").status_code == 302
    weighing = Weighing.objects.get()
    asked = _answer_all(browser, send, weighing)
    assert len(asked) == len(set(asked)) > 3

    send(browser, f"/weighings/{weighing.pk}/thoughts/", **THOUGHTS)
    send(browser, f"/weighings/{weighing.pk}/plan/", **PLAN, review_on="2026-04-01")
    checked = browser.get(f"/weighings/{weighing.pk}/check/")
    text = checked.content.decode()
    assert "Permitted with safeguards" in text
    assert "A.6.b" in text
    assert "This is not advice from American Counseling Association" in text
    assert "She said so herself." in text

    read = (
        [value for value, _label in checked.context["form"].fields["read"].choices]
        if ("read" in checked.context["form"].fields)
        else []
    )
    answer = send(browser, f"/weighings/{weighing.pk}/check/", read=read)
    decision = Decision.objects.get()
    assert answer["Location"] == f"/decisions/{decision.pk}/"
    assert not Weighing.objects.exists()
    assert "Permitted with safeguards" in browser.get(answer["Location"]).content.decode()


PAGES = ("", "questions/1/", "thoughts/", "plan/", "check/", "steps/1/", "discard/")


def test_going_back_after_signing_leads_to_the_decision(
    knock, alice, bob, ben, begun, with_dana, now
) -> None:
    thought_through(begun, QUIET, now)
    advice = advice_on(begun, begun.weighed(), now.date())
    read = tuple((code, c) for code, each in advice.answers.items() for c in each.read_first)
    old = f"/weighings/{begun.pk}/"
    decision = actions.sign(begun, read, by=alice, now=now)
    browser = knock(alice)

    for part in PAGES:
        assert browser.get(f"{old}{part}")["Location"] == f"/decisions/{decision.pk}/"
        assert knock(bob).get(f"{old}{part}").status_code == 404
    page = browser.get(f"/decisions/{decision.pk}/").content.decode()
    assert "This was signed, and stands as you see it." in page
    with_dana.assignments.update(until=now.date() - timedelta(days=1))
    assert browser.get(old).status_code == 404, "no longer theirs to read"


def test_going_back_after_throwing_away_says_so(knock, alice, bob, ben, begun, send) -> None:
    browser, old = knock(alice), f"/weighings/{begun.pk}/"
    send(browser, f"{old}discard/")

    for part in PAGES:
        assert browser.get(f"{old}{part}")["Location"] == "/decisions/"
        assert knock(bob).get(f"{old}{part}").status_code == 404
    assert "Nothing of it is left." in browser.get("/decisions/").content.decode()


def test_the_wrong_person_knocks(knock, begun, ben, bob, dana, lead, supervisor, with_dana) -> None:
    for who in (bob, dana, lead, supervisor):
        browser = knock(who)
        for part in ("", "questions/1/", "thoughts/", "plan/", "check/", "steps/1/", "discard/"):
            assert browser.get(f"/weighings/{begun.pk}/{part}").status_code == 404
        assert browser.get(f"/therapies/{with_dana.pk}/boundary/").status_code == 404


def test_not_even_a_co_therapist_reads_what_is_not_signed(
    knock, begun, ben, bob, with_dana
) -> None:
    from .deciding import SINCE

    with_dana.assignments.create(therapist=ben, since=SINCE)

    assert knock(bob).get(f"/weighings/{begun.pk}/").status_code == 404
    assert knock(bob).get(f"/therapies/{with_dana.pk}/boundary/").status_code == 200


def test_i_do_not_know_is_an_answer(knock, alice, begun, send) -> None:
    browser = knock(alice)
    first = browser.get(f"/weighings/{begun.pk}/questions/1/").context["fact"].id

    answer = send(browser, f"/weighings/{begun.pk}/questions/1/", answer="unknown")

    assert answer.status_code == 302
    begun.refresh_from_db()
    assert begun.weighed().unknown == (first,)
    assert browser.get(f"/weighings/{begun.pk}/questions/2/").context["fact"].id != first


def test_a_judgement_needs_its_reason(knock, alice, begun, send) -> None:
    answer = send(knock(alice), f"/weighings/{begun.pk}/questions/1/", answer="no")

    assert answer.status_code == 422
    assert "Write the reason" in answer.content.decode()


def test_of_two_answers_the_careful_one_counts(knock, alice, begun, send) -> None:
    browser = knock(alice)
    address = f"/weighings/{begun.pk}/questions/1/"
    fact = browser.get(address).context["fact"].id
    assert fact == "exploits"

    refused = send(browser, address, answer="no", why="Not mine.", second="yes")
    assert refused.status_code == 422
    send(
        browser, address, answer="no", why="Not mine.", second="yes", second_by="Tom",
        second_why="You spoke of it with shining eyes.",
    )  # fmt: skip

    begun.refresh_from_db()
    advice = advice_on(begun, begun.weighed(), date(2026, 2, 17))
    assert advice.put.facts["exploits"] is True
    assert advice.verdict == "prohibited"


def test_an_answer_sent_twice_is_one(knock, alice, begun) -> None:
    browser, address = knock(alice), f"/weighings/{begun.pk}/questions/1/"
    sent = {"once": uuid4(), "fact_id": "exploits", "answer": "no", "why": "I looked."}

    first, again = browser.post(address, sent), browser.post(address, sent)

    assert first["Location"] == again["Location"]
    begun.refresh_from_db()
    assert begun.weighed().asked == ("exploits",)


def test_an_answer_from_a_page_out_of_date_changes_nothing(knock, alice, begun) -> None:
    sent = {"once": uuid4(), "fact_id": "overheard", "answer": "no"}

    answer = knock(alice).post(f"/weighings/{begun.pk}/questions/1/", sent)

    assert answer["Location"] == f"/weighings/{begun.pk}/"
    begun.refresh_from_db()
    assert begun.weighed().asked == ()


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_question_that_is_not_there(knock, alice, begun, number: int) -> None:
    assert knock(alice).get(f"/weighings/{begun.pk}/questions/{number}/").status_code == 404


def test_an_answer_can_be_changed(knock, alice, begun, now, send) -> None:
    thought_through(begun, QUIET, now)
    browser = knock(alice)
    number = list(QUIET).index("harm_foreseen") + 1
    address = f"/weighings/{begun.pk}/questions/{number}/"
    assert browser.get(address).context["form"]["answer"].value() == "no"

    answer = send(browser, address, answer="yes", why="I think of last summer.")

    assert answer["Location"] == f"/weighings/{begun.pk}/check/"
    assert "Better avoided" in browser.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("situation", ["", "moonlanding"])
def test_a_situation_that_the_codes_do_not_know(knock, alice, with_dana, send, situation) -> None:
    answer = send(knock(alice), f"/therapies/{with_dana.pk}/boundary/", situation=situation)

    assert answer.status_code == 422
    assert not Weighing.objects.exists()


def test_with_several_clients_one_says_whom(knock, alice, anna, send) -> None:
    couple = a_therapy(anna, "Iwan", "Noor")
    iwan = couple.participants.order_by("id").first()

    send(knock(alice), f"/therapies/{couple.pk}/boundary/", situation="hug", about=str(iwan.pk))

    assert Weighing.objects.get().participant == iwan


def test_crossings_on_record_enter_as_facts(with_dana, alice, begun, now) -> None:
    for kind in ("gift", "touch", "favour"):
        betweens.note_crossing(
            with_dana.participants.get(), by=alice, now=now, kind=kind, on=date(2026, 1, 13),
            initiated_by="client", discussed=False,
        )  # fmt: skip
    advice = advice_on(begun, begun.weighed(), now.date())

    assert advice.put.facts["crossings_unreviewed"] == 3
    assert advice.put.facts["crossing_kinds"] == 3
    assert advice.answers["holdfast-2026"].verdict == "avoid"


def test_the_end_of_therapy_comes_from_the_record(with_dana, alice, now) -> None:
    therapies.end_therapy(with_dana, by=alice, now=now, on=date(2026, 1, 27))
    weighing = a_weighing(with_dana, "former_client_dates")

    advice = advice_on(weighing, weighing.weighed(), now.date())

    assert advice.put.facts["ended_on"] == date(2026, 1, 27)
    assert advice.situation.supplied["ended_on"].by == "the record"
    assert advice.answers["aca-2014"].verdict == "prohibited"


def test_answers_that_contradict_each_other_are_said(knock, alice, with_dana, send, now) -> None:
    weighing = a_weighing(with_dana, "former_client_dates")
    browser = knock(alice)
    address = browser.get(f"/weighings/{weighing.pk}/")["Location"]
    while (fact := browser.get(address).context["fact"]).id != "last_contact_on":
        unknown = {"answer": "unknown"} if fact.values else {"unknown": "on"}
        address = browser.get(send(browser, address, **unknown)["Location"])["Location"]

    answer = send(browser, address, answer="2026-03-01")

    assert answer.status_code == 422
    assert "after the day asked about" in answer.content.decode()


def test_thrown_away(knock, alice, begun, send, with_dana) -> None:
    browser = knock(alice)
    answer = send(browser, f"/weighings/{begun.pk}/discard/")

    assert answer["Location"] == f"/therapies/{with_dana.pk}/"
    assert not Weighing.objects.exists()
    assert "Thrown away. Nothing of it is left." in browser.get("/decisions/").content.decode()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"review_on": "2026-02-17"}, "still to come"),
        ({"review_on": "2099-01-01"}, "more than 5 years ahead. Is the year right?"),
        ({"review_on": "31.2."}, "in the calendar"),
        ({"answered": "Go.", "colleague": ""}, "Say who answered"),
        ({"course": "fly"}, "Please choose one of these."),
        ({"told": ""}, "Please fill this in"),
    ],
)
def test_a_plan_that_does_not_hold(knock, alice, begun, now, send, changed, says: str) -> None:
    thought_through(begun, QUIET, now)
    fields = {**PLAN, "review_on": "2026-04-01", **changed}

    answer = send(knock(alice), f"/weighings/{begun.pk}/plan/", **fields)

    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_nothing_is_kept_unsealed(begun, now) -> None:
    thought_through(begun, QUIET, now)
    begun.refresh_from_db()

    assert b"wedding" not in bytes(begun.state)
    assert b"ceremony" not in bytes(begun.state)


def test_the_same_queries_however_much_was_answered(
    knock, alice, with_dana, now, count_queries, django_assert_num_queries
) -> None:
    few, many = a_weighing(with_dana), a_weighing(with_dana)
    thought_through(few, {"exploits": "no"}, now)
    thought_through(many, QUIET, now)
    browser = knock(alice)
    expected = count_queries(browser, f"/weighings/{few.pk}/check/")

    with django_assert_num_queries(expected):
        assert browser.get(f"/weighings/{many.pk}/check/").status_code == 200


def test_answers_that_a_newer_release_holds_to_be_contradictory(
    knock, alice, with_dana, send, now
) -> None:
    weighing = a_weighing(with_dana, "same_gym")
    weighed = weighing.weighed()
    for fact, value in (("person", "current_client"), ("formally_ended", True)):
        weighed = weighed.with_answer(fact, Supplied(value, "Alice Ames", now.date()))
    actions.keep(weighing, weighed, by=alice, now=now)
    browser, address = knock(alice), f"/weighings/{weighing.pk}/"

    text = browser.get(address).content.decode()
    assert "Two things do not fit together" in text
    assert "has not ended" in text
    assert browser.get(f"{address}questions/3/")["Location"] == address
    assert send(browser, f"{address}questions/2/", answer="no").status_code == 302
    assert browser.get(address).status_code == 302


def test_an_end_still_to_come_starts_no_clock(with_dana, alice, now) -> None:
    therapies.end_therapy(with_dana, by=alice, now=now, on=date(2026, 3, 31))
    weighing = a_weighing(with_dana, "former_client_dates")

    assert "ended_on" not in advice_on(weighing, weighing.weighed(), now.date()).put.facts
