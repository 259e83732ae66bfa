"""Where a therapy has several clients: who came is said wherever a session is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from holdfast.web.practice import since
from holdfast.web.practice.actions import betweens, people, sessions, therapies
from holdfast.web.practice.models import Therapy
from holdfast.web.practice.who_came import who_came

from .conftest import BEGAN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody")]
FIRST = date(2026, 1, 6)


@pytest.fixture
def together(anna):
    """Open a therapy with people of these names."""

    def opened(*names: str, kind: str = "couple", therapist=anna):
        by = therapist.user
        therapy = therapies.open_therapy(
            kind=kind, therapist=therapist, by=by, now=BEGAN, since=FIRST
        )
        for day, name in enumerate(names):
            card = people.new_card("therapy", now=BEGAN, name=name)
            joined = FIRST + timedelta(days=day)  # which keeps them in this order
            people.add_participant(therapy, card, by=by, now=BEGAN, since=joined)
        return therapy

    return opened


@pytest.fixture
def couple(together):
    return together("Anna Berg", "Bert Berg")


@pytest.fixture
def hold(alice):
    """Hold a session of a therapy, with who came in the order of their places."""

    def held(therapy, came: str, on: date = date(2026, 2, 10), hour: int = 16):
        (row,) = sessions.plan_sessions(
            therapy, [datetime(on.year, on.month, on.day, hour)], minutes=50, by=alice, now=BEGAN
        )
        known = {"+": True, "-": False, "?": None}
        clients = sorted(therapy.participants.with_cards(), key=lambda p: p.card.shown_name)
        parts = [
            sessions.Part(who, attended=known[sign])
            for who, sign in zip(clients, came, strict=True)
        ]
        sessions.record_session(row, parts, by=alice, now=row.planned_end, as_agreed=True)
        return row

    return held


def lately(alice, therapy, now) -> list[str]:
    """What the time line says of the sessions."""
    from holdfast.web.home import gathering

    told = gathering.moments(therapy, alice, now - timedelta(weeks=8), now)
    return [moment.detail for moment in told if moment.kind == "session"]


@pytest.mark.parametrize(
    ("came", "said"),
    [
        ("+-", "only Anna Berg came"),
        ("-+", "only Bert Berg came"),
        ("?-", "without Bert Berg"),
        ("++", ""),
        ("+?", ""),
    ],
)
def test_of_a_couple(couple, hold, came: str, said: str) -> None:
    row = hold(couple, came)

    assert who_came(couple).get(row.pk, "") == said


def test_of_a_family(together, hold) -> None:
    family = together("Ada", "Ben", "Cem", kind="family")
    rows = [hold(family, came, date(2026, 2, day)) for came, day in (("++-", 3), ("-+-", 10))]

    assert [who_came(family)[row.pk] for row in rows] == ["without Cem", "only Ben came"]


def test_nothing_is_said_of_somebody_alone(together, hold) -> None:
    alone = together("Anna Berg", kind="individual")
    hold(alone, "-")

    assert who_came(alone) == {}


def test_it_stands_on_the_time_line_the_chart_and_in_the_brief(
    knock, alice, couple, hold, now
) -> None:
    from holdfast.web.frame.lanes import lanes

    hold(couple, "+-")
    hold(couple, "++", date(2026, 2, 3))
    sessions.plan_sessions(couple, [datetime(2026, 2, 17, 16)], minutes=50, by=alice, now=BEGAN)

    assert lately(alice, couple, now) == [
        "as agreed, not timed, only Anna Berg came", "as agreed, not timed",
    ]  # fmt: skip
    length, *_others = lanes(couple, now - timedelta(weeks=8), now)
    assert [point.words for point in length.points] == [
        "as agreed, not timed", "as agreed, not timed, only Anna Berg came",
    ]  # fmt: skip
    for address in ("/today/", f"/therapies/{couple.pk}/brief/", f"/therapies/{couple.pk}/"):
        page = knock(alice).get(address).content.decode()
        assert "10 February: as agreed, not timed, only Anna Berg came" in page, address


@pytest.mark.parametrize("page", ["/today/", "therapy", "brief"])
def test_the_same_queries_for_many(
    knock, alice, together, hold, page: str, django_assert_num_queries, count_queries
) -> None:
    few, many = together("Anna", "Bert"), together("Ada", "Ben", "Cem", kind="family")
    hold(few, "+-")
    hold(many, "+-+", hour=9)
    browser = knock(alice)

    def address(therapy) -> str:
        ends = {"therapy": "", "brief": "brief/"}
        return page if page.startswith("/") else f"/therapies/{therapy.pk}/{ends[page]}"

    for row in (few, many):
        sessions.plan_sessions(
            row, [datetime(2026, 2, 17, 16 + (row == many))], minutes=50, by=alice, now=BEGAN
        )
    asked = count_queries(browser, address(few))
    for week in range(1, 5):
        hold(many, "-+-", date(2026, 2, 10) - timedelta(weeks=week), hour=9)
    more = together("Xi", "Yu")
    sessions.plan_sessions(more, [datetime(2026, 2, 17, 19)], minutes=50, by=alice, now=BEGAN)
    hold(more, "-+", hour=11)
    browser.get(address(many))

    with django_assert_num_queries(asked):
        browser.get(address(many))


# Contacts since the last session.


def test_contacts_say_whose_they_were(alice, couple, hold, now) -> None:
    hold(couple, "++")
    ann, bert = sorted(couple.participants.with_cards(), key=lambda p: p.card.shown_name)

    def noted(who, day: int, purpose: str = "scheduling") -> str:
        betweens.note_contact(
            who, by=alice, now=now, channel="phone", direction="in", purpose=purpose,
            at=datetime(2026, 2, day, 9, 0, tzinfo=UTC),
        )  # fmt: skip
        (fresh,) = Therapy.objects.with_keys().filter(pk=couple.pk)
        return since.lines([fresh], now)[couple.pk].text

    assert noted(bert, 12) == "1 contact, Bert Berg."
    assert noted(bert, 13) == "2 contacts, Bert Berg."
    assert noted(ann, 14, "crisis") == (
        "3 contacts, Anna Berg 1, Bert Berg 2; "
        "in a crisis: Anna Berg, phone call, Saturday 14 February, 09:00."
    )
