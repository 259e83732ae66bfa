"""From a fall to its mending, on the pages that gather and on the page to prepare."""

import pytest
from django.urls import reverse

from holdfast.web.alliance.models import Naming
from holdfast.web.home.refresh import refresh_stale
from holdfast.web.practice.models import Signal

from . import made

pytestmark = pytest.mark.django_db


def raise_it(browser, signal, spoken_in, send, **fields):
    """Note on the repair card that it was talked about."""
    sent = {
        "answer": "named",
        "session": spoken_in.pk,
        "form": "withdrawal",
        "said": "I went fast.",
    }
    return send(browser, reverse("alliance:strain", args=[signal.pk]), **(sent | fields))


def test_a_fall_raises_one_signal_with_its_reason(with_dana) -> None:
    made.falling(with_dana)

    found = made.look_for_signals(with_dana)

    assert [s.kind for s in found] == ["lower"]
    assert found[0].reason_value()["points"][0]["score"] < 2.5


def test_looking_again_changes_nothing(with_dana) -> None:
    made.falling(with_dana)
    first = made.look_for_signals(with_dana)

    assert [s.pk for s in made.look_for_signals(with_dana)] == [s.pk for s in first]


def test_ordinary_answers_raise_nothing(with_dana, place) -> None:
    for number, session in enumerate(made.held(with_dana)):
        made.answered(place, session, made.GOOD if number % 3 == 0 else made.USUAL)

    assert made.look_for_signals(with_dana) == []


def test_felt_off_always_counts(with_dana, place) -> None:
    made.ask_nothing(with_dana)
    made.answered(place, made.held(with_dana)[0], made.GOOD, felt_off=True)

    assert [s.kind for s in made.look_for_signals(with_dana)] == ["reported"]


def test_a_pause_is_never_a_signal(with_dana, place, alice, now) -> None:
    from datetime import timedelta

    from holdfast.web.alliance.actions.answering import pause

    sessions = made.held(with_dana)
    for session in sessions[:5]:
        made.answered(place, session, made.GOOD)
    assert [s.kind for s in made.look_for_signals(with_dana, now + timedelta(days=9))] == [
        "not_filled"
    ]
    pause(place, by=alice, now=sessions[5].planned_end)

    found = made.look_for_signals(with_dana, now + timedelta(days=9))
    assert [s.state for s in found] == ["closed"]


def test_the_pages_that_gather_show_it(with_dana, knock, alice, place, now) -> None:
    sessions = made.falling(with_dana)
    made.answered(place, sessions[10], made.USUAL, note="I could not say it.")
    refresh_stale(now)
    browser = knock(alice)

    page = browser.get(reverse("home:relationship", args=[with_dana.pk])).content.decode()
    brief = browser.get(reverse("home:brief", args=[with_dana.pk])).content.decode()

    assert "Alliance" in page
    assert "expected" in page
    assert "I could not say it." in brief
    assert "Mostly: understood" in brief


def test_the_page_to_prepare_has_the_evidence_and_sentences(with_dana, knock, alice) -> None:
    made.falling(with_dana)
    signal = made.look_for_signals(with_dana)[0]

    text = knock(alice).get(reverse("alliance:strain", args=[signal.pk])).content.decode()

    assert "was to be expected" in text
    assert "went too fast" in text
    assert "Not named yet" in text


def test_naming_and_the_clients_yes_mend_it(with_dana, knock, alice, dana, place, send) -> None:
    sessions = made.falling(with_dana)
    signal = made.look_for_signals(with_dana)[0]
    browser = knock(alice)
    assert raise_it(browser, signal, sessions[10], send).status_code == 302
    signal.refresh_from_db()
    assert (signal.state, Naming.objects.get().text("said")) == ("raised", "I went fast.")

    asked = knock(dana).get(reverse("alliance:answer", args=[place.pk, "check"]))
    assert "Is that all right between us now?" in asked.content.decode()
    made.answered(place, sessions[10], made.USUAL)
    made.answered(place, sessions[11], made.GOOD, all_right_now="yes")

    signal.refresh_from_db()
    assert signal.state == Signal.State.CLOSED
    page = browser.get(reverse("alliance:series", args=[place.pk, "check"])).content.decode()
    assert "Mended" in page
    quiet = knock(dana).get(reverse("alliance:answer", args=[place.pk, "check"]))
    assert "Is that all right between us now?" not in quiet.content.decode()


def test_two_signals_of_one_session_are_mended_together(
    with_dana, knock, alice, place, send
) -> None:
    made.ask_nothing(with_dana)
    sessions = made.held(with_dana)
    for session in sessions[:9]:
        made.answered(place, session, made.USUAL)
    made.answered(place, sessions[9], made.LOW, felt_off=True)
    found = made.look_for_signals(with_dana)
    for signal in found:
        raise_it(knock(alice), signal, sessions[10], send)
    made.answered(place, sessions[11], made.GOOD, all_right_now="yes")

    assert sorted(signal.kind for signal in found) == ["lower", "reported"]
    assert set(with_dana.signals.values_list("state", flat=True)) == {Signal.State.CLOSED}


def test_without_the_yes_it_is_back_not_talked_about(with_dana, knock, alice, place) -> None:
    sessions = made.falling(with_dana)
    signal = made.look_for_signals(with_dana)[0]
    made.answered(place, sessions[10], made.USUAL)
    made.look_for_signals(with_dana)

    signal.refresh_from_db()
    assert signal.state == Signal.State.CLOSED
    page = knock(alice).get(reverse("alliance:series", args=[place.pk, "check"]))
    assert "Back, not talked about" in page.content.decode()


def test_neither_leaves_it_open_as_not_repaired(with_dana, knock, alice, place) -> None:
    sessions = made.falling(with_dana)
    for session in sessions[10:14]:
        made.answered(place, session, made.LOW)
    signal = made.look_for_signals(with_dana)[0]

    text = knock(alice).get(reverse("alliance:strain", args=[signal.pk])).content.decode()

    assert signal.state == "open"
    assert "Open, not repaired" in text


@pytest.mark.parametrize(
    "wrong", [{"form": ""}, {"session": ""}, {"said": ""}, {"session": "x"}, {"answer": "else"}]
)
def test_a_card_that_lacks_something_says_so(with_dana, knock, alice, send, wrong) -> None:
    sessions = made.falling(with_dana)
    signal = made.look_for_signals(with_dana)[0]

    assert raise_it(knock(alice), signal, sessions[10], send, **wrong).status_code == 422
    assert not Naming.objects.exists()


def test_it_can_be_set_aside_with_a_reason(with_dana, knock, alice, send) -> None:
    made.falling(with_dana)
    signal = made.look_for_signals(with_dana)[0]

    send(knock(alice), reverse("alliance:strain", args=[signal.pk]), answer="aside", said="A flu.")

    signal.refresh_from_db()
    assert signal.state == Signal.State.SET_ASIDE


def test_the_entry_after_a_session_takes_the_naming(with_dana, knock, alice, send) -> None:
    sessions = made.falling(with_dana)
    made.look_for_signals(with_dana)
    address = reverse("home:record", args=[sessions[10].pk])

    send(
        knock(alice), address, tap="as_agreed", what="held",
        **{"strain0-form": "both", "strain0-said": "We spoke."},
        started="14:00", ended="14:50", where="room", came_0="on", due_0="60", money_0="paid",
    )  # fmt: skip

    assert Naming.objects.get().session_id == sessions[10].pk


def test_what_was_said_is_not_lost_beside_a_choice_left_alone(
    with_dana, knock, alice, send
) -> None:
    sessions = made.falling(with_dana)
    made.look_for_signals(with_dana)
    address = reverse("home:record", args=[sessions[10].pk])
    assert "Lower than expected for this client" in knock(alice).get(address).content.decode()

    answer = send(knock(alice), address, tap="as_agreed", **{"strain0-said": "We spoke of it."})

    assert answer.status_code == 422
    assert "We spoke of it." in answer.content.decode()
    assert "Choose which form it took." in answer.content.decode()


def test_a_stranger_and_the_client_meet_no_signal(with_dana, knock, ben, dana, place) -> None:
    made.falling(with_dana)
    signal = made.look_for_signals(with_dana)[0]
    for user in (ben.user, dana):
        for address in (
            reverse("alliance:strain", args=[signal.pk]),
            reverse("alliance:series", args=[place.pk, "check"]),
        ):
            assert knock(user).get(address).status_code == 404


def test_each_of_a_couple_has_a_lane_of_their_own(couple, knock, alice, dana) -> None:
    hers = couple.participants.get(user=dana)
    for session in made.held(couple)[:4]:
        made.answered(hers, session, made.GOOD)

    page = knock(alice).get(reverse("home:relationship", args=[couple.pk])).content.decode()

    assert "Alliance, Dana Whitfield" in page


def test_queries_do_not_grow_with_answers(with_dana, knock, alice, place, count_queries) -> None:
    sessions = made.held(with_dana)
    made.answered(place, sessions[0], made.GOOD)
    made.answered(place, sessions[1], made.USUAL)
    for address in (
        reverse("home:relationship", args=[with_dana.pk]),
        reverse("alliance:series", args=[place.pk, "check"]),
        reverse("alliance:checks", args=[with_dana.pk]),
    ):
        few = count_queries(knock(alice), address)
        at = sum(1 for _ in place.checks.all())
        for session in sessions[at : at + 4]:
            made.answered(place, session, made.GOOD)
        assert count_queries(knock(alice), address) == few


def test_finding_asks_as_much_for_many_therapies(
    anna, place, now, django_assert_num_queries
) -> None:
    from holdfast.web.alliance import contributes
    from holdfast.web.practice.models import Therapy

    made.answered(place, made.held(place.therapy)[0], made.GOOD)
    for name in ("Eve Ek", "Finn Fox"):
        other = made.a_therapy(anna, name, weeks=4)
        made.answered(other.participants.get(), made.held(other)[0], made.GOOD)
    therapies = list(Therapy.objects.with_keys())

    with django_assert_num_queries(9):
        list(contributes.find(therapies, now))
    with django_assert_num_queries(9):
        list(contributes.find(therapies[:1], now))


def test_the_form_it_took_is_not_called_optional() -> None:
    from holdfast.web.alliance.forms.naming import StrainForm

    form = StrainForm(sessions=[])

    assert not any("(optional)" in form[name].as_field_group() for name in ("form", "session"))
