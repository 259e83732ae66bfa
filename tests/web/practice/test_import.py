"""Importing on the web: a file, its columns, who is who, a look through, all of it or nothing."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.web.frame.models import Draft
from holdfast.web.jobs.worker import work
from holdfast.web.practice.importing import uploads
from holdfast.web.practice.models import (
    Attendance,
    ContactPoint,
    Import,
    Participant,
    Session,
    Therapy,
)
from holdfast.web.sealing.models import DataKey

pytestmark = pytest.mark.django_db

CLIENTS = """Client ID,First Name,Last Name,Date of Birth,Email,Mobile Phone,Date Added,Status
7,Dana,Whitfield,03/04/1984,dana@example.org,020 7946 0018,14/10/2025,Active
8,Kit & Mo,Okoro,,,,14/11/2025,Active
9,Ruth,Hale,31/02/1990,no address,,01/02/2024,Archived
,,,,,,01/02/2024,Active
10,"=HYPERLINK(""http://x"")",Bad,,,,01/02/2025,Active
"""
SESSIONS = """Appointment ID,Client,Date,Start Time,Duration,Status,Fee,Payment Status
s1,Dana Whitfield,13/01/2026,17:00,50,Attended,£60,Paid
s2,Dana Whitfield,20/01/2026,17:00,50,Attended,60.00,Unpaid
s3,Dana Whitfield,27/01/2026,17:00,50,Late cancelled by client,60,Unpaid
s4,Dana Whitfield,03/02/2026,17:00,50,Attended,abc,
s5,Dana Whitfield,10/02/2026,17:00,50,No show,60,Unpaid
s6,Dana Whitfield,24/02/2026,17:00,50,Scheduled,,
s7,Dana Whitfield,30/02/2026,17:00,50,Attended,60,Paid
s8,Dana Whitfield,13/01/2026,17:00,50,Attended,60,Paid
"""


def upload(browser, text: str | bytes, kind: str = "clients", name: str = "list.csv", **more):
    content = text.encode() if isinstance(text, str) else text
    sent = {"once": uuid4(), "kind": kind, "file": SimpleUploadedFile(name, content), **more}
    return browser.post("/import/", sent)


def columns(browser, path: str, **changes):
    """Send the columns page as it is shown, with changes."""
    return send(browser, path, **changes)


def send(browser, path: str, **changes):
    form = browser.get(path).context["form"]
    shown = {field.html_name: field.value() for field in form}
    sent = {key: value for key, value in shown.items() if value is not None} | changes
    return browser.post(path, sent | {"once": uuid4()})


def go_through(browser, text: str, kind: str = "clients", **choices) -> Import:
    """Upload a file and take every step as it is suggested."""
    answer = upload(browser, text, kind)
    assert answer.status_code == 302, answer.content.decode()
    answer = send(browser, answer["Location"], **choices)
    assert answer.status_code == 302, answer.content.decode()
    if answer["Location"].endswith("people/"):
        answer = send(browser, answer["Location"])
    imported: Import = Import.objects.get(pk=answer["Location"].split("/")[2])
    assert answer["Location"] == f"/import/{imported.pk}/"
    return imported


def carry_out(browser, imported: Import):
    imported.refresh_from_db()
    sent = {"once": uuid4(), "opened": imported.version}
    return browser.post(f"/import/{imported.pk}/carry-out/", sent)


def page_of(browser, imported: Import) -> str:
    return browser.get(f"/import/{imported.pk}/").content.decode()


def test_it_works(knock, alice, anna) -> None:
    browser = knock(alice)
    imported = go_through(browser, CLIENTS)
    seen = page_of(browser, imported)

    assert "Opens an individual therapy with Dana Whitfield." in seen
    assert "Opens a couple therapy with Kit Okoro &amp; Mo Okoro." in seen
    assert "is not in the calendar" in seen
    assert "The row has no name." in seen
    assert "is a formula; it was not read." in seen
    assert not Therapy.objects.exists(), "a look changes nothing"

    carry_out(browser, imported)
    titles = {frozenset(t.shown_title.split(" & ")) for t in Therapy.objects.all()}
    assert titles == {
        frozenset(names) for names in (["Dana Whitfield"], ["Kit Okoro", "Mo Okoro"], ["Ruth Hale"])
    }
    dana = next(t for t in Therapy.objects.all() if t.shown_title == "Dana Whitfield")
    assert dana.watched_from is None
    assert dana.started_on == date(2025, 10, 14)
    card = dana.participants.get().card
    assert card.text("birth") == "1984-04-03"
    points = ContactPoint.objects.filter(card=card)
    assert {p.text("value") for p in points} == {"dana@example.org", "020 7946 0018"}
    assert not any(p.safe_for for p in points)
    assert "3 rows taken over" in page_of(browser, imported)


def test_the_same_file_twice_changes_nothing_and_says_so(knock, alice, anna) -> None:
    browser = knock(alice)
    carry_out(browser, go_through(browser, CLIENTS))
    before = Therapy.objects.count(), Participant.objects.count(), ContactPoint.objects.count()
    again = go_through(browser, CLIENTS)
    seen = page_of(browser, again)

    assert "You imported this very file on" in seen
    assert "There is nothing to take over from this file. Nothing changes." in seen
    assert seen.count("Imported before; nothing changes.") == 3
    carry_out(browser, again)
    assert before == (
        Therapy.objects.count(), Participant.objects.count(), ContactPoint.objects.count()
    )  # fmt: skip


def test_the_file_is_gone_with_its_key(knock, alice, anna) -> None:
    browser = knock(alice)
    imported = go_through(browser, CLIENTS)
    key = Import.objects.get().key_id
    carry_out(browser, imported)
    kept = Import.objects.get()

    assert not any(bytes(getattr(kept, field)) for field in ("file", "table", "choices"))
    assert DataKey.objects.get(pk=key).destroyed_at is not None


@pytest.mark.database
def test_nothing_of_it_lies_in_the_clear(knock, alice, anna) -> None:
    browser = knock(alice)
    carry_out(browser, go_through(browser, CLIENTS))
    go_through(browser, CLIENTS.replace("Dana", "Daniela"))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not any("Whitfield" in str(row) for row in cursor.fetchall()), table


def test_sessions_go_to_their_therapy_and_a_frame_is_guessed(knock, alice, anna, now) -> None:
    browser = knock(alice)
    carry_out(browser, go_through(browser, CLIENTS))
    imported = go_through(browser, SESSIONS, "sessions")
    seen = page_of(browser, imported)
    assert "“abc” is not an amount" in seen
    assert "“30/02/2026” is not in the calendar" in seen

    carry_out(browser, imported)
    dana = next(t for t in Therapy.objects.all() if t.shown_title == "Dana Whitfield")
    kept = {s.planned_on: s for s in dana.sessions.all()}
    assert [kept[day].state for day in sorted(kept)] == [
        "held", "held", "cancelled", "held", "missed", "planned",
    ]  # fmt: skip
    first = kept[date(2026, 1, 13)]
    assert first.as_agreed
    assert first.lasted is None, "a list of appointments says nothing of minutes"
    assert first.starts_at == datetime(2026, 1, 13, 17, tzinfo=UTC)
    part = Attendance.objects.get(session=first)
    assert (part.due, part.currency, part.paid_on) == (6000, "GBP", date(2026, 1, 13))
    assert kept[date(2026, 1, 27)].cancelled_by == "client"

    work(now)
    draft = Draft.objects.get(therapy=dana)
    assert draft.origin == Draft.Origin.PRACTICE
    assert draft.as_terms().frequency.slots[0].day == "tue"
    assert draft.as_terms().length.minutes == 50
    assert str(draft.as_terms().fee.amount) == "60.00 GBP"
    assert Therapy.objects.get(pk=dana.pk).watched_from is None


def test_sessions_alone_open_therapies_from_their_first_day(knock, alice, anna) -> None:
    browser = knock(alice)
    carry_out(browser, go_through(browser, SESSIONS, "sessions"))

    therapy = Therapy.objects.get()
    assert therapy.shown_title == "Dana Whitfield"
    assert therapy.started_on == date(2026, 1, 13)
    assert therapy.assignments.get().since == date(2026, 1, 13)


def test_rows_of_a_couple_at_one_time_are_one_session(knock, alice, anna) -> None:
    browser = knock(alice)
    carry_out(browser, go_through(browser, "Name\nKit & Mo Okoro\n"))
    therapy = Therapy.objects.get()
    text = "Client,Date,Time,Fee\nKit Okoro,2026-01-13,17:00,40\nMo Okoro,2026-01-13,17:00,50\n"
    carry_out(browser, go_through(browser, text, "sessions"))

    assert Therapy.objects.get() == therapy
    session = Session.objects.get()
    parts = Attendance.objects.filter(session=session).order_by("due")
    assert [p.due for p in parts] == [4000, 5000]


def test_sessions_at_the_same_time_are_pointed_out(knock, alice, anna) -> None:
    text = "Client,Date,Time,Duration\nKit,2026-01-13,17:00,50\nMo,2026-01-13,17:30,50\n"
    browser = knock(alice)

    assert "At the same time as row 2." in page_of(browser, go_through(browser, text, "sessions"))


def test_dates_that_could_be_read_both_ways_are_asked(knock, alice, anna) -> None:
    text = "Client,Date,Time\nKit,03/04/2025,17:00\n"
    browser = knock(alice)
    path = upload(browser, text, "sessions")["Location"]
    answer = send(browser, path)

    assert answer.status_code == 422
    assert "could be read both ways" in answer.content.decode()
    people = send(browser, path, order="month")["Location"]
    send(browser, people)
    carry_out(browser, Import.objects.get())
    assert Session.objects.get().planned_on == date(2025, 3, 4)


def test_the_time_zone_is_asked(knock, alice, anna) -> None:
    browser = knock(alice)
    text = "Client,Date,Time\nKit,2026-01-13,17:00\n"
    carry_out(browser, go_through(browser, text, "sessions", zone="America/New_York"))

    assert Session.objects.get().starts_at == datetime(2026, 1, 13, 22, tzinfo=UTC)


def test_somebody_of_the_same_name_is_offered_never_taken(knock, alice, therapy) -> None:
    browser = knock(alice)
    text = "Name,Client ID\nDana Whitfield,77\n"
    imported = go_through(browser, text)
    assert "Somebody of this name is in your caseload. Say who this is." in page_of(
        browser, imported
    )
    carry_out(browser, imported)
    assert Therapy.objects.count() == 1
    assert not therapy.participants.exclude(card__participant__therapy=therapy).exists()

    same = go_through(browser, text)
    send(browser, f"/import/{same.pk}/people/", who_0=str(therapy.pk))
    carry_out(browser, same)
    sessions = "Client ID,Date,Time\n77,2026-01-13,17:00\n"
    carry_out(browser, go_through(browser, sessions, "sessions"))
    assert Session.objects.get().therapy == therapy

    other = go_through(browser, text.replace("77", "78"))
    send(browser, f"/import/{other.pk}/people/", who_0="new")
    carry_out(browser, other)
    assert Therapy.objects.count() == 2


def test_a_colleagues_client_makes_no_difference(knock, bob, ben, therapy) -> None:
    """Bob's file names Alice's client: he sees what he would see of anybody."""
    browser = knock(bob)
    dana = page_of(browser, go_through(browser, "Name\nDana Whitfield\n"))
    other = page_of(browser, go_through(browser, "Name\nDora Whitfield\n"))

    assert "Opens an individual therapy with Dana Whitfield." in dana
    fixed = other.replace("Dora", "Dana")
    assert len(dana) == len(fixed)
    assert str(therapy.pk) not in dana


def test_a_therapy_of_somebody_else_cannot_be_chosen(knock, bob, ben, therapy) -> None:
    browser = knock(bob)
    text = "Client,Date,Time\nDana Whitfield,2026-01-13,17:00\n"
    path = upload(browser, text, "sessions")["Location"]
    people = send(browser, path)["Location"]
    answer = send(browser, people, who_0=str(therapy.pk))

    assert answer.status_code == 422
    assert not Session.objects.exists()


@pytest.mark.parametrize("page", ["", "columns/", "people/"])
def test_the_wrong_therapist_knocks(knock, alice, anna, bob, ben, page) -> None:
    imported = go_through(knock(alice), CLIENTS)

    assert knock(bob).get(f"/import/{imported.pk}/{page}").status_code == 404
    assert knock(bob).get(f"/import/{uuid4()}/{page}").status_code == 404


def test_nor_may_they_carry_it_out_or_drop_it(knock, alice, anna, bob, ben) -> None:
    imported = go_through(knock(alice), CLIENTS)
    for act in ("carry-out", "drop"):
        sent = {"once": uuid4(), "opened": imported.version}
        assert knock(bob).post(f"/import/{imported.pk}/{act}/", sent).status_code == 404
    assert not Therapy.objects.exists()
    assert Import.objects.exists()


def test_a_lead_imports_by_the_column_of_therapists(knock, lead, anna, ben, now) -> None:
    browser = knock(lead)
    text = "Name,Clinician\nKit,Alice Ames\nMo,Bob Brandt\nRuth,Nobody Known\n"
    imported = go_through(browser, text)
    seen = page_of(browser, imported)
    assert "You left this therapist’s rows out." in seen
    carry_out(browser, imported)

    assert Therapy.objects.own_of(anna.user, now).get().shown_title == "Kit"
    assert Therapy.objects.own_of(ben.user, now).get().shown_title == "Mo"
    after = page_of(browser, imported)
    assert "Kit" not in after
    assert "2 rows taken over" in after


def test_a_leads_file_tells_nothing_of_who_is_there(knock, lead, therapy) -> None:
    """Dana is Alice's client, Dora nobody's: both rows read alike, before and after."""
    browser = knock(lead)
    pages = []
    for name in ("Dana", "Dora"):
        imported = go_through(browser, f"Name,Therapist\n{name} Whitfield,Alice Ames\n")
        looked = page_of(browser, imported)
        carry_out(browser, imported)
        pages.append([looked.replace("Dora", "Dana"), page_of(browser, imported)])

    assert len(pages[0][0]) == len(pages[1][0])
    assert len(pages[0][1]) == len(pages[1][1])


def test_a_file_of_the_whole_practice_gives_a_therapist_only_their_own(
    knock, alice, anna, ben
) -> None:
    text = "Name,Clinician\nKit,Alice Ames\nMo,Bob Brandt\n"
    browser = knock(alice)
    imported = go_through(browser, text)
    assert "The row is a colleague’s." in page_of(browser, imported)
    carry_out(browser, imported)

    assert Therapy.objects.get().shown_title == "Kit"


def test_nothing_is_half_imported(knock, alice, anna, monkeypatch) -> None:
    browser = knock(alice)
    imported = go_through(browser, CLIENTS)
    monkeypatch.setattr("holdfast.web.practice.importing.carrying._remember", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        carry_out(browser, imported)

    assert not Therapy.objects.exists()
    assert Import.objects.get().state == Import.State.OPEN


def test_the_button_twice_is_one_import(knock, alice, anna) -> None:
    browser = knock(alice)
    imported = go_through(browser, CLIENTS)
    sent = {"once": uuid4(), "opened": imported.version}
    for _time in range(2):
        browser.post(f"/import/{imported.pk}/carry-out/", sent)
    carry_out(browser, imported)

    assert Therapy.objects.count() == 3


def test_a_large_file_is_read_and_carried_out_by_the_worker(knock, alice, anna, now) -> None:
    browser = knock(alice)
    text = "Name,Note\n" + "".join(f"Person {n},{'x' * 1500}\n" for n in range(250))
    path = upload(browser, text)["Location"]
    assert "The file is being read" in browser.get(path).content.decode()
    assert browser.get(path, headers={"HX-Request": "true"}).status_code == 204

    work(now)
    again = browser.get(path, headers={"HX-Request": "true"})
    assert again["HX-Refresh"] == "true"
    imported = Import.objects.get()
    send(browser, f"{path}columns/")
    carry_out(browser, imported)
    assert "The rows are being taken over" in page_of(browser, imported)
    work(now)
    assert Therapy.objects.count() == 250
    assert Import.objects.get().state == Import.State.DONE


def test_a_file_that_is_too_large_gets_a_sentence(knock, alice, anna, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    monkeypatch.setattr("holdfast.web.practice.forms.importing.MOST_BYTES", 1000)
    answer = upload(knock(alice), b"Name\n" + b"x" * 200_000_0)

    assert answer.status_code == 422
    assert "This file has 2 MB" in answer.content.decode()
    assert not Import.objects.exists()


def test_what_is_no_list_is_refused_in_words(knock, alice, anna) -> None:
    browser = knock(alice)
    path = upload(browser, b"%PDF-1.7 nothing", name="list.pdf")["Location"]
    seen = browser.get(path).content.decode()
    assert "This is a PDF." in seen
    assert not bytes(Import.objects.get().file)

    browser.post(f"{path}drop/", {"once": uuid4()})
    assert not Import.objects.exists()


def test_columns_that_do_not_suffice_are_said_and_nothing_is_lost(knock, alice, anna) -> None:
    browser = knock(alice)
    path = upload(browser, "Foo,Bar\nKit,x\n", "sessions")["Location"]
    answer = send(browser, path, column_0="client", column_1="client")
    seen = answer.content.decode()

    assert answer.status_code == 422
    assert "Say which column holds the day." in seen
    assert "is chosen for another column too" in seen
    assert answer.context["form"]["column_0"].value() == "client"


def test_from_when_to_watch(knock, alice, anna, bob, ben) -> None:
    browser = knock(alice)
    carry_out(browser, go_through(browser, "Name\nKit\n"))
    therapy = Therapy.objects.get()
    assert "Say from when" in browser.get("/import/").content.decode()

    sent = {"once": uuid4(), "therapies": [str(therapy.pk)], "since": "2026-03-01"}
    assert knock(bob).post("/import/watch/", sent | {"once": uuid4()}).status_code == 422
    browser.post("/import/watch/", sent)
    therapy.refresh_from_db()
    assert therapy.watched_from == date(2026, 3, 1)


def test_contacts_go_to_those_who_are_there(knock, alice, therapy, dana) -> None:
    browser = knock(alice)
    text = (
        "Client,Date,Time,Type,Direction,Subject\n"
        "Dana Whitfield,2026-02-01,21:30,SMS,Incoming,Rescheduling\n"
        "Nobody Here,2026-02-01,21:30,SMS,Incoming,x\n"
        "Dana Whitfield,2026-02-02,09:00,pigeon,Sent,x\n"
    )
    imported = go_through(browser, text, "contacts")
    seen = page_of(browser, imported)
    assert "is not a way of contact" in seen
    carry_out(browser, imported)

    contact = therapy.contacts.get()
    assert (contact.channel, contact.direction, contact.purpose) == ("text", "in", "scheduling")
    carry_out(browser, go_through(browser, text, "contacts"))
    assert therapy.contacts.count() == 1


def test_a_calendar_plans_sessions(knock, alice, therapy, dana) -> None:
    browser = knock(alice)
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
        "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Session Dana Whitfield\r\n"
        "DTSTART:20260303T170000Z\r\nDTEND:20260303T175000Z\r\n"
        "RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:Dentist\r\nDTSTART:20260304T170000Z\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    imported = go_through(browser, text, "calendar")
    carry_out(browser, imported)

    planned = [s.local_start.isoformat() for s in therapy.sessions.order_by("starts_at")]
    assert planned == [
        "2026-03-03T17:00:00+00:00", "2026-03-10T17:00:00+00:00", "2026-03-17T17:00:00+00:00",
    ]  # fmt: skip
    carry_out(browser, go_through(browser, text, "calendar"))
    assert therapy.sessions.count() == 3


def test_a_calendar_in_another_zone_is_planned_by_the_clock_here(
    knock, alice, therapy, dana
) -> None:
    browser = knock(alice)
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\n"
        "SUMMARY:Dana Whitfield\r\nDTSTART:20260402T160000Z\r\nDTEND:20260402T165000Z\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    carry_out(browser, go_through(browser, text, "calendar"))

    session = therapy.sessions.get()
    assert (str(session.planned_at), session.zone) == ("17:00:00", "Europe/London")
    assert session.starts_at == datetime(2026, 4, 2, 16, tzinfo=UTC)


def test_a_look_costs_the_same_whatever_the_caseload(
    knock, alice, anna, django_assert_num_queries
) -> None:
    browser = knock(alice)
    imported = go_through(browser, SESSIONS, "sessions")
    carry_out(browser, go_through(browser, "Name\nKit\n"))
    page_of(browser, imported)
    with CaptureQueriesContext(connection) as few:
        page_of(browser, imported)
    asked = len(few)
    names = "Name\n" + "".join(f"Person {n}\n" for n in range(12))
    carry_out(browser, go_through(browser, names))
    with django_assert_num_queries(asked):
        page_of(browser, imported)


def test_what_is_under_way_can_be_stopped(knock, alice, anna, now) -> None:
    browser = knock(alice)
    path = upload(browser, "Name,Note\n" + f"Kit,{'x' * 1500}\n" * 250)["Location"]
    browser.post(f"{path}drop/", {"once": uuid4()})
    work(now)

    assert not Import.objects.exists()
    assert not Therapy.objects.exists()
