"""Looking again: what changes later is found by the worker, and only the desk learns."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.web.jobs.models import Job
from holdfast.web.practice.actions import people, therapies
from holdfast.web.practice.models import Notice
from holdfast.web.screening.actions import again, circle, telling
from holdfast.web.screening.models import Circle, Finding, SamePerson

from .made import a_therapy, declared

pytestmark = pytest.mark.django_db
ROBIN = {"given_name": "Robin", "surname": "Vale", "date_of_birth": "1979-03-14"}


@pytest.fixture
def others(anna, ben):
    """Enough people for a name to say something."""
    a_therapy(ben, "Sam Okoro", "Leila Haddad", "Marcus Prys", "Yuki Mori", "Clara Chen")


def _look(now) -> int:
    telling.link_new(now=now)
    return again.look(now=now)


def _found() -> set[tuple[str, str, str]]:
    rows = Finding.objects.filter(enquiry=None).select_related("therapist__user__key", "card__key")
    return {(row.card.shown_name, row.therapist.shown_name, row.side) for row in rows}


def test_a_declaration_finds_a_client_who_is_a_friend(anna, others, now, desk) -> None:
    a_therapy(anna, "Robin Vale")
    assert _look(now) == 0
    declared(anna, now, **ROBIN)

    assert _look(now) == 1
    assert _found() == {("Robin Vale", "Alice Ames", "therapist")}
    assert [n.kind for n in Notice.objects.all()] == ["for_the_desk"]
    assert Notice.objects.get().user == desk


def test_looking_twice_finds_nothing_new(anna, others, now, desk) -> None:
    a_therapy(anna, "Robin Vale")
    declared(anna, now, **ROBIN)

    assert (_look(now), _look(now)) == (1, 0)
    assert Notice.objects.count() == 1


def test_a_new_therapy_and_who_joins_it(anna, ben, others, now) -> None:
    declared(anna, now, **ROBIN)
    therapy = a_therapy(ben, "Robin Vale")
    assert _look(now) == 0

    from holdfast.web.practice.models import Assignment

    Assignment.objects.create(therapy=therapy, therapist=anna, since=now.date())
    assert _look(now) == 1
    assert _found() == {("Robin Vale", "Alice Ames", "therapist")}


def test_a_name_that_is_another_now(anna, others, now) -> None:
    therapy = a_therapy(anna, "Kim Hill")
    declared(anna, now, **ROBIN)
    assert _look(now) == 0
    card = therapy.participants.get().card

    people.change_card(
        card, by=anna.user, now=now, about=therapy, changed=["name"],
        names={"given": "Robin", "family": "Vale"}, name="Robin Vale", birth="1979-03-14",
    )  # fmt: skip

    assert _look(now) == 1


def test_a_former_client_who_comes_back(anna, others, now) -> None:
    before = a_therapy(anna, "Robin Vale")
    therapies.end_therapy(before, by=anna.user, now=now, on=now.date() - timedelta(days=30))
    _look(now)
    a_therapy(anna, "Robin Vale", now=now)

    assert _look(now) == 1
    (finding,) = Finding.objects.all()
    assert finding.opened()["situation"]["act"] == "resume_therapy"


def test_those_who_come_together_are_no_news(anna, others, now) -> None:
    a_therapy(anna, "Robin Vale", "Kim Hill", kind="couple")

    assert _look(now) == 0


def test_a_couple_of_which_one_is_seen_alone_by_the_same_therapist(anna, others, now) -> None:
    a_therapy(anna, "Robin Vale")
    _look(now)
    a_therapy(anna, "Robin Vale", "Kim Hill", kind="couple")

    assert _look(now) >= 1
    assert ("Kim Hill", "Alice Ames", "client") in _found()


def test_what_was_answered_different_is_no_way(anna, others, now, desk) -> None:
    from holdfast.web.screening.actions.ties import answer

    a_therapy(anna, "Robin Vale")
    declared(anna, now, **ROBIN)
    telling.link_new(now=now)
    circle_card = Circle.objects.get().card_id
    for pair in SamePerson.objects.filter(one__card=circle_card) | SamePerson.objects.filter(
        other__card=circle_card
    ):
        answer(pair, "different", by=desk, now=now)

    assert again.look(now=now) == 0


def test_what_lapsed_is_not_found(anna, others, now) -> None:
    a_therapy(anna, "Robin Vale")
    row = declared(anna, now, **ROBIN)
    circle.take_out(row, by=anna.user, now=now)

    assert _look(now) == 0


def test_no_job_carries_more_than_ids_and_no_act_starts_one(anna, others, now) -> None:
    before = Job.objects.count()
    declared(anna, now, **ROBIN)
    a_therapy(anna, "Robin Vale")

    assert Job.objects.count() == before
    assert all("Robin" not in str(job.ids) for job in Job.objects.all())


def test_a_hub_does_not_make_the_search_grow(anna, ben, others, now) -> None:
    """A congregation of a hundred connects nobody, and costs no more queries than one of two."""

    def cost() -> int:
        from holdfast.web.screening.models import Screened

        Screened.objects.all().delete()
        with CaptureQueriesContext(connection) as seen:
            again.look(now=now)
        return len(seen)

    a_therapy(anna, "Robin Vale")
    circle.declare(anna, by=anna.user, now=now, kind="has_member", name="Old Hall")
    _look(now)
    few = cost()
    for _n in range(80):
        circle.declare(ben, by=ben.user, now=now, kind="has_member", name="Old Hall")
    telling.link_new(now=now)

    assert cost() <= few
    assert not Finding.objects.exists()


def test_old_places_and_people_are_forgotten(anna, now) -> None:
    row = circle.declare(anna, by=anna.user, now=now, kind="has_member", name="Old Hall")
    circle.take_out(row, by=anna.user, now=now)

    circle.let_lapse(now + timedelta(days=31))

    assert not Circle.objects.exists()
