"""The measured figures in the documentation bear out what the documentation claims."""

import re
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs" / "transference.md").read_text(encoding="utf-8")


def measured(name):
    block = PAGE.partition(f"<!-- measured: {name} -->")[2].partition(f"<!-- end: {name} -->")[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in block.splitlines()
        if line.startswith("| ")
    ][1:]


def percent(cell):
    return float(re.match(r"[\d.]+", cell)[0])


def test_every_count_is_measured_and_stays_below_5_percent():
    rows = measured("every count")

    assert {(int(r[0]), int(r[1])) for r in rows} == {
        (mine, theirs) for mine in range(5, 16) for theirs in range(5, 11)
    }
    # With the upper end of its interval too.
    assert all(percent(row[2].partition("to ")[2]) <= 5 for row in rows)


def test_the_trap_is_shown_beside_it():
    assert all(percent(row[3]) > 5 for row in measured("every count"))


def test_only_the_world_that_is_named_as_a_limit_exceeds_5_percent():
    above = {
        row[0] for row in measured("other worlds") if max(percent(c) for c in row[1:] if c) > 5
    }

    assert above == {"4 persons, marked, extremely unequal"}


def test_a_whole_copy_is_found_more_often_than_chance():
    for world, copied, *cells in measured("power"):
        if copied == "wholly":
            assert all(percent(cell) > 5 for cell in cells), world
