"""What of an ending goes into the copy a client takes at once, and what waits for the therapist."""

import pytest

from holdfast.web.endings.actions import after, plans
from holdfast.web.endings.contributes import copy
from holdfast.web.practice.models import Participant

pytestmark = pytest.mark.django_db


def test_signed_plans_and_own_words_go_at_once_the_rest_on_request(sams, alice, sam, now) -> None:
    place = Participant.objects.with_cards().select_related("user").get(therapy=sams)
    after.ask_to_come_back(place, "same", "I would like to talk again.", by=sam, now=now)
    letter = after.write_letter(None, place, "Are you well?", by=alice, now=now)
    type(letter).objects.update(sent_on=now.date(), way="post")
    for number, signed in enumerate((True, False)):
        draft = plans.keep_draft(
            sams, {"why": f"Done {number}."}, last_on=None, in_order_to="", by=alice, now=now
        )
        plan = plans.fix(draft, [("consent", place)], by=alice, now=now)
        for party in plan.parties.all() if signed else ():
            plans.sign(party, how="paper", by=alice, now=now)

    parts = {part.name: part for part in copy(place, sam)}

    assert {name for name, part in parts.items() if part.at_once} == {"ending_plans", "coming_back"}
    assert [row["version"] for row in parts["ending_plans"].rows] == [1]
    assert [row["version"] for row in parts["unsigned_plans"].rows] == [2]
    assert parts["coming_back"].rows[0]["words"] == "I would like to talk again."
    assert parts["letters"].rows[0]["words"] == "Are you well?"
