"""The words: never more certain than the numbers, never blaming, plain to clients."""

import pytest

from holdfast.alliance import (
    Absence,
    Naming,
    Rating,
    default_prior,
    due,
    follow,
    instrument,
    openings,
    scale_of,
    score,
    text_for,
    words,
)
from holdfast.alliance.cadence import Cadence, HeldSession
from holdfast.alliance.repair import Course, Repair

SCALE = scale_of(instrument("check"))
NOT_SAID = ("violation", "non-compliant", "risk score", "alarm", "failed", "rupture detected")


def course(*ratings: Rating, namings: tuple[Naming, ...] = ()) -> Course:
    return follow(ratings, SCALE, default_prior("check"), namings=namings)


def steady() -> list[Rating]:
    return [Rating(n, s) for n, s in enumerate([4.2, 4.3, 4.5, 4.3, 4.5, 4.3], start=1)]


def every_sentence() -> list[str]:
    found = course(*steady(), Rating(7, 3.6), Rating(8, 3.6, felt_off=True))
    assert {each.signal.kind for each in found.episodes} == {"lower", "reported"}
    found_blank = course(Rating(1, 4), Rating(2, None), Rating(3, None))
    said: list[str] = []
    for episode in (*found.episodes, *found_blank.episodes):
        told = words.signal_words(episode.signal)
        said += [told.title, told.evidence, told.how_sure]
        said += [words.signal_words_for_client(episode.signal)]
    for state in ("open", "mended", "back", "unrepaired"):
        repair = Repair(state, named_at=3, confirmed_at=4, back_at=4)
        said += [words.repair_label(repair), words.repair_words(repair)]
    said += [words.absence_words(Absence(3, kind)) for kind in ("late", "cancelled", "missed")]
    said += [words.default_words(), words.blind_words(4)]
    return said


def test_nothing_blames():
    for sentence in every_sentence():
        assert not any(word in sentence.lower() for word in NOT_SAID), sentence


def test_a_lower_score_with_its_evidence():
    told = words.signal_words(course(*steady(), Rating(7, 3.75)).episodes[0].signal)

    assert told.title == "Lower than expected for this client"
    assert told.evidence.startswith("Session 7: 3.75; after 6 answers, ")
    assert "ordinary sessions scores this low for this client" in told.evidence
    assert "about 2 in 100 ordinary sessions raise a signal" in told.how_sure
    assert "nobody has measured it" in told.how_sure
    assert told.shape == "look"


def test_one_answer_is_one_answer():
    point = course(Rating(1, 4.0), Rating(2, 4.1)).points[1]

    assert "after 1 answer," in words.point_words(point)


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.05, "About 1 in 20 "),
        (0.018, "About 1 in 60 "),
        (0.0004, "Fewer than 1 in 1000 "),
        (0.4, "Many "),
    ],
)
def test_how_seldom(p: float, said: str):
    assert words.seldom_words(p).startswith(said)


def test_no_p_no_words():
    assert words.seldom_words(None) == ""


def test_the_finding_of_a_series():
    fallen = course(*steady(), Rating(7, 3.0), Rating(8, 4.4))

    assert words.course_words(course(Rating(1, 4))) == "1 answer, nothing out of the expected."
    assert words.course_words(course(*steady())) == "6 answers, nothing out of the expected."
    assert "highest there is" in words.course_words(course(*(Rating(n, 5) for n in range(1, 6))))
    assert words.course_words(fallen) == (
        "Lower than expected for this client (session 7): back, not talked about."
    )


def test_back_is_called_back_and_not_mended():
    alone, named = Repair("back", back_at=9), Repair("back", named_at=8, back_at=9)

    assert words.repair_label(alone) == words.repair_label(named) == "Back, not talked about"
    assert "politely" in words.repair_words(alone)
    assert "has not said that it is all right now" in words.repair_words(named)


def test_late_return_is_said():
    repair = Repair("unrepaired", back_at=12)

    assert "came back in session 12, later than three sessions" in words.repair_words(repair)


def test_a_check_that_is_not_filled_is_neutral():
    signal = course(Rating(1, 4), Rating(2, None), Rating(3, None)).episodes[0].signal

    assert "after sessions 2, 3" in words.signal_words(signal).evidence
    assert words.signal_words_for_client(signal) == ""
    assert words.repair_label(Repair("back", back_at=4), signal) == "Filled in again"


def test_score_words():
    check = instrument("check")

    assert (
        words.score_words(score(check, {1: 5}), check) == "No score: 1 of the 4 answers it needs."
    )
    full = score(check, {1: 5, 2: 1, 4: 5, 5: 1, 6: 5, 7: 1})
    assert words.score_words(full, check) == "3 of 5; not answered: 3; the answers lie far apart"


def test_answers_in_words():
    rows = words.answers_in_words(instrument("check"), text_for("check"), {1: 4, 2: None})

    assert rows[0] == ("I felt understood.", "Mostly")
    assert rows[1] == ("It felt genuine between us.", "not answered")
    assert words.answers_in_words(instrument("srs"), None, {1: 8.4})[0] == ("Item 1", "8.4")


def test_due_words():
    held = HeldSession(2, __import__("datetime").date(2026, 3, 27), answered=False)

    assert "every second" in words.due_words(due(Cadence("every_second"), held, held.day))


@pytest.mark.parametrize("form", ["withdrawal", "confrontation", "both", "unclear"])
def test_openings_are_two_or_three(form: str):
    found = openings(form)

    assert 2 <= len(found.sentences) <= 3
    assert found.listen_for
    assert not any(word in " ".join(found.sentences).lower() for word in NOT_SAID)


def test_clients_get_short_sentences():
    for kind in ("reported", "lower"):
        ratings = [*steady(), Rating(7, 3.0 if kind == "lower" else 4.3, felt_off=kind != "lower")]
        sentence = words.signal_words_for_client(course(*ratings).episodes[0].signal)
        assert max(len(part.split()) for part in sentence.split(".")) <= 14
