"""People of a therapy: cards of their own, nothing joined, nothing lost, nothing in the clear."""

from uuid import uuid4

import pytest
from django.db import connection

from holdfast.web.practice.forms.people import check_partial_date
from holdfast.web.practice.models import Card, ContactPoint, Participant, Therapy

pytestmark = pytest.mark.django_db


def sent(browser, path: str, **fields: object):
    return browser.post(path, {"once": uuid4(), "opened": fields.pop("opened", ""), **fields})


def test_it_works(knock, alice, anna) -> None:
    browser = knock(alice)
    answer = sent(
        browser, "/therapies/new/", kind="couple", names="Dana Whitfield\nSam Okoro",
        since="2026-02-17",
    )  # fmt: skip

    therapy = Therapy.objects.get()
    assert answer["Location"] == f"/therapies/{therapy.pk}/"
    assert therapy.shown_title == "Dana Whitfield & Sam Okoro"
    assert len({p.card.key_id for p in therapy.participants.all()}) == 2


def test_one_that_begins_next_month_is_planned_and_there_at_once(knock, alice, anna) -> None:
    browser = knock(alice)
    answer = sent(
        browser, "/therapies/new/", kind="individual", names="Dana Whitfield", since="2026-03-10"
    )

    assert browser.get(answer["Location"]).status_code == 200
    assert Therapy.objects.get().state == "planned"
    assert "Dana Whitfield" in browser.get("/clients/").content.decode()


def test_a_therapy_pauses_and_goes_on(knock, alice, bob, ben, therapy) -> None:
    browser, address = knock(alice), f"/therapies/{therapy.pk}/pause/"
    assert knock(bob).get(address).status_code == 404

    for then in ("paused", "active", "active"):  # the last from a page that was left open
        answer = sent(browser, address, then=then)
        assert answer["Location"] == f"/therapies/{therapy.pk}/"
        therapy.refresh_from_db()
        assert therapy.state == then

    assert sent(browser, address, then="ended").status_code == 422


def test_one_that_has_ended_does_not_pause(knock, alice, therapy) -> None:
    Therapy.objects.filter(pk=therapy.pk).update(state="ended")

    assert knock(alice).get(f"/therapies/{therapy.pk}/pause/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"names": "Dana\nSam"}, "An individual therapy has one client."),
        ({"kind": "couple"}, "Write a name for each person who comes."),
        ({"kind": "couple", "names": "Dana\nDana"}, "Tell the two apart"),
        ({"names": " \n "}, "Please fill this in."),
        ({"since": "31 February"}, "Please give a day"),
        ({"names": "x" * 121}, "longer than 120 letters"),
    ],
)
def test_mistakes_get_a_sentence(knock, alice, anna, fields, says) -> None:
    given = {"kind": "individual", "names": "Dana", "since": "2026-02-17"} | fields
    answer = sent(knock(alice), "/therapies/new/", **given)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Therapy.objects.exists()


def test_two_therapists_who_know_the_same_person_hold_two_cards(
    knock, alice, anna, bob, ben
) -> None:
    for user in (alice, bob):
        fields = {"kind": "individual", "names": "Dana Whitfield", "since": "2026-02-17"}
        sent(knock(user), "/therapies/new/", **fields)
    hers, his = (Participant.objects.get(therapy__assignments__therapist=t) for t in (anna, ben))

    path = f"/people/{hers.pk}/change/"
    sent(knock(alice), path, opened=1, name="Dana Whitfield-Okoro", birth="1984")

    assert Card.objects.get(pk=hers.card_id).shown_name == "Dana Whitfield-Okoro"
    assert Card.objects.get(pk=his.card_id).shown_name == "Dana Whitfield"


def test_a_card_changed_by_two_at_once_shows_both_texts(knock, alice, dana) -> None:
    browser, path = knock(alice), f"/people/{dana.pk}/change/"
    sent(browser, path, opened=1, name="Dana W.", note="likes tea")
    answer = sent(browser, path, opened=1, name="Dana Whitfield", note="likes coffee")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "likes tea" in page
    assert "likes coffee" in page


def test_a_way_to_reach_somebody_is_safe_for_nothing_at_first(knock, alice, dana) -> None:
    browser = knock(alice)
    sent(browser, f"/people/{dana.pk}/contact-points/add/", kind="phone", value="020 7946 0018")
    point = ContactPoint.objects.get()

    assert not any(point.is_safe_for(p) for p in ContactPoint.Purpose.values)
    assert "not known to be safe" in browser.get(f"/people/{dana.pk}/").content.decode()

    fields = {"kind": "phone", "value": "020 7946 0018", "safe_for": ["scheduling"]}
    sent(browser, f"/contact-points/{point.pk}/", **fields)
    assert ContactPoint.objects.get().is_safe_for("scheduling")


@pytest.mark.parametrize(
    ("kind", "value"), [("email", "dana at example"), ("phone", "ask her"), ("text", "12")]
)
def test_what_is_no_address_is_refused(knock, alice, dana, kind, value) -> None:
    path = f"/people/{dana.pk}/contact-points/add/"
    answer = sent(knock(alice), path, kind=kind, value=value)

    assert answer.status_code == 422
    assert "This is not" in answer.content.decode()


def test_a_guardian_stands_for_somebody_until_a_day(knock, alice, therapy, dana) -> None:
    browser, path = knock(alice), f"/therapies/{therapy.pk}/people/add/"
    refused = sent(browser, path, name="Ruth", role="guardian")
    assert "Say for whom" in refused.content.decode()

    fields = {"role": "guardian", "stands_for": str(dana.pk), "until": "2028-05-01"}
    sent(browser, path, name="Ruth Whitfield", **fields)

    guardian = therapy.participants.get(role="guardian")
    assert guardian.stands_for == dana
    therapy.refresh_from_db()
    assert therapy.shown_title == "Dana Whitfield", "a guardian is nobody's client"


@pytest.mark.parametrize("path", ["people/{}/", "people/{}/change/"])
def test_the_wrong_therapist_knocks(knock, bob, ben, dana, path) -> None:
    assert knock(bob).get("/" + path.format(dana.pk)).status_code == 404
    assert knock(bob).get("/" + path.format(uuid4())).status_code == 404


@pytest.mark.database
def test_no_name_stands_in_the_database(dana) -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not any("Whitfield" in str(row) for row in cursor.fetchall()), table


@pytest.mark.parametrize(
    ("given", "kept"),
    [("", ""), ("1984", "1984"), ("1984-5", "1984-05"), ("1984-05-09", "1984-05-09")],
)
def test_a_date_of_birth_may_be_partial(given, kept, now) -> None:
    assert check_partial_date(given, now.date()) == kept


@pytest.mark.parametrize("given", ["84", "1984-13", "2023-02-29", "2027", "1850", "May 1984"])
def test_an_impossible_date_of_birth_is_refused(given, now) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        check_partial_date(given, now.date())
