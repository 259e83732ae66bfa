"""`holdfast transference`."""

import json
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from holdfast.cli import main

HEADER = "episode,person,is_therapist,codes,session,other_affiliation,other_control"
PATTERNS = {
    "Ms T": ("wish.close;other.withdraws;self.sad", "-2,1"),
    "mother": ("wish.close;other.withdraws;self.sad", "-3,1"),
    "brother": ("wish.lead;other.gives_way;self.glad", "2,-3"),
    "boss": ("wish.respected;other.criticises;self.angry", "-1,4"),
}


@pytest.fixture
def table(tmp_path):
    """Write a file of `n` episodes about the therapist and 6 about each of three persons."""

    def write(n):
        lines = [HEADER]
        for person, (codes, sliders) in PATTERNS.items():
            me = "yes" if person == "Ms T" else "no"
            for i in range(n if me == "yes" else 6):
                kept = codes.replace("self", f"self.{i % 2}") if i % 3 == 0 else codes
                lines.append(f"{person}{i},{person},{me},{kept},,{sliders}")
        path = tmp_path / "episodes.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return str(path)

    return write


def run(*arguments):
    return CliRunner().invoke(main, ["transference", *arguments])


def test_it_works(table):
    done = run(table(6))

    assert done.exit_code == 0
    assert "Ms T (therapist): 6 episodes" in done.output
    assert "6 of 6 episodes: wished to be close" in done.output
    assert "look more like those about mother than about the others" in done.output
    assert "does not show transference" in done.output


def test_json_has_counts_and_p_similarity_n(table):
    data = json.loads(run(table(6), "--json").output)

    assert (data["schema"], data["n_therapist"], data["refused"]) == (
        "holdfast/transference/1",
        6,
        None,
    )
    persons = {p["person"]: p for p in data["persons"]}
    mother = persons["mother"]
    assert (mother["n"], mother["codes"][0]["count"]) == (6, 6)
    assert mother["resemblance"]["n"] == 6
    assert mother["resemblance"]["p"] <= 0.05
    assert mother["resemblance"]["similarity"] > 0.5
    assert persons["Ms T"]["resemblance"] is None
    assert persons["boss"]["place"]["control"] == 4


def test_below_five_it_says_not_enough_to_compare(table):
    path = table(4)
    data = json.loads(run(path, "--json").output)

    assert "Not enough to compare. 4 of the 5 episodes about you" in run(path).output
    assert data["refused_kind"] == "therapist"
    assert all(p["resemblance"] is None for p in data["persons"])
    assert all(p["codes"] for p in data["persons"])


def test_plot_writes_a_picture(table, tmp_path):
    target = tmp_path / "map.svg"
    done = run(table(6), "--plot", str(target))

    assert done.exit_code == 0
    root = ElementTree.fromstring(target.read_text(encoding="utf-8"))
    assert root.tag.endswith("svg")
    assert "mother, n = 6" in target.read_text(encoding="utf-8")
    assert "mother, n = 6" in done.output


def test_a_picture_that_cannot_be_written_is_said(table, tmp_path):
    done = run(table(6), "--plot", str(tmp_path / "nowhere" / "map.svg"))

    assert done.exit_code == 1
    assert "cannot write" in done.output


def test_persons_can_be_placed_by_another_part(table):
    assert "affiliation (spread)" not in run(table(6), "--part", "wish").output
    assert "affiliation (spread)" in run(table(6), "--part", "other").output


def test_the_same_file_gives_the_same_answer(table):
    path = table(6)

    assert run(path, "--json").output == run(path, "--json").output


def test_a_faulty_file_is_refused_with_all_that_is_wrong(tmp_path):
    path = tmp_path / "episodes.csv"
    path.write_text("episode,person,is_therapist,codes\n1,,maybe,\n", encoding="utf-8")
    done = run(str(path))

    assert done.exit_code == 1
    for words in ("line 2: is_therapist is 'maybe'", "person is empty", "codes is empty"):
        assert words in done.output


def test_a_file_in_another_encoding_is_refused_in_words(tmp_path):
    path = tmp_path / "episodes.csv"
    path.write_bytes("episode,person,is_therapist,codes\n1,Gräfin,no,a\n".encode("latin-1"))

    assert "is not UTF-8 text" in run(str(path)).output


def test_schema_needs_no_file():
    data = json.loads(run("--schema").output)

    assert data["reads"]["schema"] == "holdfast/episodes/1"
    assert {"episode", "person", "is_therapist", "codes"} == set(data["reads"]["columns"])
    assert data["writes"]["schema"] == "holdfast/transference/1"
