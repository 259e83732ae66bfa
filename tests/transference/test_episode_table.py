"""Reading episodes from CSV: what is understood, and everything wrong said at once."""

import re
from datetime import date
from pathlib import Path

import pytest

from holdfast.transference import COLUMNS, OPTIONAL, Point, TableError, read_episodes

HEADER = "episode,person,is_therapist,codes"


def read(*lines):
    return read_episodes(line + "\n" for line in lines)


def problems(*lines):
    with pytest.raises(TableError) as caught:
        read(*lines)
    return list(caught.value.problems)


def test_it_works():
    (one,) = read(HEADER, "1,mother,no,wish.close; other.leaves ;")

    assert (one.id, one.person, one.is_therapist) == ("1", "mother", False)
    assert one.codes == {"wish.close", "other.leaves"}


def test_every_optional_column_is_understood():
    names = [*COLUMNS, *OPTIONAL]
    values = ["1", "Ms T", "YES", "x", "s4", "2026-03-29", "past", "client", "AB"]
    sliders = ["1", "2", "-3", "4", "5", "-5"]
    (one,) = read("# schema: holdfast/episodes/1", ",".join(names), ",".join(values + sliders))

    assert one.is_therapist
    assert (one.session, one.on, one.time) == ("s4", date(2026, 3, 29), "past")
    assert (one.told_by, one.coded_by) == ("client", "AB")
    assert one.points == {"wish": Point(1, 2), "other": Point(-3, 4), "self": Point(5, -5)}


def test_files_from_a_spreadsheet_are_understood():
    one = read("\ufeff# schema: holdfast/episodes/1,,,", HEADER, '1,"mother, step",0,a;b')
    two = read("\ufeff" + HEADER, "1,mother,1,a")

    assert one[0].person == "mother, step"
    assert two[0].is_therapist


def test_everything_wrong_is_said_at_once_with_its_line():
    found = problems(
        "# schema: holdfast/episodes/1",
        HEADER + ",other_affiliation,other_control,time,date",
        "1,mother,perhaps,a,1,1,,",
        ",,no,,9,x,someday,2026-02-30",
        "3,a,no,x,2,,,",
        "4,a,no,x,,,,,,",
    )

    assert found[0] == "line 3: is_therapist is 'perhaps'; write yes or no"
    assert [text[:7] for text in found] == ["line 3:", *["line 4:"] * 6, "line 5:", "line 6:"]
    assert "codes is empty; write at least one" in "\n".join(found)
    assert "date is '2026-02-30'; write it as 2026-11-22" in "\n".join(found)
    assert "the sliders of other are '2' and ''" in found[7]
    assert "more fields than columns" in found[8]


def test_ids_and_the_therapist_must_be_clear():
    assert problems(HEADER, "1,T,yes,a", "1,mother,no,a", "2,T,no,a") == [
        "episode '1' stands there twice; give each its own",
        "'T' is marked as the therapist on some lines and not on others",
    ]


def test_a_field_beyond_all_measure_is_refused_in_words():
    found = problems(HEADER, "1,mother,no," + "a" * 200_000)

    said = r"line 2: field larger than field limit \(\d+\); is it a CSV file\?"
    assert len(found) == 1
    assert re.fullmatch(said, found[0]), "the limit is one of the process, which others may set"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "there is no column 'episode'"),
        ([HEADER], "there is no episode below the header"),
        (["episode,person,codes", "1,a,b"], "there is no column 'is_therapist'"),
        ([HEADER + ",mood", "1,a,no,b,"], "column 'mood' is not known"),
        ([HEADER + ",codes", "1,a,no,b,c"], "column 'codes' stands there twice"),
        (["# schema: holdfast/episodes/2", HEADER], "its schema is 'holdfast/episodes/2'"),
        (["# a comment", HEADER], "its schema is ''"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_in_words(lines, words):
    assert words in problems(*lines)[0]


def test_the_example_in_the_documentation_is_read():
    page = (Path(__file__).parents[2] / "docs" / "transference.md").read_text(encoding="utf-8")
    example = page.partition("```csv\n")[2].partition("```")[0]

    assert [e.person for e in read_episodes(example.splitlines(keepends=True))] == [
        "Ms T",
        "mother",
    ]
