"""The worked examples: reading them, comparing them with the answers, and the table of them.

Example: .venv/bin/python -m codes.worked_examples (in tests/) writes docs/codes-worked.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from holdfast.codes import Answer, Library, Verdict, shipped
from holdfast.codes.answer import answer
from holdfast.codes.facts import Value
from holdfast.codes.read_situations import read_values
from holdfast.codes.reading import Item, Reader

SCHEMA = "holdfast/worked/1"
FOLDER = Path(__file__).parent / "worked"
PAGE = Path(__file__).parents[2] / "docs" / "codes-worked.md"
KEYS = ("id", "number", "situation", "act", "told", "on", "facts", "expect", "changed")
EXPECT_KEYS = ("verdict", "mildest", "severest", "clauses", "safeguards", "duties", "silent")
MAIN = ("apa-2017", "aca-2014", "nasw-2021", "aamft-2015", "bacp-2018")


@dataclass(frozen=True)
class Expected:
    """What one code is expected to say; empty where nothing is expected."""

    verdict: str
    mildest: str
    severest: str
    clauses: tuple[str, ...]
    safeguards: tuple[str, ...]
    duties: tuple[str, ...]
    silent: bool


@dataclass(frozen=True)
class Example:
    """A situation told, its facts, and what each code is expected to say."""

    id: str
    number: int | None
    situation: str
    act: str
    told: str
    on: date
    facts: Mapping[str, Value]
    expect: Mapping[str, Expected]
    changed: str


@cache
def examples() -> tuple[Example, ...]:
    """Return the worked examples, read against the shipped data."""
    reader, library = Reader(), shipped()
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        item = reader.file(path, SCHEMA, f"worked/{path.name}")
        reader.mapping(item, ("schema", "examples"), ("examples",))
        found += [_example(reader, library, each) for each in reader.listed(item, "examples")]
    reader.finish()
    return tuple(found)


def _example(reader: Reader, library: Library, item: Item) -> Example:
    reader.mapping(item, KEYS, ("id", "told", "on", "expect"))
    kind = reader.word(item, "situation", library.situations)
    act = reader.word(item, "act", library.acts)
    fixes: Mapping[str, Value] = library.situations[kind].fixes if kind else {}
    return Example(
        id=reader.text(item, "id"),
        number=reader.number(item, "number") or None,
        situation=kind,
        act=act or (library.situations[kind].act if kind else ""),
        told=reader.text(item, "told"),
        on=reader.day(item, "on") or date.min,
        facts=dict(fixes) | read_values(reader, item.pairs.get("facts"), library.facts),
        expect={
            code: _expected(reader, library, code, each)
            for code, each in reader.entries(item, "expect")
        },
        changed=reader.text(item, "changed"),
    )


def _expected(reader: Reader, library: Library, code: str, item: Item) -> Expected:
    reader.mapping(item, EXPECT_KEYS)
    if not {"verdict", "mildest", "severest"} & item.pairs.keys():
        reader.wrong(item, "verdict, mildest or severest must be given")
    edition = library.editions.get(code)
    if edition is None:
        reader.wrong(item, f"there is no code {code}")
    clauses = edition.clauses if edition else ()
    return Expected(
        verdict=reader.word(item, "verdict", list(Verdict)),
        mildest=reader.word(item, "mildest", list(Verdict)),
        severest=reader.word(item, "severest", list(Verdict)),
        clauses=reader.words(item, "clauses", clauses),
        safeguards=reader.words(item, "safeguards", library.facts),
        duties=reader.words(item, "duties", clauses),
        silent=reader.yes(item, "silent"),
    )


def answered(example: Example, code: str) -> Answer:
    """Return what a code answers to an example."""
    library = shipped()
    edition = library.editions[code]
    return answer(
        edition, example.act, example.facts, example.on, library.facts, library.contradictions
    )


def misses(example: Example, code: str) -> Iterator[str]:
    """Yield each way in which the answer is not the one expected."""
    expected, given = example.expect[code], answered(example, code)
    for name in ("verdict", "mildest", "severest"):
        if getattr(expected, name) and getattr(given, name) != getattr(expected, name):
            yield f"{name} is {getattr(given, name)}, expected {getattr(expected, name)}"
    cited = {clause for each in given.cited for clause in each.rule.clauses}
    duties = {clause for rule in given.duties for clause in rule.clauses}
    for name, wanted, there in (
        ("clauses", expected.clauses, cited | duties),
        ("safeguards", expected.safeguards, set(given.safeguards)),
        ("duties", expected.duties, duties),
    ):
        if missing := [each for each in wanted if each not in there]:
            have = ", ".join(sorted(there)) or "none"
            yield f"{name} lack {', '.join(missing)} (there are {have})"
    if expected.silent and not given.silent:
        yield "the code is not silent"


def table() -> str:
    """Return the page of the worked examples as Markdown."""
    rows = sorted(examples(), key=lambda e: (e.number or 999, e.id))
    lines = [
        "# Worked examples",
        "",
        "Situations with the answers expected of the five main codes. They were written from the "
        "clauses before the rules, and a test holds the rules to them; a row that was changed "
        "later says why. The range stands behind the verdict where unknown facts leave more than "
        "one verdict open. This page is generated from `tests/codes/worked/`.",
        "",
        "| no. | situation | " + " | ".join(code.upper().replace("-", " ") for code in MAIN) + " |",
        "|---|---" + "|---" * len(MAIN) + "|",
    ]
    for each in rows:
        cells = " | ".join(_cell(each.expect.get(code)) for code in MAIN)
        note = f" *Changed: {each.changed}*" if each.changed else ""
        lines.append(f"| {each.number or ''} | {_title(each)} {each.told}{note} | {cells} |")
    return "\n".join([*lines, ""])


def _title(example: Example) -> str:
    kinds = shipped().situations
    return f"**{kinds[example.situation].title}.**" if example.situation else ""


def _cell(expected: Expected | None) -> str:
    if expected is None:
        return ""
    span = " to ".join(dict.fromkeys(v for v in (expected.mildest, expected.severest) if v))
    said = expected.verdict or span
    if expected.verdict and span not in ("", expected.verdict):
        said += f" ({span})"
    clauses = ", ".join(dict.fromkeys((*expected.clauses, *expected.duties)))
    return f"{said.replace('_', ' ')}; {clauses}" if clauses else said.replace("_", " ")


if __name__ == "__main__":
    PAGE.write_text(table(), encoding="utf-8")
