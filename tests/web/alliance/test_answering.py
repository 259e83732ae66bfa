"""The client answers the session check where they sign in."""

from datetime import timedelta

import pytest
from django.urls import reverse

from holdfast.web.alliance.actions.answering import Place
from holdfast.web.alliance.models import Check, Pause
from holdfast.web.alliance.views.answering import heading

from . import made

pytestmark = pytest.mark.django_db
TAPS = {f"item_{n}": "4" for n in range(1, 8)}


def address(place, scale: str = "check") -> str:
    return reverse("alliance:answer", args=[place.pk, scale])


def test_it_works(knock, dana, place, send) -> None:
    answer = send(knock(dana), address(place), **TAPS, felt_off="no", note="I was tired.")

    check = Check.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("alliance:given", args=[check.pk])
    assert check.how == "portal"
    assert check.session == made.held(place.therapy)[-1]
    assert check.given().score.value == 4
    assert check.given().note == "I was tired."


def test_a_check_answered_days_later_names_the_day_of_its_session(knock, dana, place, send) -> None:
    browser = knock(dana)
    page = browser.get(address(place)).content.decode()

    assert "<h1>How was it between us on Tuesday 10 February?</h1>" in page
    sent = send(browser, address(place), **TAPS)
    given = browser.get(sent["Location"]).content.decode()
    assert "About your session on Tuesday 10 February 2026" in given
    mine = browser.get(reverse("alliance:mine")).content.decode()
    assert "Session check for 10 February 2026" in mine


def test_a_check_on_the_day_asks_about_today_and_a_bare_page_names_no_day(place) -> None:
    session = made.held(place.therapy)[-1]
    check = Place(place, "check", session)

    assert heading(check, session.planned_end) == "How was it between us today?"
    assert heading(check, session.planned_end + timedelta(days=3)) == (
        "How was it between us the last time?"
    )


def test_answers_are_shown_back_in_words(knock, dana, place, send) -> None:
    browser = knock(dana)
    send(browser, address(place), item_1="5", item_2="2", felt_off="yes", note="<b>bold</b>")

    page = browser.get(reverse("alliance:given", args=[Check.objects.get().pk]))

    text = page.content.decode()
    assert "Completely" in text
    assert "not answered" in text
    assert "&lt;b&gt;" in text


def test_the_page_says_who_reads_and_where_to_turn_before_writing(knock, dana, place) -> None:
    text = knock(dana).get(address(place)).content.decode()

    assert text.index("Only your therapist reads this") < text.index("I felt understood")
    assert text.index("Samaritans") < text.index("I felt understood")


def test_it_says_so_when_a_supervisor_can_read_it(
    knock, dana, place, anna, supervisor, alice, now
) -> None:
    from holdfast.web.practice.actions import staff

    staff.agree_supervision(
        supervisor=supervisor, supervisee=anna, kind="responsible", since=made.SINCE,
        by=alice, now=now, covers_all=True,
    )  # fmt: skip

    assert "so can the supervisor" in knock(dana).get(address(place)).content.decode()


def test_sent_twice_is_one_answer(knock, dana, place) -> None:
    browser, once = knock(dana), "7b0d5d3e-61f7-43f3-9ed0-4cc6b1a0c111"

    first = browser.post(address(place), {**TAPS, "once": once})
    again = browser.post(address(place), {**TAPS, "once": once})

    assert Check.objects.count() == 1
    assert first["Location"] == again["Location"]


def test_other_answers_sent_by_way_of_back_are_said_not_to_be_taken(
    knock, dana, place, send
) -> None:
    browser, once = knock(dana), "7b0d5d3e-61f7-43f3-9ed0-4cc6b1a0c111"
    first = {**TAPS, "note": "I was tired.", "once": once}
    page = browser.post(address(place), first, follow=True).content.decode()
    assert "it was not taken" not in page

    again = browser.post(address(place), {**first, "note": "I was cross."}, follow=True)
    other = send(browser, address(place), **TAPS, note="I was cross.")

    assert "If you changed anything since, it was not taken" in again.content.decode()
    assert "I was tired." in again.content.decode()
    assert "What you sent just now was not taken" in other.content.decode()
    assert Check.objects.get().given().note == "I was tired."


@pytest.mark.parametrize(
    "fields",
    [{}, {"note": "   "}, {"item_1": "9"}, {"item_1": "nan"}, {"item_1": "4.5"}, {"felt_off": "x"}],
)
def test_what_does_not_fit_is_said_and_nothing_kept(knock, dana, place, send, fields) -> None:
    assert send(knock(dana), address(place), **fields).status_code == 422
    assert not Check.objects.exists()


def test_one_answer_is_enough(knock, dana, place, send) -> None:
    send(knock(dana), address(place), item_3="2")

    assert Check.objects.get().given().score.value is None


def test_an_answered_session_asks_nothing_more(knock, dana, place, send) -> None:
    send(knock(dana), address(place), **TAPS)

    assert "Nothing to fill in now" in knock(dana).get(address(place)).content.decode()


def test_sending_is_acknowledged_once_with_who_reads_it(knock, dana, place, anna, send) -> None:
    browser = knock(dana)
    answer = send(browser, address(place), **TAPS, felt_off="no")

    text = browser.get(answer["Location"]).content.decode()
    assert "Sent. Thank you." in text
    assert anna.shown_name in text
    assert "felt off</h2>" not in text
    assert "Thank you" not in browser.get(answer["Location"]).content.decode()


def test_after_something_felt_off_there_is_somewhere_to_turn(knock, dana, place, send) -> None:
    browser = knock(dana)
    answer = send(browser, address(place), **TAPS, felt_off="yes")

    text = browser.get(answer["Location"]).content.decode()
    text = text[text.index("<main") :]
    assert "You said that something felt off" in text
    assert reverse("portal:concern") in text
    assert reverse("portal:is_this_ok") in text


def test_going_back_to_a_questionnaire_that_was_sent_says_so(
    knock, dana, place, alice, send, now
) -> None:
    from holdfast.web.alliance.actions.answering import Place, ask

    ask(Place(place, "phq-9", None), "portal", by=alice, now=now)
    browser = knock(dana)
    send(browser, address(place, "phq-9"), **{f"item_{n}": "1" for n in range(1, 9)}, item_9="0")

    back = browser.get(address(place, "phq-9"))
    assert back.status_code == 200
    assert "Nothing to fill in now" in back.content.decode()


def test_a_questionnaire_nobody_asked_for_is_not_there(knock, dana, place) -> None:
    assert knock(dana).get(address(place, "phq-9")).status_code == 404
    assert knock(dana).get(address(place, "wai-sr")).status_code == 404
    assert knock(dana).get(address(place, "nothing")).status_code == 404


def test_one_of_a_couple_never_meets_the_others(knock, dana, sam, couple, send) -> None:
    hers, his = couple.participants.order_by("id")
    hers, his = (hers, his) if hers.user_id == dana.pk else (his, hers)
    send(knock(dana), address(hers), **TAPS, note="Only mine.")
    check = Check.objects.get()
    sams = knock(sam)

    assert sams.get(reverse("alliance:given", args=[check.pk])).status_code == 404
    assert sams.get(address(hers)).status_code == 404
    assert "Answer now" in sams.get(reverse("alliance:mine")).content.decode()
    assert str(check.pk) not in sams.get(reverse("alliance:mine")).content.decode()
    assert check.participant_id == hers.pk
    assert send(sams, address(his), **TAPS).status_code == 302


def test_a_stranger_meets_nothing(knock, sam, gwen, alice, place) -> None:
    for user in (sam, gwen, alice):
        assert knock(user).get(address(place)).status_code == 404


def test_a_pause_is_the_clients_and_can_be_taken_back(knock, dana, place, send) -> None:
    browser = knock(dana)
    send(browser, reverse("alliance:pause", args=[place.pk]))
    assert place.check_pause.resumed_on is None

    send(browser, reverse("alliance:pause", args=[place.pk]))
    place.check_pause.refresh_from_db()
    assert place.check_pause.resumed_on is not None


def test_a_pause_is_said_to_be_for_every_form(knock, dana, place) -> None:
    browser, said = knock(dana), "session check and every other form, not for one of them alone"

    for page in (reverse("alliance:mine"), reverse("alliance:pause", args=[place.pk])):
        assert said in browser.get(page).content.decode()


def test_the_list_asks_as_much_whatever_was_answered(knock, dana, place, count_queries) -> None:
    sessions = made.held(place.therapy)
    made.answered(place, sessions[0], made.GOOD)
    few = count_queries(knock(dana), reverse("alliance:mine"))
    for session in sessions[1:12]:
        made.answered(place, session, made.GOOD)

    assert count_queries(knock(dana), reverse("alliance:mine")) == few


def test_the_start_page_offers_the_check_until_it_is_paused_or_given(
    knock, dana, place, now, send
) -> None:
    browser, asked = knock(dana), "How was your last session?"
    assert asked in browser.get("/overview/").content.decode()

    pause = Pause.objects.create(participant=place, paused_on=now.date())
    assert asked not in browser.get("/overview/").content.decode()

    Pause.objects.filter(pk=pause.pk).update(resumed_on=now.date())
    assert asked in browser.get("/overview/").content.decode()
    send(browser, address(place), **TAPS, felt_off="no", note="")
    assert asked not in browser.get("/overview/").content.decode()


# After the end.


@pytest.fixture
def ended(place, alice, now):
    """Dana's place, whose work ended today; a check and a questionnaire were still unanswered."""
    from holdfast.web.alliance.actions.answering import Place, ask
    from holdfast.web.endings.actions import plans

    ask(Place(place, "phq-9", None), "portal", by=alice, now=now)
    plans.close(place.therapy, how="planned", on=now.date(), by=alice, now=now)
    return type(place).objects.select_related("therapy__key", "card__key").get(pk=place.pk)


@pytest.mark.parametrize("scale", ["check", "phq-9"])
def test_what_was_not_answered_before_the_end_is_closed_kindly(
    knock, dana, ended, scale: str
) -> None:
    page = knock(dana).get(address(ended, scale))

    assert page.status_code == 200
    text = page.content.decode()
    assert "This is closed now" in text
    assert "you do not need to do anything" in text
    for way in ("alliance:mine", "portal:kept", "portal:journal", "portal:concern", "endings:mine"):
        assert reverse(way) in text, way
    assert 'name="item_1"' not in text


def test_what_is_sent_after_the_end_is_not_kept_and_says_so(knock, dana, ended) -> None:
    sent = knock(dana).post(
        address(ended), {**TAPS, "once": "7b0d5d3e-61f7-43f3-9ed0-4cc6b1a0c222", "opened": ""}
    )

    assert sent.status_code == 409
    assert "Nobody has read it." in sent.content.decode()
    assert not Check.objects.exists()


def test_what_was_sent_before_the_end_leads_where_it_led(
    knock, dana, place, alice, now, send
) -> None:
    from holdfast.web.endings.actions import plans

    browser, fields = knock(dana), {**TAPS, "once": "7b0d5d3e-61f7-43f3-9ed0-4cc6b1a0c333"}
    first = browser.post(address(place), fields)
    plans.close(place.therapy, how="planned", on=now.date(), by=alice, now=now)

    assert browser.post(address(place), fields)["Location"] == first["Location"]


def test_nothing_waits_in_the_list_after_the_end(knock, dana, ended) -> None:
    text = knock(dana).get(reverse("alliance:mine")).content.decode()

    assert "Nothing new is asked of you" in text
    assert "Answer now" not in text


def test_pausing_and_goals_are_closed_after_the_end(knock, dana, ended) -> None:
    browser = knock(dana)

    for name in ("alliance:pause", "alliance:my_new_goal"):
        page = browser.get(reverse(name, args=[ended.pk]))
        assert "This is closed now" in page.content.decode(), name
        assert browser.post(reverse(name, args=[ended.pk])).status_code == 409
    assert not Pause.objects.exists()


def test_a_therapist_asks_nothing_of_a_former_client(knock, alice, ended, send) -> None:
    from holdfast.web.alliance.models import Asking

    browser = knock(alice)
    text = browser.get(reverse("alliance:checks", args=[ended.therapy_id])).content.decode()
    assert "Nothing new is asked of them" in text
    assert reverse("alliance:hand_over", args=[ended.pk, "check"]) not in text
    assert reverse("alliance:paper", args=[ended.pk, "check"]) in text

    answer = send(browser, reverse("alliance:ask", args=[ended.pk, "phq-9"]), sure="on")
    assert answer.status_code == 422
    assert "This work has ended" in answer.content.decode()
    assert not Asking.objects.exists()


def test_somebody_else_s_closed_page_is_not_there(knock, sam, ended) -> None:
    assert knock(sam).get(address(ended)).status_code == 404
