"""Who can read a concern about whom: never somebody bound to the therapist it is about."""

from uuid import uuid4

import pytest
from django.urls import reverse

from conftest import person
from holdfast.web.accounts.models import Approval, Grant
from holdfast.web.portal import choosing
from holdfast.web.portal.models import Closeness, Concern, Peer
from holdfast.web.practice.actions import staff
from holdfast.web.practice.models import Assignment

from . import raised as world

pytestmark = pytest.mark.django_db


def names(user, now, therapist=None) -> list[str]:
    """Whom this client can choose, by first name."""
    choices = choosing.choices_for(world.place_of(user, now, therapist), now)
    return [choice.user.shown_name.split()[0] for choice in choices]


def supervise(over, under, now, kind="consultative") -> None:
    staff.agree_supervision(
        supervisor=over, supervisee=under, kind=kind, since=now.date(), by=over, now=now
    )


def test_it_works(with_dana, dana, alice, rita, now) -> None:
    world.a_vault(alice)

    assert names(dana, now) == ["Alice", "Rita"]


def test_without_a_vault_nobody_can_be_chosen(with_dana, dana, alice, reader, now) -> None:
    assert names(dana, now) == []


def test_the_page_leads_a_reader_to_make_one(reader, knock) -> None:
    text = knock(reader).get(reverse("portal:concerns")).content.decode()

    assert "no client can choose you" in text


def test_a_supervisor_or_supervisee_is_not_offered(with_dana, dana, rita, anna, ben, now) -> None:
    supervise(rita, anna, now)
    assert names(dana, now) == []


def test_a_supervisee_is_not_offered(with_dana, dana, rita, alice, now) -> None:
    hers = world.works_here(rita)
    supervise(alice, hers, now)
    assert names(dana, now) == []


def test_a_partner_or_relative_is_not_offered(
    with_dana, dana, rita, anna, now, knock, send
) -> None:
    send(knock(rita), reverse("portal:closeness"), therapists=[str(anna.pk)])
    assert Closeness.objects.get().therapist == anna
    assert names(dana, now) == []

    send(knock(rita), reverse("portal:closeness"))
    assert names(dana, now) == ["Rita"]


@pytest.mark.parametrize(("kind", "left"), [("partner", []), ("neighbour", ["Rita"])])
def test_whom_the_therapist_declared_close_is_not_offered(
    with_dana, dana, rita, anna, ben, now, kind: str, left: list[str]
) -> None:
    """Anna's circle names a card that somebody said is Rita."""
    from holdfast.web.portal.ties import is_tied
    from holdfast.web.practice.actions.people import new_card
    from holdfast.web.screening.actions.ties import join
    from holdfast.web.screening.models import Circle, Node, SamePerson

    card = new_card("circle", now=now, name="Rita Rossi")
    day = now.date()
    circle = Circle.objects.create(
        therapist=anna, card=card, kind=kind, declared_on=day, lapses_on=day.replace(year=2027)
    )
    known = Node.objects.get_or_create(card=card)[0]
    hers, ritas = (Node.objects.get_or_create(user=user)[0] for user in (anna.user, rita))
    join(known, kind, hers, circle=circle)
    one, other = sorted((known.pk, ritas.pk))
    SamePerson.objects.create(
        one_id=one, other_id=other, weight=9.0, band="match", answer="same", found_at=now
    )

    assert names(dana, now) == left
    assert is_tied(anna, rita.pk, day) == (left == [])
    assert not is_tied(ben, rita.pk, day)
    assert names(dana, now.replace(year=2028)) == ["Rita"]


def test_for_another_therapist_the_same_reader_is_offered(
    with_dana, dana, sam, rita, anna, ben, now
) -> None:
    world.a_therapy(ben, "Sam", user=sam)
    supervise(rita, anna, now)

    assert names(dana, now) == []
    assert names(sam, now) == ["Rita"]


@pytest.mark.parametrize("how", ["approved", "alone"])
def test_a_reader_only_the_therapist_stands_behind_is_not_offered(
    with_dana, dana, rita, alice, lead, now, how
) -> None:
    row = Grant.objects.get(user=rita, role="reader")
    asked_by, approved_by = (lead, alice) if how == "approved" else (alice, None)
    Approval.objects.create(
        kind="grant", subject_id=row.pk, asked_by=asked_by, asked_at=now, reason="reader",
        approved_by=approved_by, approved_at=now if approved_by else None, done_at=now,
    )  # fmt: skip

    assert names(dana, now) == []


def test_one_who_waits_for_a_second_person_is_not_offered(with_dana, dana, rita, now) -> None:
    Grant.objects.filter(user=rita).update(in_force=False)
    assert names(dana, now) == []


def test_a_closed_account_is_not_offered(with_dana, dana, rita, now) -> None:
    rita.is_active = False
    rita.save()
    assert names(dana, now) == []


def test_a_couple_s_other_therapist_can_be_chosen_unless_bound(
    anna, ben, dana, rita, bob, alice, now
) -> None:
    therapy = world.a_therapy(anna, "Dana", user=dana, kind="couple")
    Assignment.objects.create(therapy=therapy, therapist=ben, since=world.SINCE)
    for user in (alice, bob):
        world.a_vault(user)

    assert names(dana, now, anna) == ["Alice", "Bob", "Rita"]
    assert names(dana, now, ben) == ["Bob", "Alice", "Rita"]
    supervise(bob, anna, now)
    assert names(dana, now, anna) == ["Alice", "Rita"]


def test_somebody_not_offered_cannot_be_sent_to(
    with_dana, dana, rita, anna, now, knock, send
) -> None:
    supervise(rita, anna, now)
    place = world.place_of(dana, now)
    here = reverse("portal:concern_write", args=[place.participant.pk, anna.pk])
    answer = send(knock(dana), here, words="x", reader=str(rita.pk), do="send")

    assert answer.status_code == 422
    assert not Concern.objects.exists()


def test_a_place_of_somebody_else_is_a_404(with_dana, sam, dana, anna, ben, now, knock) -> None:
    place = world.place_of(dana, now)
    for who, whom in ((place.participant.pk, anna.pk), (uuid4(), anna.pk)):
        here = reverse("portal:concern_write", args=[who, whom])
        assert knock(sam).get(here).status_code == 404
    assert (
        knock(dana)
        .get(reverse("portal:concern_write", args=[place.participant.pk, ben.pk]))
        .status_code
        == 404
    )


# A practice of one.


def test_in_a_practice_of_one_nothing_is_stored(
    with_dana, dana, alice, anna, lead, now, knock, send
) -> None:
    world.a_vault(alice)
    browser = knock(dana)
    text = browser.get(reverse("portal:concern")).content.decode()

    assert "You cannot write it here" in text
    assert "Who outside can help" in text
    assert "<textarea" not in text
    place = world.place_of(dana, now)
    here = reverse("portal:concern_write", args=[place.participant.pk, anna.pk])
    for does in ("check", "keep", "send"):
        sent = {"words": "x", "reader": str(alice.pk), "do": does, "once": str(uuid4())}
        assert browser.post(here, sent)["Location"] == reverse("portal:concern")
    assert not Concern.objects.exists()


def test_a_peer_may_be_named(with_dana, dana, lead, now, knock, send) -> None:
    here = reverse("portal:peer")
    assert send(knock(lead), here, name="Paula Pryce").status_code == 422
    send(knock(lead), here, name="Paula Pryce", reach="+44 20 7946 0000")

    assert b"Paula" not in bytes(Peer.objects.get().name)
    text = knock(dana).get(reverse("portal:concern")).content.decode()
    assert "Paula Pryce" in text
    assert "The therapist chose them" in text


def test_a_second_therapist_makes_it_none(with_dana, dana, ben, now, knock) -> None:
    assert not choosing.is_practice_of_one()


def test_a_reader_who_leaves(with_dana, dana, rita, now, knock) -> None:
    row = world.a_concern(dana, rita, now)
    Grant.objects.filter(user=rita).update(until=now)
    rita.__dict__.pop("roles", None)
    person("Tess Third", "therapist", now=now)

    text = knock(dana).get(reverse("portal:concern_sent", args=[row.pk])).content.decode()
    assert "no longer reads concerns here" in text
    assert "Who outside can help" in text
