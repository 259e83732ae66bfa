"""Somebody in therapy gets a door of their own: by a safe address, or by what is handed over."""

import re
from uuid import uuid4

import pytest

from holdfast.web.jobs.models import Job

pytestmark = pytest.mark.django_db


def sent(browser, path: str, **fields: object):
    return browser.post(path, {"once": uuid4(), "opened": "", **fields})


def letters_to(participant) -> list[Job]:
    """The invitations that are to be written to a participant."""
    waiting = Job.objects.filter(kind="accounts.invited")
    return [job for job in waiting if job.ids == {"user": str(participant.user_id)}]


@pytest.fixture
def safe_address(dana, alice, now) -> str:
    from holdfast.web.practice.actions.people import add_contact_point

    add_contact_point(
        dana.card, by=alice, now=now, about=dana.therapy, kind="email",
        value="dana@example.org", safe_for=["account"],
    )  # fmt: skip
    return "dana@example.org"


def test_it_works(knock, alice, dana) -> None:
    browser = knock(alice)
    answer = sent(
        browser, f"/people/{dana.pk}/invite/", address="dana@example.org", how="hand"
    )  # fmt: skip
    page = browser.get(answer["Location"]).content.decode()

    assert re.search(r"http://testserver/invitation/[\w-]{40,}/", page)
    assert "shown once" in browser.get(answer["Location"]).content.decode()
    dana.refresh_from_db()
    assert dana.user.roles == {"client"}
    assert not letters_to(dana), "no letter was written"


def test_a_letter_goes_only_to_a_safe_address(knock, alice, dana, safe_address) -> None:
    browser, path = knock(alice), f"/people/{dana.pk}/invite/"
    refused = sent(browser, path, address="other@example.org", how="letter")
    assert refused.status_code == 422
    assert "not known to be safe" in refused.content.decode()

    assert sent(browser, path, address=safe_address, how="letter").status_code == 302
    dana.refresh_from_db()
    assert len(letters_to(dana)) == 1


def test_without_a_safe_address_there_is_no_letter_to_choose(knock, alice, dana) -> None:
    page = knock(alice).get(f"/people/{dana.pk}/invite/").content.decode()

    assert 'value="letter"' not in page


def test_a_code_is_for_somebody_who_signs_in(knock, alice, dana) -> None:
    answer = sent(knock(alice), f"/people/{dana.pk}/code/")

    assert answer.status_code == 422
    assert "does not sign in yet" in answer.content.decode()


def test_six_digits_are_shown_once(knock, alice, dana, now) -> None:
    from conftest import person

    dana.user = person("Dana Whitfield", "client", now=now)
    dana.save()
    browser = knock(alice)
    answer = sent(browser, f"/people/{dana.pk}/code/")

    assert re.search(r"<strong>\d{6}</strong>", browser.get(answer["Location"]).content.decode())
    assert "shown once" in browser.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("what", ["invite", "code", "handed"])
def test_the_wrong_therapist_knocks(knock, bob, ben, dana, what) -> None:
    assert knock(bob).get(f"/people/{dana.pk}/{what}/").status_code == 404
