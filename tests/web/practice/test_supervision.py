"""Supervision and joining: what opens a record needs two people, and those concerned are told."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from conftest import person
from holdfast.web.accounts.doors import FACTOR, PROVED, SEEN
from holdfast.web.accounts.models import Approval, Grant, User
from holdfast.web.audit.models import Entry
from holdfast.web.jobs.worker import work
from holdfast.web.practice.actions import approving, joining, supervision
from holdfast.web.practice.models import Joining, Notice, SupervisionAgreement, Therapy

pytestmark = pytest.mark.django_db


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
def sven(supervisor):
    """The supervisor, whose role is in force."""
    Grant.objects.filter(user=supervisor).update(in_force=True)
    return User.objects.select_related("key").get(pk=supervisor.pk)


@pytest.fixture
def second_lead(now):
    return person("Mia Moss", "lead", now=now)


@pytest.fixture
def fields(sven, anna) -> dict[str, object]:
    return {
        "supervisor": str(sven.pk), "supervisee": str(anna.pk), "kind": "responsible",
        "covers": "all", "since": "2026-02-01", "ties": "No ties. Asked both on 1 February.",
        "hours_a_month": "2",
    }  # fmt: skip


def sent(browser, path: str, **fields: object):
    return browser.post(path, {"once": uuid4(), "opened": "", **fields})


def text(answer) -> str:
    return answer.content.decode()


def opens(user, therapy, now) -> bool:
    fresh = User.objects.get(pk=user.pk)
    return Therapy.objects.visible_to(fresh, now).filter(pk=therapy.pk).exists()


def asked(lead, sven, anna, now, **more) -> SupervisionAgreement:
    said = {"kind": "responsible", "since": date(2026, 2, 1), "until": None, "ties": "None.",
            "hours_a_month": None, "therapies": None}  # fmt: skip
    return supervision.ask_supervision(
        supervisor=sven, supervisee=anna, by=lead, now=now, **(said | more)
    )


def decision() -> str:
    return f"/waiting/{Approval.objects.get().pk}/"


def test_it_works(knock, lead, second_lead, alice, sven, therapy, fields, now) -> None:
    answer = sent(knock(lead), "/practice/supervision/new/", **fields)
    assert answer.status_code == 302
    assert not opens(sven, therapy, now)

    assert sent(knock(second_lead), decision(), answer="agree").status_code == 302

    assert opens(sven, therapy, now)
    page = text(knock(alice).get("/my-supervision/"))
    assert "Sven Storm supervises Alice Ames" in page
    assert "Covers all of the supervisee" in page
    assert "No ties." in page


def test_the_supervisee_is_told_and_can_agree(
    knock, lead, alice, sven, therapy, fields, now
) -> None:
    sent(knock(lead), "/practice/supervision/new/", **fields)
    assert alice.notices.get().kind == Notice.Kind.SUPERVISION_ASKED
    work(now)
    assert [m.to for m in mail.outbox] == [["alice@example.org"]]
    assert "Sven" not in mail.outbox[0].body + mail.outbox[0].subject

    sent(knock(alice), decision(), answer="agree")

    assert opens(sven, therapy, now)


@pytest.mark.parametrize("who", ["lead", "sven"])
def test_who_asked_or_gets_it_does_not_decide(request, who, lead, sven, anna, now) -> None:
    asked(lead, sven, anna, now)
    found = approving.look_at(list(approving.waiting()), now)[0]

    with pytest.raises(ValidationError, match="somebody else"):
        approving.agree(found, by=request.getfixturevalue(who), now=now)
    assert not SupervisionAgreement.objects.get().agreed


def test_who_asked_can_take_it_back(knock, lead, sven, anna, now) -> None:
    asked(lead, sven, anna, now)
    browser = knock(lead)
    assert "You can take it back" in text(browser.get(decision()))
    assert sent(browser, decision(), answer="agree").status_code == 422
    assert sent(browser, decision(), answer="refuse").status_code == 302

    assert not SupervisionAgreement.objects.exists()


def test_a_colleague_it_does_not_concern_finds_nothing(knock, lead, sven, anna, bob, ben, now):
    asked(lead, sven, anna, now)
    browser = knock(bob)

    assert "Nothing waits for you" in text(browser.get("/waiting/"))
    assert browser.get(decision()).status_code == 404


def test_alone_it_waits_72_hours(lead, sven, anna, therapy, now) -> None:
    asked(lead, sven, anna, now)
    approving.put_in_force_what_waited(now + timedelta(hours=71))
    assert not opens(sven, therapy, now)

    approving.put_in_force_what_waited(now + timedelta(hours=72))

    assert opens(sven, therapy, now)


def test_with_a_second_lead_it_never_goes_ahead_by_itself(
    lead, second_lead, sven, anna, now
) -> None:
    asked(lead, sven, anna, now)

    assert approving.put_in_force_what_waited(now + timedelta(days=30)) == 0
    assert not SupervisionAgreement.objects.get().agreed


def test_refusing_tells_who_asked(knock, lead, alice, sven, anna, therapy, now) -> None:
    asked(lead, sven, anna, now)
    sent(knock(alice), decision(), answer="refuse")

    assert lead.notices.get().kind == Notice.Kind.REFUSED
    assert not SupervisionAgreement.objects.exists()
    assert approving.put_in_force_what_waited(now + timedelta(days=30)) == 0


def test_an_answer_counts_once(lead, second_lead, alice, sven, anna, now) -> None:
    asked(lead, sven, anna, now)
    found = approving.look_at(list(approving.waiting()), now)[0]
    approving.agree(found, by=second_lead, now=now)

    with pytest.raises(ValidationError, match="answered before"):
        approving.refuse(found, by=alice, now=now)
    assert SupervisionAgreement.objects.get().agreed


def test_consultative_supervision_holds_at_once_and_opens_nothing(
    knock, lead, alice, sven, therapy, fields, now
) -> None:
    sent(knock(lead), "/practice/supervision/new/", **{**fields, "kind": "consultative"})

    assert SupervisionAgreement.objects.get().agreed
    assert not opens(sven, therapy, now)
    assert alice.notices.get().kind == Notice.Kind.SUPERVISION_BEGAN


def test_some_therapies_by_their_codes(
    knock, lead, second_lead, sven, therapy, anna, fields, now
) -> None:
    from holdfast.web.practice.actions.therapies import open_therapy

    other = open_therapy(kind="group", therapist=anna, by=anna.user, now=now, since=now.date())
    some = {**fields, "covers": "some", "therapies": therapy.code.lower()}
    sent(knock(lead), "/practice/supervision/new/", **some)
    sent(knock(second_lead), decision(), answer="agree")

    assert opens(sven, therapy, now)
    assert not opens(sven, other, now)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"ties": ""}, "Please fill this in."),
        ({"covers": "some", "therapies": ""}, "at least one code"),
        ({"covers": "some", "therapies": "ZZZZZZ"}, "no such therapy now"),
        ({"until": "2026-01-01"}, "before it begins"),
        ({"hours_a_month": "900"}, "This has to be 60 or less."),
    ],
)
def test_mistakes_lose_nothing(knock, lead, fields, changed, says) -> None:
    given = {**fields, "until": "2027-01-31", **changed}
    answer = sent(knock(lead), "/practice/supervision/new/", **given)

    assert answer.status_code == 422
    assert says in text(answer)
    assert 'value="2026-02-01"' in text(answer)
    assert not SupervisionAgreement.objects.exists()


def test_nobody_supervises_themselves(knock, lead, now) -> None:
    from holdfast.web.practice.actions.staff import add_therapist

    both = person("Bea Both", "therapist", "supervisor", now=now)
    Grant.objects.filter(user=both).update(in_force=True)
    own = add_therapist(both, by=lead, now=now, since=now.date(), codes=[], languages=[])

    with pytest.raises(ValidationError, match="supervises themselves"):
        asked(lead, both, own, now)


def test_the_codes_say_something_on_ties(knock, lead, anna) -> None:
    anna.codes = ["aamft-2015"]
    anna.save()
    page = text(knock(lead).get("/practice/supervision/new/"))
    assert re.search(r"<summary>Read \d+ clauses?</summary>", page), "they lie folded"

    assert "American Association for Marriage and Family Therapy, 4.6" in page
    assert "American Psychological" not in page


def test_what_was_written_on_ties_is_sealed(lead, sven, anna, now) -> None:
    row = asked(lead, sven, anna, now, ties="They are cousins.")

    assert b"cousins" not in bytes(row.ties)
    assert row.text("ties") == "They are cousins."


def test_it_ends_on_a_day(knock, lead, second_lead, sven, anna, therapy, now) -> None:
    row = asked(lead, sven, anna, now)
    sent(knock(second_lead), decision(), answer="agree")
    path = f"/practice/supervision/{row.pk}/end/"
    assert "end it then or later" in text(sent(knock(lead), path, on="2020-01-01"))
    assert sent(knock(lead), path, on="2026-02-17").status_code == 302

    assert opens(sven, therapy, now)
    assert not opens(sven, therapy, now + timedelta(days=1))
    assert Entry.objects.filter(kind="supervision ended").exists()


def test_the_same_queries_for_many(knock, lead, sven, anna, now, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser, paths = knock(lead), ("/practice/supervision/", "/waiting/")
    asked(lead, sven, anna, now)
    few = []
    for path in paths:
        browser.get(path)
        with CaptureQueriesContext(connection) as caught:
            browser.get(path)
        few.append(len(caught))
    for _number in range(5):
        asked(lead, sven, anna, now)

    for path, number in zip(paths, few, strict=True):
        with django_assert_num_queries(number):
            browser.get(path)


# Joining a therapy.


def test_a_colleague_joins(knock, lead, alice, bob, ben, therapy, now) -> None:
    path = f"/therapies/{therapy.pk}/join/"
    assert sent(knock(alice), path, who=str(ben.pk)).status_code == 302
    assert not opens(bob, therapy, now)

    sent(knock(lead), decision(), answer="agree")

    assert opens(bob, therapy, now)
    assert not Joining.objects.exists()
    assert {n.user_id for n in Notice.objects.filter(kind="joined")} == {alice.pk, bob.pk}


def test_a_lead_asks_by_code_and_the_therapist_decides(
    knock, lead, alice, bob, ben, therapy, now
) -> None:
    fields = {"who": str(ben.pk), "code": therapy.code.lower()}
    assert sent(knock(lead), "/practice/join/", **fields).status_code == 302
    assert alice.notices.get().kind == Notice.Kind.JOIN_ASKED
    approving.put_in_force_what_waited(now + timedelta(days=9))
    assert not opens(bob, therapy, now)

    sent(knock(alice), decision(), answer="agree")

    assert opens(bob, therapy, now)


def test_the_lead_who_asks_sees_no_name(knock, lead, ben, therapy) -> None:
    browser = knock(lead)
    sent(browser, "/practice/join/", who=str(ben.pk), code=therapy.code)

    assert "Dana" not in text(browser.get("/waiting/")) + text(browser.get(decision()))


def test_it_goes_ahead_alone_where_the_therapist_is_gone(
    knock, lead, alice, bob, ben, therapy, now
) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    sent(knock(lead), "/practice/join/", who=str(ben.pk), code=therapy.code)
    assert approving.put_in_force_what_waited(now + timedelta(hours=71)) == 0

    assert approving.put_in_force_what_waited(now + timedelta(hours=72)) == 1
    assert opens(bob, therapy, now + timedelta(hours=72))


def test_who_would_join_does_not_decide(knock, lead, bob, ben, therapy, now) -> None:
    joining.ask_to_join(therapy, ben, by=lead, now=now)

    assert knock(bob).get(decision()).status_code == 404


def test_an_unknown_code_loses_nothing(knock, lead, ben, therapy) -> None:
    answer = sent(knock(lead), "/practice/join/", who=str(ben.pk), code="AAAAAA")

    assert answer.status_code == 422
    assert "no therapy with the code AAAAAA" in text(answer)
    assert 'value="AAAAAA"' in text(answer)


def test_nobody_is_asked_in_twice(alice, anna, ben, therapy, now) -> None:
    joining.ask_to_join(therapy, ben, by=alice, now=now)

    with pytest.raises(ValidationError, match="asked for before"):
        joining.ask_to_join(therapy, ben, by=alice, now=now)
    with pytest.raises(ValidationError, match="works in this therapy already"):
        joining.ask_to_join(therapy, anna, by=alice, now=now)


def test_a_stranger_asks_nobody_in(knock, bob, ben, therapy) -> None:
    path = f"/therapies/{therapy.pk}/join/"

    assert sent(knock(bob), path, who=str(ben.pk)).status_code == 404
