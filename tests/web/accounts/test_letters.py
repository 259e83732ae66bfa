"""Invitations, getting back in, a changed address: what letters say and what their links do."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.web.accounts.actions import addresses, factors, people, recovery, signing_in
from holdfast.web.accounts.models import HouseRules, Letter, Session, User, address_hash
from holdfast.web.jobs import worker
from holdfast.web.jobs.models import LEASE, Job

pytestmark = pytest.mark.django_db
PASSWORD = "four plain words here"
NEW = "another four plain words"
SignedIn = Callable[..., Client]


def _now() -> datetime:
    return datetime.now(UTC)


def _post() -> list[str]:
    """Let the worker send what waits; returns the paths of the links that were sent."""
    before = len(mail.outbox)
    worker.work(_now() + timedelta(seconds=1))
    worker.work(_now() + timedelta(seconds=2))
    sent = [str(letter.body) for letter in mail.outbox[before:]]
    return [re.findall(r"http://localhost:8000(/\S+)", body)[0] for body in sent]


def _send(path: str, client: Client | None = None, **fields: object) -> Any:
    return (client or Client()).post(path, {"once": uuid4(), **fields})


def _invited(address: str = "new@example.org", *roles: str) -> User:
    roles = roles or ("client",)
    return people.invite(address=address, name="Nia New", roles=roles, now=_now(), actor=None)


def test_an_invitation_works() -> None:
    user = _invited()
    [path] = _post()

    page = Client().get(path)
    assert page.status_code == 200
    assert "Nia" not in page.content.decode()
    assert "new@example.org" not in page.content.decode()

    client = Client()
    assert _send(path, client, address="new@example.org", password=NEW)["Location"] == "/"
    assert client.get("/my-sign-in/").status_code == 200
    assert User.objects.by_address("new@example.org") == user


def test_opening_a_link_uses_nothing_up() -> None:
    _invited()
    [path] = _post()
    for _ in range(3):
        Client().get(path)

    assert _send(path, address="new@example.org", password=NEW).status_code == 302


def test_an_invitation_works_once_and_the_same_form_twice_is_one_act() -> None:
    _invited()
    [path] = _post()
    sent = {"once": uuid4(), "address": "new@example.org", "password": NEW}

    assert Client().post(path, sent).status_code == 302
    assert Client().post(path, sent)["Location"] == "/"
    assert Client().get(path).status_code == 404


def test_an_address_we_did_not_write_to_is_asked_about_once() -> None:
    _invited()
    [path] = _post()

    answer = _send(path, address="nww@example.org", password=NEW)
    assert answer.status_code == 422
    assert "not the address we wrote to" in answer.content.decode()
    assert 'name="typed" value="nww@example.org"' in answer.content.decode()


def test_a_weak_password_is_refused_with_a_reason() -> None:
    _invited()
    [path] = _post()
    answer = _send(path, address="new@example.org", password="password1234")

    assert answer.status_code == 422
    assert "too common" in answer.content.decode()


def test_an_address_that_signs_in_already_looks_no_different_to_who_invites(alice: User) -> None:
    with CaptureQueriesContext(connection) as taken:
        _invited("alice@example.org")
    with CaptureQueriesContext(connection) as fresh:
        _invited("free@example.org")
    assert len(taken) == len(fresh)

    first, second = _post()
    assert (mail.outbox[0].subject, mail.outbox[0].to) == (
        mail.outbox[1].subject,
        ["alice@example.org"],
    )
    answer = _send(first, address="alice@example.org", password=NEW)
    assert "use another one" in answer.content.decode()
    other = {"address": "alice+mine@example.org", "password": NEW}
    assert _send(first, **other, typed="alice+mine@example.org").status_code == 302
    assert _send(second, address="free@example.org", password=NEW).status_code == 302


def test_letters_are_neutral_sealed_and_emptied(now: datetime) -> None:
    HouseRules.objects.create(letters_from="The Mill", letters_subject="News for you")
    _invited()
    worker.work(_now())
    waiting = Letter.objects.get()
    assert b"new@example.org" not in bytes(waiting.to)

    _post()
    [letter] = mail.outbox
    assert letter.subject == "News for you"
    assert letter.from_email.startswith("The Mill <")
    assert "Nia" not in str(letter.body)
    assert (bytes(Letter.objects.get().body), bytes(Letter.objects.get().to)) == (b"", b"")


def test_a_letter_whose_fate_is_unknown_is_not_sent_again() -> None:
    _invited()
    worker.work(_now())
    mail.outbox.clear()
    Letter.objects.update(sent_at=None)
    Job.objects.filter(kind="accounts.mail").update(
        state="running", started_at=_now() - LEASE - timedelta(minutes=1)
    )

    worker.work(_now() + timedelta(seconds=1))
    assert mail.outbox == []
    assert Job.objects.get(kind="accounts.mail").state == "unknown"


def test_getting_back_in_works_with_a_recovery_code(dana: User, now: datetime) -> None:
    code = factors.new_recovery_codes(user=dana, now=now)[0]
    _send("/recover/", address="dana@example.org")
    [path] = _post()
    client = Client()

    assert _send(path, client, code=code, password=NEW)["Location"] == "/"
    assert client.get("/my-sign-in/").status_code == 200
    assert User.objects.get(pk=dana.pk).check_password(NEW)


def test_email_alone_is_not_enough(dana: User) -> None:
    _send("/recover/", address="dana@example.org")
    [path] = _post()
    answer = _send(path, code="", password=NEW)

    assert answer.status_code == 422
    assert User.objects.get(pk=dana.pk).check_password(PASSWORD)


def test_a_password_too_short_uses_no_code_up(dana: User, now: datetime) -> None:
    code = factors.new_recovery_codes(user=dana, now=now)[0]
    _send("/recover/", address="dana@example.org")
    [path] = _post()

    assert _send(path, code=code, password="short").status_code == 422
    assert _send(path, code=code, password=NEW).status_code == 302


def test_a_code_handed_over_in_the_room_works(dana: User, alice: User) -> None:
    code = recovery.hand_over(user=dana, now=_now(), actor=alice)
    _send("/recover/", address="dana@example.org")
    [path] = _post()

    assert _send(path, code=f"{code[:3]} {code[3:]}", password=NEW).status_code == 302


def test_a_handed_code_takes_five_tries_and_72_hours(dana: User, alice: User) -> None:
    code = recovery.hand_over(user=dana, now=_now(), actor=alice)

    late = _now() + timedelta(hours=72, minutes=1)
    assert signing_in.check_second_proof(dana, code, late) == ""
    for minute in range(5):
        signing_in.check_second_proof(dana, "x", _now() + timedelta(minutes=20 * minute))
    assert signing_in.check_second_proof(dana, code, _now() + timedelta(hours=3)) == ""


def test_nobody_hands_a_code_to_themselves(alice: User, now: datetime) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="Somebody else"):
        recovery.hand_over(user=alice, now=now, actor=alice)


def test_an_unknown_address_gets_the_same_answer_and_no_letter(dana: User) -> None:
    Client().get("/recover/")
    with CaptureQueriesContext(connection) as known:
        one = _send("/recover/", address="dana@example.org")
    with CaptureQueriesContext(connection) as unknown:
        other = _send("/recover/", address="nobody@example.org")

    assert (one.status_code, one["Location"]) == (other.status_code, other["Location"])
    assert len(known) == len(unknown)
    assert len(_post()) == 1


def test_recovering_signs_every_device_out(dana: User, now: datetime, signed_in: SignedIn) -> None:
    thief = signed_in(dana)
    code = factors.new_recovery_codes(user=dana, now=now)[0]
    _send("/recover/", address="dana@example.org")
    [path] = _post()
    _send(path, code=code, password=NEW)

    assert thief.get("/my-sign-in/").status_code == 302
    assert Session.objects.filter(user=dana).count() == 1


def _ask(user: User, *, proved_twice: bool) -> tuple[str, str]:
    addresses.ask(user=user, address="d2@example.org", proved_twice=proved_twice, now=_now())
    new, old = _post()
    return new, old


def test_a_changed_address_waits_72_hours(dana: User) -> None:
    new, _old = _ask(dana, proved_twice=False)
    Client().post(new, {"once": uuid4()})
    assert User.objects.by_address("d2@example.org") is None

    addresses.put_in_force_what_waited(_now() + timedelta(hours=71))
    assert User.objects.by_address("d2@example.org") is None
    addresses.put_in_force_what_waited(_now() + timedelta(hours=73))
    assert User.objects.by_address("d2@example.org") == dana
    assert User.objects.get(pk=dana.pk).text("address") == "d2@example.org"


def test_a_second_proof_lets_it_hold_at_once(dana: User) -> None:
    new, _old = _ask(dana, proved_twice=True)
    Client().post(new, {"once": uuid4()})

    assert User.objects.get(pk=dana.pk).sign_in == address_hash("d2@example.org")


def test_an_unconfirmed_address_never_holds(dana: User) -> None:
    _ask(dana, proved_twice=True)
    addresses.put_in_force_what_waited(_now() + timedelta(days=6))

    assert User.objects.by_address("d2@example.org") is None


def test_the_old_address_is_told_and_can_stop_it(dana: User, signed_in: SignedIn) -> None:
    thief = signed_in(dana)
    new, old = _ask(dana, proved_twice=False)
    assert [letter.to for letter in mail.outbox] == [["d2@example.org"], ["dana@example.org"]]

    Client().post(old, {"once": uuid4()})
    assert thief.get("/my-sign-in/").status_code == 302
    assert Client().post(new, {"once": uuid4()}).status_code == 404


def test_an_address_somebody_else_has_never_holds(dana: User, alice: User) -> None:
    addresses.ask(user=dana, address="alice@example.org", proved_twice=True, now=_now())
    new, _old = _post()
    Client().post(new, {"once": uuid4()})

    assert User.objects.by_address("alice@example.org") == alice
    assert User.objects.by_address("dana@example.org") == dana
