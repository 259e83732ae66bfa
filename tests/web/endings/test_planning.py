"""Planning an ending, signing it, taking it back, and the end itself."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from frame.world import a_therapy, agreed, hold_sessions, join, terms_of

from holdfast.web.codes.models import Weighing
from holdfast.web.endings.actions import plans
from holdfast.web.endings.models import (
    Closing,
    EndingDraft,
    EndingPlan,
    EndingSignature,
)
from holdfast.web.frame.models import Draft
from holdfast.web.practice.models import Participant, Session, Therapy


def _plan_page(therapy) -> str:
    return reverse("endings:plan", args=[therapy.pk])


def test_it_works(knock, alice, dana, with_dana, send) -> None:
    agreed(with_dana)
    browser, address = knock(alice), _plan_page(with_dana)
    begun = browser.get(address).context["form"]
    assert "8 more times" in str(begun["notice"].value()) or "meet" in begun["notice"].value()

    sent = {
        "why": "What I came for is done.",
        "last_on": "2026-03-24",
        "chance": "You greet first.",
    }
    answer = send(browser, address, raised_by="both", **sent)
    assert answer["Location"] == reverse("endings:fix", args=[with_dana.pk])
    answer = send(browser, answer["Location"], rule="GB-EAW")
    plan = EndingPlan.objects.get()
    assert answer["Location"] == reverse("endings:version", args=[plan.pk])
    send(browser, reverse("endings:sign", args=[plan.pk]), yes="on")
    hers = plan.parties.get(therapist=None)
    page = reverse("endings:my_ending", args=[hers.pk])
    text = knock(dana).get(page).content.decode()
    assert "You do not have to sign." in text
    assert "Afterwards: If we meet by chance" in text
    send(knock(dana), page, yes="on")

    assert set(EndingPlan.objects.signed_by_all()) == {plan}
    assert {s.how for s in EndingSignature.objects.all()} == {"sign_in"}


@pytest.mark.parametrize(
    ("last_on", "says"),
    [("2026-01-05", "This day has passed"), ("2033-01-05", "This is more than 5 years ahead.")],
)
def test_a_plan_looks_ahead(knock, alice, with_dana, send, last_on: str, says: str) -> None:
    answer = send(knock(alice), _plan_page(with_dana), why="It is done.", last_on=last_on)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "It is done." in page


def test_goals_are_what_was_reached(knock, alice, dana, with_dana, now) -> None:
    from holdfast.web.alliance.actions import aims

    place = with_dana.participants.get()
    goal = aims.new_goal(with_dana, place, now)
    aims.write_goal(goal, words="Say no at work", tasks="", by=alice, now=now, by_client=None)
    aims.say_how_far(goal, 7, by=alice, now=now, by_client=None)

    begun = knock(alice).get(_plan_page(with_dana)).context["form"]

    assert begun["reached"].value() == "Say no at work (worked for, 7 of 10)"


def test_a_couple_reads_nothing_of_one_persons_goals(knock, alice, anna, now) -> None:
    from holdfast.web.alliance.actions import aims

    couple = a_therapy(anna, "Ann", kind="couple")
    join(couple, "Ben", alice)
    goal = aims.new_goal(couple, couple.participants.first(), now)
    aims.write_goal(goal, words="Leave him", tasks="", by=alice, now=now, by_client=None)

    begun = knock(alice).get(_plan_page(couple)).context["form"]

    assert begun["reached"].value() == ""


def test_ending_in_order_to_begin_something_is_put_to_the_codes(knock, alice, with_dana, send):
    answer = send(knock(alice), _plan_page(with_dana), why="x", in_order_to="romance")

    weighing = Weighing.objects.select_related("therapy__key").get()
    assert answer["Location"] == reverse("codes:weighing", args=[weighing.pk])
    assert weighing.weighed().situation == "end_to_date"
    draft = EndingDraft.objects.get(therapy=with_dana)
    draft.therapy = with_dana
    assert draft.text("in_order_to") == "romance"
    assert "romance" not in plans.text_of(draft.opened(), draft.last_on)


def test_duties_of_the_codes_are_shown_with_their_level(knock, alice, with_dana) -> None:
    text = knock(alice).get(_plan_page(with_dana)).content.decode()

    assert "Give notice in good time." in text
    assert "compared with the body" in text


@pytest.mark.parametrize("who", ["bob", "lead", "dana", "sam", "intake"])
def test_nobody_else_gets_in(who: str, request, knock, offered, ben) -> None:
    user = request.getfixturevalue(who)
    browser = knock(user)
    therapy, plan = offered.plan.therapy, offered.plan
    for name, key in (
        ("ending", therapy.pk), ("plan", therapy.pk), ("close", therapy.pk), ("version", plan.pk),
        ("sign", plan.pk), ("withdraw", plan.pk), ("pdf", plan.pk),
        ("paper", offered.client.pk), ("link", offered.client.pk),
    ):  # fmt: skip
        assert browser.get(reverse(f"endings:{name}", args=[key])).status_code == 404, name
    theirs = reverse("endings:my_ending", args=[offered.client.pk])
    assert (browser.get(theirs).status_code == 200) == (who == "dana")


def test_a_link_with_digits_signs_once(knock, alice, offered, send) -> None:
    browser, address = knock(alice), reverse("endings:link", args=[offered.client.pk])
    answer = send(browser, address)
    made = browser.get(answer["Location"]).content.decode()
    path = re.search(r"/sign-ending/[\w-]+/", made).group(0)  # type: ignore[union-attr]
    digits = re.search(r"(\d{3}) (\d{3})</p>", made)
    stranger = Client()
    first = stranger.get(path).content.decode()
    assert "Dana" not in first
    assert "It is done" not in first
    send(stranger, path, code=f"{digits[1]}{digits[2]}")  # type: ignore[index]
    assert "It is done." in stranger.get(path).content.decode()
    answer = send(stranger, path, yes="on")

    assert answer["Location"] == reverse("endings:link_signed")
    assert EndingSignature.objects.get().how == "link"
    assert stranger.get(reverse("endings:link_copy"))["Content-Type"] == "application/pdf"
    assert Client().get(path).status_code == 410


def test_paper_is_recorded(knock, alice, offered, send) -> None:
    address = reverse("endings:paper", args=[offered.client.pk])
    assert send(knock(alice), address, on="2026-02-18", there="on").status_code == 422

    send(knock(alice), address, on="2026-02-16", there="on")

    assert EndingSignature.objects.get().signed_on == date(2026, 2, 16)


def test_what_was_taken_back_is_a_draft_again_and_signed_no_more(alice, offered, now) -> None:
    draft = plans.withdraw(offered.plan, by=alice, now=now)

    assert draft.opened()["why"] == "It is done."
    with pytest.raises(ValidationError, match="taken back"):
        plans.sign(offered.client, how="paper", by=alice, now=now)


def test_what_everybody_signed_is_not_taken_back(alice, offered, now) -> None:
    for party in (offered.client, offered.therapist):
        plans.sign(party, how="paper", by=alice, now=now)

    with pytest.raises(ValidationError, match="Everybody has signed"):
        plans.withdraw(offered.plan, by=alice, now=now)
    again = plans.keep_draft(
        offered.plan.therapy, {"why": "Anew."}, last_on=None, in_order_to="", by=alice, now=now
    )
    assert plans.fix(again, [], by=alice, now=now).number == 2


@pytest.mark.database
def test_a_signed_plan_never_changes(alice, offered, now) -> None:
    signature = plans.sign(offered.client, how="paper", by=alice, now=now)
    for row, field in (
        (offered.plan, "number"), (offered.client, "signs"), (signature, "how"),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{field: 9})
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")


def test_pdfs_are_tagged_and_name_nobody_in_the_file_name(knock, dana, alice, offered) -> None:
    hers = knock(dana).get(reverse("endings:my_pdf", args=[offered.client.pk]))
    his = knock(alice).get(reverse("endings:pdf", args=[offered.plan.pk]))

    for answer in (hers, his):
        assert answer.content.startswith(b"%PDF")
        assert 'filename="ending-1.pdf"' in answer["Content-Disposition"]


def test_pdfs_are_made_whatever_a_practice_is_called(knock, dana, alice, offered) -> None:
    from holdfast.web.practice.models import Practice

    Practice.objects.update_or_create(
        only=True, defaults={"name": "Calm 😀 李小龙 שלום مرحبا e\u20dd"}
    )

    for address in (
        reverse("endings:my_pdf", args=[offered.client.pk]),
        reverse("endings:pdf", args=[offered.plan.pk]),
    ):
        assert knock(dana if "my" in address else alice).get(address).content.startswith(b"%PDF")


# The end.


def test_it_ends(knock, alice, dana, with_dana, send, now) -> None:
    hold_sessions(with_dana, weeks=30)
    agreed(with_dana)
    from holdfast.web.frame import actions as frame_actions

    frame_actions.start_draft(with_dana, terms_of(with_dana), origin="version", by=alice, now=now)
    later = with_dana.sessions.filter(planned_on__gt=now.date()).count()
    address = reverse("endings:close", args=[with_dana.pk])
    assert f"{later} sessions that are planned" in knock(alice).get(address).content.decode()

    send(knock(alice), address, on="2026-02-17", how="planned", words="A good ending.")

    with_dana.refresh_from_db()
    assert (with_dana.state, with_dana.ended_on) == (Therapy.State.ENDED, date(2026, 2, 17))
    assert with_dana.participants.get().until == date(2026, 2, 17)
    assert not Session.objects.filter(state="planned", planned_on__gt=now.date()).exists()
    assert not Draft.objects.exists()
    assert Closing.objects.get().how == "planned"
    assert with_dana.shown_title == "Dana Whitfield"
    assert knock(dana).get(reverse("frame:mine")).status_code == 200, "the door stays"
    assert knock(dana).get(reverse("endings:mine")).status_code == 200


def test_before_any_plan_a_client_reads_what_one_is(knock, with_dana, dana) -> None:
    page = knock(dana).get(reverse("endings:mine")).content.decode()

    assert "No ending is planned" in page
    assert "You do not need a reason." in page
    assert reverse("frame:mine") in page


@pytest.mark.parametrize(("on", "says"), [("2026-02-18", "still to come"), ("2025-01-01", "began")])
def test_a_day_that_cannot_be_is_refused(knock, alice, with_dana, send, on: str, says: str) -> None:
    address = reverse("endings:close", args=[with_dana.pk])

    answer = send(knock(alice), address, on=on, how="planned")

    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_it_ends_once(alice, with_dana, now) -> None:
    plans.close(with_dana, how="planned", on=now.date(), by=alice, now=now)

    with pytest.raises(ValidationError, match="has ended already"):
        plans.close(with_dana, how="planned", on=now.date(), by=alice, now=now)


def test_a_card_changed_after_the_end_leaves_the_title(alice, with_dana, now) -> None:
    from holdfast.web.practice.actions import people

    plans.close(with_dana, how="planned", on=now.date(), by=alice, now=now)
    card = Participant.objects.with_cards().get(therapy=with_dana).card

    people.change_card(
        card, by=alice, now=now, about=with_dana, changed=["name"], names={}, name="Dana W."
    )

    assert with_dana.shown_title == "Dana W."


def test_a_passed_last_session_is_asked_about(alice, anna, offered, now) -> None:
    from holdfast.web.endings import contributes

    day = now.replace(month=3, day=24)
    assert contributes.told(alice, day) == []

    told = contributes.told(alice, day + timedelta(days=1))

    assert [t.url for t in told] == [reverse("endings:ending", args=[offered.plan.therapy_id])]


# Work that is planned and has not begun.


def test_a_planned_therapy_is_its_therapists_before_it_begins(anna, ben, alice, bob, now) -> None:
    from holdfast.web.practice.actions import therapies
    from holdfast.web.practice.models import Assignment

    ahead = now.date() + timedelta(days=9)
    planned = therapies.open_therapy(
        kind="individual", therapist=anna, by=alice, now=now, since=ahead, state="planned"
    )
    going_on = a_therapy(ben, "Sam")
    Assignment.objects.create(therapy=going_on, therapist=anna, since=ahead)

    assert set(Therapy.objects.own_of(alice, now)) == {planned}
    assert set(Therapy.objects.visible_to(bob, now)) == {going_on}


def test_the_page_asks_the_same_of_the_database_at_two_sizes(
    knock, alice, anna, with_dana, count_queries, now
) -> None:
    browser, address = knock(alice), reverse("endings:ending", args=[with_dana.pk])

    def one_more() -> None:
        draft = plans.keep_draft(
            with_dana, {"why": "x"}, last_on=None, in_order_to="", by=alice, now=now
        )
        plan = plans.fix(draft, [("consent", with_dana.participants.get())], by=alice, now=now)
        for party in plan.parties.all():
            plans.sign(party, how="paper", by=alice, now=now)

    one_more()
    few = count_queries(browser, address)
    for _n in range(4):
        one_more()

    assert count_queries(browser, address) == few
