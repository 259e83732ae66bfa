"""Outcome measures on the relationship chart."""

from datetime import timedelta

import pytest

from holdfast.alliance import CheckAnswers
from holdfast.web.alliance.actions.answering import Place, take
from holdfast.web.alliance.outcomes import outcome_lanes

from . import made

pytestmark = pytest.mark.django_db


def phq(who, total_each: int, at) -> None:
    given = {item: float(total_each) for item in range(1, 9)} | {9: 0.0}
    take(Place(who, "phq-9", None), CheckAnswers(given), how="portal", now=at)


def test_each_client_has_a_lane_with_the_published_cut_off(couple, now) -> None:
    dana, sam = couple.participants.order_by("since", "id")
    phq(dana, 2, now - timedelta(weeks=3))
    phq(dana, 1, now - timedelta(weeks=1))
    phq(sam, 0, now - timedelta(weeks=1))

    lanes = outcome_lanes(couple, made.BEGAN, now)

    assert [[p.value for p in lane.points] for lane in lanes] in ([[16, 8], [0]], [[0], [16, 8]])
    assert {lane.scale for lane in lanes} == {(0, 27)}
    assert {lane.baseline for lane in lanes} == {10}
    assert all("," in lane.name for lane in lanes)


def test_it_stands_on_the_relationship_page(knock, alice, place, now) -> None:
    phq(place, 2, now - timedelta(weeks=1))

    page = knock(alice).get(f"/therapies/{place.therapy_id}/").content.decode()

    assert "PHQ-9" in page
    assert "lower is better" in page
