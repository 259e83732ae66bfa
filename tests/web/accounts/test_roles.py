"""Who works here: inviting, granting, a second person for what opens content, ending."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import person
from holdfast.web.accounts.actions import people
from holdfast.web.accounts.models import ALONE_WAIT, Approval, Grant, Session, User
from holdfast.web.audit.models import Entry
from holdfast.web.jobs.models import Job

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture
def second_lead(db: None, now: datetime) -> User:
    found: User = person("Mia Moss", "lead", now=now)
    return found


def _send(client: Client, path: str, **fields: object) -> Any:
    return client.post(path, {"once": uuid4(), **fields})


def _roles(user: User) -> frozenset[str]:
    return User.objects.get(pk=user.pk).roles


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_it_works(lead: User, alice: User, dana: User, signed_in: SignedIn) -> None:
    page = signed_in(lead).get("/roles/").content.decode()

    assert "Alice Ames" in page
    assert "Dana" not in page


def test_a_client_is_nobody_to_the_lead(lead: User, dana: User, signed_in: SignedIn) -> None:
    client = signed_in(lead)

    for path in ("", "grant/", "invite-again/", "code/", "close/"):
        assert client.get(f"/roles/{dana.pk}/{path}").status_code == 404


def test_a_therapist_knocks(alice: User, bob: User, signed_in: SignedIn) -> None:
    client = signed_in(alice)

    assert client.get("/roles/").status_code == 404
    assert _send(client, f"/roles/{bob.pk}/grant/", role="lead").status_code == 404


def test_inviting_somebody(lead: User, signed_in: SignedIn) -> None:
    answer = _send(
        signed_in(lead), "/roles/invite/", name="Nia New", address="nia@example.org",
        roles=["therapist", "supervisor"],
    )  # fmt: skip
    assert answer.status_code == 302

    rows = Grant.objects.exclude(user=lead).values_list("role", "in_force")
    assert sorted(rows) == [("supervisor", False), ("therapist", True)]


def test_the_pages_ask_the_same_however_many_work_here(
    lead: User, signed_in: SignedIn, now: datetime
) -> None:
    client = signed_in(lead)
    people.grant(user=person("A A", "therapist", now=now), role="reader", now=now, actor=lead)
    asked = {path: _queries(client, path) for path in ("/roles/", "/roles/waiting/")}
    for number in range(5):
        more = person(f"B{number} B", "therapist", now=now)
        people.grant(user=more, role="reader", now=now, actor=lead)

    assert {path: _queries(client, path) for path in asked} == asked


def test_a_role_that_opens_content_waits(lead: User, alice: User, signed_in: SignedIn) -> None:
    _send(signed_in(lead), f"/roles/{alice.pk}/grant/", role="supervisor")

    assert _roles(alice) == {"therapist"}
    assert Approval.objects.get().asked_by == lead


def test_a_second_lead_agrees(
    lead: User, second_lead: User, alice: User, signed_in: SignedIn, now: datetime
) -> None:
    people.grant(user=alice, role="supervisor", now=now, actor=lead)
    path = f"/roles/waiting/{Approval.objects.get().pk}/"

    _send(signed_in(second_lead), path, answer="agree")

    assert _roles(alice) == {"therapist", "supervisor"}
    assert Entry.objects.filter(kind="agreed to", actor=second_lead.pk).exists()


def test_whoever_asked_cannot_agree(
    lead: User, second_lead: User, alice: User, signed_in: SignedIn, now: datetime
) -> None:
    people.grant(user=alice, role="supervisor", now=now, actor=lead)
    answer = _send(signed_in(lead), f"/roles/waiting/{Approval.objects.get().pk}/", answer="agree")

    assert answer.status_code == 422
    assert "Somebody else" in answer.content.decode()
    assert _roles(alice) == {"therapist"}


def test_whoever_would_get_it_cannot_agree(lead: User, second_lead: User, now: datetime) -> None:
    people.grant(user=second_lead, role="reader", now=now, actor=lead)

    with pytest.raises(ValidationError, match="Somebody else"):
        people.approve(approval=Approval.objects.get(), now=now, actor=second_lead)


def test_whoever_asked_may_take_it_back(
    lead: User, alice: User, signed_in: SignedIn, now: datetime
) -> None:
    people.grant(user=alice, role="supervisor", now=now, actor=lead)
    _send(signed_in(lead), f"/roles/waiting/{Approval.objects.get().pk}/", answer="refuse")

    people.put_in_force_what_waited(now + timedelta(days=30))
    assert _roles(alice) == {"therapist"}


def test_alone_it_takes_72_hours(lead: User, alice: User, now: datetime) -> None:
    people.grant(user=alice, role="desk", now=now, actor=lead)

    people.put_in_force_what_waited(now + ALONE_WAIT - timedelta(minutes=1))
    assert _roles(alice) == {"therapist"}
    people.put_in_force_what_waited(now + ALONE_WAIT)
    assert _roles(alice) == {"therapist", "desk"}


def test_with_a_second_lead_waiting_does_not_replace_agreeing(
    lead: User, second_lead: User, alice: User, now: datetime
) -> None:
    people.grant(user=alice, role="desk", now=now, actor=lead)

    people.put_in_force_what_waited(now + timedelta(days=30))
    assert _roles(alice) == {"therapist"}


def test_an_export_is_agreed_to_by_a_second_lead_and_carried_out_elsewhere(
    lead: User, second_lead: User, signed_in: SignedIn, now: datetime
) -> None:
    asked = Approval.objects.create(
        kind="export", subject_id=uuid4(), asked_by=lead, asked_at=now, reason="moving"
    )
    client = signed_in(second_lead)
    assert "Export of the whole practice" in client.get("/roles/waiting/").content.decode()
    assert not asked.may_go_ahead(now, people.second_person_for(asked))

    _send(client, f"/roles/waiting/{asked.pk}/", answer="agree")
    asked.refresh_from_db()
    assert asked.may_go_ahead(now, people.second_person_for(asked))
    assert "Export" not in client.get("/roles/waiting/").content.decode()


def test_both_sides_of_the_work_are_two_sign_ins(alice: User, dana: User, now: datetime) -> None:
    for user, role in ((alice, "client"), (dana, "therapist")):
        with pytest.raises(ValidationError, match="two sign-ins"):
            people.grant(user=user, role=role, now=now, actor=None)


def test_ending_a_role(lead: User, alice: User, signed_in: SignedIn) -> None:
    row = alice.grants.get()
    _send(signed_in(lead), f"/roles/held/{row.pk}/end/")

    assert _roles(alice) == frozenset()


def test_the_last_lead_stays(lead: User, signed_in: SignedIn) -> None:
    answer = _send(signed_in(lead), f"/roles/held/{lead.grants.get().pk}/end/")

    assert answer.status_code == 422
    assert "another practice lead" in answer.content.decode()


def test_closing_an_account_signs_out_everywhere(
    lead: User, alice: User, signed_in: SignedIn
) -> None:
    theirs = signed_in(alice)
    _send(signed_in(lead), f"/roles/{alice.pk}/close/")

    assert theirs.get("/my-sign-in/").status_code == 302
    assert not Session.objects.filter(user=alice).exists()


def test_a_code_for_a_colleague_is_shown_once(lead: User, alice: User, signed_in: SignedIn) -> None:
    client = signed_in(lead)
    shown = _send(client, f"/roles/{alice.pk}/code/").content.decode()

    assert "72 hours" in shown
    assert client.get(f"/roles/{alice.pk}/code/").status_code == 200
    assert client.get(f"/roles/{lead.pk}/code/").status_code == 404


def test_house_rules_keep_both_texts(lead: User, signed_in: SignedIn) -> None:
    client = signed_in(lead)
    fields = {"idle_minutes": 10, "letters_from": "", "letters_subject": "", "opened": "0"}
    assert _send(client, "/roles/house-rules/", **fields).status_code == 302

    answer = _send(client, "/roles/house-rules/", **{**fields, "idle_minutes": 30})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "saved meanwhile" in page
    assert 'value="30"' in page
    assert 'Saved now">10</td>' in page


def test_idle_minutes_outside_5_to_60_are_named(lead: User, signed_in: SignedIn) -> None:
    answer = _send(signed_in(lead), "/roles/house-rules/", idle_minutes=90, opened="0")

    assert "This has to be 60 or less." in answer.content.decode()


def test_the_time_of_a_request_is_the_time_of_its_act(
    lead: User, alice: User, signed_in: SignedIn
) -> None:
    before = datetime.now(UTC)
    _send(signed_in(lead), f"/roles/{alice.pk}/grant/", role="intake")

    row = alice.grants.get(role="intake")
    assert before <= row.since <= datetime.now(UTC)


def test_an_invitation_is_written_again(lead: User, signed_in: SignedIn, now: datetime) -> None:
    user = people.invite(
        address="nia@example.org", name="Nia New", roles=["therapist"], now=now, actor=lead
    )
    client = signed_in(lead)
    before = Job.objects.filter(kind="accounts.invited").count()

    assert _send(client, f"/roles/{user.pk}/invite-again/").status_code == 302
    assert Job.objects.filter(kind="accounts.invited").count() == before + 1


def test_an_accepted_invitation_is_not(lead: User, alice: User, signed_in: SignedIn) -> None:
    answer = _send(signed_in(lead), f"/roles/{alice.pk}/invite-again/")

    assert "Nothing was sent" in answer.content.decode()


def test_the_command_prints_a_link_that_opens_the_account(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("invite", "lena@example.org", "Lena Lund")
    link = capsys.readouterr().out.splitlines()[0]

    path = link.removeprefix("http://localhost:8000")
    client = Client()
    sent = {"address": "lena@example.org", "password": "another four plain words"}
    assert _send(client, path, **sent).status_code == 302
    assert client.get("/my-sign-in/")["Location"] == "/my-sign-in/second-factor/"
    assert User.objects.by_address("lena@example.org").roles == {"lead"}  # type: ignore[union-attr]


def test_the_command_names_a_wrong_address(db: None) -> None:
    with pytest.raises(CommandError, match="'lena'"):
        call_command("invite", "lena", "Lena Lund")
