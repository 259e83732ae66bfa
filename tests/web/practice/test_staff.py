"""Therapists keep their profile, a lead looks credentials up; unchecked never looks checked."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from conftest import person
from holdfast.web.audit.models import Entry
from holdfast.web.practice.actions import staff
from holdfast.web.practice.models import Credential, Therapist

pytestmark = pytest.mark.django_db
PROFILE = {
    "orientation": "Psychodynamic", "about": "I listen.", "boundaries": "No reports for courts.",
    "fees": "£60", "languages": "en, DE", "codes": ["bacp-2018"], "takes_new": "on",
}  # fmt: skip
LICENCE = {"title": "Registered member", "body": "BACP", "number": "20417", "expires_on": ""}


def sent(browser, path: str, opened: object = "", **fields: object):
    return browser.post(path, {"once": uuid4(), "opened": opened, **fields})


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def licence(anna, now) -> Credential:
    return staff.add_credential(
        anna, by=anna.user, now=now, title="Registered member", body="BACP", number="20417",
        expires_on=now.date() + timedelta(days=200),
    )  # fmt: skip


def test_it_works(knock, alice, anna) -> None:
    browser = knock(alice)
    answer = sent(browser, f"/practice/therapists/{anna.pk}/change/", opened="1", **PROFILE)

    page = text(browser.get("/my-profile/", follow=True))
    row = Therapist.objects.get(pk=anna.pk)
    assert answer.status_code == 302
    assert (row.languages, row.codes, row.takes_new) == (["en", "de"], ["bacp-2018"], True)
    for said in ("I listen.", "No reports for courts.", "German", "Ethical Framework"):
        assert said in page
    assert "about" in Entry.objects.get(kind="profile changed").fields
    assert b"listen" not in bytes(row.about)


def test_only_its_owner_writes_a_profile(knock, lead, bob, ben, anna) -> None:
    path = f"/practice/therapists/{anna.pk}/"

    assert knock(bob).get(path).status_code == 404
    assert knock(bob).get(f"{path}change/").status_code == 404
    assert knock(lead).get(path).status_code == 200
    assert sent(knock(lead), f"{path}change/", opened="1", **PROFILE).status_code == 404


def test_mistakes_lose_nothing(knock, alice, anna) -> None:
    path = f"/practice/therapists/{anna.pk}/change/"
    answer = sent(knock(alice), path, opened="1", **{**PROFILE, "languages": "en, German!"})

    assert answer.status_code == 422
    assert "“German!” is no language known here." in text(answer)
    assert "I listen." in text(answer)


def test_languages_are_given_by_name_too(knock, alice, anna) -> None:
    path, said = f"/practice/therapists/{anna.pk}/change/", "english, Français, Twi, en, NL"
    sent(knock(alice), path, opened="1", **{**PROFILE, "languages": said})

    assert Therapist.objects.get(pk=anna.pk).languages == ["en", "fr", "tw", "nl"]


@pytest.mark.parametrize("bare", ["65", "60 - 80", "65 for 50 minutes", "65 in all; 45 for some"])
def test_a_fee_without_a_currency_is_asked_for_it(knock, alice, anna, bare: str) -> None:
    path = f"/practice/therapists/{anna.pk}/change/"

    answer = sent(knock(alice), path, opened="1", **{**PROFILE, "fees": bare})

    assert "With the currency: 65 GBP for 50 minutes." in text(knock(alice).get(path))
    assert answer.status_code == 422
    assert "In which currency? Write for example 65 GBP for 50 minutes." in text(answer)


@pytest.mark.parametrize("said", ["", "£65", "65 gbp", "60–80 €", "70 Pounds an hour", "Ask me"])
def test_a_fee_in_words_is_kept_as_it_is(knock, alice, anna, said: str) -> None:
    path = f"/practice/therapists/{anna.pk}/change/"

    answer = sent(knock(alice), path, opened="1", **{**PROFILE, "fees": said})

    assert answer.status_code == 302
    assert Therapist.objects.get(pk=anna.pk).text("fees") == said


def test_a_code_nobody_ships_stays(knock, alice, anna) -> None:
    Therapist.objects.update(codes=["house-of-old"])

    assert "house-of-old" in text(knock(alice).get(f"/practice/therapists/{anna.pk}/change/"))


def test_two_browsers_lose_nothing(knock, alice, anna) -> None:
    browser, path = knock(alice), f"/practice/therapists/{anna.pk}/change/"
    sent(browser, path, opened="1", **PROFILE)
    answer = sent(browser, path, opened="1", **{**PROFILE, "about": "I wait."})

    assert answer.status_code == 422
    assert "I listen." in text(answer)
    assert "I wait." in text(answer)


def test_without_a_profile_it_says_what_to_do(knock, alice) -> None:
    assert "You have no profile yet" in text(knock(alice).get("/my-profile/"))


def test_a_lead_adds_a_therapist(knock, lead, alice) -> None:
    browser = knock(lead)
    assert "Add a therapist" in text(browser.get("/practice/therapists/"))
    fields = {"who": str(alice.pk), "since": "2026-01-05", "trainee": "on"}
    answer = sent(browser, "/practice/therapists/add/", **fields)

    row = Therapist.objects.get(user=alice)
    assert answer.status_code == 302
    assert (row.trainee, row.since) == (True, date(2026, 1, 5))


def test_a_client_can_never_be_made_a_therapist(knock, lead, sam) -> None:
    fields = {"who": str(sam.pk), "since": "2026-01-05"}

    assert sent(knock(lead), "/practice/therapists/add/", **fields).status_code == 422
    assert not Therapist.objects.exists()


def test_standing(knock, lead, anna) -> None:
    path = f"/practice/therapists/{anna.pk}/standing/"
    early = sent(knock(lead), path, opened="1", trainee="on", until="2020-01-01")
    kept = sent(knock(lead), path, opened="1", trainee="on", until="2026-03-31")

    row = Therapist.objects.get(pk=anna.pk)
    assert "have worked here since" in text(early)
    assert kept.status_code == 302
    assert (row.trainee, row.until) == (True, date(2026, 3, 31))


# Credentials.


def test_a_credential_counts_when_a_lead_has_looked_it_up(knock, lead, alice, anna) -> None:
    mine, leads = knock(alice), knock(lead)
    sent(mine, f"/practice/therapists/{anna.pk}/credentials/add/", **LICENCE)
    row = Credential.objects.get()
    assert "not looked up" in text(mine.get(f"/practice/therapists/{anna.pk}/"))

    sent(leads, f"/practice/credentials/{row.pk}/check/", how="public register")

    page = text(mine.get(f"/practice/therapists/{anna.pk}/"))
    assert "not looked up" not in page
    assert "looked up by Lena Lund on 17 February 2026: public register" in page


def test_a_therapist_never_checks(knock, alice, licence) -> None:
    answer = sent(knock(alice), f"/practice/credentials/{licence.pk}/check/", how="I know it")

    licence.refresh_from_db()
    assert answer.status_code == 404
    assert licence.checked_on is None


def test_a_lead_who_is_a_therapist_does_not_check_their_own(knock, now) -> None:
    both = person("Bea Both", "lead", "therapist", now=now)
    own = staff.add_therapist(both, by=both, now=now, since=now.date(), codes=[], languages=[])
    row = staff.add_credential(own, by=both, now=now, title="A", body="B", number="1",
                               expires_on=None)  # fmt: skip
    answer = sent(knock(both), f"/practice/credentials/{row.pk}/check/", how="I know it")

    assert answer.status_code == 422
    assert "Somebody else has to check" in text(answer)


def test_how_must_be_said(knock, lead, licence) -> None:
    answer = sent(knock(lead), f"/practice/credentials/{licence.pk}/check/", how=" ")

    licence.refresh_from_db()
    assert answer.status_code == 422
    assert licence.checked_on is None


def test_a_changed_credential_has_to_be_looked_up_again(knock, alice, lead, licence, now) -> None:
    staff.check_credential(licence, by=lead, now=now, how="register")
    browser, path = knock(alice), f"/practice/credentials/{licence.pk}/"
    opened = browser.get(path).context["form"].version
    fields = {**LICENCE, "expires_on": "2030-01-01"}
    assert sent(browser, path, opened=opened, **fields).status_code == 302

    licence.refresh_from_db()
    assert (licence.checked_on, licence.checked_by, licence.checked_how) == (None, None, "")
    assert Entry.objects.get(kind="credential changed").fields == ["expires_on"]


@pytest.mark.parametrize(
    ("ends", "checked", "says", "says_not"),
    [
        (-1, True, "ended", "✓"),
        (-1, False, "ended", "✓"),
        (200, False, "not looked up", "✓"),
        (30, True, "ends soon", "not looked up"),
        (200, True, "✓", "ends soon"),
    ],
)
def test_states_are_never_mistaken(
    knock, lead, licence, now, ends: int, checked: bool, says: str, says_not: str
) -> None:
    licence.expires_on = now.date() + timedelta(days=ends)
    licence.save()
    if checked:
        staff.check_credential(licence, by=lead, now=now, how="register")
    page = text(knock(lead).get("/practice/credentials/")).split("<tbody>")[1]

    assert says in page
    assert says_not not in page


def test_a_stranger_reaches_no_credential(knock, bob, ben, licence) -> None:
    assert knock(bob).get(f"/practice/credentials/{licence.pk}/").status_code == 404
    assert knock(bob).get(f"/practice/credentials/{uuid4()}/").status_code == 404


def test_empty_states(knock, lead) -> None:
    browser = knock(lead)

    assert "No therapist yet" in text(browser.get("/practice/therapists/"))
    assert "No credential is noted yet" in text(browser.get("/practice/credentials/"))
