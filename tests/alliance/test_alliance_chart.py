"""What the alliance lane of the relationship chart shows."""

from holdfast.alliance import (
    Absence,
    Naming,
    Rating,
    beside,
    default_prior,
    follow,
    instrument,
    lane,
    scale_of,
)

SCALE = scale_of(instrument("check"))
SCORES = [4.2, 4.3, None, 4.3, 4.5, 4.3, 3.0, 4.3, 4.4]
RATINGS = [Rating(n, s, all_right="yes" if n == 9 else None) for n, s in enumerate(SCORES, 1)]
NAMINGS = (Naming(8, "withdrawal"),)


def test_a_missing_answer_leaves_a_gap_in_the_line_but_not_in_the_band():
    found = lane(follow(RATINGS, SCALE, default_prior("check")), SCALE)

    assert [[point.session for point in run] for run in found.runs] == [[1, 2], [4, 5, 6, 7, 8, 9]]
    assert [[p.session for p in band] for band in found.bands] == [[2, 3, 4, 5, 6, 7, 8, 9]]
    assert (found.lowest, found.highest) == (1, 5)


def test_marks():
    course = follow(RATINGS, SCALE, default_prior("check"), namings=NAMINGS)

    found = lane(course, SCALE, NAMINGS, (Absence(6, "late", 12),))

    assert [(mark.session, mark.kind) for mark in found.marks] == [
        (6, "late"),
        (7, "signal"),
        (8, "named"),
        (9, "mended"),
    ]


def test_back_without_words_is_marked_as_back():
    course = follow(RATINGS, SCALE, default_prior("check"))

    assert ("back", 8) in [(mark.kind, mark.session) for mark in lane(course, SCALE).marks]


def test_absences_beside_a_signal():
    signal = follow(RATINGS, SCALE, default_prior("check")).episodes[0].signal
    all_of_them = [Absence(n, "missed") for n in (11, 10, 4, 3)]

    assert [each.session for each in beside(signal, all_of_them)] == [4, 10]
