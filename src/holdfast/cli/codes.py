"""`holdfast advise` and `holdfast codes`: the ethics codes on the command line."""

import json
import secrets
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from holdfast.codes import (
    Advice,
    BrokenData,
    Fact,
    Finding,
    Library,
    Report,
    Situation,
    SituationKind,
    Supplied,
    Unclear,
    UnknownName,
    checking,
    differences,
    json_schema,
    listing,
    load,
    published,
    read_situation,
    receipt,
    search,
    shipped,
    slices,
    to_json,
    words,
)
from holdfast.codes import (
    advise as advise_on,
)
from holdfast.codes.edition import Check, Edition

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_DATA = click.Path(exists=True, file_okay=False, path_type=Path)


class Quiet(click.ClickException):
    """An error shown as it is, without a prefix."""

    def show(self, file: Any = None) -> None:
        """Write the sentences to standard error."""
        click.echo(self.message, err=True)


def _library(folder: Path | None) -> Library:
    try:
        return load(folder) if folder else shipped()
    except BrokenData as error:
        raise Quiet(str(error)) from None


@click.command()
@click.argument("file", required=False, type=click.File(encoding="utf-8"))
@click.option(
    "--code", "codes", multiple=True, help="An edition (aca-2014) or a body (aca). Again for more."
)
@click.option(
    "--on", type=_DAY, help="The day asked about; today, if neither this nor the file says."
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.option("--ask", is_flag=True, help="Ask on the terminal, only what matters.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a situation file.")
@click.option("--data", type=_DATA, help="A folder of data instead of the shipped one.")
def advise(
    file: Any,
    codes: tuple[str, ...],
    on: Any,
    as_json: bool,
    ask: bool,
    schema: bool,
    data: Path | None,
) -> None:
    """Ask the ethics codes about a situation.

    Example: holdfast advise wedding.yaml --code apa-2017 --code aca-2014
    """
    library = _library(data)
    if schema:
        click.echo(json.dumps(json_schema(library), indent=2, ensure_ascii=False))
        return
    if file is None and not ask:
        raise click.UsageError("Name a situation file, or use --ask to be asked.")
    day = on.date() if on else None
    try:
        advice = _asked(library, codes, day) if ask else _handed_in(library, file, codes, day)
    except (BrokenData, Unclear, UnknownName) as error:
        raise Quiet(str(error)) from None
    kept = receipt(library, advice, secrets.token_bytes(16))
    if as_json:
        click.echo(json.dumps(to_json(library, advice, kept), indent=2, ensure_ascii=False))
    else:
        _show(library, advice)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day of the person at the terminal


def _handed_in(library: Library, file: Any, codes: tuple[str, ...], on: date | None) -> Advice:
    given = read_situation(library, file.read(), file.name)
    return advise_on(library, given.situation, on or given.on or _today(), codes or given.codes)


def _asked(library: Library, codes: tuple[str, ...], on: date | None) -> Advice:
    """Ask on the terminal until no answer can change any code's verdict."""
    day = on or _today()
    kind = _which(library)
    supplied: dict[str, Supplied] = {}
    skipped: set[str] = set()
    while True:
        advice = advise_on(library, Situation(kind.id, supplied=supplied), day, codes)
        question = advice.next_after(skipped)
        if question is None:
            return advice
        given = _ask(library.facts[question])
        if given is None:
            skipped.add(question)
            continue
        try:
            advise_on(
                library, Situation(kind.id, supplied=supplied | {question: given}), day, codes
            )
            supplied[question] = given
        except Unclear as error:
            click.echo(str(error), err=True)


def _which(library: Library) -> SituationKind:
    """Ask which situation it is, by id or by a few words, until one is chosen."""
    while True:
        typed = click.prompt("What is it about? (a few words, or an id)", err=True).strip()
        if typed in library.situations:
            return library.situations[typed]
        found = search(library, typed)[:8]
        for kind in found:
            click.echo(f"  {kind.id}: {kind.title}", err=True)
        if not found:
            click.echo("Nothing was found. Try another word, such as gift or party.", err=True)


def _ask(fact: Fact) -> Supplied | None:
    """Ask one question; None for "I do not know"."""
    click.echo(f"\n{fact.question}", err=True)
    if fact.guidance:
        click.echo(fact.guidance, err=True)
    for value, text in fact.values.items():
        click.echo(f"  {words.value_word(value)}: {text}", err=True)
    while True:
        typed = click.prompt("Answer (? if you do not know)", default="?", err=True)
        if typed.strip() == "?":
            return None
        try:
            value = fact.accept(int(typed) if typed.isdigit() else typed.strip())
        except ValueError as error:
            click.echo(str(error), err=True)
            continue
        why = click.prompt("Why", err=True) if fact.open_textured else ""
        return Supplied(value, by="at the terminal", why=why)


def _show(library: Library, advice: Advice) -> None:
    for line in listing.advice_lines(advice, library.facts):
        click.echo(line)


@click.group()
def codes() -> None:
    """List, show and prove the codes that are shipped."""


@codes.command("list")
@click.option("--data", type=_DATA, help="A folder of data instead of the shipped one.")
def list_codes(data: Path | None) -> None:
    """List the editions and how far each was checked against the body's text."""
    library = _library(data)
    for edition in library.editions.values():
        click.echo(f"{edition.key}: {edition.body}, {edition.title} ({edition.edition})")
        click.echo(f"  {_coverage(library, edition)}")


def _coverage(library: Library, edition: Edition) -> str:
    levels = [c.check for c in edition.clauses.values()]
    counts = ", ".join(f"{levels.count(level)} {level}" for level in Check)
    until = edition.in_force_until or "now"
    newer = f"; superseded by {edition.superseded_by}" if edition.superseded_by else ""
    return (
        f"{edition.rank.name.lower()}, {'complete' if edition.complete else 'partial'}; "
        f"in force {edition.in_force_from} to {until}; checked on {edition.checked_on}; "
        f"{len(levels)} clauses ({counts}), {len(edition.rules)} rules; speaks of "
        f"{len(library.acts) - len(_silent(library, edition))} of {len(library.acts)} acts{newer}"
    )


def _silent(library: Library, edition: Edition) -> list[str]:
    return [act for act in library.acts if not edition.speaks_of(act)]


@codes.command("show")
@click.argument("code")
@click.argument("clause", required=False)
@click.option("--data", type=_DATA, help="A folder of data instead of the shipped one.")
def show_code(code: str, clause: str | None, data: Path | None) -> None:
    """Show an edition's clauses, or one clause with the rules that express it.

    Example: holdfast codes show aca-2014 A.5.c
    """
    library = _library(data)
    try:
        edition = library.choose(code, _today()).edition
    except UnknownName as error:
        raise Quiet(str(error)) from None
    if clause is not None and clause not in edition.clauses:
        raise Quiet(f"{edition.id} has no clause {clause}. It has {', '.join(edition.clauses)}.")
    if clause is None:
        click.echo(f"{edition.key}: {edition.title}\n{_coverage(library, edition)}\n{edition.url}")
        click.echo(f"Silent about: {', '.join(_silent(library, edition)) or 'nothing'}")
    for each in edition.clauses.values() if clause is None else [edition.clauses[clause]]:
        click.echo(f"\n{each.id} {each.title} [{each.check}, {each.checked_on}]\n  {each.summary}")
        if clause is not None:
            click.echo(f"  {each.url}")
        for rule in edition.rules.values():
            if each.id in rule.clauses:
                click.echo(f"  - {listing.rule_line(rule)}")


@codes.command("check")
@click.option(
    "--exhaustive", is_flag=True, help="Try every combination of facts, and list differences."
)
@click.option("--differences", "list_file", type=click.File("w", encoding="utf-8"),
              help="Write every way in which two codes differ to this file.")  # fmt: skip
@click.option("--publish", is_flag=True, help="If all is sound, list what is new as published.")
@click.option("--seed", default=0, show_default=True, help="Of the random points of the quick run.")
@click.option("--data", type=_DATA, help="A folder of data instead of the shipped one.")
def check_codes(
    exhaustive: bool, list_file: Any, publish: bool, seed: int, data: Path | None
) -> None:
    """Prove the data sound: no gap, no contradiction, no dead rule, no wrong clock."""
    library, report = _library(data), Report()
    report.findings += published.changed(library, published.read(data))
    steps = checking(library, report, exhaustive, seed)
    with click.progressbar(
        steps, length=len(slices(library)), label="Slices", file=sys.stderr
    ) as bar:
        for _ in bar:
            pass
    apart = _differences(library) if exhaustive or list_file else []
    if list_file:
        list_file.writelines(f"{listing.apart_line(each)}\n" for each in apart)
    for finding in report.findings:
        click.echo(_finding(finding))
    click.echo(_summary(library, report, len(apart) if exhaustive or list_file else None))
    if not report.sound:
        sys.exit(1)
    if publish:
        published.path(data).write_text(published.lines(library), encoding="utf-8")


def _differences(library: Library) -> list[Any]:
    with click.progressbar(library.acts, label="Differences", file=sys.stderr) as bar:
        return [each for act in bar for each in differences(library, act)]


def _finding(finding: Finding) -> str:
    return f"✗ {finding}"


def _summary(library: Library, report: Report, apart: int | None) -> str:
    sampled = f", {len(report.sampled)} of them sampled" if report.sampled else ""
    differ = (
        "" if apart is None else f" Codes differ in {apart:,} ways (--differences FILE lists them)."
    )
    return (
        f"{len(library.editions)} editions, {len(library.acts)} acts, {len(library.situations)} "
        f"situations: {report.points:,} combinations of facts in {report.slices:,} slices"
        f"{sampled}. {len(report.findings)} findings.{differ}"
    )
