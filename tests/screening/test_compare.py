"""Levels of agreement, field by field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.screening import Person, normalise, record
from holdfast.screening.compare import LEVELS, MISSING, compare, slips


def levels(left: Person, right: Person) -> dict[str, str]:
    found = compare(record(normalise(left)), record(normalise(right)))
    return {
        name: LEVELS[name][level]
        for name, level in zip(LEVELS, found, strict=True)
        if level != MISSING
    }


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("Anna", "Anna", "exact"),
        ("Anna Maria", "Anna", "exact"),
        ("Bob", "Robert", "nickname"),
        ("Micheal", "Michael", "close"),
        ("Alexandrina", "Alexa", "close"),
        ("Johansen", "Johannsson", "near"),
        ("Mary Jane", "Jane", "other"),
        ("J", "Jane", "initial"),
        ("Jane", "Peter", "else"),
        ("王", "王", "exact"),
        ("伍", "王", "else"),
        ("", "Peter", None),
    ],
)
def test_given_names(left: str, right: str, level: str | None) -> None:
    assert levels(Person(given_name=left), Person(given_name=right)).get("given") == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("van der Berg", "Vanderberg", "exact"),
        ("Smith-Jones", "Jones", "part"),
        ("de la Cruz", "de la Fuente", "else"),
        ("Johansen", "Johanson", "close"),
        ("Wojciechowski", "Wojcechovski", "near"),
        ("Lee", "Li", "else"),
        ("Baker", "Cook", "else"),
    ],
)
def test_surnames(left: str, right: str, level: str) -> None:
    assert levels(Person(surname=left), Person(surname=right))["surname"] == level


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Person(surname="Lee", former_name="Baker"), Person(surname="Baker")),
        (Person(surname="Lee", former_name="Baker"), Person(surname="Cook", former_name="Baker")),
        (Person(surname="Lee", former_name="Hill; Baker-Cook"), Person(surname="Cook")),
    ],
)
def test_former_names(left: Person, right: Person) -> None:
    assert levels(left, right)["surname"] == "former"


def test_a_former_name_stands_in_for_an_unknown_surname() -> None:
    assert levels(Person(former_name="Baker"), Person(surname="Baker"))["surname"] == "exact"


def test_names_that_changed_places() -> None:
    found = levels(Person("Mansk", "John"), Person("Jon", "Mansky"))

    assert (found["given"], found["surname"]) == ("crossed", "crossed")


def test_a_surname_that_stands_as_given_name() -> None:
    assert levels(Person("Gloster", "Mia"), Person("Riley", "Gloster"))["surname"] == "given"


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("1980-04-03", "1980-04-03", "exact"),
        ("1980-04-03", "1980-03-04", "crossed"),
        ("1980-04-03", "1980-04-08", "slip"),
        ("1980-04-03", "1890-04-03", "slip"),  # neighbouring digits swapped
        ("1980-04-03", "1980-04-28", "two_parts"),
        ("1980-04-03", "1981-04-08", "slips"),
        ("1980-04-03", "1980-11-28", "year"),
        ("1980-04-03", "1975-11-28", "else"),
        ("1980-04-03", "1980", "part_year"),
        ("1980-04-03", "1981", "part_near_year"),
        ("1980-04-03", "1990", "part_else"),
        ("1980-04-03", "1980-04", "part_year_month"),
        ("1980-04-03", "1980-05", "part_else"),
        ("1980-04-03", "--04-03", "part_month_day"),
        ("1980", "--04-03", None),
        ("1980-04-03", "1900-01-01", None),
    ],
)
def test_births(left: str, right: str, level: str | None) -> None:
    assert levels(Person(date_of_birth=left), Person(date_of_birth=right)).get("birth") == level


HOME = Person(street="12 Main Street", suburb="Kilda", postcode="2000", state="NSW")


@pytest.mark.parametrize(
    ("other", "level"),
    [
        (Person(street="12 Main St", suburb="Kilda", postcode="2000"), "home"),
        (Person(street="12 Mian St", suburb="Kilda", postcode="2000"), "home_close"),
        (Person(street="12 Main St", suburb="Kilda", postcode="2001"), "home_close"),
        (Person(street="14 Main St", suburb="Kilda", postcode="2000"), "same_street"),
        (Person(street="12 Main St"), "street"),
        (Person(postcode="2000"), "postcode"),
        (Person(suburb="Kilda"), "suburb"),
        (Person(street="3 Hill Rd", postcode="2000"), "place_moved"),
        (Person(street="3 Hill Rd", suburb="Perth", postcode="2000"), "postcode_moved"),
        (Person(street="3 Hill Rd", suburb="Kilda"), "suburb_moved"),
        (Person(street="12 Mian St", suburb="Perth", postcode="6000"), "street_close"),
        (Person(postcode="2001"), "place_close"),
        (Person(state="NSW"), "state"),
        (Person(state="WA"), "else"),
        (Person(street="3 Hill Rd", suburb="Perth", postcode="6160"), "else"),
        (Person(), None),
    ],
)
def test_addresses(other: Person, level: str | None) -> None:
    assert levels(HOME, other).get("address") == level


@pytest.mark.parametrize(
    ("field", "left", "right", "level"),
    [
        ("phone", "0412345678", "+61 412 345 678", "exact"),
        ("phone", "0412345678", "0412345679", "close"),
        ("phone", "0412345678", "0499999999", "else"),
        ("email", "ann.lee@a.com", "Ann.Lee@A.com", "exact"),
        ("email", "ann.lee@a.com", "ann.lee@b.org", "close"),
        ("email", "a@a.com", "a@b.org", "else"),
        ("employer", "Harbour Board", "Harbour Board Ltd", "exact"),
        ("employer", "the harbour", "Harbour Logistics", "part"),
        ("employer", "Harbour Board", "City Library", "else"),
    ],
)
def test_other_comparisons(field: str, left: str, right: str, level: str) -> None:
    assert levels(Person(**{field: left}), Person(**{field: right}))[field] == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        (Person("Ann", "Lee Sr"), Person("Ann", "Lee Jr"), "suffix"),
        (
            Person("Ann", "Lee", "", "2001-02-03", "1 Hill Rd", postcode="2000"),
            Person("Bea", "Lee", "", "2001-02-03", "1 Hill Rd", postcode="2000"),
            "twin",
        ),
        (
            Person("Ann", "Lee", "", "2001-02-03", "1 Hill Rd", postcode="2000"),
            Person("Tom", "Lee", "", "1970-12-28", "1 Hill Rd", postcode="2000"),
            "relative",
        ),
        (
            Person("Tom", "Lee", "", "2001-02-03", "1 Hill Rd", postcode="2000"),
            Person("Tom", "Lee", "", "1970-12-28", "1 Hill Rd", postcode="2000"),
            "generation",
        ),
        (Person("Ann", "Lee"), Person("Tom", "Lee"), "else"),
    ],
)
def test_households(left: Person, right: Person, level: str) -> None:
    assert levels(left, right)["household"] == level


few = st.sampled_from(["", "anna", "ana", "lee", "li", "berg", "van der berg", "王", "j"])
places = st.sampled_from(["", "1 hill rd", "2 hill rd", "1 hil rd", "main"])
births = st.sampled_from(["", "1980-04-03", "1980-03-04", "1980", "1981-04", "--04-03"])
persons = st.builds(
    Person,
    given_name=few,
    surname=few,
    former_name=few,
    date_of_birth=births,
    street=places,
    suburb=st.sampled_from(["", "kilda", "kildare"]),
    postcode=st.sampled_from(["", "2000", "2001"]),
)


@given(persons, persons)
def test_it_makes_no_difference_who_is_left(left: Person, right: Person) -> None:
    one, other = record(normalise(left)), record(normalise(right))

    assert compare(one, other) == compare(other, one)


@given(persons)
def test_a_record_agrees_with_itself(person: Person) -> None:
    one = record(normalise(person))
    found = dict(zip(LEVELS, compare(one, one), strict=True))

    assert all(found[name] in {0, MISSING} for name in ("given", "surname", "phone", "email"))


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_slips_count_a_swap_of_neighbours_as_one(one: str, other: str) -> None:
    swapped = one[:1] + one[2:3] + one[1:2] + one[3:]
    if len(one) >= 3:
        assert slips(one, swapped, 1, 3)
    assert slips(one, other, 1, 1) <= slips(one, other, 2, 1)
