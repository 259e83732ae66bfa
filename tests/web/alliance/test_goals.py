"""Goals: written by either side, agreed by both, and how far they are."""

import pytest
from django.urls import reverse

from holdfast.web.alliance.models import Goal, GoalYes, HowFar

pytestmark = pytest.mark.django_db


def written(knock, alice, therapy, send, **more) -> Goal:
    """A goal that Alice wrote with her client."""
    address = reverse("alliance:new_goal", args=[therapy.pk])
    send(knock(alice), address, words="Say no at work", tasks="Notice it first.", **more)
    return Goal.objects.select_related("therapy__key").get()


def test_it_works(knock, alice, dana, with_dana, send) -> None:
    goal = written(knock, alice, with_dana, send)
    browser = knock(dana)
    assert "Say no at work" in browser.get(reverse("alliance:my_goals")).content.decode()

    send(browser, reverse("alliance:my_agree", args=[goal.pk]))

    assert GoalYes.objects.get().participant.user_id == dana.pk
    page = knock(alice).get(reverse("alliance:goals", args=[with_dana.pk])).content.decode()
    assert "Agreed by all" in page


def test_new_words_are_agreed_on_anew(knock, alice, dana, with_dana, send) -> None:
    goal = written(knock, alice, with_dana, send)
    send(knock(dana), reverse("alliance:my_agree", args=[goal.pk]))

    address = reverse("alliance:goal", args=[goal.pk])
    send(knock(alice), address, words="Say no", tasks="")

    assert not GoalYes.objects.exists()


def test_a_client_writes_their_own(knock, alice, dana, with_dana, place, send) -> None:
    address = reverse("alliance:my_new_goal", args=[place.pk])

    send(knock(dana), address, words="Sleep through", tasks="")

    page = knock(alice).get(reverse("alliance:goals", args=[with_dana.pk])).content.decode()
    assert "Sleep through" in page
    assert "Not agreed yet: the therapist" in page


@pytest.mark.parametrize("value", ["11", "-1", "x", ""])
def test_how_far_stays_on_its_scale(knock, alice, dana, with_dana, send, value: str) -> None:
    goal = written(knock, alice, with_dana, send)
    address = reverse("alliance:my_how_far", args=[goal.pk])

    assert send(knock(dana), address, value=value).status_code == 422
    assert send(knock(dana), address, value="4").status_code == 302
    assert HowFar.objects.get().value == 4


def test_it_stands_on_the_relationship_page(knock, alice, with_dana, send) -> None:
    written(knock, alice, with_dana, send)

    page = knock(alice).get(reverse("home:relationship", args=[with_dana.pk])).content.decode()

    assert "Agreed goals" in page
    assert "Say no at work" in page


def test_a_reached_goal_is_no_longer_open(knock, alice, with_dana, send, dana) -> None:
    goal = written(knock, alice, with_dana, send)

    send(knock(alice), reverse("alliance:goal_state", args=[goal.pk]), state="reached")

    assert "Say no" not in knock(dana).get(reverse("alliance:my_goals")).content.decode()


def test_one_of_a_couple_never_meets_the_others(knock, alice, dana, sam, couple, send) -> None:
    hers = couple.participants.get(user=dana)
    goal = written(knock, alice, couple, send, whose=str(hers.pk))
    browser = knock(sam)

    assert "Say no" not in browser.get(reverse("alliance:my_goals")).content.decode()
    for name in ("my_goal", "my_agree", "my_how_far"):
        assert browser.get(reverse(f"alliance:{name}", args=[goal.pk])).status_code == 404


def test_what_a_couple_shares_needs_both(knock, alice, dana, sam, couple, send) -> None:
    goal = written(knock, alice, couple, send, whose="")
    send(knock(dana), reverse("alliance:my_agree", args=[goal.pk]))
    page = knock(alice).get(reverse("alliance:goals", args=[couple.pk])).content.decode()
    assert "Not agreed yet: Sam Okoro" in page

    send(knock(sam), reverse("alliance:my_agree", args=[goal.pk]))

    page = knock(alice).get(reverse("alliance:goals", args=[couple.pk])).content.decode()
    assert "Agreed by all" in page


def test_a_stranger_meets_nothing(knock, alice, ben, sam, with_dana, send) -> None:
    goal = written(knock, alice, with_dana, send)

    assert knock(ben.user).get(reverse("alliance:goal", args=[goal.pk])).status_code == 404
    assert knock(sam).get(reverse("alliance:my_goal", args=[goal.pk])).status_code == 404


def test_queries_do_not_grow_with_goals(
    knock, alice, with_dana, place, now, send, count_queries
) -> None:
    from holdfast.web.alliance.actions import aims

    written(knock, alice, with_dana, send)
    address = reverse("alliance:goals", args=[with_dana.pk])
    few = count_queries(knock(alice), address)
    for words in ("One", "Two", "Three"):
        goal = aims.new_goal(with_dana, place, now)
        aims.write_goal(goal, words=words, tasks="", by=alice, now=now, by_client=None)

    assert count_queries(knock(alice), address) == few
