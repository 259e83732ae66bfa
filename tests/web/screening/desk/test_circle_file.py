"""Picking people from an address book: one by one, and nothing else of the file stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.web.practice.importing import child
from holdfast.web.practice.importing.reading import Row, Table
from holdfast.web.screening import jobs
from holdfast.web.screening.circle_file import people_in
from holdfast.web.screening.models import AddressBook, Circle
from holdfast.web.sealing.models import DataKey

from .made import sent

BOOK = """BEGIN:VCARD
VERSION:4.0
FN:Robin Vale
BDAY:19840509
ADR:;;14 Main St;Leeds;;LS1 4DJ;
EMAIL:robin@example.org
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Hill;Kim;;;
FN:Kim Hill
END:VCARD
"""


@pytest.fixture(autouse=True)
def _in_this_process(request, monkeypatch) -> None:
    """Read without starting a child, except where the child is what is tested."""
    if "child" not in request.node.name:
        monkeypatch.setattr(
            "holdfast.web.practice.importing.reading._ask",
            lambda content, name, today, seconds: child.answer(content, name, today),
        )


def upload(client, content: bytes | str, name: str = "people.vcf") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return sent(client, "/circle/file/", file=SimpleUploadedFile(name, data))


def table(*rows: tuple[str, ...]) -> Table:
    return Table(rows[0], tuple(Row(n, row) for n, row in enumerate(rows[1:], start=2)))


@pytest.mark.django_db
def test_one_is_picked_and_nothing_else_kept(anna, alice, knock) -> None:
    client = knock(alice)
    where = upload(client, BOOK)["Location"]
    page = client.get(where).content.decode()
    assert "Robin Vale" in page
    assert "Kim Hill" in page
    form = client.get(f"{where}2/").content.decode()
    assert 'value="1984-05-09"' in form
    assert 'value="14 Main St"' in form

    answer = sent(
        client, f"{where}2/", kind="friend", given_name="Robin", surname="Vale",
        email="robin@example.org",
    )  # fmt: skip
    assert answer["Location"] == where
    assert "in your circle" in client.get(where).content.decode()
    sent(client, where)

    assert [row.shown_name for row in Circle.objects.all()] == ["Robin Vale"]
    assert not AddressBook.objects.exists()
    assert client.get(where).status_code == 404
    assert DataKey.objects.filter(destroyed_at__isnull=False).count() == 1


@pytest.mark.django_db
def test_it_is_forgotten_after_an_hour(anna, alice, knock, now, at) -> None:
    where = upload(knock(alice), BOOK)["Location"]
    jobs.forget_files(now=now + timedelta(minutes=59))
    assert AddressBook.objects.exists()

    later = now + timedelta(minutes=61)
    at(later)
    assert knock(alice, when=later).get(where).status_code == 404
    jobs.forget_files(now=later)
    assert not AddressBook.objects.exists()


@pytest.mark.django_db
def test_a_second_file_takes_the_place_of_the_first(anna, alice, knock) -> None:
    client = knock(alice)
    upload(client, BOOK)
    upload(client, BOOK)

    assert AddressBook.objects.count() == 1


@pytest.mark.django_db
def test_somebody_elses_file_is_not_there(anna, ben, alice, bob, lead, desk, knock) -> None:
    where = upload(knock(alice), BOOK)["Location"]

    for user in (bob, lead, desk):
        assert knock(user).get(where).status_code == 404
        assert knock(user).get(f"{where}2/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (BOOK[:-12], "x.vcf", "breaks off or holds nobody"),
        ("", "x.vcf", "This file is empty"),
        ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART:20260301T100000Z\r\n"
         "SUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "x.ics", "This is a calendar"),
        ("%PDF-1.7", "x.pdf", "This is a PDF"),
        ('Name\n"Robin' + "x" * 140_000, "x.csv", "breaks off in the middle"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(anna, alice, knock, content, name, says) -> None:
    answer = upload(knock(alice), content, name)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not AddressBook.objects.exists()


@pytest.mark.django_db
def test_200_megabytes_are_never_held(anna, alice, knock, monkeypatch) -> None:
    monkeypatch.setattr("holdfast.web.practice.importing.uploads.MOST_BYTES", 1000)
    monkeypatch.setattr("holdfast.web.screening.forms.circle.MOST_BYTES", 1000)

    answer = upload(knock(alice), b"Name\n" + b"x" * 2_000_000, "x.csv")

    assert answer.status_code == 422
    assert "This file has 2 MB" in answer.content.decode()


@pytest.mark.django_db
def test_a_child_reads_it(anna, alice, knock) -> None:
    assert upload(knock(alice), BOOK).status_code == 302


def test_columns_are_found_by_what_others_call_them() -> None:
    found = people_in(table(
        ("First Name", "Last Name", "Birthday", "Home City", "Company", "Mobile Phone", "Shoes"),
        ("Robin", "Vale", "9/5/1984", "Leeds", "Harbour Office", "0113 496 0018", "42"),
    ))  # fmt: skip

    person = found[0].person
    assert (person.given_name, person.surname, person.suburb) == ("Robin", "Vale", "Leeds")
    assert (person.employer, person.phone) == ("Harbour Office", "0113 496 0018")
    assert found[0].initial()["date_of_birth"] == "1984-05-09"


def test_a_formula_is_no_name() -> None:
    found = people_in(table(("First name", "Last name"), ('=HYPERLINK("x")', "Vale"), ("=1+1", "")))

    assert [one.name for one in found] == ["Vale"]
    assert "formula" in found[0].notes[0]


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Robin Vale", "Robin", "Vale"),
        ("Vale, Robin", "Robin", "Vale"),
        ("Robin", "Robin", ""),
        ("李小龍", "李小龍", ""),
        ("R", "R", ""),
    ],
)
def test_a_whole_name_is_parted_where_it_parts_itself(name, given, family) -> None:
    person = people_in(table(("Name",), (name,)))[0].person

    assert (person.given_name, person.surname) == (given, family)


@pytest.mark.parametrize("birth", ["1900-01-01", "N/A", "unknown", "--0412", "", "31/02"])
def test_a_date_of_birth_that_says_nothing_is_left_out(birth: str) -> None:
    found = people_in(table(("Name", "Birthday"), ("Robin Vale", birth)))

    assert found[0].initial()["date_of_birth"] == ""
