# ruff: noqa: E501 - the table of wrong input reads best with one case to a line
"""`holdfast advise` and `holdfast codes` on the small library."""

import json
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result

from holdfast.cli import main
from holdfast.codes import load, published

SMALL = Path(__file__).parents[1] / "codes" / "small"
WEDDING = """schema: holdfast/situation/1
situation: wedding
facts:
  consent: yes
  objectivity_doubtful: {value: no, why: I know nobody there.}
"""


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, [*arguments, "--data", str(SMALL)], input=typed)


@pytest.fixture
def wedding(tmp_path: Path) -> str:
    path = tmp_path / "wedding.yaml"
    path.write_text(WEDDING)
    return str(path)


def test_it_answers_in_words(wedding: str) -> None:
    result = run("advise", wedding, "--code", "example", "--on", "2026-06-01")

    assert result.exit_code == 0
    assert result.output.startswith("Taken together: permitted with safeguards.")
    assert "example-2020.r1 is the edition of example in force on 2026-06-01." in result.output
    assert "[to do] Ask a colleague." in result.output


def test_json_has_exactly_the_keys_promised(wedding: str) -> None:
    result = run("advise", wedding, "--json", "--on", "2026-06-01", "--code", "example")

    answer = json.loads(result.output)
    assert list(answer) == ["verdict", "codes", "next_question", "would_change", "receipt"]
    assert answer["verdict"] == "permitted_with_safeguards"
    code = answer["codes"]["example-2020"]
    assert list(code) == [
        "verdict", "mildest", "severest", "clauses", "safeguards_missing", "duties",
    ]  # fmt: skip
    assert all(list(clause) == ["id", "effect", "because"] for clause in code["clauses"])
    assert code["safeguards_missing"] == ["consulted"]
    assert (code["mildest"], code["severest"]) == ("permitted_with_safeguards", "avoid")
    assert answer["next_question"]["fact"] == "exploitative"
    assert answer["receipt"]["on"] == "2026-06-01"
    assert len(bytes.fromhex(answer["receipt"]["random"])) == 16


def test_each_receipt_has_its_own_random_bits(wedding: str) -> None:
    found = {json.loads(run("advise", wedding, "--json").output)["receipt"]["random"] for _ in "ab"}

    assert len(found) == 2


def test_it_asks_only_what_matters() -> None:
    typed = "wedding\nno\nI know nobody there.\n?\n"
    result = run("advise", "--ask", "--json", "--code", "example", typed=typed)

    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["receipt"]["facts"] == {
        "objectivity_doubtful": {
            "value": False, "by": "at the terminal", "why": "I know nobody there.",
        },
    }  # fmt: skip


def test_a_situation_is_found_by_a_few_words() -> None:
    typed = "zebra\nmarriage\nwedding\n?\n?\n"
    result = run("advise", "--ask", "--code", "example", typed=typed)

    assert "Nothing was found. Try another word" in result.stderr
    assert "  wedding: My client has invited me to the wedding" in result.stderr
    assert "permitted with safeguards" in result.stdout


def test_a_wrong_answer_is_asked_again() -> None:
    typed = "wedding\nperhaps\nyes\nI am her friend.\n"
    result = run("advise", "--ask", "--code", "example", typed=typed)

    assert "objectivity_doubtful cannot be perhaps. Write yes or no" in result.stderr
    assert "better avoided" in result.stdout


def test_the_schema_is_printed() -> None:
    schema = json.loads(run("advise", "--schema").output)

    assert schema["$id"] == "holdfast/situation/1"


@pytest.mark.parametrize(
    ("text", "arguments", "says"),
    [
        (WEDDING.replace("consent", "consnt"), [], "consnt is not a fact that the codes know. Did you mean consent?"),
        (WEDDING, ["--code", "exampel"], "There is no code exampel. Did you mean example"),
        (WEDDING.replace("{value: no, why: I know nobody there.}", "no"), [], "is a judgement: write the reason"),
        (WEDDING + "  ended_on: 2030-01-01\n", ["--on", "2026-06-01"], "after the day asked about"),
        (WEDDING + "  therapy_over: yes\n", [], "A current client's therapy is not over."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_sentence_and_exit_code_1(
    tmp_path: Path, text: str, arguments: list[str], says: str
) -> None:
    path = tmp_path / "situation.yaml"
    path.write_text(text)

    result = run("advise", str(path), *arguments)

    assert result.exit_code == 1
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_without_a_file_it_says_what_to_do() -> None:
    result = run("advise")

    assert result.exit_code == 2
    assert "Name a situation file, or use --ask" in result.stderr


def test_codes_are_listed_with_how_far_they_were_checked() -> None:
    output = run("codes", "list").output

    assert "example-2020.r1: The Example Association, Example code (2020)" in output
    assert (
        "5 clauses (3 verified, 1 secondary, 1 recalled), 9 rules; speaks of 2 of 3 acts" in output
    )


def test_a_clause_is_shown_with_its_rules() -> None:
    output = run("codes", "show", "example", "5(b)").output

    assert "5(b) Later [recalled, 2026-01-01]" in output
    assert "- romance_unusual: exception of romance_later avoid" in output
    assert "Silent about: gift" in run("codes", "show", "example").output
    assert "There is no code" in run("codes", "show", "nobody").stderr
    assert "has no clause 99" in run("codes", "show", "example", "99").stderr


def test_sound_data_pass_and_say_how_much_was_tried(tmp_path: Path) -> None:
    listed = tmp_path / "apart.txt"
    result = run("codes", "check", "--exhaustive", "--differences", str(listed))

    assert result.exit_code == 0
    assert "3 situations: 200 combinations of facts in 12 slices. 0 findings." in result.stdout
    assert "romance: example-2020 avoid (5(b)), other-2015 prohibited (A.2);" in listed.read_text()


def test_broken_data_are_named_and_fail(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    copytree(SMALL, folder)
    code = folder / "example" / "2020.yaml"
    code.write_text(code.read_text().replace("{dependence: high}", "{dependence: none}"))

    result = CliRunner().invoke(main, ["codes", "check", "--data", str(folder)])

    assert result.exit_code == 1
    assert "✗ direction: example-2020 / romance: more of dependence makes" in result.stdout

    code.write_text(code.read_text().replace("rank: code", "rank: bible"))
    result = CliRunner().invoke(main, ["codes", "check", "--data", str(folder)])
    assert result.exit_code == 1
    assert "small/example/2020.yaml:9: rank cannot be bible" in result.stderr


def test_published_data_that_were_changed_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    copytree(SMALL, folder)
    publish = CliRunner().invoke(main, ["codes", "check", "--publish", "--data", str(folder)])
    assert publish.exit_code == 0
    assert published.read(folder) == published.meanings(load(folder))
    assert CliRunner().invoke(main, ["codes", "check", "--data", str(folder)]).exit_code == 0

    code = folder / "example" / "2020.yaml"
    code.write_text(code.read_text().replace("Later only if", "Later if"))
    result = CliRunner().invoke(main, ["codes", "check", "--data", str(folder)])

    assert result.exit_code == 1
    assert "example-2020.r1 was published and was changed since" in result.stdout
