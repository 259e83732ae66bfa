"""Find a person among many."""

from dataclasses import replace

import pytest

from holdfast.screening import Person, index_keys, normalise, query_keys
from holdfast.screening.keys import digest
from holdfast.screening.match import MOST_SCORED, candidates

SECRET = b"an index key of 32 bytes to test"
ANN = Person(
    given_name="Michael",
    surname="Johansen",
    former_name="Baker",
    date_of_birth="1975-06-21",
    street="8 Harbour Street",
    suburb="Fremantle",
    postcode="6160",
    phone="0412 345 678",
    email="mike.johansen@example.org",
    employer="Harbour Logistics",
)


@pytest.mark.parametrize(
    "asked",
    [
        ANN,
        replace(ANN, given_name="Mike", surname="Johanson"),
        replace(ANN, given_name="Johansen", surname="Michael"),
        replace(ANN, surname="Baker", former_name=""),
        replace(ANN, date_of_birth="1975-06-12", phone="", email=""),
        Person("Mike", "Johansen", date_of_birth="1975"),
        Person("Mike", "Johansen", employer="the harbour"),
        Person("Mike", "Johansen", suburb="Fremantle"),
        Person("", "Johansen", date_of_birth="1975-06-21"),
        Person("M", "Johansen", postcode="6160"),
        Person("Mike", "", phone="0412345678"),
        Person(email="mike.johansen@example.org"),
        Person("Майкл", "Йохансен", date_of_birth="21.6.1975"),
    ],
)
def test_he_is_found_first(registry, asked: Person) -> None:
    registry.add(9000, ANN)

    assert registry.find(asked).matches[0].person == 9000


@pytest.mark.parametrize("place", [{"postcode": "6160"}, {"suburb": "Fremantle"}])
def test_a_house_without_a_number_is_found_by_its_street(registry, place) -> None:
    registry.add(9000, Person("Joan", "Kelso", street="Streeter Place", **place))

    asked = Person(surname="Kelsox", street="Streter Place", **place)
    assert [found.person for found in registry.find(asked).matches] == [9000]


def test_the_waterfall_adds_up(registry) -> None:
    registry.add(9000, ANN)

    found = registry.find(replace(ANN, given_name="Mike", phone="0499999999")).matches[0]

    assert found.weight == pytest.approx(found.prior + sum(e.weight for e in found.evidence))
    assert {e.comparison: e.level for e in found.evidence} == {
        "given": "nickname",
        "surname": "exact",
        "birth": "exact",
        "address": "home",
        "phone": "else",
        "email": "exact",
        "employer": "exact",
    }
    assert found.band == "probable"
    assert 0.99 < found.probability <= 1


def test_each_function_is_called_once(registry) -> None:
    registry.find(ANN)

    assert registry.asked == ["postings", "people"]


def test_somebody_who_is_not_there_is_not_found(registry) -> None:
    assert registry.find(ANN).matches == ()


def test_a_name_alone_in_a_large_registry_asks_for_the_birthday(registry) -> None:
    registry.add(9000, Person("Anna", "Adlera"))

    answer = registry.find(Person("Anna", "Adlera"), total=1_000_000)

    assert not answer.sufficiency.enough
    assert answer.sufficiency.ask == "date_of_birth"


def test_a_given_name_alone_is_too_little(registry) -> None:
    answer = registry.find(Person("Anna"))

    assert (answer.matches, answer.sufficiency.enough) == ((), False)
    assert answer.sufficiency.attainable < 6


def test_nothing_at_all_is_too_little(registry) -> None:
    answer = registry.find(Person("N/A", "unknown", date_of_birth="1900-01-01"))

    assert (answer.matches, answer.scored, answer.sufficiency.enough) == ((), 0, False)
    assert answer.sufficiency.ask


def test_enough_asks_for_nothing(registry) -> None:
    sufficiency = registry.find(ANN).sufficiency

    assert (sufficiency.enough, sufficiency.ask) == (True, "")


def test_twins_at_one_address_are_never_sure(registry) -> None:
    registry.add(9000, replace(ANN, given_name="Thomas", phone="", email=""))

    found = registry.find(replace(ANN, phone="", email="")).matches

    assert "probable" not in {m.band for m in found if m.person == 9000}


def test_junior_and_senior_stand_apart(registry) -> None:
    registry.add(9000, replace(ANN, surname="Johansen Sr", date_of_birth="1945-01-02", phone=""))
    registry.add(9001, replace(ANN, surname="Johansen Jr"))

    found = registry.find(replace(ANN, surname="Johansen Junior")).matches

    assert found[0].person == 9001
    assert all(m.band != "probable" for m in found[1:])


def test_the_commonest_keys_do_not_crowd_out_the_rare_ones() -> None:
    common = [(1, person) for person in range(500)]
    rare = [(2, 900)]

    assert candidates(common + rare, 1000)[0] == 900
    assert len(candidates(common, 1000)) == MOST_SCORED


def test_keys_depend_on_the_secret_and_the_kind_of_fact() -> None:
    one = index_keys(normalise(ANN), SECRET)
    other = index_keys(normalise(ANN), b"another index key of 32 bytes...")

    assert not set(one) & set(other)
    assert len(set(digest(SECRET, [("phone", "x"), ("email", "x")]))) == 2


def test_keys_fit_a_signed_column_of_eight_bytes() -> None:
    assert all(-(2**63) <= key < 2**63 for key in query_keys(normalise(ANN), SECRET))


def test_a_query_looks_under_every_stored_key_and_more() -> None:
    stored, asked = index_keys(normalise(ANN), SECRET), query_keys(normalise(ANN), SECRET)

    assert asked[: len(stored)] == stored
    assert len(asked) > len(stored)
    assert len(stored) == len(set(stored))


@pytest.mark.parametrize("secret", [b"", b"short", b"x" * 65])
def test_a_bad_secret_is_refused(secret: bytes) -> None:
    with pytest.raises(ValueError, match=f"an index key of {len(secret)} bytes"):
        index_keys(normalise(ANN), secret)


def test_keys_stay_as_they_are() -> None:
    """Keys are stored for years: a change here makes every index unreadable."""
    assert digest(bytes(32), [("birth", "19800403")]) == [-7037966213314805235]
