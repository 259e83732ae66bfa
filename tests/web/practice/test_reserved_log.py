"""The separate log: one named person reads it, by date, role and purpose."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import person
from holdfast.web.accounts.actions import people
from holdfast.web.accounts.doors import FACTOR, PROVED, SEEN
from holdfast.web.accounts.models import Approval, Grant
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions import approving, reserved
from holdfast.web.practice.models import LogReader, Notice

pytestmark = pytest.mark.django_db
HERE, NAMING = "/practice/separate-log/", "/practice/separate-log/reader/"


@pytest.fixture
def knock(knock, now):
    """Signed in with a fresh proof, which rights ask for."""

    def signed_in(user):
        browser = knock(user)
        session = browser.session
        session[FACTOR], session[SEEN], session[PROVED] = True, now.isoformat(), now.isoformat()
        session.save()
        return browser

    return signed_in


@pytest.fixture
def second_lead(now):
    return person("Mia Moss", "lead", now=now)


def opened(now, role="reader", purpose="concern") -> None:
    audit.record("opened", now=now, role=role, purpose=purpose, chain=audit.RESERVED)


def waiting(now):
    return approving.look_at(list(approving.waiting()), now)[0]


def test_it_works(knock, lead, second_lead, intake, now) -> None:
    opened(now)
    opened(now, role="client")
    sent = {"once": uuid4(), "opened": "", "who": str(intake.pk)}
    assert knock(lead).post(NAMING, sent)["Location"] == "/waiting/"
    assert knock(intake).get(HERE).status_code == 404

    page = knock(second_lead).get("/waiting/").content.decode()
    assert "Ines Ito is to read the separate log" in page
    approving.agree(waiting(now), by=second_lead, now=now)

    text = knock(intake).get(HERE).content.decode()
    assert "concern reader" in text
    assert "a concern" in text
    assert text.count("<tr>") == 2  # its head, and the one row of somebody who works here
    assert Notice.objects.filter(user=intake, kind="log_named").exists()
    assert "The separate log" in knock(intake).get("/overview/").content.decode()


@pytest.mark.parametrize("who", ["reader", "desk", "alice"])
def test_who_is_in_it_or_looks_for_themselves_is_never_named(
    request, who, knock, lead, now
) -> None:
    user = request.getfixturevalue(who)

    assert user.shown_name not in knock(lead).get(NAMING).content.decode()
    with pytest.raises(ValidationError):
        reserved.ask_to_name(user, by=lead, now=now)


def test_a_lead_does_not_agree_with_themselves(lead, second_lead, intake, now) -> None:
    reserved.ask_to_name(intake, by=lead, now=now)
    with pytest.raises(ValidationError):
        approving.agree(waiting(now), by=lead, now=now)
    with pytest.raises(ValidationError):
        approving.agree(waiting(now), by=intake, now=now)

    assert approving.put_in_force_what_waited(now + timedelta(hours=73)) == 0


def test_alone_it_waits_72_hours(lead, intake, now) -> None:
    reserved.ask_to_name(intake, by=lead, now=now)

    assert approving.put_in_force_what_waited(now + timedelta(hours=71)) == 0
    assert approving.put_in_force_what_waited(now + timedelta(hours=72)) == 1
    assert LogReader.is_named(intake)


def test_naming_another_one_ends_the_first(lead, second_lead, intake, cover, now) -> None:
    for user in (intake, cover):
        reserved.ask_to_name(user, by=lead, now=now)
        approving.agree(waiting(now), by=second_lead, now=now)

    assert not LogReader.is_named(intake)
    assert LogReader.is_named(cover)


def test_who_comes_to_read_concerns_reads_the_log_no_more(
    knock, lead, second_lead, intake, now
) -> None:
    reserved.ask_to_name(intake, by=lead, now=now)
    approving.agree(waiting(now), by=second_lead, now=now)
    Grant.objects.create(user=intake, role="reader", since=now)

    assert knock(intake).get(HERE).status_code == 404


def test_nobody_else_reads_it(knock, lead, second_lead, intake, supervisor, now) -> None:
    reserved.ask_to_name(intake, by=lead, now=now)
    approving.agree(waiting(now), by=second_lead, now=now)

    for user in (lead, second_lead, supervisor):
        assert knock(user).get(HERE).status_code == 404


def test_refusing_takes_the_name_away(lead, second_lead, intake, now) -> None:
    reserved.ask_to_name(intake, by=lead, now=now)
    approving.refuse(waiting(now), by=second_lead, now=now)

    assert not LogReader.objects.exists()
    assert not Approval.objects.filter(kind="log", refused_at=None).exists()


def test_the_same_queries_for_many(knock, lead, second_lead, intake, now) -> None:
    reserved.ask_to_name(intake, by=lead, now=now)
    approving.agree(waiting(now), by=second_lead, now=now)
    browser = knock(intake)

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(HERE).status_code == 200
        return len(caught)

    opened(now)
    browser.get(HERE)
    one = count()
    for _ in range(5):
        opened(now)

    assert count() == one


# Who ends the role of a reader.


def test_a_lead_who_is_a_therapist_takes_no_reader_off_their_clients_list(
    lead, reader, alice, now
) -> None:
    Grant.objects.create(user=alice, role="lead", since=now)
    alice.__dict__.pop("roles", None)
    row = Grant.objects.get(user=reader, role="reader")
    with pytest.raises(ValidationError):
        people.end_role(row=row, now=now, actor=alice)

    people.end_role(row=row, now=now, actor=lead)
    assert row.until == now


def test_where_there_is_no_other_lead_somebody_has_to(reader, alice, now) -> None:
    Grant.objects.create(user=alice, role="lead", since=now)
    alice.__dict__.pop("roles", None)
    row = Grant.objects.get(user=reader, role="reader")

    people.end_role(row=row, now=now, actor=alice)
    assert row.until == now
