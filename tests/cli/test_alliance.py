"""`holdfast alliance` and `holdfast score`."""

import csv
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from holdfast.cli import main

FALLING = [36, 36.5, 35.8, 36.2, 36.1, 36.3, 29.0, 30.0, 36.2, 36.4]
WRITTEN = ["client", "session", "score", "expected", "low", "high", "p", "signal", "repaired_at"]

Write = Callable[..., str]


@pytest.fixture
def ratings(tmp_path: Path) -> Write:
    """Write lines to a file of ratings and return its path."""

    def write(*lines: str, header: str = "client,session,score", encoding: str = "utf-8") -> str:
        path = tmp_path / "ratings.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding=encoding)
        return str(path)

    return write


def series(client: str, scores: list[float | None]) -> list[str]:
    return [
        f"{client},{session},{'' if score is None else score}"
        for session, score in enumerate(scores, start=1)
    ]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def alliance(path: str, *options: str) -> Result:
    return run("alliance", path, "--scale", "srs", *options)


def test_it_works(ratings: Write):
    done = alliance(ratings(*series("A7", FALLING)))

    assert done.exit_code == 0, done.output
    assert "A7, session 7: Lower than expected for this client." in done.output
    assert "Back, not talked about." in done.output
    assert "1 signal in 10 sessions of 1 client " in done.output
    assert "nobody has measured it" in done.output
    assert "defaults that nobody has tested on clients" in done.output


def test_output(ratings: Write, tmp_path: Path):
    out = tmp_path / "signals.csv"

    alliance(ratings(*series("A7", FALLING)), "--output", str(out))

    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert list(rows[0]) == WRITTEN
    assert len(rows) == 10
    assert rows[0]["expected"] == rows[0]["p"] == ""
    assert [
        (row["session"], row["signal"], row["repaired_at"]) for row in rows if row["signal"]
    ] == [("7", "lower", "9")]
    seventh = {name: float(rows[6][name]) for name in ("score", "expected", "low", "high", "p")}
    assert seventh["score"] < seventh["low"] < seventh["expected"] < seventh["high"]
    assert seventh["p"] < 0.001


def test_every_row_comes_out_again(ratings: Write, tmp_path: Path):
    lines = [line for n in range(30) for line in series(f"c{n}", [35, None, 36, 35.5])]
    out = tmp_path / "signals.csv"

    alliance(ratings(*lines), "--output", str(out))

    assert len(out.read_text(encoding="utf-8").splitlines()) == 1 + 120


def test_rows_in_any_order_give_the_same(ratings: Write, tmp_path: Path):
    lines = [*series("A", FALLING), *series("B", FALLING[::-1])]
    answers = []
    for order in (lines, sorted(lines, key=lambda line: line.split(",")[1] + line)):
        out = tmp_path / "signals.csv"
        assert alliance(ratings(*order), "--output", str(out)).exit_code == 0
        answers.append(sorted(out.read_text(encoding="utf-8").splitlines()))

    assert answers[0] == answers[1]


def test_json(ratings: Write):
    done = alliance(ratings(*series("A7", FALLING), *series("B", [36] * 5)), "--json")

    answer = json.loads(done.stdout)
    assert answer["schema"] == "holdfast/signals/1"
    assert answer["clients"] == 2
    assert [(each["client"], each["session"], each["state"]) for each in answer["signals"]] == [
        ("A7", 7, "back")
    ]


def test_plot(ratings: Write, tmp_path: Path):
    path = tmp_path / "chart.svg"

    done = alliance(
        ratings(*series("<A&7>", FALLING), *series("B", [36, None, 37])), "--plot", str(path)
    )

    assert done.exit_code == 0, done.output
    text = path.read_text(encoding="utf-8")
    words = [each.text for each in ElementTree.fromstring(text).iter() if each.text]
    assert "<A&7>" in words
    assert "worth a look" in words
    assert "score back" in words
    assert "rupture" not in text


def test_the_picture_says_who_is_left_out(ratings: Write, tmp_path: Path):
    lines = [line for n in range(15) for line in series(f"c{n}", [35, 36])]

    done = alliance(ratings(*lines), "--plot", str(tmp_path / "chart.svg"))

    assert "Drawn: 12 clients; not in the picture: 3." in done.output


def test_items_in_place_of_a_score(ratings: Write):
    rows = [f"A,{n},5,5,1,5,5,5,{5 if n < 8 else 4}" for n in range(1, 8)]
    rows += ["A,8,2,2,2,2,2,2,2", "A,9,5,,,,,,"]

    done = run("alliance", ratings(*rows, header="client,session,1,2,3,4,5,6,7"))

    assert done.exit_code == 0, done.output
    assert "A, session 8: Lower than expected" in done.output
    assert "Not validated" in done.output


def test_what_a_client_says_and_pauses(ratings: Write):
    done = alliance(
        ratings(
            "A,1,36,,",
            "A,2,37,yes,",
            "A,3,,,no",
            "A,4,,,no",
            "A,5,36,no,yes",
            header="client,session,score,felt_off,asked",
        )
    )

    assert "A, session 2: Something felt off, the client says." in done.output
    assert "1 signal in" in done.output


def test_german_spreadsheet(ratings: Write):
    done = alliance(ratings("A;1;36,5", "A;2;36,1", header="\ufeffclient;session;score"))

    assert done.exit_code == 0, done.output


def test_learning_from_the_file(ratings: Write):
    lines = [
        line
        for n in range(40)
        for line in series(f"c{n}", [30 + (n * 7 + s * 3) % 5 + n % 3 for s in range(8)])
    ]

    done = alliance(ratings(*lines), "--learn")

    assert done.exit_code == 0, done.output
    assert "learned from 40 clients of this file" in done.output
    assert "nobody has tested" not in done.output


def test_too_few_to_learn_from(ratings: Write):
    done = alliance(ratings(*series("A", FALLING)), "--learn")

    assert done.exit_code == 1
    assert "Clients with at least 3 answers: 1; learning needs 20" in done.output


def test_one_session_only(ratings: Write):
    done = alliance(ratings("A,1,36"))

    assert done.exit_code == 0
    assert "0 signals in 1 session of" in done.output


def test_gaps(ratings: Write):
    done = alliance(ratings("A,1,36", "A,5,36", "A,9,", "A,12,35.5"))

    assert done.exit_code == 0, done.output


def test_constant_maximum_is_said(ratings: Write):
    done = alliance(ratings(*series("A", [40] * 9), *series("B", [36] * 9)))

    assert "Always the highest score: 1 client; nothing can show there." in done.output


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["A,1,41"], "line 2: the score is 41; srs goes from 0 to 40"),
        (["A,1,-1"], "line 2: the score is -1"),
        (["A,1,36", "A,1,35"], "line 3: client 'A' has session 1 twice; keep one"),
        (["A,1,36", "B,1,36", "A,1,35"], "line 4: client 'A' has session 1 twice"),
        (["A,1,nan"], "line 2: the score is 'nan'; leave it blank where nothing was answered"),
        (["A,1,inf"], "line 2: the score is 'inf'"),
        (["A,1,ten"], "line 2: the score is 'ten'; leave it blank"),
        (["A,1,05.Apr"], "a spreadsheet may have made a date of a number such as 4.5"),
        (["A,1,Apr-05"], "a spreadsheet may have made a date"),
        (["A,1,2026-04-05"], "a spreadsheet may have made a date"),
        (["A,2026-04-05,36"], "the session is '2026-04-05'; number the sessions 1, 2, 3"),
        (["A,46117,36"], "46117, which looks like a date kept by a spreadsheet"),
        (["A,0,36"], "the session is 0; it should be a whole number from 1"),
        (["A,1.5,36"], "the session is 1.5"),
        (["A,,36"], "the session is ''"),
        ([",1,36"], "line 2: the client is blank"),
        (["A,1"], "line 2: there are 2 columns, the first line has 3"),
        ([], "there is no row below the first line"),
    ],
)
def test_bad_rows(ratings: Write, lines: list[str], said: str):
    done = alliance(ratings(*lines))

    assert done.exit_code == 1
    assert said in done.output


def test_everything_wrong_is_said_at_once(ratings: Write, tmp_path: Path):
    out = tmp_path / "signals.csv"

    done = alliance(ratings("A,1,41", "A,2,36", "A,x,36", "B,1,nan"), "--output", str(out))

    assert all(f"line {n}:" in done.output for n in (2, 4, 5))
    assert not out.exists()


def test_many_problems_are_counted(ratings: Write):
    done = alliance(ratings(*(f"c{n},1,99" for n in range(50))))

    assert "and 30 more like these" in done.output


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("client,score", "there is no column 'session'"),
        ("client,session", "there is no column 'score', and none for items"),
        ("client,session,score,score", "the column 'score' is there twice"),
        ("client,session,1,2,3,4,5", "item 5 is too many; srs has 4"),
    ],
)
def test_bad_first_lines(ratings: Write, header: str, said: str):
    done = alliance(ratings("A,1,36", header=header))

    assert done.exit_code == 1
    assert said in done.output


def test_empty_file(tmp_path: Path):
    path = tmp_path / "ratings.csv"
    path.write_text("", encoding="utf-8")

    assert "the file is empty" in alliance(str(path)).output


def test_not_utf_8(ratings: Write):
    done = alliance(ratings("Jörg,1,36", encoding="latin-1"))

    assert done.exit_code == 1
    assert "save it as UTF-8" in done.output


def test_a_rate_nobody_may_choose(ratings: Write):
    done = alliance(ratings("A,1,36"), "--rate", "0.2")

    assert done.exit_code == 1
    assert "choose between 0.001 and 0.05" in done.output


def test_the_file_that_is_read_is_never_overwritten(ratings: Write):
    path = ratings("A,1,36")

    for option in ("--output", "--plot"):
        done = alliance(path, option, path)
        assert done.exit_code == 1
        assert "ratings.csv is the file that is read" in done.output
    assert run("score", "srs", path, "--output", path).exit_code == 1
    assert Path(path).read_text(encoding="utf-8") == "client,session,score\nA,1,36\n"


def test_a_place_that_cannot_be_written(ratings: Write, tmp_path: Path):
    path = ratings("A,1,36")
    nowhere = str(tmp_path / "missing" / "file")

    for option in ("--output", "--plot"):
        done = alliance(path, option, nowhere)
        assert done.exit_code == 1
        assert "cannot write" in done.output


def test_a_formula_is_written_as_text(ratings: Write, tmp_path: Path):
    out = tmp_path / "signals.csv"

    alliance(ratings("=HYPERLINK(1),1,36"), "--output", str(out))

    assert out.read_text(encoding="utf-8").splitlines()[1].startswith("'=HYPERLINK")


@pytest.mark.parametrize("command", ["alliance", "score"])
def test_schema(command: str):
    done = run(command, "--schema")

    answer = json.loads(done.output)
    assert done.exit_code == 0
    assert answer["reads"]["schema"].startswith("holdfast/")
    if command == "alliance":
        written = ", ".join(answer["writes"]["columns"]).split(", ")
        assert written == WRITTEN


def test_memory_stays_flat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("holdfast.cli.alliance._CHUNK", 100)
    peaks = []
    # The first time only loads what is needed.
    for clients in (200, 500, 2_500):
        path = tmp_path / f"{clients}.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write("client,session,score\n")
            for client in range(clients):
                file.write("".join(f"c{client},{n},{30 + (client + n) % 9}\n" for n in (1, 2)))
        tracemalloc.start()
        done = alliance(str(path), "--output", str(tmp_path / "out.csv"))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert done.exit_code == 0, done.output

    # Names and sessions are kept, to see that none is there twice; ratings are not. Five times
    # the rows must not take anywhere near five times the memory.
    assert peaks[2] - peaks[1] < 300 * 2_000


@pytest.mark.slow
def test_a_million_rows(tmp_path: Path):
    path, out = tmp_path / "ratings.csv", tmp_path / "out.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("client,session,score\n")
        for client in range(100_000):
            file.writelines(
                f"c{client},{n},{30 + (client * 7 + n * n) % 9}\n" for n in range(1, 11)
            )

    done = alliance(str(path), "--output", str(out))

    assert done.exit_code == 0, done.output[-500:]
    with out.open(encoding="utf-8") as lines:
        assert sum(1 for _ in lines) == 1_000_001


# score


def responses(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "responses.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


PHQ = "client,session," + ",".join(str(n) for n in range(1, 10))


def test_score_works(tmp_path: Path):
    path = responses(tmp_path, PHQ, "A,1,1,2,0,3,1,0,2,1,0", "B,1,1,,0,3,1,0,2,1,2")

    done = run("score", "phq-9", path)

    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert done.exit_code == 0, done.output
    assert [row["score"] for row in rows] == ["10.0", "11.25"]
    assert [row["client"] for row in rows] == ["A", "B"]
    assert [row["skipped"] for row in rows] == ["", "2"]
    assert [row["risk_items"] for row in rows] == ["", "9"]
    assert "Answers about self-harm or danger: line 3. Please follow them up." in done.stderr


def test_score_says_what_is_from_memory_and_not_validated(tmp_path: Path):
    check = "client," + ",".join(f"item_{n}" for n in range(1, 8))

    assert (
        "From memory"
        in run("score", "srs", responses(tmp_path, "q1,q2,q3,q4", "9,9,8.5,10")).stderr
    )
    assert (
        "Not validated"
        in run("score", "check", responses(tmp_path, check, "A,5,5,5,5,5,5,5")).stderr
    )


def test_score_with_too_few_answers(tmp_path: Path):
    done = run("score", "phq-9", responses(tmp_path, PHQ, "A,1,1,2,0,3,1,0,,,"))

    assert "Too few answers for a score: line 2." in done.stderr


def test_score_output_and_json(tmp_path: Path):
    path = responses(tmp_path, PHQ, "A,1,1,2,0,3,1,0,2,1,0")
    out = tmp_path / "scores.csv"

    assert run("score", "phq-9", path, "--output", str(out)).exit_code == 0
    assert out.read_text(encoding="utf-8").splitlines()[1].startswith("A,1,10")
    answer = json.loads(run("score", "phq-9", path, "--json").stdout)
    assert answer["schema"] == "holdfast/scores/1"
    assert answer["rows"][0]["score"] == 10


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["A,1,4,2,0,3,1,0,2,1,0"], "line 2: Item 1 is 4; phq-9 takes 0 to 3 in steps of 1."),
        (["A,1,x,2,0,3,1,0,2,1,0"], "line 2: item 1 is 'x'"),
        (["A,1,nan,2,0,3,1,0,2,1,0"], "line 2: Item 1 is nan"),
        (["A,1,1,2"], "line 2: there are 4 columns, the first line has 11"),
        ([], "There is no row below the first line."),
    ],
)
def test_bad_responses(tmp_path: Path, lines: list[str], said: str):
    done = run("score", "phq-9", responses(tmp_path, PHQ, *lines))

    assert done.exit_code == 1
    assert said in done.output


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("client,1,2", "There is no column for item 3, 4, 5, 6, 7, 8, 9."),
        (PHQ + ",10", "Item 10 is too many; phq-9 has 9."),
    ],
)
def test_bad_response_headers(tmp_path: Path, header: str, said: str):
    done = run("score", "phq-9", responses(tmp_path, header, "A"))

    assert done.exit_code == 1
    assert said in done.output


PACK = """
schema: holdfast/text/1
instrument: srs
language: en
items: [One, Two, Three, Four]
answers: [Low end, High end]
licence: Licence 12 of 2026
"""


def test_a_licensed_text_pack_puts_answers_in_words(tmp_path: Path):
    pack = tmp_path / "pack.yaml"
    pack.write_text(PACK + "asserted_by: Dr M\nasserted_on: 2026-03-01\n", encoding="utf-8")
    path = responses(tmp_path, "client,1,2,3,4", "A,9,8,,7")

    done = run("score", "srs", path, "--text", str(pack))

    words = json.loads(done.stdout)["rows"][0]["answers"]
    assert words == {"One": "9", "Two": "8", "Three": "not answered", "Four": "7"}


def test_an_unlicensed_text_pack_is_refused(tmp_path: Path):
    pack = tmp_path / "pack.yaml"
    pack.write_text(PACK, encoding="utf-8")

    done = run("score", "srs", responses(tmp_path, "1,2,3,4", "9,8,7,7"), "--text", str(pack))

    assert done.exit_code == 1
    assert "nobody vouches for the right to use these words" in done.output
    assert "asserted_on: 2026-03-01" in done.output


def test_something_that_is_no_text_pack(tmp_path: Path):
    pack = tmp_path / "pack.yaml"
    pack.write_text("just words", encoding="utf-8")

    done = run("score", "srs", responses(tmp_path, "1,2,3,4", "9,8,7,7"), "--text", str(pack))

    assert "pack.yaml is not a text pack" in done.output


def test_a_text_pack_without_end_names_its_line(tmp_path: Path):
    pack = tmp_path / "pack.yaml"
    pack.write_text("title: a\nitems: " + "[" * 30_000, encoding="utf-8")

    done = run("score", "srs", responses(tmp_path, "1,2,3,4", "9,8,7,7"), "--text", str(pack))

    assert done.exit_code == 1
    assert "pack.yaml:2: this is nested too deeply" in done.output
