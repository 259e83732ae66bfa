# ruff: noqa: E501 - the table of slips reads best with one case to a line
"""The loader: what it refuses, with the file and the line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from holdfast.codes import BrokenData, Library, Rank, UnknownName, load

from .conftest import SMALL

Change = Callable[[str, str, str], Path]
CODE = "example/2020.yaml"
SLIPS = [
    ("facts.yaml", "    direction: harm\n", "    directon: harm\n", "directon is not a key here. Did you mean direction?"),
    ("facts.yaml", "kind: choice", "kind: choise", "kind cannot be choise. Did you mean choice?"),
    ("facts.yaml", "    while_unknown: current_client\n", "", "person: while_unknown must be given"),
    ("facts.yaml", "while_unknown: party", "while_unknown: gala", "while_unknown: event_kind cannot be gala"),
    ("facts.yaml", "    todo: Have the client's agreement.\n", "", "consent: todo must be given"),
    ("facts.yaml", "    guidance: Mark yes when in doubt.\n", "", "a judgement (open_textured) needs guidance"),
    ("facts.yaml", "{person: current_client, therapy", "{persn: current_client, therapy", "persn is not a fact"),
    ("facts.yaml", "order: [therapy_began_on, ended_on]", "order: [ended_on]", "order names two dates"),
    ("acts.yaml", "title: A romance", "titel: A romance", "titel is not a key here. Did you mean title?"),
    (CODE, "schema: holdfast/code/1", "schema: holdfast/code/9", "write schema: holdfast/code/1"),
    (CODE, "rank: code", "rank: bible", "rank cannot be bible. Use one of: law"),
    (CODE, "published_on: 2026-01-01", "published_on: soon", "published_on must be a date"),
    (CODE, 'edition: "2020"', "edition: 2020", "edition must be a text"),
    (CODE, "check: verified", "check: checked", "check cannot be checked"),
    (CODE, 'clauses: ["5(b)"]', 'clauses: ["5(x)"]', "clauses: 5(x) is not known. Did you mean 5"),
    (CODE, 'clauses: ["5"]', "clauses: [5]", 'clauses: put 5 in quotes: "5"'),
    (CODE, "acts: [event]", "acts: [evnt]", "acts: evnt is not known. Did you mean event?"),
    (CODE, "kind: strict", "kind: firm", "kind cannot be firm"),
    (CODE, "effect: prohibit", "effect: forbid", "effect cannot be forbid"),
    (CODE, "of: romance_later\n", "of: romance_latter\n", "names romance_latter, which is not a rule here"),
    (CODE, "of: romance_later\n", "of: romance_soon\n", "romance_soon is strict, and nothing defeats it"),
    (CODE, "of: romance_later\n", "of: romance_exploits\n", "leads back to itself"),
    (CODE, "safeguards: [consulted]", "safeguards: [unusual]", "safeguards: unusual is not known"),
    (CODE, "    safeguards: [consent, consulted]\n", "", "permit_if needs safeguards"),
    (CODE, "exploitative: no}\n    safeguards", "consent: yes}\n    safeguards", "consent is a safeguard: name it under safeguards"),
    (CODE, "under_years: 2", "under_years: 3", "the clock of 3 years since ended_on is not declared"),
    (CODE, "since: ended_on, under_years", "since: last_contact_on, under_years", "2 years since last_contact_on is not declared"),
    (CODE, "under_years: 2", "at_most_years: 2", "at_most_years is not a key here"),
    (CODE, "{unusual: yes}", "{unusual: perhaps}", "unusual cannot be perhaps. Write yes or no"),
    (CODE, "{unusual: yes}", "{unusual: [yes, no]}", "unusual is given every value"),
    (CODE, "{dependence: high}", "{dependence: hight}", "dependence cannot be hight. Did you mean high?"),
    (CODE, "{dependence: high}", "{ended_on: yes}", "ended_on is a date: write elapsed"),
    (CODE, "{dependence: high}", "{crossing_kinds: 3}", "crossing_kinds is a number: write {at_least: 3}"),
    (CODE, "id: event_doubtful", "id: event_with_care", "there is a rule event_with_care already"),
    (CODE, "    duty: Write down before it why you go.\n", "", "require needs a duty"),
    (CODE, "revision: 1", "revision: 2", "there is no example-2020.r1 before it"),
    (CODE, "rules:\n", "rules: [\n", "this is not YAML"),
    (CODE, "url: https://example.org/code\n", "url: https://example.org/code\nurl: x\n", "url stands here twice"),
    ("situations/events.yaml", "act: gift", "act: gifts", "act cannot be gifts. Did you mean gift?"),
    ("situations/events.yaml", "event_kind: ceremony}", "event_kind: ceremoney}", "Did you mean ceremony?"),
    ("situations/events.yaml", "asks: [unusual", "asks: [unusal", "asks: unusal is not known. Did you mean unusual?"),
    ("situations/events.yaml", "id: scarf", "own_feelings: perhaps\n    id: scarf", "own_feelings must be yes or no, not perhaps"),
    ("situations/events.yaml", "id: scarf", "id: wedding", "the situation wedding stands here and elsewhere"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "says"), SLIPS)
def test_a_slip_is_named_with_file_and_line(
    changed: Change, file: str, old: str, new: str, says: str
) -> None:
    folder = changed(file, old, new)

    with pytest.raises(BrokenData) as error:
        load(folder)

    mine = [p for p in error.value.problems if says in p.says]
    assert mine, str(error.value)
    assert mine[0].file == f"small/{file}"
    sound = (SMALL / file).read_text()
    line = sound[: sound.find(old)].count("\n") + 1
    assert mine[0].line == 0 or abs(mine[0].line - line) <= 12


@pytest.mark.parametrize(
    ("slip", "says"),
    [
        ("[" * 40_000, "nested too deeply"),
        ("\n" + "- " * 40_000, "nested too deeply"),
        ("&a [*a]", "refers to itself"),
        ("\0", "this is not YAML"),
    ],
)
def test_no_file_takes_the_reader_down(changed: Change, slip: str, says: str) -> None:
    folder = changed("acts.yaml", "schema:", f"more: {slip}\nschema:")
    sound = (SMALL / "acts.yaml").read_text()

    with pytest.raises(BrokenData) as error:
        load(folder)

    said = next(p for p in error.value.problems if says in p.says)
    assert said.file == "small/acts.yaml"
    line = sound[: sound.find("schema:")].count("\n") + 1
    assert said.line in (0, line, line + 1)


def test_all_slips_are_shown_at_once(changed: Change) -> None:
    changed(CODE, "rank: code", "rank: bible")
    folder = changed("acts.yaml", "title: A romance", "titel: A romance")

    with pytest.raises(BrokenData) as error:
        load(folder)

    assert {p.file for p in error.value.problems} == {f"small/{CODE}", "small/acts.yaml"}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenData, match=r"acts\.yaml: this file is missing"):
        load(tmp_path)


def test_ranks_come_first(small: Library) -> None:
    assert [e.rank for e in small.editions.values()] == [
        Rank.LAW, Rank.CODE, Rank.CODE, Rank.HOUSE,
    ]  # fmt: skip


def test_a_body_means_the_edition_in_force(changed: Change) -> None:
    folder = changed(
        CODE, "in_force: {from: 2020-01-01}", "in_force: {from: 2020-01-01, until: 2024-12-31}"
    )
    newer = (folder / CODE).read_text().replace("example-2020", "example-2025")
    newer = newer.replace("{from: 2020-01-01, until: 2024-12-31}", "{from: 2025-01-01}")
    (folder / "example/2025.yaml").write_text(newer)
    library = load(folder)

    def chosen(on: date) -> tuple[str, str]:
        found = library.choose("example", on)
        return found.edition.id, found.reason

    assert chosen(date(2024, 12, 31)) == ("example-2020", "in_force")
    assert chosen(date(2025, 1, 1)) == ("example-2025", "in_force")
    assert chosen(date(2019, 1, 1)) == ("example-2025", "newest")
    assert library.choose("example-2020", date(2026, 1, 1)).reason == "named"
    assert library.usual(date(2026, 1, 1)) == ["example-2025", "other-2015", "house-2026"]


def test_an_unknown_code_is_named_with_a_near_one(small: Library) -> None:
    with pytest.raises(UnknownName, match=r"There is no code exampel. Did you mean example"):
        small.choose("exampel", date(2026, 1, 1))


def test_the_newest_revision_answers(changed: Change) -> None:
    folder = changed("house/2026.yaml", "at_least: 3", "at_least: 3")
    second = (folder / "house/2026.yaml").read_text().replace("revision: 1", "revision: 2")
    (folder / "house/2026.r2.yaml").write_text(second.replace("at_least: 3", "at_least: 4"))
    library = load(folder)

    assert library.editions["house-2026"].key == "house-2026.r2"
    assert library.choose("house-2026.r1", date(2026, 1, 1)).edition.revision == 1
