"""Intake and the public page: what is entered, what is shown when, and what becomes of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django import forms
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client

from holdfast.web.jobs import worker
from holdfast.web.practice.models import Card, Notice, Participant, Session, Therapist, Therapy
from holdfast.web.screening.actions import leading_on
from holdfast.web.screening.actions.enquiring import enquire
from holdfast.web.screening.models import Enquiry, Finding, Frequency, Named, Node, Posting, Tie
from holdfast.web.screening.told import Wanted

from .made import HER_EX, PETRA, ToldOf, ask, checked, client_of, offered

pytestmark = pytest.mark.django_db
PETRAS = {"name": "Petra Johansen", "phone": "020 7946 0099", "kind": "individual"}


def _send(browser: Client, path: str, **fields):
    return browser.post(path, {"once": uuid4(), **PETRAS, **fields})


def test_the_coordinator_learns_who_may_be_offered_two_seconds_later(
    house, mike, intake, knock, clock, now
) -> None:
    browser = knock(intake)
    answer = _send(
        browser, "/intake/new/", other1_name="Mike Johansen", other1_relation="ex_partner",
        other1_born="1979",
    )  # fmt: skip
    worker.work(now)

    assert answer.status_code == 302
    page = answer["Location"]
    assert "It takes two seconds" in browser.get(page).content.decode()
    clock.at = now + timedelta(seconds=1.9)
    assert "May be offered" not in browser.get(page).content.decode()
    clock.at = now + timedelta(seconds=2)
    shown = browser.get(page).content.decode()
    assert "May be offered" in shown
    assert "Alice Ames" not in shown
    assert "Mike" not in shown


def test_what_is_put_in_place_after_the_check_is_the_whole_of_the_enquiry(
    house, intake, knock, clock, now, later
) -> None:
    enquiry, browser = checked(now, by=intake), knock(intake)

    begun = browser.get(f"/intake/{enquiry.pk}/").content.decode()
    clock.at = later
    ended = browser.get(f"/intake/{enquiry.pk}/").content.decode()

    assert 'hx-select="#enquiry"' in begun
    for page, state in ((begun, "being looked at"), (ended, "to be offered")):
        assert page.index('<div id="enquiry"') < page.index(f">{state}</span>")
    assert ended.index('<div id="enquiry"') < ended.index("What to say")
    assert "hx-select" not in ended


def test_why_an_enquiry_waits_is_told_to_the_desk_and_to_nobody_else(
    house, intake, desk, knock, clock, now, later
) -> None:
    for minute in (2, 1):
        checked(now - timedelta(minutes=minute), by=intake)
    third = checked(now, by=intake, language="en")
    wanted = Wanted("individual", language="en")
    limit = enquire(PETRA, (), wanted, now=now, by=intake, checked=False)
    Therapist.objects.update(languages=["ti"])
    nobody = checked(now, by=desk, language="en")
    clock.at, said = later, set()
    for waits, why in (
        (third, "named for the third time"),
        (limit, "More came from one place"),
        (nobody, "Nobody could be offered"),
    ):
        assert waits.state == "waits"
        page = knock(desk).get(f"/desk/people/{waits.card_id}/").content.decode()
        assert why in page
        assert why in knock(desk).get("/desk/").content.decode()
        told = knock(intake).get(f"/intake/{waits.pk}/").content.decode()
        assert why not in told
        assert why not in knock(intake).get("/intake/").content.decode()
        said.add(told[told.index("<main") : told.index("</main>")].replace(str(waits.pk), ""))
    assert len(said) == 1


def test_languages_are_shown_by_their_names(house, intake, knock, clock, now, later) -> None:
    Therapist.objects.update(languages=["en", "ti"])
    browser = knock(intake)
    asking = browser.get("/intake/new/").content.decode()
    enquiry = checked(now, by=intake, language="ti")
    clock.at = later

    shown = browser.get(f"/intake/{enquiry.pk}/").content.decode()

    assert '<option value="ti">Tigrinya</option>' in asking
    assert "English, Tigrinya" in shown
    assert "<dd>Tigrinya</dd>" in shown


def test_a_late_check_is_released_at_a_whole_step(house, now) -> None:
    enquiry = ask(now, HER_EX)
    worker.work(now + timedelta(seconds=5.3))
    enquiry.refresh_from_db()

    assert enquiry.release_at == now + timedelta(seconds=8)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("1999-03-01", "This day is over"),
        ("2026-02-16", "This day is over"),
        ("2091-03-01", "more than 2 years ahead"),
        ("", "Say when"),
    ],
)
def test_a_first_session_is_on_a_day_that_can_be_right(
    day, says, house, intake, knock, clock, now, later
) -> None:
    enquiry = checked(now, by=intake)
    clock.at, chosen = later, enquiry.lists.get().therapists[0]
    sent = {"once": uuid4(), "opened": enquiry.version, "chosen": f"{chosen} other"}
    at = f"{day}T10:00" if day else ""

    answer = knock(intake).post(f"/intake/{enquiry.pk}/", {**sent, "at": at})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Therapy.objects.exists()


def test_a_first_session_may_be_today(house, intake, knock, clock, now, later) -> None:
    enquiry = checked(now, by=intake)
    clock.at, chosen = later, enquiry.lists.get().therapists[0]
    sent = {"once": uuid4(), "opened": enquiry.version, "chosen": f"{chosen} other"}

    knock(intake).post(f"/intake/{enquiry.pk}/", {**sent, "at": f"{now:%Y-%m-%d}T18:00"})

    assert Therapy.objects.count() == 1


def test_the_list_costs_the_same_for_two_and_for_ten(
    house, intake, knock, now, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    browser = knock(intake)
    for number in (2, 8):
        for each in range(number):
            ask(now, asker=ToldOf(f"Person{number}{each} Name", phone="020 7946 0000"))
        browser.get("/intake/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get("/intake/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "name",
    [
        "王小明", "محمد بن علي", "יעל כהן", "Ω", "N/A", "Baby", "unknown", "Smith Jr.", "Smith Sr.",
        "Anne-Marie " + "Wolfeschlegelsteinhausenbergerdorff " * 8,
    ],
)  # fmt: skip
def test_any_name_comes_in_whole(name, house, now, client) -> None:
    answer = _send(client, "/enquire/", name=name, other1_name=name, other1_relation="kin")
    worker.work(now)

    assert answer.status_code == 302, answer.content.decode()
    enquiry = Enquiry.objects.with_cards().get()
    assert enquiry.card.shown_name == name.strip()
    assert enquiry.state == "answered"


def test_a_name_that_says_nothing_is_counted_with_nobody(house, now) -> None:
    for days in range(4):
        asker = ToldOf("N/A", phone=f"020 7946 {1111 * (days + 1)}")
        enquiry = checked(now + timedelta(days=days), asker=asker)
        assert enquiry.state == "answered"


def test_twins_are_told_apart_by_their_given_names(house, now) -> None:
    client_of(house["alice"], "Anna Berg", birth="1990-01-02")
    enquiry = checked(now, asker=ToldOf("Hanna Berg", born="1990-01-02", phone="020 7946 0001"))

    assert not Finding.objects.filter(enquiry=enquiry, side="therapist").filter(
        therapist=house["alice"]
    ).exists() or "alice" not in offered(enquiry)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "ring me"}, "phone"),
        ({"born": "1884"}, "born"),
        ({"other2_name": "Mike"}, "other2_relation"),
        ({"other2_relation": "kin"}, "other2_name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(fields, field, house, client) -> None:
    answer = _send(client, "/enquire/", **fields)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Enquiry.objects.exists()


def test_the_street_gets_the_same_answer_and_then_a_person(house, mike, now, client) -> None:
    answers = []
    for number in range(6):
        name = ("Ada Moss", "Bo Lund", "Cy Reed", "Di Frost", "Ed Vance", "Flo Kerr")[number]
        answer = _send(client, "/enquire/", name=name)
        answers.append((answer.status_code, answer["Location"], answer.content))
    worker.work(now)

    assert len(set(answers)) == 1
    assert Enquiry.objects.filter(state="answered").count() == 5
    assert Enquiry.objects.filter(state="waits").count() == 1


def test_a_therapist_asked_for_by_name_is_told_and_no_other(house, now, later) -> None:
    from holdfast.web.practice.actions.people import new_card
    from holdfast.web.screening import index
    from holdfast.web.screening.actions.ties import join
    from holdfast.web.screening.models import Circle

    alice = house["alice"]
    index.put_staff(now)
    card = new_card("circle", now=now, name="Petra Johansen", birth="1981")
    declared = Circle.objects.create(
        therapist=alice, card=card, kind="friend", declared_on=now.date(),
        lapses_on=now.date() + timedelta(days=300),
    )  # fmt: skip
    join(card.node, "friend", Node.objects.get(user=alice.user), circle=declared)
    silent = checked(now)
    seen = Finding.objects.visible_to(alice.user, later)
    assert "alice" not in offered(silent)
    assert not seen.exists()
    asked = checked(now, asked_for=str(alice.pk))

    assert [row.enquiry for row in seen] == [asked]
    assert not Finding.objects.visible_to(house["bob"].user, later).exists()


def test_an_accepted_offer_becomes_a_planned_therapy_that_nothing_joins(
    house, intake, knock, clock, now, later
) -> None:
    enquiry = checked(now, HER_EX, by=intake)
    clock.at = later
    browser = knock(intake)
    page = f"/intake/{enquiry.pk}/"
    offer = browser.get(page).context["offers"][0]
    value, at = offer.times[0]
    answer = browser.post(page, {"once": uuid4(), "opened": enquiry.version, "chosen": value})
    worker.work(later)

    assert answer.status_code == 302
    therapy = Therapy.objects.get(state="planned")
    place = Participant.objects.with_cards().get(therapy=therapy)
    assert place.card.shown_name == "Petra Johansen"
    assert place.card_id != enquiry.card_id
    assert Session.objects.get(therapy=therapy).starts_at == at
    assert not any(f.related_model is Enquiry for f in Therapy._meta.get_fields() if f.concrete)
    enquiry.refresh_from_db()
    assert enquiry.state == "accepted"
    assert enquiry.lists.count() == 1


def test_proposed_times_keep_away_from_somebody_to_be_avoided(house, now) -> None:
    from holdfast.web.practice.actions.sessions import plan_sessions
    from holdfast.web.screening.times import is_beside, propose

    place = client_of(house["bob"], "Howard Tull", birth="1970", phone="020 7946 0018")
    day = now.date() + timedelta(days=3)
    starts = [
        now.replace(tzinfo=None, hour=hour, minute=0) + timedelta(days=3)
        for hour in range(8, 20, 2)
    ]
    plan_sessions(place.therapy, starts, minutes=50, by=house["bob"].user, now=now)
    avoided = ToldOf("Howard Tull", relation="avoided", born="1970", phone="020 7946 0018")
    enquiry = checked(now, avoided)

    times = propose(enquiry, list(house.values()), now)
    assert all(day.isoformat() not in at for each in times.values() for at in each)
    assert is_beside(enquiry, now.replace(hour=9, minute=0) + timedelta(days=3), now)


def test_the_desk_hears_of_a_time_picked_beside_one_to_be_kept_apart(
    house, intake, desk, now, later
) -> None:
    from holdfast.web.practice.actions.sessions import plan_sessions

    place = client_of(house["bob"], "Howard Tull", birth="1970", phone="020 7946 0018")
    start = now.replace(tzinfo=None, hour=10, minute=0) + timedelta(days=3)
    plan_sessions(place.therapy, [start], minutes=50, by=house["bob"].user, now=now)
    avoided = ToldOf("Howard Tull", relation="avoided", born="1970", phone="020 7946 0018")
    enquiry = checked(now, avoided)
    chosen = next(t for t in house.values() if str(t.pk) in enquiry.lists.get().therapists)
    leading_on.accept(enquiry, chosen, start + timedelta(hours=1), by=intake, now=later)
    worker.work(later)

    assert Notice.objects.filter(user=desk, kind="for_the_desk", subject_id=enquiry.pk).exists()


def test_what_led_nowhere_is_erased_with_everybody_it_named(house, mike, now) -> None:
    before = {m: m.objects.count() for m in (Card, Node, Posting, Named, Tie)}
    shared = dict(Frequency.objects.filter(count__gt=0).values_list("key", "count"))
    checked(now, HER_EX)
    staff = Node.objects.filter(user__isnull=False).count()
    leading_on.erase_old(now + timedelta(days=366))

    assert not Enquiry.objects.exists()
    assert not Finding.objects.exists()
    after = {m: m.objects.count() for m in (Card, Named, Tie)}
    assert after == {m: before[m] for m in after}
    assert Node.objects.count() == before[Node] + staff
    kept = dict(Frequency.objects.filter(count__gt=0).values_list("key", "count"))
    assert all(kept[key] >= count for key, count in shared.items())


@pytest.mark.parametrize("state", ["answered", "waits", "closed"])
def test_what_led_nowhere_is_kept_for_twelve_months_and_no_day_longer(
    state, house, intake, now
) -> None:
    enquiry = checked(now, HER_EX)
    if state == "waits":
        Enquiry.objects.update(state=state)
    if state == "closed":
        leading_on.close(enquiry, by=intake, now=now + timedelta(days=90))

    assert leading_on.erase_old(now + timedelta(days=365)) == 0
    assert leading_on.erase_old(now + timedelta(days=366)) == 1
    assert not Card.objects.filter(held_by="enquiry").exists()


@pytest.mark.database
def test_a_list_once_given_stays_as_given(house, mike, now) -> None:
    from django.db import DatabaseError, transaction

    given = checked(now, HER_EX).lists.get()
    given.therapists = []

    with pytest.raises(DatabaseError), transaction.atomic():
        given.save()


def test_a_new_key_finds_the_same_people(house, mike, now, capsys) -> None:
    first = offered(checked(now, HER_EX))
    before = set(Posting.objects.values_list("key", flat=True))
    call_command("screen-rekey")

    after = set(Posting.objects.values_list("key", flat=True))
    assert not before & after
    again = checked(now + timedelta(days=1), HER_EX)
    assert offered(again) == first
    assert Finding.objects.filter(enquiry=again, side="client").exists()


def test_two_people_said_to_be_two_tie_nobody(house, mike, desk, now) -> None:
    from holdfast.web.screening.actions.ties import answer
    from holdfast.web.screening.models import SamePerson

    enquiry = ask(now, HER_EX)
    node = Node.objects.get(card__named__relation="ex_partner")
    pair = SamePerson.objects.create(
        one=mike.card.node, other=node, weight=9, band="probable", found_at=now
    )
    answer(pair, "different", by=desk, now=now)
    worker.work(now)
    enquiry.refresh_from_db()

    assert not Finding.objects.exists()


def test_nothing_of_the_index_can_be_read_from_the_database(house, mike, now) -> None:
    checked(now, HER_EX)

    for node in Node.objects.all():
        assert b"johansen" not in bytes(node.fields)


def test_what_is_missing_is_said_in_plain_words_with_whom_it_is_about(client, house) -> None:
    answer = _send(client, "/enquire/", name="", other1_name="Mike", other2_name="Ann")

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "This field is required" not in text
    assert "Please fill this in." in text
    assert "(person 1)" in text
    assert "(person 2)" in text


def test_a_question_is_not_followed_by_a_colon() -> None:
    class Asked(forms.Form):
        what = forms.CharField(label="What feels wrong?")
        name = forms.CharField(label="Name")

    text = render_to_string("parts/summary.html", {"form": Asked({})})

    assert "What feels wrong? This" in text
    assert "Name: This" in text
