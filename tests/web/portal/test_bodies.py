"""Whom one can turn to outside: by country and profession, each with where it comes from."""

import pytest

from holdfast.codes import Check, Rank, professions, shipped
from holdfast.web.portal.bodies import (
    OF_BODIES,
    WORDS,
    bodies,
    bodies_for,
    countries,
    crisis,
    professions_of,
)

CODES = [code for code, _name in countries()]


def test_a_profession_gets_its_own_before_those_for_everybody() -> None:
    found = [body.name for body in bodies("GB", "counsellors")]

    assert found[0].startswith("British Association for Counselling")
    assert found[-1] == "Rape Crisis England and Wales"
    assert not any("HCPC" in name for name in found)


def test_without_a_profession_or_with_one_unknown_there_it_is_everybody() -> None:
    everybody = bodies("GB")

    assert bodies("GB", None) == everybody == bodies("GB", "astronauts")
    assert len(everybody) == len(shipped().help["GB"].bodies)


def test_several_professions_name_each_body_once() -> None:
    found = bodies_for("US", professions_of(["apa-2017", "aca-2014", "apa-2017"]))

    assert [b.name for b in found].count("The licensing board of your state") == 1
    assert not any("social workers" in b.does for b in found)


def test_a_country_we_know_nothing_of_gets_what_helps_anywhere() -> None:
    assert bodies("XX") == bodies("ZZ")
    assert crisis("") == crisis("ZZ")


@pytest.mark.parametrize("country", CODES)
def test_each_says_how_to_reach_it_and_how_sure_that_is(country: str) -> None:
    assert crisis(country)
    for one in (*bodies(country), *crisis(country)):
        assert one.reach
        assert one.source.startswith("http")
        assert one.checked_on.year >= 2026
        assert one.how_sure
        assert one.country == country


def test_the_codes_a_therapist_named_tell_the_profession() -> None:
    assert professions_of(["bacp-2018"]) == ("counsellors", "psychotherapists")
    assert professions_of(["somebody-1999"]) == ()
    codes = [e for e in shipped().editions.values() if e.rank is not Rank.HOUSE]
    assert {edition.family for edition in codes} <= set(OF_BODIES)
    assert {p for of in OF_BODIES.values() for p in of} <= set(WORDS) == set(professions())


def test_how_to_reach_says_text_where_it_is_a_text() -> None:
    by_name = {one.name: one for one in (*crisis("CA"), *crisis("GB"))}

    assert by_name["Shout"].reach[0] == "text 85258"
    assert by_name["9-8-8 Suicide Crisis Helpline"].reach[0] == "call or text 988"
    assert by_name["Samaritans"].check is Check.SECONDARY
