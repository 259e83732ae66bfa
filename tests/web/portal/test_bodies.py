"""Whom one can turn to outside: by country and profession, each with where it comes from."""

import pytest
from django.template.loader import render_to_string

from holdfast.codes import Check, Rank, Topic, professions, shipped
from holdfast.web.portal.bodies import (
    ELSEWHERE,
    OF_BODIES,
    WORDS,
    bodies,
    bodies_for,
    countries,
    crisis,
    help_by_country,
    helpers,
    lines_for_harm,
    professions_of,
)

CODES = [code for code, _name in countries()]


def test_a_profession_gets_its_own_before_those_for_everybody() -> None:
    found = [body.name for body in bodies("GB", "counsellors")]

    assert found[0].startswith("British Association for Counselling")
    assert found[-1] == "Supporting Safe Therapy"
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
    assert by_name["Samaritans"].check is Check.VERIFIED


def _topic(name: str) -> Topic:
    return shipped().topics[name]


@pytest.mark.parametrize("country", CODES)
def test_who_helps_fits_what_was_asked(country: str) -> None:
    for topic in shipped().topics.values():
        for one in helpers(topic, country):
            assert not one.concerns or topic.concern in one.concerns, (topic.id, one.name)


@pytest.mark.parametrize("topic", ["hug", "review_online", "borrowed_money", "dates_my_relative"])
def test_a_line_after_sexual_acts_is_for_those_alone(topic: str) -> None:
    assert "Rape Crisis England and Wales" not in [one.name for one in helpers(_topic(topic), "GB")]


def test_lines_for_who_was_hurt_are_not_those_for_everybody() -> None:
    found = [one.name for one in lines_for_harm("GB")]

    assert found == ["Rape Crisis England and Wales"]
    assert lines_for_harm("CH") == ()


def test_who_is_there_for_just_that_comes_first() -> None:
    found = [one.name for one in helpers(_topic("sexual_touch"), "GB")]

    assert found[:2] == ["Rape Crisis England and Wales", "Samaritans"]


@pytest.mark.parametrize("country", [code for code in CODES if code != ELSEWHERE])
def test_somebody_can_be_called_in_every_country(country: str) -> None:
    place = shipped().help[country]

    assert place.emergency.number.isdigit()
    assert any(line.phone and not line.concerns for line in crisis(country))
    for one in (place.emergency, *place.crisis):
        assert one.check is not Check.RECALLED, one
        assert one.source.startswith("http")


def test_where_it_was_read_begins_with_the_number_for_danger() -> None:
    there = help_by_country("GB")[0]

    assert [one.numbers for one in there.read[:2]] == ["999", "116 123"]
    assert len(there.read) == 1 + len(there.crisis) + len(there.bodies)
    assert {one.numbers for one in help_by_country("US")[0].read} >= {"911", "988", "741741"}


def test_what_is_known_from_memory_was_not_looked_at() -> None:
    known = {"country": shipped().help["GB"], "bodies": bodies("GB", "psychologists")}
    items = render_to_string("portal/concern/bodies.html", known).split("<li>")

    assert any("from memory" in item for item in items)
    assert not any("from memory" in item and "Last looked at" in item for item in items)
