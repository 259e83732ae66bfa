"""A guardian's pages of the ending speak of the child's therapist, and say when it has ended."""

from datetime import date

import pytest
from django.urls import reverse

from holdfast.web.endings.actions import plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def mias(anna, alice, gwen, now):
    """Alice's therapy with a child, for whom Gwen stands until 2032."""
    from holdfast.web.practice.actions import people, therapies

    since = date(2025, 9, 2)
    therapy = therapies.open_therapy(
        kind="individual", therapist=anna, by=alice, now=now, since=since, zone="Europe/London"
    )

    def join(name: str, **more):
        card = people.new_card("therapy", now=now, name=name)
        return people.add_participant(therapy, card, by=alice, now=now, since=since, **more)

    child = join("Mia Young")
    join("Gwen", user=gwen, role="guardian", stands_for=child, until=date(2032, 3, 1))
    return therapy


def _main(answer) -> str:
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_no_ending_is_planned_for_the_child(knock, gwen, mias) -> None:
    text = _main(knock(gwen).get(reverse("endings:mine")))

    assert "How Mia Young’s therapy ends" in text
    assert "Mia Young and the therapist can talk about ending at any time" in text
    assert "My agreement" not in text


def test_after_the_end_it_says_so_and_offers_nothing(knock, gwen, mias, alice, now) -> None:
    plans.close(mias, how="planned", on=now.date(), by=alice, now=now)

    text = _main(knock(gwen).get(reverse("endings:mine")))

    assert "Mia Young’s therapy ended on 17 February 2026" in text
    assert "No ending is planned" not in text
    assert "come back" not in text


def test_a_plan_taken_back_speaks_of_the_therapist(knock, gwen, mias, alice, now) -> None:
    from .made import a_plan_for

    party = a_plan_for(mias, by=alice, now=now).parties.get(participant__user=gwen)
    address = reverse("endings:my_ending", args=[party.pk])
    before = _main(knock(gwen).get(address))
    plans.withdraw(party.plan, by=alice, now=now)
    after = _main(knock(gwen).get(address))

    assert "tell the therapist first" in before
    assert "The therapist took this version back." in after
    assert "your therapist" not in (before + after).lower()
