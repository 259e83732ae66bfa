"""What is on record is replaced however it is written; what else could tell is pointed out."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from holdfast.web.consultation.masking import WORD, Known, fold, mask, ordinary, tell_tale
from holdfast.web.consultation.suspects import Kind, suspects

ON = date(2026, 2, 17)
DANA = Known("Dana Whitfield", "the client")
CALL = Known("+44 20 7946 0123", "a phone number")


def told(text: str, *known: Known) -> str:
    return mask(text, known or (DANA,), ON)


def kinds(text: str) -> dict[str, str]:
    return {one.text: one.kind.value for one in suspects(text)}


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("I met Dana Whitfield again.", "I met the client again."),
        ("I met dana again.", "I met the client again."),
        ("Dana's mother rang.", "The client's mother rang."),
        ("Then Ms Whitfield rang.", "Then the client rang."),
        ("The Whitfields came.", "The client came."),
        ("Write to dana.whitfield or DanaWhitfield.", "Write to the client or the client."),
        ("Whitfield, Dana", "The client"),
        ("She asked. Dana cried.", "She asked. The client cried."),
        ("A bandana and a danae.", "A bandana and a danae."),
        ("_Dana_", "_the client_"),
    ],
)
def test_a_name_however_it_is_written(text: str, instead: str) -> None:
    assert told(text) == instead


@pytest.mark.parametrize("text", ["Zoë", "ZOE", "zoe", "Zoe\u0308"])
def test_accents_make_no_difference(text: str) -> None:
    assert told(f"With {text} today", Known("Zoë", "the client")) == "With the client today"


def test_letters_that_fold_into_two_keep_their_places() -> None:
    assert told("Frau Weiß und Dana", Known("Weiss", "X"), DANA) == "Frau X und the client"


def test_a_name_that_is_an_ordinary_word_needs_its_capital() -> None:
    will = Known("Will Hope", "the client")

    assert told("I will ask Will, who may hope.", will) == "I will ask the client, who may hope."


def test_very_short_names_need_their_capital() -> None:
    assert told("He said Bo is a bo.", Known("Bo", "the client")) == "He said the client is a bo."


def test_only_as_written_for_those_who_are_not_in_question() -> None:
    assert told("Amber and amber", Known("Amber", "somebody", loose=False)) == "Somebody and amber"


def test_scripts_without_spaces() -> None:
    assert told("昨日田中さんと話した", Known("田中", "the client")) == "昨日the clientさんと話した"


@pytest.mark.parametrize(
    "text",
    ["+44 20 7946 0123", "020 7946 0123", "(020) 7946-0123", "00442079460123", "7946 0123"],
)
def test_a_phone_number_however_it_is_written(text: str) -> None:
    assert told(f"Ring {text} now", CALL) == "Ring a phone number now"


def test_other_figures_stay() -> None:
    assert told("5 of the last 6 ended 11 to 24 minutes past 50", CALL, DANA) == (
        "5 of the last 6 ended 11 to 24 minutes past 50"
    )


HOME = Known("30 Elm Row, Bristol", "a place")


@pytest.mark.parametrize(
    "text",
    [
        "We began at 09:30 and ended at 10:12.",
        "It ended at 9.30 pm, or 21:30:15.",
        "She stayed 30 minutes, for 30 euros.",
        "A 30-year-old woman; her brother is 30.",
        "It was 0.30 of 1:30.",
    ],
)
def test_a_house_number_takes_nothing_out_of_times_ages_and_sums(text: str) -> None:
    assert told(text, HOME) == text


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("She lives at 30 Elm Row now.", "She lives at a place now."),
        ("It is 30 elm, not Elm 30.", "It is a place, not a place 30."),
        ("She left 30 Elm Road at 09:30.", "She left a place Road at 09:30."),
    ],
)
def test_a_house_number_goes_with_its_road(text: str, instead: str) -> None:
    assert told(text, HOME) == instead


@pytest.mark.parametrize(
    ("number", "text", "instead"),
    [
        ("1987", "Born in 1987.", "Born in X."),
        ("214", "Room 214; at 2:14, for 2140 days.", "Room X; at 2:14, for 2140 days."),
        ("42", "As 42 said at 09:42, after 42:10.", "As X said at 09:42, after 42:10."),
        ("10-15", "At 10:15, or 10-15, or 10 15 14.", "At 10:15, or X, or X 14."),
        ("15:20", "At 15:20, not 15-20 or 15:201.", "At X, not 15-20 or 15:201."),
    ],
)
def test_a_figure_on_record_is_replaced_whole(number: str, text: str, instead: str) -> None:
    assert told(text, Known(number, "X")) == instead


def test_an_e_mail_address_and_its_name() -> None:
    known = Known("d.w1984@mail.example", "an e-mail address", parts=False)

    assert told("d.w1984@mail.example, D.W1984", known) == "An e-mail address"


def test_an_address_in_parts() -> None:
    known = Known("12 Elm Row, Bristol BS1 4XX", "a place")
    said = told("She lives in Elm Row in bristol, BS1 4XX.", known)

    assert not {"elm", "row", "bristol", "bs1", "4xx"} & set(said.lower().strip(".").split())


ODD_NAMES = st.text(
    st.one_of(
        st.sampled_from("@_.-+'’:()/ \t#17aAzÉßİıﬁ李さשم😀\u0301\u200d"),
        st.characters(codec="utf-8"),
    ),
    min_size=1,
    max_size=12,
)


@given(ODD_NAMES, st.booleans(), st.booleans())
@example("@lena_k", True, True)
@example("@SUM(1)", True, True)
@example("@", True, True)
def test_whatever_somebody_is_called_it_is_replaced(name: str, loose: bool, parts: bool) -> None:
    known = Known(name, "the client", loose=loose, parts=parts)

    masked = told(f"I saw {name} there, and {name}.", known, DANA)

    assert masked.startswith("I saw ")
    if any(map(_tells, WORD.findall(fold(name)))):
        assert f" {name} " not in masked


def _tells(word: str) -> bool:
    return len(word) > 2 and word not in ordinary() and not word.isdigit()


def test_a_name_behind_an_at_sign() -> None:
    lena = Known("@lena_k", "the client")

    assert told("I met @lena_k and Lena K.", lena) == "I met @the client and the client."
    assert told("Nothing of her here @ all.", lena) == "Nothing of her here @ all."


@pytest.mark.parametrize("name", ["lena_k", "@lena_k", "lena", "von Trapp", "d’Arcy", "mary ann"])
def test_a_name_that_is_written_small_on_record(name: str) -> None:
    other = Known(name, "somebody", loose=False)

    assert name not in told(f"Then {name} rang; and {name} again.", other)


def test_parts_of_a_name_written_small_still_need_their_capital() -> None:
    other = Known("mary ann rowe", "somebody", loose=False)

    assert told("We had a rowe; Rowe rang.", other) == "We had a rowe; somebody rang."


def test_the_longest_goes_first() -> None:
    known = (Known("Ann", "a relative"), Known("Ann-Marie Oduya", "the client"))

    assert told("Ann-Marie and Ann", *known) == "The client and a relative"


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("On 12 January 2026 she", "some weeks ago she"),
        ("since 2026-02-16", "since some days ago"),
        ("on Tuesday 3 March 2026, 14:00", "in some weeks"),
        ("in March 2024", "in some years ago"),
        ("Jan 5th, 2026", "some weeks ago"),
        ("Rang on 3 February. What now?", "Rang some weeks ago. What now?"),
        ("Rang on 5 Jan. 2026 at last", "Rang some weeks ago at last"),
        ("the 3rd of May", "the in some months"),
        ("5/6/1984", "some years ago"),
        ("31.12.25", "some weeks ago"),
        ("31/31/2025", "at some time"),
        ("Tue 10 Feb", "some days ago"),
    ],
)
def test_exact_days_become_how_long_ago(text: str, instead: str) -> None:
    assert told(text) == instead


def test_may_and_march_without_a_day_are_words() -> None:
    assert told("She may march on in may.") == "She may march on in may."


def test_what_is_neutral_stays_when_masked_again() -> None:
    once = told("Dana Whitfield rang 020 7946 0123 on 12 January 2026.", DANA, CALL)

    assert told(once, DANA, CALL) == once


def test_what_tells_in_a_free_text() -> None:
    text = "The interpreter Karim, at Bristol Royal. Room 214; ask k.x@y.example, not before noon."

    assert tell_tale(text) == ["Karim", "Bristol", "Royal", "214", "k.x@y.example"]


@pytest.mark.parametrize(
    "text",
    [
        "we meet at 14:30, or 10am, or 14.30",
        "a 50-minute session, 10-15 minutes of it to arrive",
        "tell me 48h or 24-hours ahead; 50min cost 60.00",
        "a 34-year-old with two of 12",
    ],
)
def test_times_lengths_and_ages_in_a_free_text_tell_nobody(text: str) -> None:
    assert tell_tale(text) == []


def test_what_stands_in_the_terms_takes_nothing_out_of_a_clock_time() -> None:
    terms = "a 50-minute session from 2025-09-30, 10-15 minutes late at most, room 214"
    known = [Known(word, "[left out]", loose=False) for word in tell_tale(terms)]

    assert told("At 09:30 in 214, until 10:15 or 9:50; she is 50.", *known) == (
        "At 09:30 in [left out], until 10:15 or 9:50; she is 50."
    )


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        ("She spoke of Sam again.", "Sam", Kind.NAME),
        ("She spoke of Mary Ann Lee again.", "Mary Ann Lee", Kind.NAME),
        ("Karim said so.", "Karim", Kind.NAME),
        ("They live in Stoke-on-Trent.", "Stoke-on-Trent", Kind.NAME),
        ("Ring 07700 900 123.", "07700 900 123", Kind.PHONE),
        ("Write to sam@mail.example.", "sam@mail.example", Kind.EMAIL),
        ("He is @sam_k there.", "@sam_k", Kind.WEB),
        ("At 12 Elm Road they met.", "12 Elm Road", Kind.ADDRESS),
        ("It is BS1 4XX.", "BS1 4XX", Kind.ADDRESS),
        ("She works at Tesco now.", "works at Tesco", Kind.EMPLOYER),
        ("She teaches at primary level.", "teaches at primary", Kind.EMPLOYER),
        ("She left Acme Ltd last week.", "Acme Ltd", Kind.EMPLOYER),
        ("We meet on Tuesdays.", "Tuesdays", Kind.DAY),
        ("It was before Christmas.", "Christmas", Kind.DAY),
        ("It ended at 15:20.", "15:20", Kind.TIME),
        ("Since 2019 she has.", "2019", Kind.YEAR),
        ("A 34-year-old woman.", "34-year-old", Kind.AGE),
        ("With D.W. it is so.", "D.W.", Kind.NAME),
        ("Her number is K7M2QX.", "K7M2QX", Kind.NUMBER),
    ],
)
def test_what_could_tell_is_pointed_out(text: str, found: str, kind: Kind) -> None:
    assert kinds(text) == {found: kind.value}


@pytest.mark.parametrize(
    "text",
    [
        "The client asked. I said no. What would you do?",
        "Sessions are running long: five of the last six ended 11 to 24 minutes past 50.",
        "“Where were you?” Then silence.",
        "I’ve been thinking about CBT and whether it helps.",
        "some weeks ago the client gave a gift.",
    ],
)
def test_what_tells_nothing_is_left_alone(text: str) -> None:
    assert kinds(text) == {}


def test_each_thing_is_pointed_out_once() -> None:
    assert [one.text for one in suspects("With Sam, then Sam, then Sam.")] == ["Sam"]
