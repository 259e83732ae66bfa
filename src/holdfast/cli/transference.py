"""`holdfast transference`: count and compare the relationship episodes of a CSV file."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from holdfast.transference import (
    COLUMNS,
    OPTIONAL,
    SCHEMA,
    Episode,
    Match,
    PartName,
    Place,
    Resemblance,
    TableError,
    counts_per_person,
    draw_map,
    places,
    read_episodes,
    resemblance,
)
from holdfast.transference.words import (
    code_words,
    count_words,
    map_label,
    map_title,
    match_words,
    person_words,
    refusal_words,
    resemblance_limits,
)

ANSWER_SCHEMA = "holdfast/transference/1"


@click.command()
@click.argument("episodes", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the picture of persons by affiliation and control to this SVG file.",
)
@click.option(
    "--part",
    type=click.Choice(["wish", "other", "self"]),
    default="other",
    show_default=True,
    help="Which sliders to place persons by.",
)
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _param, wanted: _print_schema(ctx) if wanted else None,
    help="Print the formats read and written, and stop.",
)
def transference(episodes: Path, as_json: bool, plot: Path | None, part: PartName) -> None:
    """Count and compare the relationship episodes in EPISODES, a CSV file.

    Columns: episode, person, is_therapist, codes (separated by ';'); optional session, date, time,
    told_by, coded_by and sliders such as other_affiliation and other_control.

    Example: holdfast transference episodes.csv --plot map.svg
    """
    told = _read(episodes)
    placed = places(told, part)
    compared = resemblance(told)
    if plot:
        _write(plot, draw_map(placed))
    if as_json:
        click.echo(json.dumps(_as_data(told, placed, compared), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_as_text(told, placed, compared)))


def _read(path: Path) -> tuple[Episode, ...]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return read_episodes(lines)
    except TableError as error:
        raise click.ClickException(f"{path.name}:\n  " + "\n  ".join(error.problems)) from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path.name} is not UTF-8 text; save it as UTF-8") from error


def _write(path: Path, drawn: str) -> None:
    try:
        path.write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror}") from error


def _as_data(
    told: tuple[Episode, ...], placed: tuple[Place, ...], compared: Resemblance
) -> dict[str, Any]:
    matches = {match.person: match for match in compared.matches}
    where = {place.person: place for place in placed}
    return {
        "schema": ANSWER_SCHEMA,
        "n_therapist": compared.n_therapist,
        "refused": refusal_words(compared.refused) if compared.refused else None,
        "refused_kind": compared.refused.kind if compared.refused else None,
        "limits": resemblance_limits(),
        "persons": [
            {
                "person": count.person,
                "is_therapist": count.is_therapist,
                "n": count.n,
                "from_client": count.from_client,
                "past": count.past,
                "codes": [asdict(code) for code in count.codes],
                "place": _place_data(where.get(count.person)),
                "resemblance": _match_data(matches.get(count.person)),
            }
            for count in counts_per_person(told)
        ],
    }


def _place_data(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    data = asdict(place)
    return {name: data[name] for name in ("n", "left_out", "affiliation", "control", "spread")}


def _match_data(match: Match | None) -> dict[str, Any] | None:
    if match is None:
        return None
    data = asdict(match)
    names = ("p", "similarity", "n", "p_told", "p_pattern")
    return {name: data[name] for name in names} | {"stands_out": match.stands_out}


def _as_text(
    told: tuple[Episode, ...], placed: tuple[Place, ...], compared: Resemblance
) -> list[str]:
    lines = []
    for count in counts_per_person(told):
        lines.append(person_words(count))
        lines += [f"  {count_words(code)}: {code_words(code.code)}" for code in count.codes]
    lines += ["", *_map_text(placed)]
    if compared.refused:
        lines.append(refusal_words(compared.refused))
    else:
        lines += [match_words(match) for match in compared.matches]
        lines.append(resemblance_limits())
    return lines


def _map_text(placed: tuple[Place, ...]) -> list[str]:
    """Return the table of the picture: mean and spread per person."""
    if not placed:
        return []
    width = max(len(map_label(place)) for place in placed)
    lines = [map_title(), f"  {'':{width}}  affiliation (spread)  control (spread)"]
    for place in placed:
        across = f"({place.spread.affiliation:.1f})" if place.spread else ""
        up = f"({place.spread.control:.1f})" if place.spread else ""
        lines.append(
            f"  {map_label(place):{width}}  {place.affiliation:+11.1f} {across:>8}  "
            f"{place.control:+7.1f} {up:>8}"
        )
    return [*lines, ""]


def _print_schema(ctx: click.Context) -> None:
    click.echo(
        json.dumps(
            {
                "reads": {"schema": SCHEMA, "columns": COLUMNS, "optional": OPTIONAL},
                "writes": {
                    "schema": ANSWER_SCHEMA,
                    "n_therapist": "number of episodes about the therapist",
                    "refused": "why nothing was compared, in words; null when it was",
                    "refused_kind": "therapist, persons, others, codes or null",
                    "limits": "what a resemblance does not mean",
                    "persons": {
                        "n": "number of episodes",
                        "codes": "code, count, n, low and high (95% Wilson interval) of the share",
                        "place": "mean and spread on the sliders, -5 to 5; null without sliders",
                        "resemblance": (
                            "p (corrected), similarity (-1 to 1), n, p_told, p_pattern, "
                            "stands_out (p <= 0.05); null where not compared"
                        ),
                    },
                },
            },
            indent=2,
        )
    )
    ctx.exit()
