"""Signing in: password, second factor, lock-out, idle sign-off, signing out."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.web.accounts import totp
from holdfast.web.accounts.actions import factors, signing_in
from holdfast.web.accounts.models import Draft, Factor, Failure, HouseRules, Session, User
from holdfast.web.audit.models import Entry

pytestmark = pytest.mark.django_db
PASSWORD = "four plain words here"
SignedIn = Callable[..., Client]


def _send(client: Client, path: str, **fields: object) -> Any:
    return client.post(path, {"once": uuid4(), **fields})


def _try(client: Client, address: str, password: str = PASSWORD) -> Any:
    return _send(client, "/sign-in/", address=address, password=password)


def test_it_works(alice: User, signed_in: SignedIn) -> None:
    client = signed_in(alice)

    assert client.get("/my-sign-in/").status_code == 200
    assert Session.objects.get(user=alice).device == ""
    assert Entry.objects.filter(kind="signed in", actor=alice.pk, purpose="app").exists()


def test_a_client_needs_no_second_factor(dana: User, signed_in: SignedIn) -> None:
    assert signed_in(dana).get("/my-sign-in/").status_code == 200


def test_a_client_needs_one_where_the_practice_says_so(dana: User, signed_in: SignedIn) -> None:
    HouseRules.objects.create(clients_need_factor=True)

    answer = signed_in(dana).get("/my-sign-in/")

    assert (answer.status_code, answer["Location"]) == (302, "/my-sign-in/second-factor/")


def test_staff_without_a_second_factor_reach_nothing_else(alice: User, signed_in: SignedIn) -> None:
    alice.factors.all().delete()
    client = signed_in(alice)

    assert client.get("/my-sign-in/")["Location"] == "/my-sign-in/second-factor/"
    assert client.get("/my-sign-in/second-factor/").status_code == 200


def test_the_password_alone_does_not_sign_in(alice: User) -> None:
    client = Client()
    _try(client, "alice@example.org")

    assert client.get("/my-sign-in/")["Location"].startswith("/sign-in/?next=")


def test_a_code_works_once(alice: User) -> None:
    app = alice.factors.get()
    code = totp.code_at(app.text("secret"), totp.step_of(datetime.now(UTC)))
    first, second = Client(), Client()
    for client in (first, second):
        _try(client, "alice@example.org")

    assert _send(first, "/sign-in/second/", code=code).status_code == 302
    assert _send(second, "/sign-in/second/", code=code).status_code == 422


def test_the_same_form_twice_signs_in_once(dana: User) -> None:
    client, sent = Client(), {"once": uuid4(), "address": "dana@example.org", "password": PASSWORD}

    assert client.post("/sign-in/?next=/my-sign-in/", sent)["Location"] == "/my-sign-in/"
    assert client.post("/sign-in/?next=/my-sign-in/", sent)["Location"] == "/my-sign-in/"
    assert Session.objects.filter(user=dana).count() == 1


def test_an_unknown_address_is_told_the_same(dana: User) -> None:
    wrong = _try(Client(), "dana@example.org", "not this one at all")
    unknown = _try(Client(), "nobody@example.org", "not this one at all")

    def said(answer: Any) -> list[str]:
        return [line for line in answer.content.decode().splitlines() if "belong together" in line]

    assert (wrong.status_code, said(wrong)) == (unknown.status_code, said(unknown))
    assert said(wrong)


@pytest.mark.parametrize("address", ["dana@example.org", "nobody@example.org"])
def test_five_wrong_tries_lock_out_known_or_not(address: str, dana: User) -> None:
    for _ in range(5):
        _try(Client(), address, "not this one at all")
    answer = _try(Client(), address)

    assert answer.status_code == 422
    assert "quarter of an hour" in answer.content.decode()


def test_waiting_ends_the_lock_out_whoever_keeps_trying(dana: User, now: datetime) -> None:
    for minute in range(12):
        at = now + timedelta(minutes=minute)
        with suppress(signing_in.TooManyTries):
            signing_in.check_address_and_password(
                "dana@example.org", "wrong", network="10.0.0.1", now=at
            )

    later = now + timedelta(minutes=20)
    found = signing_in.check_address_and_password(
        "dana@example.org", PASSWORD, network="10.0.0.2", now=later
    )
    assert found == dana


def test_many_addresses_from_one_place_lock_that_place_out(dana: User, now: datetime) -> None:
    for number in range(Failure.FROM_PLACE):
        signing_in.check_address_and_password(
            f"{number}@example.org", "wrong", network="10.0.0.1", now=now
        )

    with pytest.raises(signing_in.TooManyTries):
        signing_in.check_address_and_password(
            "dana@example.org", PASSWORD, network="10.0.0.1", now=now
        )
    assert signing_in.check_address_and_password(
        "dana@example.org", PASSWORD, network="10.0.0.2", now=now
    )


def test_codes_are_locked_out_too(alice: User) -> None:
    client = Client()
    _try(client, "alice@example.org")
    for _ in range(5):
        _send(client, "/sign-in/second/", code="000000")
    answer = _send(client, "/sign-in/second/", code="000000")

    assert "quarter of an hour" in answer.content.decode()


def test_no_network_address_is_kept(dana: User) -> None:
    Client(REMOTE_ADDR="203.0.113.77").post(
        "/sign-in/", {"address": "dana@example.org", "password": "wrong", "once": uuid4()}
    )

    rows = json.dumps([list(Failure.objects.values_list("place", flat=True))])
    assert "203.0.113.77" not in rows


def test_a_recovery_code_works_once(alice: User, now: datetime) -> None:
    code = factors.new_recovery_codes(user=alice, now=now)[0]
    assert signing_in.check_code(alice, code.upper(), now) == "code"
    assert signing_in.check_code(alice, code, now) == ""


def test_secrets_are_sealed(alice: User) -> None:
    app = alice.factors.get()

    assert len(app.text("secret")) == 32
    assert app.text("secret").encode() not in bytes(app.secret)


def test_an_idle_session_ends_and_what_was_sent_is_kept(dana: User, signed_in: SignedIn) -> None:
    client = signed_in(dana)
    session = client.session
    session["seen"] = (datetime.now(UTC) - timedelta(minutes=21)).isoformat()
    session.save()

    answer = client.post("/my-sign-in/", {"draft": "noteform", "note": "half a sen"})

    assert answer["Location"] == "/sign-in/?next=%2Fmy-sign-in%2F&idle=yes"
    assert b"half a sen" not in bytes(Draft.objects.get().fields)
    assert not Session.objects.filter(user=dana).exists()


def test_staying_keeps_the_session(dana: User, signed_in: SignedIn) -> None:
    client = signed_in(dana)
    session = client.session
    session["seen"] = (datetime.now(UTC) - timedelta(minutes=19)).isoformat()
    session.save()

    assert client.post("/stay/").json() == {"seconds": 1200}
    seen = datetime.fromisoformat(client.session["seen"])
    assert datetime.now(UTC) - seen < timedelta(seconds=20)


def test_a_stolen_session_table_signs_nobody_in(dana: User, signed_in: SignedIn) -> None:
    signed_in(dana)
    thief = Client()
    thief.cookies["session"] = Session.objects.get(user=dana).session_key

    assert thief.get("/my-sign-in/").status_code == 302


def test_signing_out_clears_what_the_browser_kept(dana: User, signed_in: SignedIn) -> None:
    client = signed_in(dana)
    answer = client.post("/sign-out/")

    assert "storage" in answer["Clear-Site-Data"]
    assert client.get("/my-sign-in/").status_code == 302


def test_pages_behind_sign_in_are_not_stored(dana: User, signed_in: SignedIn) -> None:
    assert signed_in(dana).get("/my-sign-in/")["Cache-Control"] == "no-store"


def test_next_leads_nowhere_else(dana: User) -> None:
    answer = _send(
        Client(), "/sign-in/?next=https://elsewhere.example/", address="dana@example.org",
        password=PASSWORD,
    )  # fmt: skip

    assert answer["Location"] == "/"


def test_a_closed_account_does_not_sign_in(dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(is_active=False)

    assert _try(Client(), "dana@example.org").status_code == 422


def test_a_factor_of_another_kind_does_not_count_as_a_code(alice: User, now: datetime) -> None:
    Factor.objects.filter(user=alice).delete()

    assert signing_in.check_code(alice, "000000", now) == ""


def test_an_unknown_address_costs_the_same(dana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    real = signing_in.check_password

    def counted(password: str, encoded: str) -> bool:
        hashed.append(encoded.partition("$")[0])
        return real(password, encoded)

    monkeypatch.setattr(signing_in, "check_password", counted)
    Client().get("/sign-in/")
    taken = []
    for address in ("dana@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            _try(Client(), address, "not this one at all")
        taken.append([q["sql"].partition(" ")[0] for q in queries])

    assert taken[0] == taken[1]
    assert hashed == ["md5", "md5"]
