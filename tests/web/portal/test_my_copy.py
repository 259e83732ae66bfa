"""A person's copy: their own and nothing of others, in files that open anywhere."""

import io
import json
import re
import zipfile
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import typst
from django.urls import reverse
from django.utils import timezone
from json_shape import wrong_with
from pypdf import PdfReader

from holdfast.web.audit.models import Entry
from holdfast.web.portal.copy_files import schema
from holdfast.web.portal.copy_words import entry

from . import raised as world

HERS, HIS = "Zyxhers", "Quophis"
KINDS = ["couple", "family", "group"]


def _hold(therapy, when: datetime, *parts, note: str = "") -> None:
    from holdfast.web.practice.actions import sessions

    by = therapy.assignments.get().therapist.user
    (one,) = sessions.plan_sessions(therapy, [when], minutes=50, by=by, now=world.BEGAN)
    end = one.planned_end + timedelta(minutes=20)
    sessions.record_session(
        one, parts, by=by, now=end, started_at=one.starts_at, ended_at=end, note=note
    )


def _part(person, came: bool = True):
    from holdfast.web.practice.actions.sessions import Part

    return Part(person, came, 6000, "GBP") if came else Part(person, False)


def _life_of(person, word: str, now: datetime) -> None:
    """Mark everything that belongs to one person with a word."""
    from holdfast.alliance import CHECK, CheckAnswers
    from holdfast.web.alliance.actions import aims, answering
    from holdfast.web.alliance.actions.answering import Place
    from holdfast.web.frame.actions import talking
    from holdfast.web.portal.actions import statements
    from holdfast.web.practice.actions import betweens

    therapy, by = person.therapy, person.therapy.assignments.get().therapist.user
    session = therapy.sessions.held().order_by("-starts_at").first()
    given = CheckAnswers(dict.fromkeys(range(1, 8), 4.0), note=f"{word} check")
    answering.take(Place(person, CHECK, session), given, how="portal", now=now, by=person.user)
    goal = aims.new_goal(therapy, person, now)
    aims.write_goal(goal, words=f"{word} goal", tasks="", by=by, now=now, by_client=person)
    talking.remark(therapy, f"{word} remark", by=person.user, now=now, participant=person)
    statements.state(person, f"{word} words", kind="own_words", by=person.user, now=now)
    betweens.note_contact(
        person, channel="text", direction="in", purpose="support", at=now, note=f"{word} note",
        by=by, now=now,
    )  # fmt: skip


@pytest.fixture
def together(request, anna, dana, sam, now):
    """Dana and Sam in one therapy of the kind the test names, each with a life of their own."""
    therapy = world.a_therapy(anna, f"{HERS} Whitfield", user=dana, kind=request.param)
    world.join(therapy, f"{HIS} Okoro", anna.user, user=sam)
    people = therapy.participants.select_related("card__key", "therapy__key")
    hers, his = people.get(user=dana), people.get(user=sam)
    _hold(therapy, datetime(2026, 1, 6, 14), _part(hers), _part(his), note="both of you")
    _hold(therapy, datetime(2026, 1, 13, 14), _part(hers, came=False), _part(his))
    _hold(therapy, datetime(2026, 1, 20, 14), _part(hers), _part(his, came=False))
    _life_of(hers, HERS, now)
    _life_of(his, HIS, now)
    return therapy


def _take(browser, kind: str = "zip"):
    answer = browser.get(reverse("portal:copy", args=[kind]))
    assert answer.status_code == 200
    return answer.content


def _files(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        found = {n: packed.read(n) for n in packed.namelist()}
    pdf = PdfReader(io.BytesIO(found.pop("my-record.pdf")))
    texts = {name: content.decode() for name, content in found.items()}
    return {**texts, "my-record.pdf": " ".join(page.extract_text() for page in pdf.pages)}


@pytest.mark.parametrize("together", KINDS, indirect=True)
def test_it_holds_ones_own_and_nothing_of_others(together, knock, dana, sam) -> None:
    for user, own, others in ((dana, HERS, HIS), (sam, HIS, HERS)):
        files = _files(_take(knock(user)))

        assert not [name for name, text in files.items() if others in text]
        for word in ("check", "goal", "remark", "words"):
            assert f"{own} {word}" in files["my-record.json"]
            assert f"{own} {word}" in " ".join(files["my-record.pdf"].split())
        assert f"{own} note" not in files["my-record.json"]
        assert "both of you" not in files["my-record.json"]


@pytest.mark.parametrize("together", ["couple"], indirect=True)
def test_sessions_are_those_one_took_part_in(together, knock, dana) -> None:
    said = json.loads(_take(knock(dana), "json"))
    (sessions,) = (p for p in said["therapies"][0]["parts"] if p["name"] == "sessions")

    assert [row["planned"][:10] for row in sessions["rows"]] == ["2026-01-06", "2026-01-20"]
    assert sessions["rows"][0]["fee"]["due"] == "60"


@pytest.mark.parametrize("together", ["group"], indirect=True)
def test_the_json_is_as_its_schema_says(together, knock, dana) -> None:
    shape, said = json.loads(schema()), json.loads(_take(knock(dana), "json"))

    assert wrong_with(said, shape) == []
    assert wrong_with({**said, "therapies": [{}]}, shape) != []
    del said["therapies"][0]["parts"][1]["rows"][0]["planned"]
    assert wrong_with(said, shape) != []


@pytest.mark.parametrize("together", ["couple"], indirect=True)
def test_it_opens_without_holdfast(together, knock, dana) -> None:
    files = _files(_take(knock(dana)))
    page = files["my-record.html"]

    assert not re.findall(r'(?:src|href)="(?!#)', page)
    assert "@import" not in page
    assert "url(" not in page
    assert "<script" not in page
    assert {"my-record.json", "schema.json", "READ-ME.txt"} <= set(files)


@pytest.mark.parametrize("together", ["couple"], indirect=True)
def test_it_says_what_it_leaves_out_why_and_how_to_ask(together, knock, dana) -> None:
    files = _files(_take(knock(dana)))

    said = json.loads(files["my-record.json"])
    assert all(each["why"] for each in said["left_out"])
    assert "Private notes of the therapist" in files["my-record.html"]
    assert "Ask for the rest" in said["how_to_ask"]
    assert "Ask for the rest" in " ".join(files["my-record.pdf"].split())


ODD = "It was good 😀 and calm. 李小龙 שלום مرحبا e\u20dd"


def _said(person, now: datetime, words: str = ODD) -> None:
    from holdfast.web.portal.actions import statements

    statements.state(person, words, kind="own_words", by=person.user, now=now)


def test_whatever_is_said_the_copy_is_made(with_dana, knock, dana, now) -> None:
    _said(with_dana.participants.select_related("therapy__key", "card__key").get(), now)

    files = _files(_take(knock(dana)))

    for name in ("my-record.html", "my-record.json"):
        assert ODD in files[name]
    paper = " ".join(files["my-record.pdf"].split())
    assert "It was good [grinning face] and calm. [U+674E, U+5C0F, U+9F99]" in paper
    assert "e[combining enclosing circle]" in paper
    assert _take(knock(dana), "pdf").startswith(b"%PDF")


def test_it_is_not_held_back_for_want_of_its_paper(
    with_dana, knock, dana, now, monkeypatch, caplog
) -> None:
    def cannot(page, data):
        raise typst.TypstError("the text could not be set", "")

    monkeypatch.setattr("holdfast.web.portal.copy_files.draw", cannot)
    _said(with_dana.participants.select_related("therapy__key", "card__key").get(), now)

    with zipfile.ZipFile(io.BytesIO(_take(knock(dana)))) as packed:
        names, read_me = packed.namelist(), packed.read("READ-ME.txt").decode()

    assert "my-record.pdf" not in names
    assert {"my-record.html", "my-record.json", "schema.json"} <= set(names)
    assert "There is no PDF this time" in read_me
    assert "A copy went out without its PDF." in caplog.text


def test_the_paper_is_tagged(with_dana, knock, dana) -> None:
    reader = PdfReader(io.BytesIO(_take(knock(dana), "pdf")))

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_it_asks_for_a_fresh_proof(with_dana, knock, dana, now) -> None:
    from holdfast.web.accounts.doors import PROVED

    browser = knock(dana)
    session = browser.session
    session[PROVED] = (now - timedelta(hours=1)).isoformat()
    session.save()

    answer = browser.get(reverse("portal:copy", args=["zip"]))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/prove/")


def test_its_name_names_nobody_and_no_cache_keeps_it(with_dana, knock, dana) -> None:
    answer = knock(dana).get(reverse("portal:copy", args=["zip"]))

    assert answer["Content-Disposition"] == 'attachment; filename="my-record.zip"'
    assert answer["Cache-Control"] == "no-store"


def test_the_therapist_does_not_see_that_a_copy_was_taken(with_dana, knock, dana, alice) -> None:
    before = knock(alice).get(reverse("practice:openings", args=[with_dana.pk])).content
    _take(knock(dana))

    assert Entry.objects.filter(kind="own copy taken", about=str(with_dana.pk)).exists()
    after = knock(alice).get(reverse("practice:openings", args=[with_dana.pk])).content
    assert len(before) == len(after)


def test_two_therapists_two_works_one_copy(with_dana, ben, knock, dana, alice) -> None:
    world.a_therapy(ben, "Dana W", user=dana)

    said = json.loads(_take(knock(dana), "json"))

    assert sorted(t["with"] for t in said["therapies"]) == [["Alice Ames"], ["Bob Brandt"]]
    assert "Bob Brandt" not in knock(alice).get(f"/therapies/{with_dana.pk}/").content.decode()


def test_a_former_client_keeps_the_door(with_dana, knock, dana, now) -> None:
    from holdfast.web.practice.models import Participant, Therapy

    Participant.objects.filter(therapy=with_dana).update(until=now.date() - timedelta(days=100))
    Therapy.objects.filter(pk=with_dana.pk).update(
        state="ended", ended_on=now.date() - timedelta(days=100)
    )

    assert knock(dana).get(reverse("portal:kept")).status_code == 200
    assert json.loads(_take(knock(dana), "json"))["therapies"][0]["ended"]


def test_a_guardian_takes_agreement_appointments_and_fees(anna, dana, gwen, knock, now) -> None:
    therapy = world.a_therapy(anna, "Child", user=dana, born="2012-05-09")
    child = therapy.participants.select_related("card__key", "therapy__key").get()
    world.join(therapy, "Gwen", anna.user, user=gwen, role="guardian", stands_for=child)
    _hold(therapy, datetime(2026, 1, 6, 14), _part(child))
    _life_of(child, HERS, now)

    files = _files(_take(knock(gwen)))

    assert HERS not in "".join(files.values())
    assert "journal" not in files["my-record.html"]
    assert "What the therapist wrote about Child" in files["my-record.html"]
    said = json.loads(files["my-record.json"])
    parts = {p["name"]: p["rows"] for p in said["therapies"][0]["parts"]}
    assert len(parts["sessions"]) == 1
    assert not {"checks", "goals", "concerns", "shared_entries"} & set(parts)
    assert "Gwen" not in _files(_take(knock(dana)))["my-record.json"]


def test_concerns_are_in_ones_own_copy_alone(with_dana, knock, dana, alice) -> None:
    from holdfast.web.portal import my_copy

    place = with_dana.participants.select_related("card__key", "therapy__key").get()

    assert "concerns" in {p.name for p in my_copy.gather(place, dana)}
    assert "concerns" not in {p.name for p in my_copy.the_rest(place, alice)}
    assert "concerns" not in {p.name for p in my_copy.the_rest(place, dana)}


def test_a_large_copy_is_made_by_the_worker(with_dana, knock, dana, now, monkeypatch) -> None:
    from holdfast.web.jobs import worker
    from holdfast.web.portal.models import Copy

    monkeypatch.setattr("holdfast.web.portal.my_copy.LARGE", -1)
    browser = knock(dana)
    led = browser.get(reverse("portal:copy", args=["zip"]))
    again = browser.get(reverse("portal:copy", args=["zip"]))

    assert led["Location"] == again["Location"]
    assert "Step 0 of 4" in browser.get(led["Location"]).content.decode()
    worker.work(now)
    row = Copy.objects.get()
    assert row.ready_at is not None
    assert b"Whitfield" not in bytes(row.content)
    fetched = browser.post(led["Location"], {"once": uuid4()})
    assert "Whitfield" in _files(fetched.content)["my-record.json"]
    worker.work(now + timedelta(days=1, hours=1))
    assert not Copy.objects.exists()


def test_somebody_elses_copy_is_not_there(with_dana, ben, sam, knock, dana, now) -> None:
    from holdfast.web.portal.actions import copies

    row = copies.order(user=dana, now=now)

    for who in (sam, ben.user):
        assert knock(who).get(reverse("portal:copy_made", args=[row.pk])).status_code == 404


def test_an_address_that_changed_hands_opens_nothing(with_dana, dana, client, now) -> None:
    """Whoever reads the old or new mailbox still needs the password, and a proof for the copy."""
    before = dana.text("address")

    answer = client.post("/recover/", {"address": before, "once": uuid4()})

    assert answer.status_code in (200, 302, 404, 422)
    led = client.get(reverse("portal:copy", args=["zip"]))
    assert led["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ({"at": "2026-06-03T14:54:00+00:00"}, "3 June 2026, 15:54"),
        ({"at": "2026-02-03T14:54:00+00:00"}, "3 February 2026, 14:54"),
        ({"planned": "2026-06-03T09:00:00-04:00"}, "3 June 2026, 09:00"),
        ({"planned": "2026-06-03T14:00:00+00:00", "zone": "America/Toronto"}, "3 June 2026, 10:00"),
    ],
)
def test_an_instant_is_said_by_the_clock_of_the_practice_or_its_own(row, title) -> None:
    with timezone.override("Europe/London"):
        assert entry(row).title == title


# What people read, beside what a program reads.

CODES = {
    "a code": r"\b[a-z]+_[a-z_]+\b",
    "an id": r"\b[0-9a-f]{8}-[0-9a-f]{4}-",
    "a fingerprint": r"\b[0-9a-f]{40,}\b",
    "a date for programs": r"\b\d{4}-\d\d-\d\d",
    "a kind": r"\b(?:Kind|State|Value|Receipt|Zone): ",
}


@pytest.fixture
def lived(with_dana, dana, now):
    """Dana's therapy with something of every kind in it, an agreement too."""
    from frame.world import agreed

    from holdfast.web.practice.actions import betweens, people

    place = with_dana.participants.select_related("card__key", "therapy__key").get()
    _hold(with_dana, datetime(2026, 1, 6, 14), _part(place))
    _life_of(place, HERS, now)
    by = with_dana.assignments.get().therapist.user
    betweens.announce_break(
        since=now.date(), until=now.date() + timedelta(days=9), by=by, now=now, therapy=with_dana
    )
    people.add_emergency_contact(
        place.card, name="Robin", relation="brother", phone="07700 900001", by=by, now=now,
        about=with_dana,
    )  # fmt: skip
    agreed(with_dana)
    return place


def _read(page: str) -> str:
    body = page[page.index("<body>") :]
    return re.sub(r"[ \t\n]+", " ", re.sub(r"<[^>]+>", " ", body))


def test_it_begins_with_one_page_that_says_what_is_in_here(lived, knock, dana) -> None:
    pages = PdfReader(io.BytesIO(_take(knock(dana), "pdf"))).pages
    first = " ".join(pages[0].extract_text().split())

    for said in (
        "My record", "What is in here", "Sessions and fees", "What is not in it, and why",
        "Private notes of the therapist", "How to ask for the rest", "Ask for the rest",
    ):  # fmt: skip
        assert said in first, said
    assert "Nothing is kept of:" in first
    assert "Tuesday 6 January 2026, 14:00" not in first
    assert "Tuesday 6 January 2026, 14:00" in " ".join(pages[1].extract_text().split())


def test_what_people_read_holds_no_codes_and_the_json_holds_all(lived, knock, dana) -> None:
    files = _files(_take(knock(dana)))
    read, paper = _read(files["my-record.html"]), files["my-record.pdf"]

    for text in (read, paper.replace("my- record.json", "")):
        found = {what: re.findall(code, text) for what, code in CODES.items()}
        assert not {what: each for what, each in found.items() if each}
    said = json.loads(files["my-record.json"])
    parts = {p["name"]: p["rows"] for p in said["therapies"][0]["parts"]}
    assert re.fullmatch(CODES["a fingerprint"], parts["agreements"][0]["sha256"])
    assert re.match(CODES["an id"], parts["sessions"][0]["id"])
    assert parts["sessions"][0]["zone"] == "Europe/London"


def test_sessions_are_a_table_in_words(lived, knock, dana) -> None:
    page = _files(_take(knock(dana)))["my-record.html"]

    assert '<th scope="row">Tuesday 6 January 2026, 14:00</th>' in page
    for said in (
        "50 minutes, in the room. It lasted from 14:00 to 15:10.", "took place", "60 GBP",
        "Robin, brother, 07700 900001", "What we do", "text message",
    ):  # fmt: skip
        assert said in page, said


def test_a_guardian_reads_of_the_child_by_name(anna, dana, gwen, knock, now) -> None:
    therapy = world.a_therapy(anna, "Mia Young", user=dana, born="2012-05-09")
    child = therapy.participants.select_related("card__key", "therapy__key").get()
    world.join(therapy, "Gwen", anna.user, user=gwen, role="guardian", stands_for=child)
    _hold(therapy, datetime(2026, 1, 6, 14), _part(child, came=False))

    read = _read(_files(_take(knock(gwen)))["my-record.html"])

    assert "without Mia Young" in read
    assert "What you take of Mia Young’s record" in read
    assert "your therapist" not in read.lower()


def test_everything_that_can_be_in_it_has_words() -> None:
    """A key that a capability adds without words would be read as it is written."""
    from holdfast.web.alliance.models import Check, Goal
    from holdfast.web.endings.models import ComingBack
    from holdfast.web.frame.models import Signature
    from holdfast.web.portal.copy_words import VALUES
    from holdfast.web.portal.models import Statement, StatementAnswer
    from holdfast.web.practice.models import CardName, Contact, ContactPoint, Session

    kinds = (
        Check.How, Goal.State, ComingBack.State, ComingBack.Wish, Signature.How, Statement.Kind,
        StatementAnswer.Outcome, Contact.Channel, Contact.Purpose, ContactPoint.Kind,
        ContactPoint.Purpose, CardName.Kind, Session.State,
    )  # fmt: skip

    assert [k for kind in kinds for k in kind.values if k not in VALUES] == []
