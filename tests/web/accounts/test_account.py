"""My sign-in: factors, recovery codes, devices, password."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from conftest import PASSWORD, app_code
from holdfast.web.accounts import totp
from holdfast.web.accounts.models import Draft, Factor, Session, User

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


def _send(client: Client, path: str, **fields: object) -> Any:
    return client.post(path, {"once": uuid4(), **fields})


def test_it_works(alice: User, signed_in: SignedIn) -> None:
    page = signed_in(alice).get("/my-sign-in/").content.decode()

    assert "alice@example.org" in page
    assert "Authenticator app" in page


def test_a_client_adds_an_app(dana: User, signed_in: SignedIn) -> None:
    client = signed_in(dana)
    page = client.get("/my-sign-in/app/").content.decode()
    secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert sealed is not None
    assert secret not in sealed[1]

    code = totp.code_at(secret, totp.step_of(datetime.now(UTC)))
    answer = _send(client, "/my-sign-in/app/", code=code, sealed=sealed[1])
    assert answer["Location"] == "/my-sign-in/recovery-codes/"
    assert dana.factors.get().text("secret") == secret

    assert (
        Client().post(
            "/sign-in/", {"once": uuid4(), "address": "dana@example.org", "password": PASSWORD}
        )["Location"]
        == "/sign-in/second/"
    )


def test_a_wrong_code_keeps_the_same_secret(dana: User, signed_in: SignedIn) -> None:
    client = signed_in(dana)
    first = client.get("/my-sign-in/app/").content.decode()
    sealed = re.search(r'name="sealed" value="([^"]+)"', first)
    assert sealed is not None
    again = _send(client, "/my-sign-in/app/", code="000000", sealed=sealed[1])

    groups = r"<span>([A-Z2-7]{4})</span>"
    assert again.status_code == 422
    assert re.findall(groups, again.content.decode()) == re.findall(groups, first)


def test_staff_keep_at_least_one_factor(alice: User, signed_in: SignedIn) -> None:
    client, app = signed_in(alice), alice.factors.get()
    answer = _send(client, f"/my-sign-in/factors/{app.pk}/remove/")

    assert answer.status_code == 422
    assert alice.factors.exists()


def test_a_client_may_remove_theirs(dana: User, signed_in: SignedIn, now: Any) -> None:
    from holdfast.web.accounts.actions import factors

    app = factors.add_app(user=dana, secret=totp.new_secret(), step=0, now=now)
    factors.new_recovery_codes(user=dana, now=now)
    _send(signed_in(dana), f"/my-sign-in/factors/{app.pk}/remove/")

    assert not dana.factors.exists()


def test_somebody_elses_factor_is_a_404(alice: User, bob: User, signed_in: SignedIn) -> None:
    theirs = bob.factors.get()

    assert signed_in(alice).get(f"/my-sign-in/factors/{theirs.pk}/remove/").status_code == 404


def test_recovery_codes_are_shown_once_and_kept_as_hashes(alice: User, signed_in: SignedIn) -> None:
    client = signed_in(alice)
    page = _send(client, "/my-sign-in/recovery-codes/").content.decode()
    codes = re.findall(r"<li>(\w{5}-\w{5})</li>", page)
    assert len(set(codes)) == 10

    stored = Factor.objects.filter(kind="code").values_list("found_by", flat=True)
    assert not set(codes) & set(stored)
    assert codes[0] not in client.get("/my-sign-in/recovery-codes/").content.decode()

    fresh = Client()
    _send(fresh, "/sign-in/", address="alice@example.org", password=PASSWORD)
    assert _send(fresh, "/sign-in/second/", code=codes[3]).status_code == 302


def test_another_device_is_listed_and_signed_out(alice: User, signed_in: SignedIn) -> None:
    here, there = signed_in(alice), signed_in(alice)
    other = Session.objects.filter(user=alice).order_by("-began_at")[0]

    here.post(f"/my-sign-in/devices/{other.session_key}/end/")
    assert there.get("/my-sign-in/").status_code == 302
    assert here.get("/my-sign-in/").status_code == 200


def test_somebody_elses_device_is_a_404(alice: User, bob: User, signed_in: SignedIn) -> None:
    signed_in(bob)
    theirs = Session.objects.get(user=bob)

    answer = signed_in(alice).post(f"/my-sign-in/devices/{theirs.session_key}/end/")
    assert answer.status_code == 404
    assert Session.objects.filter(user=bob).exists()


def test_a_changed_password_signs_the_others_out(dana: User, signed_in: SignedIn) -> None:
    here, there = signed_in(dana), signed_in(dana)
    _send(here, "/my-sign-in/password/", password="another four plain words")

    assert here.get("/my-sign-in/").status_code == 200
    assert there.get("/my-sign-in/").status_code == 302


def test_a_draft_is_kept_and_thrown_away(dana: User, signed_in: SignedIn) -> None:
    client = signed_in(dana)
    sent = {"draft": "noteform", "note": "half a sen"}
    page = {"Referer": "http://testserver/notes/"}

    assert client.post("/draft/", sent, headers=page).status_code == 204
    assert client.post("/draft/", {"note": "no mark"}, headers=page).status_code == 422
    assert Draft.objects.count() == 1
    assert client.post("/draft/drop/", sent, headers=page)["Location"] == "/notes/"
    assert not Draft.objects.exists()


def test_proving_it_needs_the_code_too(alice: User, signed_in: SignedIn) -> None:
    client = signed_in(alice)

    assert _send(client, "/prove/", password=PASSWORD).status_code == 422
    alice.refresh_from_db()
    code = app_code(alice)
    assert _send(client, "/prove/", password=PASSWORD, code=code).status_code == 302


def test_what_idle_sign_off_interrupted_comes_back(lead: User, signed_in: SignedIn) -> None:
    client = signed_in(lead)
    session = client.session
    session["seen"] = (datetime.now(UTC) - timedelta(minutes=21)).isoformat()
    session.save()
    sent = {"draft": "inviteform", "name": "Nia half wri", "address": "", "roles": ["intake"]}
    page = {"Referer": "http://testserver/roles/invite/"}

    led = client.post("/roles/invite/", sent, headers=page)
    assert led["Location"].startswith("/sign-in/?next=%2Froles%2Finvite%2F")
    shown = signed_in(User.objects.get(pk=lead.pk), client).get("/roles/invite/").content.decode()
    assert 'value="Nia half wri"' in shown
    assert re.search(r'value="intake"[^>]*checked', shown)
    assert "Throw away" in shown


def test_a_form_too_old_to_be_trusted_is_kept(lead: User, signed_in: SignedIn) -> None:
    client = signed_in(lead, Client(enforce_csrf_checks=False))
    client.handler.enforce_csrf_checks = True
    sent = {"draft": "inviteform", "name": "Nia half wri"}

    own = client.post(
        "/roles/invite/", sent, headers={"Referer": "http://testserver/roles/invite/"}
    )
    assert own.status_code == 403
    assert "is kept" in own.content.decode()
    assert Draft.objects.count() == 1


def test_another_site_cannot_put_words_in(lead: User, signed_in: SignedIn) -> None:
    client = signed_in(lead, Client(enforce_csrf_checks=False))
    client.handler.enforce_csrf_checks = True
    sent = {"draft": "inviteform", "name": "not mine"}

    for headers in ({"Referer": "http://elsewhere.example/roles/invite/"}, {}):
        assert client.post("/roles/invite/", sent, headers=headers).status_code == 403
    assert not Draft.objects.exists()


def test_throwing_a_draft_away_leads_to_no_other_site(dana: User, signed_in: SignedIn) -> None:
    page = {"Referer": "http://testserver//elsewhere.example/"}
    answer = signed_in(dana).post("/draft/drop/", {"draft": "noteform"}, headers=page)

    assert answer["Location"] == "/elsewhere.example/"
