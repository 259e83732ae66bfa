"""Text as typed, and as compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.screening import FIELDS, Person, normalise, pack, unpack
from holdfast.screening.normalise import email, employer, name, phone, postcode, street, words
from holdfast.screening.phonetic import sound
from holdfast.screening.romanise import romanise

people = st.builds(Person, **{field: st.text(max_size=40) for field in FIELDS})


@pytest.mark.parametrize(
    ("typed", "compared", "suffix"),
    [
        ("  Anna-Maria ", "anna maria", ""),
        ("O'Brien", "obrien", ""),
        ("O’Brien", "obrien", ""),
        ("Mc Donald", "mcdonald", ""),
        ("van der Berg", "van der berg", ""),
        ("Dr. Peter", "peter", ""),
        ("Müller", "muller", ""),
        ("Łukasz", "lukasz", ""),
        ("Smith Jr.", "smith", "2"),
        ("Smith Senior", "smith", "1"),
        ("Windsor III", "windsor", "3"),
        ("Junior", "junior", ""),  # a name of its own when nothing else is there
        ("Dame", "dame", ""),
        ("X", "", ""),
        ("J", "j", ""),
        ("N/A", "", ""),
        ("unknown", "", ""),
        ("Baby", "", ""),
        ("Baby Girl", "", ""),
        ("Na", "na", ""),  # a Korean surname
        ("Null", "null", ""),  # so is this one, in Germany
        ("Иванова", "ivanova", ""),
        ("Παπαδόπουλος", "papadopoulos", ""),
        ("王", "wang", ""),
        ("김", "gim", ""),
        ("\u202bכהן\u202c", "khn", ""),
        ("محمد", "mhmd", ""),
        ("Robert\x00; DROP", "robert drop", ""),
    ],
)
def test_names(typed: str, compared: str, suffix: str) -> None:
    assert name(typed) == (compared, suffix)


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("12 Main St.", "12 mainstreet"),
        ("12 MAIN STREET", "12 mainstreet"),
        ("12 mainstreet", "12 mainstreet"),
        ("Flat 3, 12 Main Street", "3 12 mainstreet"),
        ("Main Street 12", "12 mainstreet"),
        ("n/a", ""),
        ("homeless", ""),
        ("17", "17"),
    ],
)
def test_streets(typed: str, compared: str) -> None:
    assert street(typed) == compared


@pytest.mark.parametrize(
    ("normaliser", "typed", "compared"),
    [
        (phone, "+61 (2) 9999 1234", "299991234"),
        (phone, "02 9999 1234", "299991234"),
        (phone, "000000000", ""),
        (phone, "12", ""),
        (phone, "unknown", ""),
        (email, " Ann.Lee+therapy@Example.COM ", "ann.lee@example.com"),
        (email, "none", ""),
        (email, "a@b", ""),
        (postcode, "SW1A 1AA", "sw1a1aa"),
        (postcode, "98101-1234", "98101"),
        (postcode, "00000", ""),
        (employer, "Harbour Logistics Pty Ltd", "harbour logistics"),
        (employer, "The Company", "the company"),  # nothing would be left
    ],
)
def test_other_fields(normaliser, typed: str, compared: str) -> None:
    assert normaliser(typed) == compared


def test_a_name_of_300_characters_is_compared_by_its_first_200() -> None:
    assert name("x" * 300) == ("x" * 200, "")


def test_a_character_without_a_reading_stays_itself() -> None:
    assert romanise("𠀀") == "𠀀"
    assert sound("𠀀") == "𠀀"


def test_several_former_names() -> None:
    person = normalise(Person(surname="Lee", former_name="O'Neill; Smith-Jones"))

    assert person.former == "oneill smith jones"


@given(people)
def test_normalising_never_fails_and_packs(person: Person) -> None:
    compared = normalise(person)

    assert unpack(pack(compared)) == compared


@given(st.text(max_size=60))
def test_normalised_words_stay_as_they_are(text: str) -> None:
    once = " ".join(words(text))

    assert " ".join(words(once)) == once


def test_unpacking_something_else_says_so() -> None:
    with pytest.raises(ValueError, match="3 fields where a packed person has 12"):
        unpack(b"a\x1fb\x1fc")
