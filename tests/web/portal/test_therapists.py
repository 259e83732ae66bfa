"""Choosing a therapist: who is shown, what counts as checked, an order that tells nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import person
from holdfast.web.portal.vetting import QUESTIONS, by_lot
from holdfast.web.practice.actions import staff
from holdfast.web.practice.models import Practice, Therapist

pytestmark = pytest.mark.django_db
LIST = "/choose-a-therapist/"


@pytest.fixture
def shows(db: None) -> Practice:
    practice = Practice.get()
    practice.public_profiles = True
    practice.save()
    return practice


def _therapist(user, now: datetime, public: bool = True) -> Therapist:  # type: ignore[no-untyped-def]
    row = staff.add_therapist(
        user, by=user, now=now, since=date(2025, 1, 1), codes=["bacp-2018"], languages=["en"]
    )
    staff.change_profile(
        row, by=user, now=now, changed=[], languages=["en", "ti"], codes=["bacp-2018"],
        takes_new=False, public=public, orientation="Talking", about="About words",
        boundaries="No friend requests", fees="70 for 50 minutes",
    )  # fmt: skip
    return row


def _text(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nobody_is_shown_unless_the_practice_shows_profiles(alice, now) -> None:
    row = _therapist(alice, now)

    assert not Practice.get().public_profiles
    assert "Alice Ames" not in _text(LIST)
    assert "No names are shown here" in _text(LIST)
    assert Client().get(f"{LIST}{row.pk}/").status_code == 404


def test_nobody_is_shown_who_did_not_agree_or_has_left(alice, bob, now, shows) -> None:
    _therapist(alice, now, public=False)
    gone = _therapist(bob, now)
    staff.change_standing(gone, by=bob, now=now, trainee=False, until=date(2025, 6, 1))

    assert "Alice Ames" not in _text(LIST)
    assert "Bob Brandt" not in _text(LIST)


def test_a_profile_says_what_it_should(alice, now, shows) -> None:
    row = _therapist(alice, now)
    text = _text(f"{LIST}{row.pk}/")

    for said in ("Alice Ames", "Talking", "About words", "No friend requests", "70 for 50 minutes"):
        assert said in text
    assert "Tigrinya" in text
    assert "British Association for Counselling and Psychotherapy" in text
    assert "<title>A therapist" in text


def test_a_credential_is_looked_up_with_bodies_of_professions_alone(alice, now, shows) -> None:
    Practice.objects.filter(pk=Practice.get().pk).update(country="GB")
    text = _text(f"{LIST}{_therapist(alice, now).pk}/")
    listed = text[text.index("Look it up yourself") :].partition("</details>")[0]

    assert "Health and Care Professions Council" in listed
    assert "Supporting Safe Therapy" not in listed


def test_only_what_was_looked_up_and_has_not_ended_counts_as_checked(
    alice, lead, now, shows
) -> None:
    row = _therapist(alice, now)
    ended = now.date() - timedelta(days=400)
    for title, ends in (("Good", None), ("Ended", ended), ("Unseen", None)):
        one = staff.add_credential(
            row, by=alice, now=now, title=title, body="A body", number=f"N-{title}", expires_on=ends
        )
        if title != "Unseen":
            staff.check_credential(one, by=lead, now=now, how="the register")
    text = _text(f"{LIST}{row.pk}/")
    parts = {
        t: text.split(f"<h3>{t}</h3>")[1].split("</li>")[0] for t in ("Good", "Ended", "Unseen")
    }

    assert "✓" in parts["Good"]
    assert "Checked by Lena Lund on 17 February 2026: the register." in parts["Good"]
    assert all("✓" not in parts[t] and "Checked by" not in parts[t] for t in ("Ended", "Unseen"))
    assert "It does not count now." in parts["Ended"]
    assert "Nobody at the practice has looked this up yet." in parts["Unseen"]
    assert all(f"N-{title}" in text for title in parts)
    assert _text(LIST).count("✓") == 1


def test_a_credential_that_ends_stops_counting_the_day_after(alice, lead, now, shows) -> None:
    row = _therapist(alice, now)
    today = datetime.now(UTC).date()
    for days in (1, -1):
        one = staff.add_credential(
            row, by=alice, now=now, title=f"D{days}", body="B", number="1",
            expires_on=today + timedelta(days=days),
        )  # fmt: skip
        staff.check_credential(one, by=lead, now=now, how="the register")
    text = _text(LIST)

    assert "✓ D1, checked" in text
    assert "✕ D-1, ended" in text


def test_the_practice_takes_new_people_not_the_therapist(alice, now, shows) -> None:
    row = _therapist(alice, now)  # who takes nobody new
    there = _text(f"{LIST}{row.pk}/")
    assert "We take new people" in there
    row.takes_new = True
    row.save()
    assert _text(f"{LIST}{row.pk}/") == there

    shows.takes_new = False
    shows.save()
    assert "We take nobody new right now" in _text(LIST)


def test_the_order_changes_with_the_day_and_hangs_on_nothing_else(now, shows) -> None:
    rows = [
        _therapist(person(f"{name} Z", "therapist", now=now), now)
        for name in ("Anna", "Berta", "Carla", "Dora", "Emma")
    ]
    days = [date(2026, 3, day) for day in range(1, 29)]
    firsts = {by_lot(rows, day)[0].pk for day in days}

    assert len(firsts) > 2
    for row in rows:
        row.takes_new, row.since = True, date(2020, 1, 1)
    assert [r.pk for r in by_lot(rows, days[0])] == [r.pk for r in by_lot(rows[::-1], days[0])]


def test_the_list_asks_as_many_queries_for_many_as_for_one(now, lead, shows) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            _text(LIST)
        return len(caught)

    def add(name: str) -> None:
        row = _therapist(person(name, "therapist", now=now), now)
        one = staff.add_credential(
            row, by=row.user, now=now, title="T", body="B", number="1", expires_on=None
        )
        staff.check_credential(one, by=lead, now=now, how="the register")

    add("Anna One")
    first = count()
    for name in ("Berta Two", "Carla Three", "Dora Four"):
        add(name)
    assert count() == first


def test_a_therapist_agrees_to_their_own_and_only_to_that(alice, bob, lead, now, signed_in) -> None:
    row = _therapist(alice, now, public=False)
    page = f"/practice/therapists/{row.pk}/change/"

    assert "Visitors may read my profile" in signed_in(alice).get(page).content.decode()
    for other in (bob, lead):
        assert signed_in(other).get(page).status_code == 404


def test_the_lead_switches_profiles_on(lead, signed_in) -> None:
    from forms_on_page import forms_on

    browser = signed_in(lead)
    page = browser.get("/practice/change/").content.decode()
    form = next(f for f in forms_on(page, "/practice/change/") if f.action == "/practice/change/")
    sent = {one.name: one.value for one in form.fields if one.type not in {"checkbox", "select"}}
    practice = Practice.get()
    sent |= {n: getattr(practice, n) for n in ("zone", "language", "country", "currency")}
    answer = browser.post("/practice/change/", {**sent, "public_profiles": "on"})

    assert answer.status_code == 302
    assert Practice.get().public_profiles
    assert not Practice.get().takes_new


def test_the_questions_are_a_list_to_print_with_ticks_kept_nowhere() -> None:
    text = _text(f"{LIST}questions/")

    assert text.count('type="checkbox"') == sum(len(part.questions) for part in QUESTIONS) > 10
    main = text[text.index('<main id="main"') :]
    assert "<form" not in main
    assert "name=" not in main
    assert "print-only" in main
