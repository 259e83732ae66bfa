"""Somebody whose record was erased enquires again: whoever holds a mark is led to asking it."""

import pytest
from django.urls import reverse

from holdfast.web.accounts.models import Grant
from holdfast.web.endings import contributes
from holdfast.web.endings.models import Marker
from holdfast.web.jobs import worker
from holdfast.web.practice.actions import people, therapies
from holdfast.web.practice.models import Therapy
from holdfast.web.screening.actions import enquiring
from holdfast.web.screening.told import ToldOf, Wanted

pytestmark = pytest.mark.django_db
ASKS = "Was it somebody from before?"


@pytest.fixture
def enquiry(now):
    """Somebody asked some minutes ago, and was looked for."""
    at = now.replace(hour=11)
    row = enquiring.enquire(ToldOf("Sam Okoro"), (), Wanted(kind="individual"), now=at)
    worker.work(at)
    return row


@pytest.fixture
def planned(anna, alice, now):
    """Alice's therapy that came of an enquiry and is to begin."""
    therapy = therapies.open_therapy(
        kind="individual", therapist=anna, by=alice, now=now, since=now.date(),
        state=Therapy.State.PLANNED,
    )  # fmt: skip
    card = people.new_card("therapy", now=now, name="Sam Okoro")
    people.add_participant(therapy, card, by=alice, now=now, since=now.date())
    return therapy


def _marked(therapist, now) -> None:
    Marker.objects.create(therapist=therapist, mark="x" * 64, made_at=now)


def _panel(therapy, reader, now) -> bool:
    (panel,) = contributes.panel(therapy, reader, now)
    return bool(panel.context["may_be_marked"])


def test_a_therapist_at_intake_is_led_to_their_marks(knock, intake, enquiry, anna, now) -> None:
    address = reverse("screening:enquiry", args=[enquiry.pk])
    enquiring_only = knock(intake).get(address).content.decode()
    Grant.objects.create(user=intake, role="therapist", since=now, in_force=True)
    both = knock(intake).get(address).content.decode()

    assert ASKS not in enquiring_only
    assert f'<a href="{reverse("endings:met_before")}">{ASKS}' in both


def test_the_therapist_of_a_planned_therapy_is_led_to_their_marks(
    knock, alice, anna, planned, now
) -> None:
    address = reverse("home:relationship", args=[planned.pk])
    before = knock(alice).get(address).content.decode()
    _marked(anna, now)

    assert ASKS not in before
    assert ASKS in knock(alice).get(address).content.decode()


def test_whoever_is_no_therapist_of_it_is_not(bob, ben, planned, now) -> None:
    _marked(ben, now)

    assert not _panel(planned, bob, now)


def test_once_it_goes_on_nobody_is(anna, alice, planned, now) -> None:
    _marked(anna, now)
    planned.state = Therapy.State.ACTIVE

    assert _panel(Therapy.objects.get(pk=planned.pk), alice, now)
    assert not _panel(planned, alice, now)
