"""A professional will: named, tried, opened; the rest needs two people."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from frame.world import hold_sessions

from holdfast.web.endings import contributes
from holdfast.web.endings.actions import wills
from holdfast.web.endings.models import Will, WillOpening, WillTrial
from holdfast.web.practice.actions import approving, people
from holdfast.web.practice.models import Joining, Notice, Therapy
from holdfast.web.practice.words import notice_url


@pytest.fixture
def will(anna, cover, lead, alice, now):
    """Alice's: Cora calls, Lena is the second."""
    return wills.make(
        anna, colleague=cover, second=lead, words="The key is with Lena.", by=alice, now=now
    )


def test_it_works(knock, alice, cover, lead, with_dana, will, send, now) -> None:
    hold_sessions(with_dana, weeks=30)
    card = with_dana.participants.with_cards().get().card
    people.add_contact_point(
        card, by=alice, now=now, about=with_dana, kind="phone", value="0117 496 0999",
        safe_for=["scheduling"], safe_when="after six",
    )  # fmt: skip
    people.add_contact_point(
        card, by=alice, now=now, about=with_dana, kind="phone", value="0117 000", safe_for=[]
    )
    browser, address = knock(cover), reverse("endings:open_will", args=[will.pk])
    assert "Dana" not in browser.get(address).content.decode()

    answer = send(browser, address, reason="She had a stroke.")
    text = browser.get(answer["Location"]).content.decode()

    assert "Dana Whitfield" in text
    assert "0117 496 0999" in text
    assert "after six" in text
    assert "0117 000" not in text
    assert "The key is with Lena." in text
    opened = Notice.Kind.WILL_OPENED
    assert set(Notice.objects.filter(kind=opened).values_list("user", flat=True)) == {
        alice.pk, lead.pk,
    }  # fmt: skip
    assert knock(lead).get(answer["Location"]).status_code == 404


def test_whoever_left_the_practice_opens_nothing(knock, cover, will, send, now) -> None:
    address = reverse("endings:open_will", args=[will.pk])
    opened = send(knock(cover), address, reason="She had a stroke.")["Location"]
    cover.grants.update(until=now)

    for page in (address, opened, reverse("endings:the_rest", args=[WillOpening.objects.get().pk])):
        assert knock(cover).get(page).status_code == 404


def test_a_trial_names_nobody(knock, cover, with_dana, will, send, alice) -> None:
    answer = send(knock(cover), reverse("endings:try_will", args=[will.pk]))
    text = knock(cover).get(answer["Location"]).content.decode()
    assert "1 person is on it" in text
    assert "Dana" not in text
    assert "Lena" not in text.partition("<main")[2]
    rest = reverse("endings:the_rest", args=[WillOpening.objects.get().pk])
    assert knock(cover).get(rest).status_code == 404

    send(knock(alice), reverse("endings:will_tried"), found="It opened; one number is old.")

    will.refresh_from_db()
    assert WillTrial.objects.get().on == will.tried_on


def test_it_shuts_after_72_hours(cover, will, now) -> None:
    opening = wills.open_list(will, "Ill.", trial=False, by=cover, now=now)

    lasting = WillOpening.objects.lasting(cover, now + timedelta(hours=71))
    assert opening in lasting
    assert not WillOpening.objects.lasting(cover, now + timedelta(hours=72)).exists()


def test_the_rest_needs_two_people(
    knock, bob, ben, anna, alice, lead, with_dana, send, now
) -> None:
    will = wills.make(anna, colleague=bob, second=lead, words="", by=alice, now=now)
    opening = wills.open_list(will, "Ill.", trial=False, by=bob, now=now)

    send(knock(bob), reverse("endings:the_rest", args=[opening.pk]))

    assert Joining.objects.get().therapist == ben
    assert not Therapy.objects.own_of(bob, now).exists()
    asked = approving.look_at(list(approving.waiting()), now)[0]
    with pytest.raises(ValidationError):
        approving.agree(asked, by=bob, now=now)
    approving.agree(asked, by=lead, now=now)
    assert set(Therapy.objects.own_of(bob, now)) == {with_dana}


def test_who_is_no_therapist_takes_no_record_over(cover, will, now) -> None:
    with pytest.raises(ValidationError, match="Only a therapist"):
        wills.ask_for_the_rest(will, by=cover, now=now)


def test_once_a_year_a_therapist_is_reminded(alice, will, now) -> None:
    assert contributes.told(alice, now + timedelta(days=364)) == []

    told = contributes.told(alice, now + timedelta(days=365))

    assert [t.url for t in told] == [reverse("endings:my_will")]


def test_who_is_told_of_an_opening_is_led_to_it(knock, alice, bob, lead, cover, anna, now) -> None:
    """And whoever was told of none sees none: no other therapist, and a lead no trial."""
    will = wills.make(anna, colleague=cover, second=bob, words="", by=alice, now=now)
    wills.open_list(will, "", trial=True, by=cover, now=now)
    page = reverse("endings:wills")
    assert "Alice Ames" not in knock(lead).get(page).content.decode()

    wills.open_list(will, "She had a stroke.", trial=False, by=cover, now=now)

    told = Notice.objects.filter(kind=Notice.Kind.WILL_OPENED, user=lead).get()
    assert notice_url(told) == page
    assert "Cora Clay opened the list" in knock(lead).get(page).content.decode()
    assert "Cora Clay tried" in knock(bob).get(page).content.decode()


@pytest.mark.parametrize("who", ["bob", "lead", "dana"])
def test_only_the_named_one_opens_it(who: str, request, knock, will) -> None:
    user = request.getfixturevalue(who)

    for name in ("open_will", "try_will"):
        assert knock(user).get(reverse(f"endings:{name}", args=[will.pk])).status_code == 404
    with pytest.raises(ValidationError):
        wills.open_list(will, "x", trial=False, by=user, now=request.getfixturevalue("now"))


def test_two_different_people_are_named(knock, alice, anna, cover, lead, send) -> None:
    address = reverse("endings:my_will")
    same = {"colleague": str(cover.pk), "second": str(cover.pk)}
    assert send(knock(alice), address, **same).status_code == 422
    assert (
        send(knock(alice), address, colleague=str(alice.pk), second=str(lead.pk)).status_code == 422
    )

    send(knock(alice), address, colleague=str(cover.pk), second=str(lead.pk))

    assert Will.objects.get().colleague == cover
    assert Notice.objects.get(user=cover).kind == "will_named"


def test_clients_cannot_be_named(knock, alice, anna, cover, lead, dana) -> None:
    form = knock(alice).get(reverse("endings:my_will")).context["form"]

    assert str(dana.pk) not in dict(form.fields["colleague"].choices)
