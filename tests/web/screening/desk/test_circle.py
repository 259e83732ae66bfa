"""A therapist's declared circle: their own, renewed over the years, in the graph while it holds."""

from datetime import timedelta

import pytest

from holdfast.web.audit import models as audit
from holdfast.web.screening import jobs
from holdfast.web.screening.actions import circle
from holdfast.web.screening.circle_told import told_of_circle as told
from holdfast.web.screening.models import Circle, Node, Tie

from .made import declared, queries, sent

pytestmark = pytest.mark.django_db
ROBIN = {"kind": "friend", "given_name": "Robin", "surname": "Vale", "date_of_birth": "1984"}


def test_it_works(anna, alice, knock) -> None:
    client = knock(alice)
    answer = sent(client, "/circle/person/", **ROBIN, suburb="Leeds", since="2011")
    page = client.get("/circle/").content.decode()

    assert answer["Location"] == "/circle/"
    assert "Robin Vale" in page
    assert "A friend · <span" in page
    row = Circle.objects.get()
    assert row.person().suburb == "Leeds"
    assert row.since.year == 2011


def test_a_declared_person_is_tied_both_ways(anna, now) -> None:
    row = declared(anna, now, "supervisee")
    ties = set(Tie.objects.values_list("source__card", "kind", "target__card", "source__user"))

    assert ties == {
        (row.card_id, "supervisee", None, None),
        (None, "supervisor", row.card_id, anna.user_id),
    }


def test_a_place_is_one_node_whoever_belongs_to_it(anna, ben, alice, bob, knock) -> None:
    for user in (alice, bob):
        answer = sent(knock(user), "/circle/place/", kind="has_member", name="St Mary's choir")
        assert answer.status_code == 302

    assert Node.objects.filter(place__isnull=False).count() == 1
    assert set(Tie.objects.values_list("kind", flat=True)) == {"has_member", "belongs_to"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"surname": "", "given_name": "-"}, "as much of it as you know"),
        ({"kind": ""}, "Please fill this in"),
        ({"date_of_birth": "1900-13"}, "not in the calendar"),
        ({"since": "98"}, "four digits"),
        ({"since": "2015", "until": "2010"}, "over before it began"),
        ({"until": "2031"}, "four digits"),
    ],
)
def test_what_is_wrong_is_said(anna, alice, knock, wrong, says) -> None:
    answer = sent(knock(alice), "/circle/person/", **{**ROBIN, **wrong})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Circle.objects.exists()


@pytest.mark.parametrize("name", ["O", "李小龍", "דנה כהן", "x" * 120])
def test_odd_names_are_kept_as_they_are(anna, alice, knock, name: str) -> None:
    client = knock(alice)
    sent(client, "/circle/person/", kind="friend", surname=name)

    assert Circle.objects.get().person().surname == name
    assert name in client.get("/circle/").content.decode()


def test_nobody_else_sees_any_of_it(anna, ben, bob, lead, desk, intake, now, knock) -> None:
    row = declared(anna, now)
    for user in (bob, lead, desk, intake):
        client = knock(user)
        for path in ("", "out/", "still-so/"):
            assert client.get(f"/circle/{row.pk}/{path}").status_code == 404
        assert b"Robin" not in client.get("/circle/").content
    assert not Circle.objects.visible_to(desk, now).exists()


def test_what_it_leaves_behind_a_lead_cannot_see(anna, now) -> None:
    before = audit.Entry.objects.filter(chain=audit.ORDINARY).count()
    row = declared(anna, now)
    circle.take_out(row, by=anna.user, now=now)

    assert audit.Entry.objects.filter(chain=audit.ORDINARY).count() == before
    kinds = audit.Entry.objects.filter(chain=audit.RESERVED).values_list("kind", flat=True)
    assert list(kinds) == ["declared", "declaration taken out"]


def test_still_so_and_what_happens_without_it(anna, alice, now, at, knock) -> None:
    row = declared(anna, now)
    state = lambda days: Circle.objects.get().state((now + timedelta(days)).date())  # noqa: E731

    assert [state(d) for d in (0, 364, 366, 425, 426)] == [
        "kept", "kept", "asked", "asked", "lapsed",
    ]  # fmt: skip
    later = now + timedelta(days=400)
    at(later)
    client = knock(alice, when=later)
    assert "Still so? Without an answer it lapses" in client.get("/circle/").content.decode()
    client.post(f"/circle/{row.pk}/still-so/")
    assert state(401) == "kept"
    assert Tie.objects.count() == 2


def test_what_lapses_is_no_longer_found_and_then_forgotten(anna, now) -> None:
    row = declared(anna, now)
    key = row.card.key

    jobs.lapse(now=now + timedelta(days=425))
    assert Tie.objects.count() == 2
    jobs.lapse(now=now + timedelta(days=426))
    assert not Tie.objects.exists()
    assert not Node.objects.filter(card__isnull=False).exists()
    assert Circle.objects.get().state((now + timedelta(days=426)).date()) == "lapsed"
    jobs.lapse(now=now + timedelta(days=456))
    assert not Circle.objects.exists()
    key.refresh_from_db()
    assert key.destroyed_at is not None


def test_taken_out_can_be_put_back(anna, alice, now, knock) -> None:
    row = declared(anna, now)
    client = knock(alice)
    sent(client, f"/circle/{row.pk}/out/")
    assert not Tie.objects.exists()
    assert "taken out on 17 February" in client.get("/circle/").content.decode()

    client.post(f"/circle/{row.pk}/still-so/")

    assert Tie.objects.count() == 2


def test_a_change_counts_as_said_anew(anna, alice, now, at, knock) -> None:
    row = declared(anna, now)
    later = now + timedelta(days=400)
    at(later)
    answer = sent(
        knock(alice, when=later), f"/circle/{row.pk}/", **{**ROBIN, "kind": "ex_partner"},
        until="2020", opened="1",
    )  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    assert (row.kind, row.until.isoformat()) == ("ex_partner", "2020-12-31")
    assert row.lapses_on == later.date() + timedelta(days=425)
    assert set(Tie.objects.values_list("kind", "until")) == {("ex_partner", row.until)}


def test_today_reminds_once_a_year(anna, alice, now) -> None:
    words = lambda days: [line.words for line in told(alice, now + timedelta(days))]  # noqa: E731

    assert words(0) == ["Say who is close to you, so that they are not sent to you."]
    circle.look_through(anna, by=alice, now=now)
    assert words(1) == []
    declared(anna, now + timedelta(days=300))
    assert words(365) == ["Go through your circle: a year has gone by."]
    assert words(300 + 366) == ["1 entry of your circle waits for a “still so”."]


def test_complete_renews_what_waited(anna, alice, now, at, knock) -> None:
    declared(anna, now)
    later = now + timedelta(days=370)
    at(later)
    sent(knock(alice, when=later), "/circle/")

    assert Circle.objects.get().lapses_on == later.date() + timedelta(days=425)
    assert told(alice, later) == ()


def test_reminders_are_nobody_elses(anna, lead, desk, now) -> None:
    assert [*told(lead, now), *told(desk, now)] == []


def test_as_many_queries_for_two_as_for_twelve(anna, alice, now, knock) -> None:
    client = knock(alice)
    for n in range(2):
        declared(anna, now, given_name="Robin", surname=f"Vale{n}")
    queries(client, "/circle/")
    few = queries(client, "/circle/")
    for n in range(10):
        declared(anna, now, given_name="Kim", surname=f"Hill{n}")

    assert queries(client, "/circle/") == few
