"""`holdfast screen` and `holdfast screen-train`, on good files and bad ones."""

import csv
import gc
import random
import tracemalloc
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from holdfast.cli import main, screening_index
from holdfast.cli.screening_index import add, build, frequencies, open_index, people, postings
from holdfast.screening import Person, default_model, match, model_from, normalise, query

REGISTRY = """id,given_name,surname,former_name,date_of_birth,street,postcode,phone,shoe size
c1,Michael,Johansen,,1975-06-21,8 Harbour Street,6160,0412 345 678,44
c2,Anna,Wojciechowska,Kowalska,1980-04-03,12 Main St,2000,,38
c3,Thomas,Lee,,1990-01-02,3 Hill Road,2001,,41
c4,Tina,Lee,,1990-01-02,3 Hill Road,2001,,37
"""
QUERIES = """id,given_name,surname,date_of_birth,postcode
q1,Mike,Johanson,21/6/1975,6160
q2,Ania,Kowalska,03/04/1980,2000
q3,Somebody,Else,1970-01-02,9999
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "registry.csv").write_text(REGISTRY, "utf-8")
    (tmp_path / "queries.csv").write_text(QUERIES, "utf-8")
    return tmp_path


def screen(folder: Path, *options: str) -> Result:
    files = [str(folder / name) for name in ("registry.csv", "queries.csv")]
    output = str(folder / "matches.csv")
    return CliRunner().invoke(main, ["screen", *files, "--output", output, *options])


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "matches.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_works(folder: Path) -> None:
    result = screen(folder)

    assert result.exit_code == 0, result.output
    assert [(row["query_id"], row["registry_id"]) for row in rows(folder)] == [
        ("q1", "c1"),
        ("q2", "c2"),
    ]
    assert list(rows(folder)[0]) == [
        "query_id", "registry_id", "probability", "weight", "evidence",
    ]  # fmt: skip
    assert "given=nickname; surname=close; birth=exact" in rows(folder)[0]["evidence"]
    assert "surname=former" in rows(folder)[1]["evidence"]
    assert "registry.csv: columns not used: shoe_size" in result.stderr
    assert "2 pairs for 2 of 3 queries" in result.stderr


@pytest.mark.parametrize("engine", ["index", "duckdb"])
def test_engines_agree(folder: Path, engine: str) -> None:
    if engine == "duckdb":
        pytest.importorskip("splink")
    result = screen(folder, "--engine", engine, "--explain")
    first = rows(folder)[0]
    bits = [float(part.rsplit(" ", 1)[1]) for part in first["evidence"].split("; ")]

    assert result.exit_code == 0, result.output
    assert [row["registry_id"] for row in rows(folder)] == ["c1", "c2"]
    assert sum(bits) - 2 == pytest.approx(float(first["weight"]), abs=0.05)  # prior: one in four


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Spark's own, about its Python
def test_spark_agrees(folder: Path) -> None:
    pytest.importorskip("pyspark")
    screen(folder, "--engine", "index", "--explain")
    online = rows(folder)

    result = screen(folder, "--engine", "spark", "--explain")

    gc.collect()  # Spark leaves sockets; let them go where the warning is expected
    assert result.exit_code == 0, result.output
    assert rows(folder) == online


def test_a_threshold_leaves_out_the_less_likely(folder: Path) -> None:
    screen(folder, "--threshold", "0.999999999")

    assert rows(folder) == []


def test_month_first_dates(folder: Path) -> None:
    (folder / "queries.csv").write_text("given_name,surname,date_of_birth\nAnna,W,4/3/1980\n")
    screen(folder, "--dates", "mdy", "--threshold", "0.01")

    assert "birth=exact" in rows(folder)[0]["evidence"]
    assert rows(folder)[0]["query_id"] == "1"  # no id: the number of the row


def test_what_says_too_little_is_said(folder: Path) -> None:
    (folder / "queries.csv").write_text("id,given_name\nq1,Tom\nq2,\n")

    result = screen(folder)

    assert "2 queries say too little to be told from chance" in result.stderr
    assert "1 rows hold nothing that can be compared" in result.stderr


ODD = [
    ("1900-01-01", "Anna", "Lee"),
    ("N/A", "N/A", "unknown"),
    ("unknown", "Baby", "Lee"),
    ("31/02/1980", "A", "B"),
    ("", "x" * 300, "y" * 300),
    ("1980", "王", "小明"),
    ("1980", "דוד", "כהן"),
    ("1980", "\u202eanna", "lee"),
    ("03/04/80", "Jr", "Sr"),
    ("1970-02-03", "X", "Y"),
    ("1962", "Karl Johansen", "senior"),
    ("1992", "Karl Johansen", "junior"),
    ("0000-00-00", "", "-"),
    ('2001-02-03"', "O'Brien; DROP", "=HYPERLINK(1)"),
]


def test_odd_people_lose_nothing(folder: Path) -> None:
    """Each of them is found again by the same words, or said to hold too little."""
    with (folder / "registry.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "date_of_birth", "given_name", "surname", "phone"])
        writer.writerows([f"r{i}", *odd, f"0412{i:06d}"] for i, odd in enumerate(ODD))
    (folder / "queries.csv").write_bytes((folder / "registry.csv").read_bytes())

    result = screen(folder)
    found = {(row["query_id"], row["registry_id"]) for row in rows(folder)}

    assert result.exit_code == 0, result.output
    assert {(f"r{i}", f"r{i}") for i in range(len(ODD))} <= found


def test_twins_are_a_question_and_not_an_answer(folder: Path) -> None:
    """Tina is not Thomas, though they share surname, birthday and home."""
    (folder / "queries.csv").write_text(
        "id,given_name,surname,date_of_birth,street,postcode\n"
        "q1,Tina,Lee,1990-01-02,3 Hill Road,2001\n"
    )
    screen(folder, "--explain")

    assert rows(folder)[0]["registry_id"] == "c4"
    assert all("household=twin" in row["evidence"] for row in rows(folder)[1:])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no column that can be compared in its first line (nothing)"),
        (
            b"colour,size\nred,4\n",
            "no column that can be compared in its first line (colour, size)",
        ),
        (b"id,surname,surname\n1,a,b\n", "two columns are called 'surname'"),
        (b"\xff\xfei\x00d\x00", "is saved as UTF-16"),
        (b'id,surname\n1,Quist\n2,"Lee\n3,Ames\n4,Foss', "line 3: a quotation mark is opened"),
        (b'id,surname\n1,Quist\n2,"Lee', "line 3: a quotation mark is opened"),
        (b'id,surname,"colour\n1,Quist,red\n', "line 1: a quotation mark is opened"),
        (b'id,surname\n1,"' + b"a" * 200_000, "line 2: field larger than field limit"),
    ],
)
def test_a_file_that_cannot_be_read(folder: Path, content: bytes, said: str) -> None:
    (folder / "registry.csv").write_bytes(content)

    result = screen(folder)

    assert result.exit_code == 1
    assert said in result.output.replace("\n", " ")
    assert not (folder / "matches.csv").exists()
    assert not (folder / "matches.csv.part").exists()


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_quotation_marks_that_are_closed_are_no_fault(folder: Path, end: str) -> None:
    (folder / "registry.csv").write_text(
        'id,surname,street\nc1,"Quist, née ""Q""",5" Lane\nc2,Lee,"3 Hill\nRoad"' + end, newline=""
    )
    result = screen(folder)

    assert result.exit_code == 0, result.output


def test_mixed_encodings(folder: Path) -> None:
    (folder / "registry.csv").write_bytes(
        "id;given_name;surname\nc1;Zoë;Müller\n".encode() + "c2;Zoë;Köhler\n".encode("cp1252")
    )
    (folder / "queries.csv").write_text("id\tgiven_name\tsurname\nq1\tZoe\tKohler\n")

    result = screen(folder, "--threshold", "0.01")

    assert rows(folder)[0]["registry_id"] == "c2"
    assert "1 lines are not UTF-8 and were read as Windows-1252" in result.stderr


def test_rows_of_another_length(folder: Path) -> None:
    (folder / "registry.csv").write_text(
        "id,surname,date_of_birth\nc1,Quist,1980-02-03,more\nc2,Quist\n\n"
    )
    (folder / "queries.csv").write_text("id,surname,date_of_birth\nq1,Quist,1980-02-03\n")

    result = screen(folder)

    assert rows(folder)[0]["registry_id"] == "c1"
    assert "1 rows have more cells than the first line" in result.stderr
    assert "1 rows have fewer cells than the first line" in result.stderr


@pytest.mark.parametrize("name", ["registry.csv", "queries.csv"])
@pytest.mark.parametrize("command", ["screen", "screen-train"])
def test_what_is_read_is_never_written_over(folder: Path, command: str, name: str) -> None:
    files = [str(folder / "registry.csv"), str(folder / "queries.csv")]
    before = (folder / name).read_bytes()

    result = CliRunner().invoke(main, [command, *files, "--output", str(folder / name)])

    assert result.exit_code == 1
    assert "is what is read, and would be lost" in result.output
    assert (folder / name).read_bytes() == before


@pytest.mark.parametrize("place", ["/dev/null", "-", "."])
def test_the_list_goes_into_a_file_only(folder: Path, place: str) -> None:
    files = [str(folder / "registry.csv"), str(folder / "queries.csv")]

    result = CliRunner().invoke(main, ["screen", *files, "--output", place])

    assert result.exit_code == 1
    assert "Name " in result.output
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("engine", ["index", "duckdb"])
def test_what_is_odd_in_a_list_is_counted(folder: Path, engine: str) -> None:
    (folder / "registry.csv").write_text(
        "id,surname,date_of_birth\nc1,Quist,31/02/1980\nc1,Berg,2090-05-05\nc2,Holm,1980-02-03\n"
    )

    result = screen(folder, "--engine", engine)

    assert "1 rows repeat the id of another row" in result.stderr
    assert "2 dates of birth cannot be right, and are compared as they were typed" in result.stderr


def test_a_list_of_nobody_is_said(folder: Path) -> None:
    (folder / "registry.csv").write_text("id,surname\n")

    result = screen(folder)

    assert result.exit_code == 0
    assert "registry.csv: 0 rows of people: nothing stands below the first line" in result.stderr


def test_a_threshold_that_is_no_number(folder: Path) -> None:
    result = screen(folder, "--threshold", "nan")

    assert result.exit_code == 2
    assert "nan is not in the range" in result.output


def test_a_model_that_is_no_text(folder: Path) -> None:
    (folder / "model.yaml").write_bytes(b"\x89PNG\xff\xfe")

    result = screen(folder, "--model", str(folder / "model.yaml"))

    assert result.exit_code == 1
    assert "this is no text in UTF-8, so no model" in result.output


@pytest.mark.slow
def test_memory_stays_flat_over_a_large_file(tmp_path: Path) -> None:
    """Three times the rows are indexed in about the same memory."""
    few, many = (_peak_of_indexing(tmp_path / str(rows), rows) for rows in (20_000, 60_000))

    assert many < 1.25 * few


def test_memory_is_no_larger_where_many_keys_are_sorted_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is sorted as numbers does not all become rows of Python together."""
    monkeypatch.setattr(screening_index, "CHUNK", 500)
    few = _peak_of_indexing(tmp_path / "few", 16_000)
    monkeypatch.setattr(screening_index, "BUCKETS", 1)
    many = _peak_of_indexing(tmp_path / "many", 16_000)

    assert many < few + 12_000_000


def _peak_of_indexing(place: Path, rows: int) -> int:
    """Return the most memory in bytes that indexing so many people of one town took."""
    people_of_one_town = (
        (str(i), normalise(Person(f"anna{i % 997}", f"lee{i % 1009}", date_of_birth="1980-04-03")))
        for i in range(rows)
    )
    index = open_index(place)
    tracemalloc.start()
    build(index, people_of_one_town, bytes(32))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_one_more_person_in_the_same_transaction(tmp_path: Path) -> None:
    secret, index = bytes(32), open_index(":memory:")
    build(index, [("c1", normalise(Person("Anna", "Lee")))], secret)
    with index:
        number = add(index, "c2", normalise(Person("Zoltan", "Quist", phone="0412345678")), secret)
    model = default_model().of(frequencies(index))

    asked = query(normalise(Person("Zoltan", phone="0412345678")), secret)
    answer = match(asked, model, postings(index), people(index))

    assert (number, model.total) == (2, 2)
    assert [found.person for found in answer.matches] == [2]


def test_a_model_file_that_is_none(folder: Path) -> None:
    (folder / "model.yaml").write_text("schema: holdfast/agreement/1\n")

    result = screen(folder, "--model", str(folder / "model.yaml"))

    assert result.exit_code == 1
    assert "this is not a screening model" in result.output


def test_a_model_file_without_end_names_its_line(folder: Path) -> None:
    (folder / "model.yaml").write_text("schema: a\nmore:\n- " + "[" * 30_000)

    result = screen(folder, "--model", str(folder / "model.yaml"))

    assert result.exit_code == 1
    assert "model.yaml:3: this is nested too deeply" in result.output


@pytest.mark.parametrize("command", ["screen", "screen-train"])
def test_the_schema(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--schema"])

    assert result.exit_code == 0
    assert "holdfast/screening-matches/1" in result.output


def test_training_needs_people(folder: Path) -> None:
    pytest.importorskip("splink")
    result = CliRunner().invoke(
        main,
        ["screen-train", str(folder / "registry.csv"), "--output", str(folder / "model.yaml")],
    )

    assert result.exit_code == 1
    assert "4 people are too few to learn from" in result.output


@pytest.mark.slow
def test_training_learns_from_a_list_with_doubles(tmp_path: Path) -> None:
    """1,600 people, every second stands there twice, one in ten of these with another surname."""
    pytest.importorskip("splink")
    rng = random.Random(8)

    def word(syllables: int) -> str:
        return "".join(rng.choice("bdfgklmnprstv") + rng.choice("aeiou") for _ in range(syllables))

    given = [word(3) for _ in range(200)]
    lines = ["given_name,surname,date_of_birth,postcode"]
    for i in range(1600):
        day = date(1940, 1, 1) + timedelta(rng.randrange(25_000))
        name, surname, rest = rng.choice(given), word(4), f"{day},{rng.randrange(2000, 2200)}"
        lines.append(f"{name},{surname},{rest}")
        if i % 2 == 0:
            lines.append(f"{name},{word(4) if i % 20 == 0 else surname},{rest}")
    (tmp_path / "list.csv").write_text("\n".join(lines))

    result = CliRunner().invoke(
        main, ["screen-train", str(tmp_path / "list.csv"), "--output", str(tmp_path / "m.yaml")]
    )
    learned = model_from(yaml.safe_load((tmp_path / "m.yaml").read_text()))
    surname = {level.name: level.m for level in learned.comparisons["surname"]}

    assert result.exit_code == 0, result.output
    assert surname["else"] == pytest.approx(0.1, abs=0.05)
    assert learned.comparisons["phone"] == default_model().comparisons["phone"]  # nothing to learn
