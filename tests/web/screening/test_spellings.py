"""Several spellings of one name: a client's and an invented person's lead to the same."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.core.management import call_command

from holdfast.web.jobs import worker
from holdfast.web.practice.models import Notice
from holdfast.web.screening import index
from holdfast.web.screening.actions import enquiring, leading_on
from holdfast.web.screening.actions.checking import check
from holdfast.web.screening.models import Enquiry, Finding, Frequency, Named, SamePerson
from holdfast.web.screening.times import propose

from .made import ToldOf, Wanted, ask, checked, client_of, offered

pytestmark = pytest.mark.django_db

DANAS = ("Dana Whifield", "Dana Whitield", "Dana Whilfield", "Dana Whinfield", "Dana Mhitfield")
MORE = ("Dana Whizfield", "Dana Whirfield", "Dana Whipfield", "Dana Whikfield", "Dana Whilfield")
INVENTED = ("Vera Brazton", "Vera Brarton", "Vera Brapton", "Vera Brakton", "Vera Bralton")
ASKERS = ("Ada Moss", "Bo Lund", "Cyril Reed", "Dirk Frost", "Edmund Vance", "Flora Kerr")


def friend(name: str, born: str = "1964", relation: str = "friend") -> ToldOf:
    return ToldOf(name, relation=relation, born=born)


def asked_one_by_one(names, now, born="1964", by=None) -> list[Enquiry]:
    """Name each under another invented enquirer, a day apart."""
    found = []
    for number, (name, asker) in enumerate(zip(names, ASKERS, strict=False)):
        who = ToldOf(asker, phone=f"0117 496 01{number}7")
        then = now + timedelta(days=number)
        found.append(checked(then, friend(name, born), asker=who, by=by))
    return found


def left_out(enquiries) -> list[list[int]]:
    """Who was left out on behalf of the friend, in each enquiry that got a list."""
    rows = Named.objects.filter(enquiry__in=enquiries, relation="friend").order_by("asked_at")
    return [row.left_out for row in rows if row.left_out is not None]


@pytest.fixture
def dana(house):
    """Dana Whitfield, a client of Alice's."""
    return client_of(house["alice"], "Dana Whitfield", birth="1964-05-02")


def test_spellings_in_one_enquiry_plant_no_wrong_answer(house, dana, now) -> None:
    several = checked(now, *map(friend, DANAS))
    later = now + timedelta(days=1)
    asker = ToldOf("Bo Lund", phone="0117 496 0101")
    one = checked(later, friend("Dana Whinfield"), asker=asker)

    assert "alice" not in offered(several)
    assert "alice" not in offered(one)
    tied = Finding.objects.filter(enquiry=several, therapist=house["alice"])
    assert tied.count() == len(DANAS)


def test_somebody_barely_known_does_not_leave_a_wrong_answer_behind(house, dana, now) -> None:
    """Who recommended us is no tie; that she is a client is what is remembered of her."""
    checked(now, friend("Dana Whitfield", relation="referrer"))
    asker = ToldOf("Bo Lund", phone="0117 496 0101")
    close = checked(now + timedelta(days=1), friend("Dana Whitfield"), asker=asker)

    assert "alice" not in offered(close)


def test_naming_somebody_often_hides_no_client(house, dana, intake, now) -> None:
    """Cards of enquiries that wait fit better than the client's own; none takes its place."""
    who = friend("Dana Whitfield", "1964-05-03")  # a day beside hers
    for name in ASKERS:
        asker = ToldOf(name, phone="0117 496 0101")
        enquiring.enquire(asker, [who], Wanted("individual"), now=now, checked=False)
    worker.work(now)
    one = checked(now + timedelta(days=1), who, by=intake)

    assert "alice" not in offered(one)
    assert Finding.objects.filter(enquiry=one, therapist=house["alice"]).exists()


def test_naming_somebody_often_hides_no_client_who_comes_later(house, now) -> None:
    """As many cards as are ever read of a key, and all of them stood there first."""
    who = friend("Dana Whitfield")
    for number in range(32):
        asker = ToldOf(f"Aa{number} Zz{number}", phone=f"0117 496 {number:04}")
        enquiring.enquire(asker, [who] * 5, Wanted("individual"), now=now, checked=False)
    client_of(house["alice"], "Dana Whitfield", birth="1964-05-02")
    one = checked(now + timedelta(days=1), who)

    assert Finding.objects.filter(enquiry=one, therapist=house["alice"]).exists()


def test_naming_somebody_often_makes_no_name_common(house, dana, now) -> None:
    """Else a client of that name would weigh less and less, and at last not be found."""
    index.put_staff(now)
    before = _counted()
    first = checked(now, friend("Dana Whitfield", ""))
    for number, name in enumerate(ASKERS):
        asker = ToldOf(f"Dana {name.split()[1]}", phone=f"0117 496 {number:04}")
        checked(now + timedelta(days=1), *[friend("Dana Whitfield", "")] * 4, asker=asker)
    last = checked(now + timedelta(days=2), friend("Dana Whitfield", ""))

    weights = [_weight_beside(each, dana) for each in (first, last)]
    assert _counted() == before
    assert weights[0] == weights[1] > 0


def _counted() -> tuple[int, dict[int, int]]:
    there = index.frequencies()
    return there.total, dict(Frequency.objects.filter(count__gt=0).values_list("key", "count"))


def _weight_beside(enquiry, client) -> float:
    node = enquiry.named.get(relation="friend").card.node
    return SamePerson.objects.get(one=client.card.node, other=node).weight


def test_a_new_key_counts_the_same_people_and_erasing_counts_nobody_out(house, dana, now) -> None:
    index.put_staff(now)
    before = _counted()
    enquiry = checked(now, friend("Dana Whitfield"))
    call_command("screen-rekey")
    anew = _counted()
    leading_on.erase(enquiry, now=now)

    assert anew[0] == _counted()[0] == before[0]
    assert sorted(anew[1].values()) == sorted(_counted()[1].values()) == sorted(before[1].values())


def test_an_invented_name_in_five_spellings_leaves_out_one(house, now) -> None:
    enquiry = checked(now, *map(friend, INVENTED))
    out = {tuple(row.left_out) for row in enquiry.named.filter(relation="friend")}

    assert len(out) == 1
    assert len(offered(enquiry)) >= 4


@pytest.mark.parametrize("born", ["1964", ""])
@pytest.mark.parametrize("names", [DANAS[:4], MORE, INVENTED])
def test_spellings_asked_one_by_one_lead_to_one_answer_and_then_wait(
    names, born, house, dana, intake, now
) -> None:
    enquiries = asked_one_by_one(names, now, born=born, by=intake)

    assert [each.state for each in enquiries] == ["answered"] * 2 + ["waits"] * (len(names) - 2)
    (first, again) = left_out(enquiries)
    assert first == again
    assert len(first) == 1


@pytest.mark.parametrize("names", [DANAS[:4], MORE])
def test_whoever_is_a_client_spellings_fall_together_alike(names, house, intake, now) -> None:
    """The same without the client: only whom the name leaves out may be another."""
    enquiries = asked_one_by_one(names, now, by=intake)

    assert [each.state for each in enquiries] == ["answered"] * 2 + ["waits"] * (len(names) - 2)
    (first, again) = left_out(enquiries)
    assert first == again
    assert len(first) == 1


def test_two_people_of_other_names_are_two(house, now) -> None:
    checked(now, friend("Dana Whitfield"), friend("Vera Bramston", "1970"))

    assert Named.objects.values("coarse").distinct().count() == 3


def test_how_many_clients_there_are_has_no_part_in_who_falls_together(house, now) -> None:
    from holdfast.web.screening.clusters import settle

    (one, other) = (ask(now, friend(name)) for name in ("Danna Witfeild", "Dana Mhitfield"))
    for number in range(12):
        client_of(house["bob"], "Dana Whitfield", birth=f"19{60 + number}-05-02")
    settle(one, now)
    settle(other, now)

    marks = Named.objects.filter(relation="friend").values_list("coarse", flat=True)
    assert len(set(marks)) == 1


def test_what_was_asked_is_not_compared_with_clients(
    house, now, django_assert_max_num_queries
) -> None:
    """As many statements, whoever was named before and whoever is a client."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from holdfast.web.screening.clusters import settle

    counts = []
    for number in range(3):
        client_of(house["bob"], f"Dana Whit{number * 'e'}field", birth="1964-05-02")
        enquiry = ask(now + timedelta(hours=number), friend("Dana Whinfield"))
        with CaptureQueriesContext(connection) as made:
            settle(enquiry, now + timedelta(hours=number))
        counts.append(len(made))

    assert counts[1] == counts[2]


def test_one_way_to_reach_many_nameless_people_is_one_person(house, now) -> None:
    states = [
        checked(now + timedelta(days=days), asker=ToldOf("N/A", phone="020 7946 0018")).state
        for days in range(3)
    ]

    assert states == ["answered", "answered", "waits"]


# The times.


def times_of(enquiry: Enquiry) -> dict[str, list[str]]:
    return enquiry.lists.get().times


def plan(place, by, now: datetime, days: int, hour: int) -> None:
    from holdfast.web.practice.actions.sessions import plan_sessions

    start = now.replace(tzinfo=None, hour=hour, minute=0) + timedelta(days=days)
    plan_sessions(place.therapy, [start], minutes=50, by=by, now=now)


def test_asking_again_gives_the_same_times_whoever_asks(house, dana, now) -> None:
    plan(dana, house["alice"].user, now, days=3, hour=11)
    enquiries = [
        checked(now, friend(name, relation="avoided"), asker=ToldOf(asker, phone=f"0117 496 {n}"))
        for n, (name, asker) in enumerate(zip(DANAS[:2], ASKERS, strict=False), start=1001)
    ]
    first, again = map(times_of, enquiries)

    both = first.keys() & again.keys()
    assert both
    assert all(first[each] == again[each] for each in both)


def test_each_therapist_and_each_person_has_hours_of_their_own(house, now) -> None:
    one = checked(now, friend("Dana Whitfield", relation="avoided"))
    other = checked(now, friend("Vera Bramston", relation="avoided"))
    therapists = list(house.values())

    first, second = (propose(each, therapists, now) for each in (one, other))
    assert len({tuple(at) for at in first.values()}) > 1
    assert first != second


def test_a_week_later_the_hours_of_the_week_are_the_same(house, now) -> None:
    enquiry = checked(now, friend("Dana Whitfield", relation="avoided"))
    therapists = list(house.values())

    def hours(then: datetime) -> dict[str, set[tuple[int, int]]]:
        found = propose(enquiry, therapists, then)
        parsed = {t: map(datetime.fromisoformat, at) for t, at in found.items()}
        return {t: {(at.weekday(), at.hour) for at in each} for t, each in parsed.items()}

    assert hours(now) == hours(now + timedelta(weeks=1))


def test_another_spelling_keeps_away_from_the_same_session(house, dana, now) -> None:
    for hour in range(8, 20, 2):
        plan(dana, house["alice"].user, now, days=3, hour=hour)
    checked(now, friend("Dana Whitfield", relation="avoided"))
    unlike = checked(now, friend("Dena Whinfeld", relation="avoided"))

    day = (now + timedelta(days=3)).weekday()
    found = propose(unlike, list(house.values()), now)
    shown = [datetime.fromisoformat(at).weekday() for each in found.values() for at in each]
    assert day not in shown


# Whose enquiries are counted.


def test_that_a_colleague_named_somebody_makes_nobody_wait(house, intake, desk, now) -> None:
    mine = asked_one_by_one(INVENTED[:2], now, by=intake)
    theirs = asked_one_by_one(INVENTED[2:], now + timedelta(days=3), by=desk)

    assert {each.state for each in mine} == {"answered"}
    assert [each.state for each in theirs] == ["answered", "answered", "waits"]
    assert all(one == other for one, other in pairwise(left_out([*mine, *theirs])))


def test_a_coordinator_has_twelve_checks_a_day(house, intake, now) -> None:
    for number in range(12):
        assert enquiring.may_be_checked(intake, now)
        ask(now, asker=ToldOf(f"Person{number} Name", phone="020 7946 0000"), by=intake)

    assert not enquiring.may_be_checked(intake, now)


def test_a_tie_that_an_earlier_answer_hides_is_told_to_the_desk(house, dana, desk, now) -> None:
    """Somebody of nearly that name left out Bob: the list keeps to it, and the desk hears."""
    before = checked(now, friend("Dena Whinfeld"))
    bob = house["bob"].user.node.pk
    Named.objects.filter(enquiry=before, relation="friend").update(left_out=[bob])
    asker = ToldOf("Bo Lund", phone="0117 496 0101")
    after = checked(now + timedelta(days=1), friend("Dana Whitfield"), asker=asker)
    worker.work(now + timedelta(days=1))

    assert "bob" not in offered(after)
    assert Notice.objects.filter(user=desk, subject_id=after.pk).exists()


def test_an_answer_stays_when_its_person_becomes_a_client(house, desk, now) -> None:
    """The list once given, and who is left out on their behalf; the desk hears of the new tie."""
    first = checked(now, friend("Dana Whitfield"))
    out, given = left_out([first])[0], first.lists.get().therapists
    other = next(each for each in house.values() if each.user.node.pk not in out)
    client_of(other, "Dana Whitfield", birth="1964-05-02")
    then = now + timedelta(days=1)
    check(str(first.pk), now=then)
    second = checked(then, friend("Dana Whitfield"), asker=ToldOf("Bo Lund", phone="0117 496 0101"))
    worker.work(then)

    assert first.lists.get().therapists == given
    assert left_out([first, second]) == [out, out]
    assert Finding.objects.filter(enquiry=second, therapist=other, side="client").exists()
    assert Notice.objects.filter(user=desk, subject_id=second.pk).exists()
