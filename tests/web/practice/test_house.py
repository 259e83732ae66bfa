"""The practice page, its particulars, the audit and work that was given up on."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.web.audit.models import Entry, record
from holdfast.web.jobs.models import Job
from holdfast.web.jobs.worker import work
from holdfast.web.practice.actions import oversight, people, staff, therapies
from holdfast.web.practice.counts import told
from holdfast.web.practice.models import Practice

pytestmark = pytest.mark.django_db
PARTICULARS = {
    "name": "Riverside", "zone": "Europe/Berlin", "language": "de", "country": "DE",
    "currency": "EUR", "opens_at": "08:30", "closes_at": "19:00",
}  # fmt: skip


def sent(browser, path: str, **fields: object):
    return browser.post(path, {"once": uuid4(), "opened": "first", **fields})


def text(answer) -> str:
    return answer.content.decode()


def queries(browser, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(path).status_code == 200
    return len(caught)


def test_it_works(knock, lead, therapy) -> None:
    page = text(knock(lead).get("/practice/"))

    assert "Therapists" in page
    assert "Dana" not in page
    assert therapy.code not in page


def test_small_numbers_are_not_told(knock, lead, therapy) -> None:
    assert "fewer than 5" in text(knock(lead).get("/practice/"))
    assert [told(n) for n in (0, 1, 4, 5)] == ["0", "fewer than 5", "fewer than 5", "5"]


@pytest.mark.parametrize("who", ["alice", "intake", "desk", "supervisor", "cover", "reader", "sam"])
@pytest.mark.parametrize("path", ["", "change/", "audit/", "work/", "therapists/", "credentials/"])
def test_the_wrong_person_knocks(knock, request, who: str, path: str) -> None:
    assert knock(request.getfixturevalue(who)).get(f"/practice/{path}").status_code == 404


def test_the_same_queries_for_a_large_practice(knock, lead, anna, ben, now) -> None:
    browser = knock(lead)
    paths = ("/practice/", "/practice/therapists/", "/practice/credentials/")
    few = [queries(browser, path) for path in paths]
    for number in range(6):
        row = staff.add_credential(
            anna, by=lead, now=now, title=f"Title {number}", body="A body", number="1",
            expires_on=None,
        )  # fmt: skip
        staff.check_credential(row, by=lead, now=now, how="looked up")
        staff.name_cover(anna, ben.user, by=lead, now=now, since=now.date())
        therapies.open_therapy(
            kind="individual", therapist=ben, by=ben.user, now=now, since=now.date()
        )

    assert [queries(browser, path) for path in paths] == few


def test_particulars_are_kept(knock, lead) -> None:
    answer = sent(knock(lead), "/practice/change/", **PARTICULARS)

    practice = Practice.get()
    assert answer.status_code == 302
    assert (practice.name, practice.zone, practice.currency) == (
        "Riverside", "Europe/Berlin", "EUR"
    )  # fmt: skip
    assert set(Entry.objects.get(kind="practice changed").fields) >= {"name", "zone"}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"zone": "Mars/Olympus"}, "Please choose one of these."),
        ({"closes_at": "07:00"}, "before opening"),
        ({"currency": "ABC"}, "Please choose one of these."),
        ({"name": ""}, "Please fill this in."),
    ],
)
def test_mistakes_lose_nothing(knock, lead, fields, says) -> None:
    before = Practice.get().name
    answer = sent(knock(lead), "/practice/change/", **{**PARTICULARS, **fields})

    assert answer.status_code == 422
    assert says in text(answer)
    assert 'value="08:30"' in text(answer)
    assert Practice.get().name == before


def test_two_who_change_the_particulars_lose_nothing(knock, lead, now) -> None:
    browser = knock(lead)
    sent(browser, "/practice/change/", **PARTICULARS)
    answer = sent(browser, "/practice/change/", **{**PARTICULARS, "name": "Other"})

    assert answer.status_code == 422
    assert "Riverside" in text(answer)
    assert 'value="Other"' in text(answer)


def test_the_same_form_twice_is_one_act(knock, lead) -> None:
    browser, once = knock(lead), uuid4()
    for _time in range(2):
        browser.post("/practice/change/", {"once": once, "opened": "first", **PARTICULARS})

    assert Entry.objects.filter(kind="practice changed").count() == 1


# The audit.


def test_the_audit_shows_rights_and_no_openings(knock, lead, alice, therapy, now) -> None:
    therapies.record_opening(therapy, by=alice, now=now, role="therapist")
    page = text(knock(lead).get("/practice/audit/"))

    assert "Alice Ames" in page
    assert "opened" not in page.lower().split("<main")[1].split("<table")[1]


def test_the_audit_leaves_no_trace_of_clients(knock, lead, sam, now) -> None:
    record("signed in", now=now, actor=sam)
    browser = knock(lead)
    rights, sign_ins = (browser.get(f"/practice/audit/?kind={k}") for k in ("rights", "sign-ins"))

    rows = [*rights.context["page"].object_list, *sign_ins.context["page"].object_list]
    assert rows
    assert str(sam.pk) not in {row.actor for row in rows} | {row.subject_id for row in rows}
    assert "Sam" not in text(rights) + text(sign_ins)


def test_the_audit_asks_the_same_for_many_rows(knock, lead, alice, now) -> None:
    browser = knock(lead)
    few = queries(browser, "/practice/audit/")
    for _number in range(8):
        record("credential added", now=now, actor=alice, subject=alice)

    assert queries(browser, "/practice/audit/") == few


def test_verification_is_asked_for_and_told(knock, lead, alice, now) -> None:
    browser = knock(lead)
    assert "not verified yet" in text(browser.get("/practice/audit/"))
    assert browser.post("/practice/audit/verify/").status_code == 302

    work(now)

    assert "Every row is as it was written" in text(browser.get("/practice/audit/"))


@pytest.mark.database
def test_a_changed_row_is_told(knock, lead, alice, now) -> None:
    table = Entry._meta.db_table
    with connection.cursor() as cursor:
        _unguard(cursor, table)
        cursor.execute(f"UPDATE {table} SET role = 'lead' WHERE chain = 'ordinary' AND number = 2")
    found = oversight.verify_audit(now)

    assert [(b.chain, b.number, b.what) for b in found] == [("ordinary", 2, "changed")]
    assert "does not hold" in text(knock(lead).get("/practice/audit/"))


def _unguard(cursor, table: str) -> None:
    if connection.vendor == "sqlite":
        cursor.execute(f"DROP TRIGGER {table}_no_update")
    else:
        cursor.execute(f"DROP TRIGGER {table}_immutable ON {table}")


# Work.


@pytest.fixture
def failed(now) -> Job:
    return Job.objects.create(
        kind="accounts.mail", ids={"letter": str(uuid4())}, state="failed", due_at=now, attempts=5,
        error="OSError at holdfast.web.accounts.letters.post:44",
    )  # fmt: skip


def test_work_that_was_given_up_on(knock, lead, failed, now) -> None:
    page = text(knock(lead).get("/practice/background/"))

    assert "Sending an e-mail" in page
    assert "OSError at holdfast.web.accounts.letters.post:44" in page
    assert failed.ids["letter"] not in page


def test_it_is_tried_again(knock, lead, failed, now) -> None:
    knock(lead).post(f"/practice/background/{failed.pk}/again/")
    failed.refresh_from_db()

    assert (failed.state, failed.attempts, failed.error) == ("waiting", 0, "")
    assert Entry.objects.get(kind="work tried again").purpose == "accounts.mail"


def test_it_is_let_go(knock, lead, failed) -> None:
    browser = knock(lead)
    browser.post(f"/practice/background/{failed.pk}/let-go/")

    assert not Job.objects.filter(pk=failed.pk).exists()
    assert Entry.objects.filter(kind="work let go").exists()
    assert browser.post(f"/practice/background/{failed.pk}/let-go/").status_code == 404


def test_what_is_unknown_says_that_it_may_happen_twice(knock, lead, failed) -> None:
    Job.objects.update(state="unknown")

    assert "could do it twice" in text(knock(lead).get("/practice/background/"))


def test_work_that_goes_on_cannot_be_touched(knock, lead, now) -> None:
    job = Job.objects.create(kind="accounts.mail", due_at=now)

    assert knock(lead).post(f"/practice/background/{job.pk}/let-go/").status_code == 404


def test_nothing_was_given_up_on(knock, lead) -> None:
    assert "Nothing was given up on" in text(knock(lead).get("/practice/background/"))


def test_a_card_is_nowhere_on_the_leads_pages(knock, lead, therapy, now) -> None:
    card = people.new_card("therapy", now=now + timedelta(days=1), name="Zora Quill")
    people.add_participant(therapy, card, by=lead, now=now, since=date(2026, 1, 1))
    browser = knock(lead)

    for path in ("", "audit/", "work/", "therapists/", "credentials/", "supervision/"):
        assert "Quill" not in text(browser.get(f"/practice/{path}"))
