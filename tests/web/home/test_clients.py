from datetime import date

import pytest

from holdfast.web.practice.actions import people, signals, therapies
from holdfast.web.practice.models import Therapy
from holdfast.web.practice.seam import Found


@pytest.fixture
def couple(anna, now):
    therapy = therapies.open_therapy(
        kind="couple", therapist=anna, by=anna.user, now=now, since=date(2026, 1, 8)
    )
    for name in ("Amélie Lindqvist", "Amir Lindqvist"):
        card = people.new_card("therapy", now=now, name=name)
        people.add_participant(therapy, card, by=anna.user, now=now, since=date(2026, 1, 8))
    return therapy


def _names(page) -> list[str]:
    return [entry.name for entry in page.context["page"].object_list]


def test_it_works(knock, alice, with_dana) -> None:
    page = knock(alice).get("/clients/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "Dana Whitfield" in text
    assert "10 Feb 2026" in text
    assert "Tue 17 Feb, 14:00" in text


def test_a_search_finds_beginnings_of_names(knock, alice, with_dana, couple) -> None:
    browser = knock(alice)

    for sought in ("whit", "DANA w", " dana "):
        assert _names(browser.post("/clients/", {"sought": sought})) == ["Dana Whitfield"]


def test_a_search_needs_no_accents(knock, alice, with_dana, couple) -> None:
    found = knock(alice).post("/clients/", {"sought": "amelie"})

    assert [e.therapy for e in found.context["page"].object_list] == [couple]


def test_a_search_finds_a_code(knock, alice, with_dana) -> None:
    found = knock(alice).post("/clients/", {"sought": with_dana.code.lower()})

    assert _names(found) == ["Dana Whitfield"]


def test_a_search_for_a_space_changes_nothing(knock, alice, with_dana, couple) -> None:
    Therapy.objects.filter(pk=couple.pk).update(state="ended")

    page = knock(alice).post("/clients/", {"sought": " ", "state": "all"})

    assert _names(page) == ["Dana Whitfield"]


def test_a_search_for_nobody_says_so(knock, alice, with_dana) -> None:
    found = knock(alice).post("/clients/", {"sought": "<b>nobody"})

    text = found.content.decode()
    assert "Nobody by that name" in text
    assert "<b>nobody" not in text


def test_a_name_in_an_address_is_not_sought(knock, alice, with_dana, couple) -> None:
    assert len(_names(knock(alice).get("/clients/?sought=dana"))) == 2


def test_states(knock, alice, with_dana, couple, now) -> None:
    therapies.end_therapy(with_dana, by=alice, now=now, on=date(2026, 2, 10))
    browser = knock(alice)

    assert _names(browser.get("/clients/?state=ended")) == ["Dana Whitfield"]
    assert "Dana Whitfield" not in _names(browser.get("/clients/"))
    assert len(_names(browser.get("/clients/?state=all"))) == 2


@pytest.mark.parametrize(
    ("sort", "first"),
    [("name", "couple"), ("next", "dana"), ("look", "dana"), ("since", "couple"), ("x", "couple")],
)
def test_order(knock, alice, with_dana, couple, now, sort: str, first: str) -> None:
    signals.keep_found(with_dana, [Found(with_dana.pk, "f", "k", "1", now.date(), {})], now)
    page = knock(alice).get(f"/clients/?sort={sort}")

    assert (
        page.context["page"].object_list[0].therapy == {"couple": couple, "dana": with_dana}[first]
    )


def test_signals_of_the_lead_are_not_counted(knock, alice, with_dana, now) -> None:
    found = Found(with_dana.pk, "f", "k", "1", now.date(), {}, audience="lead")
    signals.keep_found(with_dana, [found], now)

    assert "worth a look" not in knock(alice).get("/clients/").content.decode()


def test_an_empty_caseload(knock, alice, anna) -> None:
    assert "Nobody here yet" in knock(alice).get("/clients/").content.decode()


def test_a_colleague_finds_nobody(knock, bob, ben, with_dana) -> None:
    browser = knock(bob)

    assert _names(browser.get("/clients/?state=all")) == []
    for sought in ("dana", with_dana.code):
        page = browser.post("/clients/", {"sought": sought, "state": "all"})
        assert "Dana" not in page.content.decode().replace(sought, "")


def test_somebody_who_left_the_therapy_finds_it_no_more(knock, alice, with_dana) -> None:
    with_dana.assignments.update(until=date(2026, 2, 16))

    assert _names(knock(alice).get("/clients/?state=all")) == []


@pytest.mark.parametrize("who", ["lead", "intake", "supervisor", "desk", "cover", "reader", "dana"])
def test_it_is_for_therapists_only(knock, request, who: str) -> None:
    assert knock(request.getfixturevalue(who)).get("/clients/").status_code == 404


def test_pages_of_a_long_caseload(knock, alice, anna, begin, monkeypatch) -> None:
    monkeypatch.setattr("holdfast.web.home.views.clients.A_PAGE", 2)
    for number in range(3):
        begin(anna, f"Client {number}", hour=8 + number, weeks=1)
    browser = knock(alice)

    assert _names(browser.get("/clients/")) == ["Client 0", "Client 1"]
    assert _names(browser.get("/clients/?page=2")) == ["Client 2"]


def test_the_same_queries_for_a_large_caseload(
    knock, alice, anna, begin, django_assert_num_queries, count_queries
) -> None:
    begin(anna, "Client", weeks=4)
    browser = knock(alice)
    few = count_queries(browser, "/clients/")
    for number in range(6):
        begin(anna, f"Client {number}", hour=8 + number, weeks=12)

    with django_assert_num_queries(few):
        assert len(_names(browser.get("/clients/"))) == 7
