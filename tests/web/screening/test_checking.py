"""From what an enquiry names to who may be offered, and what the desk alone gets."""

from datetime import timedelta

import pytest

from holdfast.web.jobs.models import Job
from holdfast.web.screening.models import Finding

from .made import HER_EX, checked, offered

pytestmark = pytest.mark.django_db


def test_an_ex_husband_who_is_a_client_leaves_his_therapist_out(house, mike, now) -> None:
    enquiry = checked(now, HER_EX)

    assert not Job.objects.filter(state="failed").exists()
    assert enquiry.state == "answered"
    assert "alice" not in offered(enquiry)
    assert len(offered(enquiry)) in (4, 5)  # and one or none more for Petra's own name
    found = Finding.objects.get(enquiry=enquiry, side="client")
    assert found.therapist == house["alice"]
    content = found.opened()
    assert [tie["kind"] for tie in content["ties"]] == ["ex_partner", "same_person", "client"]
    assert content["receipt"]["seal"]
    assert content["situation"]["act"] == "accept_client"
    assert found.tells is False


def test_nothing_found_leaves_one_out_all_the_same(house, now) -> None:
    enquiry = checked(now, HER_EX)

    assert 4 <= len(offered(enquiry)) <= 5
    assert not Finding.objects.exists()


def test_asking_again_teaches_nothing(house, mike, now) -> None:
    first = offered(checked(now, HER_EX))
    again = offered(checked(now + timedelta(days=1), HER_EX))
    third = checked(now + timedelta(days=2), HER_EX)

    assert first == again
    assert third.state == "waits"
    assert not third.lists.exists()
