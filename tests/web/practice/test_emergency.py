"""Emergency access: the least needed, about one person, for a day, and everybody is told."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.web.accounts.models import User
from holdfast.web.audit.models import Entry
from holdfast.web.jobs.models import Job
from holdfast.web.jobs.worker import work
from holdfast.web.practice.actions import emergency, people, sessions, staff, therapies
from holdfast.web.practice.models import Cover, EmergencyOpening, Notice, Participant

pytestmark = pytest.mark.django_db
REASON = "Her sister called and is worried."
SECRETS = ("Dana lost her job", "dana@client.example", "they/them", "a private note")


def sent(browser, path: str, **fields: object):
    return browser.post(path, {"once": uuid4(), "opened": "", **fields})


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def stands_in(anna, cover, now) -> Cover:
    """Cora stands in for Alice until the 24th, and has read so."""
    named = staff.name_cover(
        anna, cover, by=anna.user, now=now, since=now.date(), until=date(2026, 2, 24)
    )
    Job.objects.filter(kind="accounts.mail").delete()
    return named


@pytest.fixture
def full(dana, alice, now) -> Participant:
    """Everything about Dana that there can be."""
    card, who = dana.card, {"by": alice, "now": now, "about": dana.therapy}
    card.seal(note="Dana lost her job", pronouns="they/them")
    card.save()
    people.add_contact_point(
        card, **who, kind="email", value="dana@client.example", safe_for=["emergency"]
    )
    people.add_emergency_contact(card, **who, name="Ruth", relation="sister", phone="020 7946 0018")
    emergency.write_safety(
        dana, by=alice, now=now, whereabouts="12 Mill Lane", safety="Call Ruth first."
    )
    planned = sessions.plan_sessions(
        dana.therapy, [(now + timedelta(days=7)).replace(tzinfo=None)], minutes=50, by=alice,
        now=now,
    )[0]  # fmt: skip
    planned.seal(note="a private note")
    planned.save()
    return dana


@pytest.fixture
def opened(full, cover, stands_in, now) -> EmergencyOpening:
    return emergency.open_emergency(full, by=cover, now=now, reason=REASON)


def search(browser, sought: str, reason: str = REASON):
    return sent(browser, "/emergency/", sought=sought, reason=reason)


def hits(browser, sought: str) -> list[str]:
    """Whose page opens; nobody is shown by any other answer."""
    answer = search(browser, sought)
    if answer.status_code != 302:
        assert answer.status_code == 422
        return []
    key = answer["Location"].split("/")[-2]
    return [EmergencyOpening.objects.get(pk=key).participant.card.shown_name]


def at(monkeypatch: pytest.MonkeyPatch, now) -> None:
    class Clock(type(now)):
        @classmethod
        def now(cls, tz=None):
            return now.astimezone(tz)

    monkeypatch.setattr("holdfast.web.practice.clock.datetime", Clock)


def test_it_works(knock, cover, stands_in, full, alice, now) -> None:
    browser = knock(cover)
    assert "Who is it about?" in text(browser.get("/emergency/"))

    page = text(browser.get(search(browser, "Dana Whitfield")["Location"]))
    for said in ("Ruth", "020 7946 0018", "12 Mill Lane", "Call Ruth first.", "24 February"):
        assert said in page
    for hidden in SECRETS:
        assert hidden not in page


def test_nothing_else_opens(knock, cover, opened, therapy, dana) -> None:
    browser = knock(cover)

    for path in (f"/therapies/{therapy.pk}/", f"/people/{dana.pk}/",
                 f"/therapies/{therapy.pk}/opened/", f"/people/{dana.pk}/safety/"):  # fmt: skip
        assert browser.get(path).status_code == 404


def test_the_therapist_is_told_at_once(knock, cover, stands_in, full, alice, now) -> None:
    search(knock(cover), "Dana Whitfield")
    work(now)

    notice = alice.notices.get()
    assert notice.kind == Notice.Kind.EMERGENCY
    assert [m.to for m in mail.outbox] == [["alice@example.org"]]
    for said in ("Dana", "Cora", "emergency", REASON):
        assert said not in mail.outbox[0].subject + mail.outbox[0].body
    assert "Dana Whitfield" in text(knock(alice).get("/today/"))
    page = text(knock(alice).get(f"/therapies/{full.therapy_id}/opened/"))
    assert "Cora Clay" in page
    assert REASON in page


def test_it_is_audited_without_words(opened, cover, therapy) -> None:
    row = Entry.objects.get(kind="opened", purpose="emergency")

    assert (row.actor, row.role, row.about) == (str(cover.pk), "cover", str(therapy.pk))
    assert row.fields == []
    assert b"sister" not in bytes(opened.reason)


def test_a_search_is_audited_without_words(knock, cover, stands_in, dana) -> None:
    search(knock(cover), "Dana Whitfield")
    search(knock(cover), "Nobody Known")
    rows = Entry.objects.filter(kind="sought for an emergency")

    assert [(r.actor, r.subject_id, r.about, r.fields) for r in rows] == [
        (str(cover.pk), "", "", [])
    ] * 2


def test_it_shuts_after_24_hours(knock, cover, opened, now, monkeypatch) -> None:
    path = f"/emergency/opened/{opened.pk}/"
    at(monkeypatch, now + timedelta(hours=24) - timedelta(seconds=1))
    assert knock_at(cover, now + timedelta(hours=24)).get(path).status_code == 200

    at(monkeypatch, now + timedelta(hours=24))
    browser = knock_at(cover, now + timedelta(hours=24))
    assert browser.get(path).status_code == 404
    assert text(browser.get("/emergency/")).count("Dana") == 0


def knock_at(user, when):
    from django.test import Client

    from holdfast.web.accounts.doors import FACTOR, SEEN

    browser = Client()
    browser.force_login(user)
    session = browser.session
    session[FACTOR], session[SEEN] = True, when.isoformat()
    session.save()
    return browser


def test_another_covering_colleague_does_not_see_it(knock, opened, now) -> None:
    from conftest import person

    other = person("Otto Orr", "cover", now=now)

    assert knock(other).get(f"/emergency/opened/{opened.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["alice", "bob", "lead", "intake", "desk", "supervisor", "sam"])
def test_the_wrong_person_knocks(knock, request, opened, full, who: str) -> None:
    browser = knock(request.getfixturevalue(who))

    assert search(browser, "Dana Whitfield").status_code == 404
    for path in ("", f"opened/{opened.pk}/"):
        assert browser.get(f"/emergency/{path}").status_code == 404


@pytest.mark.parametrize("sought", ["dana whitfield", "code"])
def test_before_and_after_cover_nobody_is_found(knock, cover, anna, dana, now, sought: str) -> None:
    day, week = now.date(), timedelta(days=7)
    staff.name_cover(anna, cover, by=anna.user, now=now, since=day + week)
    staff.name_cover(anna, cover, by=anna.user, now=now, since=day - week,
                     until=day - timedelta(days=1))  # fmt: skip
    words = dana.therapy.code if sought == "code" else sought

    page = text(search(knock(cover), words))
    assert "You stand in for nobody now" in page
    assert "Dana Whitfield" not in page
    assert not EmergencyOpening.objects.exists()


def test_only_the_covered_caseload(knock, cover, stands_in, ben, dana, now) -> None:
    other = therapies.open_therapy(
        kind="individual", therapist=ben, by=ben.user, now=now, since=now.date()
    )
    card = people.new_card("therapy", now=now, name="Dana Doyle")
    people.add_participant(other, card, by=ben.user, now=now, since=now.date())
    browser = knock(cover)

    assert hits(browser, "dana whitfield") == ["Dana Whitfield"]
    assert hits(browser, other.code) == []
    assert hits(browser, "dana doyle") == []


@pytest.fixture
def couple(anna, now):
    therapy = therapies.open_therapy(
        kind="couple", therapist=anna, by=anna.user, now=now, since=now.date()
    )
    for name in ("Amélie Lund", "Amir Lund"):
        card = people.new_card("therapy", now=now, name=name)
        people.add_participant(therapy, card, by=anna.user, now=now, since=now.date())
    return therapy


def test_a_code_names_nobody_who_was_not_sought(knock, cover, stands_in, couple, dana) -> None:
    browser = knock(cover)

    assert hits(browser, couple.code) == []
    assert hits(browser, "amelie lund") == ["Amélie Lund"]
    assert hits(browser, dana.therapy.code.lower()) == ["Dana Whitfield"]


def test_the_other_partner_stays_shut(knock, cover, stands_in, couple, now) -> None:
    amelie, amir = sorted(couple.participants.all(), key=lambda p: p.card.shown_name)[::-1]
    emergency.write_safety(amir, by=couple.assignments.get().therapist.user, now=now,
                           whereabouts="Amir's flat", safety="")  # fmt: skip
    opening = emergency.open_emergency(amelie, by=cover, now=now, reason=REASON)
    page = text(knock(cover).get(f"/emergency/opened/{opening.pk}/"))

    assert amir.card.shown_name not in page
    assert "Amir&#x27;s flat" not in page


def test_no_search_lists_anybody(knock, cover, stands_in, couple, dana, alice, now) -> None:
    """Beginnings, first names and family names, two letters at a time or whole."""
    browser = knock(cover)
    alice.notices.all().delete()

    for sought in (
        "an", "da", "wh", "Dana", "Whitfield", "lund", "da wh", "Dana Whitfiel", "Dana Lund",
        "Dana Amir Whitfield",
    ):  # fmt: skip
        answer = search(browser, sought)
        assert "Nobody by that name" in text(answer)
        for name in ("Dana Whitfield", "Amir Lund", "Amélie"):
            assert name not in text(answer)
    assert not EmergencyOpening.objects.exists()


def test_whoever_is_found_has_a_therapist_who_is_told(
    knock, cover, stands_in, couple, alice, now
) -> None:
    browser = knock(cover)

    for name in ("Amir Lund", "Amélie Lund"):
        search(browser, name)

    told = alice.notices.filter(kind=Notice.Kind.EMERGENCY)
    assert set(told.values_list("subject_id", flat=True)) == set(
        EmergencyOpening.objects.values_list("pk", flat=True)
    )
    assert told.count() == 2


def test_nobody_looks_the_same_whoever_was_meant(knock, cover, stands_in, ben, dana, now) -> None:
    other = therapies.open_therapy(
        kind="individual", therapist=ben, by=ben.user, now=now, since=now.date()
    )
    card = people.new_card("therapy", now=now, name="Dora Doyle")
    people.add_participant(other, card, by=ben.user, now=now, since=now.date())
    browser = knock(cover)

    def seen(name: str) -> str:
        answer = search(browser, name)
        assert answer.status_code == 422
        shown = text(answer).replace(name, "THE NAME")
        return re.sub(r'value="[\w-]{36,}"', "", shown)

    assert seen("Dora Doyle") == seen("Nora Nobel")


def test_several_of_one_name_open_together(knock, cover, stands_in, dana, anna, alice, now) -> None:
    pair = therapies.open_therapy(
        kind="couple", therapist=anna, by=alice, now=now, since=now.date()
    )
    card = people.new_card("therapy", now=now, name="Dana Whitfield")
    second = people.add_participant(pair, card, by=alice, now=now, since=now.date())

    answer = search(knock(cover), "Dana Whitfield")

    assert answer["Location"] == "/emergency/"
    opened = EmergencyOpening.objects.values_list("participant", flat=True)
    assert set(opened) == {dana.pk, second.pk}
    assert text(knock(cover).get("/emergency/")).count(">Dana Whitfield</a>") == 2
    assert alice.notices.filter(kind=Notice.Kind.EMERGENCY).count() == 2


def test_the_same_form_sent_twice_opens_once(knock, cover, stands_in, dana) -> None:
    browser, once = knock(cover), uuid4()
    fields = {"once": once, "opened": "", "sought": "Dana Whitfield", "reason": REASON}

    first, second = (browser.post("/emergency/", fields) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert EmergencyOpening.objects.count() == 1
    assert Entry.objects.filter(kind="sought for an emergency").count() == 1


def test_ten_searches_an_hour(knock, cover, stands_in, dana, now, monkeypatch) -> None:
    from conftest import person

    browser = knock(cover)
    for _ in range(10):
        assert "Nobody by that name" in text(search(browser, "Nora Nobel"))

    answer = search(browser, "Dana Whitfield")
    assert answer.status_code == 422
    assert "You have searched 10 times within an hour" in text(answer)
    assert REASON in text(answer)
    assert not EmergencyOpening.objects.exists()
    other = person("Otto Orr", "cover", now=now)
    assert "Nobody by that name" not in text(knock(other).get("/emergency/"))
    assert "You have searched" not in text(search(knock(other), "Dana Whitfield"))

    at(monkeypatch, now + timedelta(hours=1))
    assert hits(knock_at(cover, now + timedelta(hours=1)), "Dana Whitfield") == ["Dana Whitfield"]


@pytest.mark.parametrize(
    ("sought", "reason", "says"),
    [
        ("", REASON, "Write the whole name"),
        ("Dana Whitfield", "", "Please fill this in."),
        ("Dana Whitfield", "help", "Say a little more"),
        ("Nora Nobel", "help", "Say a little more"),
    ],
)
def test_who_and_why_come_together(
    knock, cover, stands_in, dana, sought: str, reason: str, says: str
) -> None:
    answer = search(knock(cover), sought, reason)

    assert answer.status_code == 422
    assert says in text(answer)
    assert "Nobody by that name" not in text(answer)
    assert not EmergencyOpening.objects.exists()
    assert not Entry.objects.filter(kind="sought for an emergency").exists()


def test_a_name_in_an_address_is_not_sought(knock, cover, stands_in, dana) -> None:
    assert "Dana" not in text(knock(cover).get("/emergency/?sought=dana"))


def test_the_same_queries_for_a_large_caseload(knock, cover, stands_in, dana, anna, now) -> None:
    browser = knock(cover)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            search(browser, "Nora Nobel")
        return len(caught)

    queries()
    few = queries()
    for number in range(6):
        other = therapies.open_therapy(
            kind="individual", therapist=anna, by=anna.user, now=now, since=now.date()
        )
        card = people.new_card("therapy", now=now, name=f"Client {number}", names={"family": "X"})
        people.add_participant(other, card, by=anna.user, now=now, since=now.date())

    assert queries() == few


# The client is told afterwards.


def test_the_client_is_told_by_a_safe_address(opened, dana, now) -> None:
    work(now)
    mail.outbox.clear()
    work(now + timedelta(hours=24))
    work(now + timedelta(hours=25))

    assert [m.to for m in mail.outbox] == [["dana@client.example"]]
    for said in ("Dana", "therap", "emergency", "Riverside"):
        assert said not in mail.outbox[0].subject + mail.outbox[0].body
    opened.refresh_from_db()
    assert opened.client_told_at == now + timedelta(hours=24)
    assert Entry.objects.get(kind="client told").purpose == "letter"


@pytest.mark.parametrize(
    "point",
    [
        {"safe_for": [], "safe_when": ""},
        {"safe_for": ["scheduling"], "safe_when": ""},
        {"safe_for": ["emergency"], "safe_when": "weekday mornings"},
    ],
)
def test_without_a_safe_address_the_therapist_tells(
    knock, alice, dana, cover, stands_in, now, point
) -> None:
    people.add_contact_point(
        dana.card, by=alice, now=now, about=dana.therapy, kind="email", value="d@x.example", **point
    )
    opening = emergency.open_emergency(dana, by=cover, now=now, reason=REASON)
    work(now)
    work(now + timedelta(hours=24))

    assert {m.to[0] for m in mail.outbox} == {"alice@example.org"}
    assert alice.notices.filter(kind=Notice.Kind.TELL_CLIENT).exists()
    browser = knock(alice)
    assert "client not told yet" in text(browser.get(f"/therapies/{dana.therapy_id}/opened/"))

    browser.post(f"/openings/{opening.pk}/told/")

    opening.refresh_from_db()
    assert opening.client_told_at == now
    assert not alice.notices.unread().filter(kind=Notice.Kind.TELL_CLIENT).exists()


def test_the_job_carries_ids_only(opened) -> None:
    job = Job.objects.get(kind="practice.tell_client")

    assert job.ids == {"opening": str(opened.pk)}
    assert job.due_at == opened.until


def test_telling_twice_is_once(opened, now) -> None:
    emergency.tell_client(opened, now=now)
    emergency.tell_client(opened, now=now)

    assert Job.objects.filter(kind="accounts.mail").count() == 2  # the therapist's and the client's


# What a therapist prepares.


def test_safety_is_written_and_sealed(knock, alice, dana) -> None:
    browser, path = knock(alice), f"/people/{dana.pk}/safety/"
    opened = browser.get(path).context["form"].version
    answer = browser.post(path, {
        "once": uuid4(), "opened": opened, "whereabouts": "12 Mill Lane", "safety": "Call Ruth.",
    })  # fmt: skip

    row = Participant.objects.with_cards().get(pk=dana.pk)
    assert answer.status_code == 302
    assert (row.text("whereabouts"), row.text("safety")) == ("12 Mill Lane", "Call Ruth.")
    assert b"Mill" not in bytes(row.whereabouts)
    assert Entry.objects.get(kind="safety changed").fields == ["safety", "whereabouts"]


def test_two_who_write_safety_lose_nothing(knock, alice, full, now) -> None:
    browser, path = knock(alice), f"/people/{full.pk}/safety/"
    answer = browser.post(path, {
        "once": uuid4(), "opened": "another", "whereabouts": "Elsewhere", "safety": "",
    })  # fmt: skip

    assert answer.status_code == 422
    assert "12 Mill Lane" in text(answer)
    assert "Elsewhere" in text(answer)


def test_a_stranger_writes_no_safety(knock, bob, ben, dana) -> None:
    assert knock(bob).get(f"/people/{dana.pk}/safety/").status_code == 404


# Who stands in.


def test_a_therapist_names_a_colleague(knock, alice, anna, cover) -> None:
    browser = knock(alice)
    answer = sent(browser, "/cover/", who=str(cover.pk), since="2026-02-17", until="2026-02-24")

    assert answer.status_code == 302
    assert "Cora Clay" in text(browser.get("/cover/"))
    assert cover.notices.get().kind == Notice.Kind.COVER_NAMED
    assert "Alice Ames" in text(knock(cover).get("/emergency/"))


def test_only_those_with_the_role_can_be_named(knock, alice, anna, bob, ben) -> None:
    browser = knock(alice)
    assert "Nobody here holds the role" in text(browser.get("/cover/"))

    assert sent(browser, "/cover/", who=str(bob.pk), since="2026-02-17").status_code == 422
    assert not Cover.objects.exists()


@pytest.mark.parametrize(
    ("until", "says"), [("2026-02-01", "before it begins"), ("2026-02-10", "over already")]
)
def test_dates_that_cannot_be(knock, alice, anna, cover, until: str, says: str) -> None:
    fields = {"who": str(cover.pk), "since": "2026-02-05", "until": until}
    answer = sent(knock(alice), "/cover/", **fields)

    assert answer.status_code == 422
    assert says in text(answer)


def test_cover_ends_at_once(knock, alice, cover, stands_in, dana) -> None:
    knock(alice).post(f"/cover/{stands_in.pk}/end/")

    assert "You stand in for nobody now" in text(knock(cover).get("/emergency/"))
    assert Entry.objects.filter(kind="cover ended").exists()


def test_ending_cover_shuts_what_was_open(knock, alice, cover, stands_in, opened) -> None:
    browser, path = knock(cover), f"/emergency/opened/{opened.pk}/"
    assert browser.get(path).status_code == 200

    knock(alice).post(f"/cover/{stands_in.pk}/end/")

    assert browser.get(path).status_code == 404


def test_nobody_ends_anothers_cover(knock, bob, ben, stands_in) -> None:
    assert knock(bob).post(f"/cover/{stands_in.pk}/end/").status_code == 404


def test_an_account_without_cover_role_any_more(knock, cover, opened) -> None:
    cover.grants.update(until=opened.at)

    user = User.objects.get(pk=cover.pk)
    assert knock(user).get(f"/emergency/opened/{opened.pk}/").status_code == 404
