"""holdfast frame: hold what happened against what was agreed."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import click

from holdfast import frame as frames
from holdfast.frame import Agreement, Events, Findings, InvalidForm

FINDINGS_SCHEMA = "holdfast/frame-findings/1"
# A file larger than this is no therapy; reading it would only take long to say so.
LARGEST = 20_000_000

file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def frame() -> None:
    """Hold what happened against what was agreed.

    Example: holdfast frame new psychodynamic > agreement.yaml
    """


def _print_schemas(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        both = {"agreement": frames.agreement_schema(), "events": frames.events_schema()}
        click.echo(json.dumps(both, indent=1, ensure_ascii=False))
        ctx.exit()


schema_option = click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schemas,
    help="Print the schemas of both files and stop.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@frame.command()
@click.argument("agreement", type=file)
@click.argument("events", type=file)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day to look at; by default the day of the last event.",
)
@json_option
@schema_option
def check(agreement: Path, events: Path, as_of: datetime | None, as_json: bool) -> None:
    """Say where what happened (a CSV file) departs from what was agreed (a YAML file).

    Example: holdfast frame check agreement.yaml events.csv
    """
    versions = _agreements(agreement)
    happened = _events(events, versions)
    now = _now(versions, happened, as_of)
    findings = frames.find_drift(versions, happened, now)
    if as_json:
        click.echo(json.dumps(_plain(findings, now), indent=1, ensure_ascii=False))
    else:
        click.echo(frames.for_command_line(findings, _formats(versions)), nl=False)


@frame.command()
@click.argument("agreement", type=file)
@click.option("--minor", is_flag=True, help="A client is a minor.")
@json_option
@schema_option
def show(agreement: Path, minor: bool, as_json: bool) -> None:
    """Show an agreement in plain words, what changed last, and what is missing.

    Example: holdfast frame show agreement.yaml
    """
    versions = _agreements(agreement)
    if as_json:
        click.echo(json.dumps(_shown(versions, minor), indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(versions, minor)))


@frame.command()
@click.argument("template", type=click.Choice([one.id for one in frames.templates()]))
@click.option(
    "--in-force", type=click.DateTime(["%Y-%m-%d"]), help="The first day; by default today."
)
def new(template: str, in_force: datetime | None) -> None:
    """Print a new agreement to fill in, from a template.

    Example: holdfast frame new cbt --in-force 2026-03-02 > agreement.yaml
    """
    first = (in_force or datetime.now(UTC)).date()
    draft = Agreement(version=1, in_force=first, terms=frames.template(template).terms)
    click.echo(frames.dump_agreements((draft,)), nl=False)


# Reading ---------------------------------------------------------------------------------------


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise click.ClickException(f"{path} is larger than 20 MB; give the file of one therapy.")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        where = f"byte {wrong.start}"
        raise click.ClickException(f"{path} is not UTF-8 ({where}); save it as UTF-8.") from None


def _agreements(path: Path) -> tuple[Agreement, ...]:
    try:
        return frames.load_agreements(_text(path))
    except InvalidForm as wrong:
        raise _told(path, wrong) from None


def _events(path: Path, versions: tuple[Agreement, ...]) -> Events:
    try:
        return frames.load_events(_text(path), frames.known_zone(versions[-1].terms.zone))
    except InvalidForm as wrong:
        raise _told(path, wrong) from None


def _told(path: Path, wrong: InvalidForm) -> click.ClickException:
    return click.ClickException("\n".join([f"{path} cannot be read:", *map(str, wrong.problems)]))


def _now(versions: tuple[Agreement, ...], events: Events, as_of: datetime | None) -> datetime:
    """Return the end of the last day to look at, in the zone of the frame."""
    zone = frames.known_zone(versions[-1].terms.zone)
    moments = [one.planned for one in events.sessions]
    moments += [one.at for one in events.contacts] + [one.at for one in events.crossings]
    days = [moment.astimezone(zone).date() for moment in moments]
    days += [one.due for one in events.fees]
    last: date = as_of.date() if as_of else max(days, default=versions[-1].in_force)
    return datetime.combine(last, time(23, 59, 59), zone)


# Writing ---------------------------------------------------------------------------------------


def _plain(findings: Findings, now: datetime) -> dict[str, Any]:
    return {
        "schema": FINDINGS_SCHEMA,
        "as_of": now.isoformat(),
        "drifts": [
            {**frames.write_drift(one), "headline": frames.headline(one)} for one in findings.drifts
        ],
        "silences": [
            {"kind": one.kind, "participant": one.participant, "why": frames.because(one)}
            for one in findings.silences
        ],
    }


def _shown(versions: tuple[Agreement, ...], minor: bool) -> dict[str, Any]:
    latest = versions[-1]
    return {
        "version": latest.version,
        "in_force": latest.in_force.isoformat(),
        "sections": [vars(section) for section in frames.document(latest.terms)],
        "changes": [vars(change) for change in _changes(versions)],
        "missing": [
            {"says": one.says, "paths": one.paths, "clauses": [vars(c) for c in one.clauses]}
            for one in frames.missing(latest.terms, minor=minor)
        ],
        "reading_age": round(frames.document_reading_age(latest.terms), 1),
    }


def _formats(versions: tuple[Agreement, ...]) -> frames.Formats:
    """Return plain formats that show the day of an instant in the zone of the frame."""
    zone = frames.known_zone(versions[-1].terms.zone)
    return frames.Formats(moment=lambda at: at.astimezone(zone).date().isoformat())


def _changes(versions: tuple[Agreement, ...]) -> tuple[frames.Change, ...]:
    return frames.changes(versions[-2].terms, versions[-1].terms) if len(versions) > 1 else ()


def _lines(versions: tuple[Agreement, ...], minor: bool) -> list[str]:
    latest = versions[-1]
    lines = [f"Version {latest.version}, in force from {latest.in_force}."]
    for section in frames.document(latest.terms):
        lines += ["", section.title, *(f"  {sentence}" for sentence in section.sentences)]
    for change in _changes(versions):
        lines += ["", f"Changed: {change.title}"]
        lines += [f"  before: {sentence}" for sentence in change.before]
        lines += [f"  now: {sentence}" for sentence in change.now]
    missing = frames.missing(latest.terms, minor=minor)
    lines += ["", "Still missing:" if missing else "Nothing is missing."]
    for one in missing:
        clauses = ", ".join(f"{clause.code} {clause.clause}" for clause in one.clauses)
        lines.append(f"  {one.says} ({', '.join(one.paths)}): {clauses}")
    age = frames.document_reading_age(latest.terms)
    return [*lines, "", f"Reading age about {age:.0f} (Flesch-Kincaid grade + 5)."]
