"""All answers and scores of a therapy as CSV, with a dictionary of what each column means."""

import csv
import io
from collections.abc import Iterable, Iterator

from holdfast import alliance
from holdfast.web.alliance.models import Check
from holdfast.web.practice.seam import ClientsWords

SCHEMA = "holdfast/answers/1"
COLUMNS = {
    "schema": f"Always {SCHEMA}: the version of this format.",
    "client": "The client's name, as it stands in this therapy.",
    "scale": (
        "Which questionnaire: check is the session check, which is not validated; record: the "
        "client's own words about the record, which travel with it."
    ),
    "session_on": "Day of the session it is about (ISO 8601); empty if about none.",
    "given_at": "When it was sent, in UTC (ISO 8601).",
    "how": (
        "portal: signed in; link: by e-mail link; hand_over: handed screen; paper: keyed in; "
        "therapist: an answer to the client's own words."
    ),
    "what": (
        "item_1 and so on: one answer; score: by the scale's own rule; scatter: standard deviation "
        "across items in steps of an answer; felt_off, all_right, note: the session check's own. "
        "Of the record: not_so (this is not how it was), correction, own_words, and answer: what "
        "the therapist answered to the line above it."
    ),
    "value": (
        "A number, yes, partly, no, or words; empty if not answered. Text that a table program "
        "might run as a formula begins with an apostrophe."
    ),
}
RISKY = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Put an apostrophe before what a table program might take for a formula."""
    return f"'{text}" if text.lstrip(" \n").startswith(RISKY) else text


def answers_csv(
    checks: Iterable[tuple[Check, str]], words: Iterable[tuple[ClientsWords, str, str]] = ()
) -> str:
    """Write checks, each with the client's name, one value a row; then clients' own words.

    These come with a name and the day of the session they are about, empty if about the whole.
    """
    rows = [row for check, name in checks for row in _rows(check, name)]
    rows += [row for said, name, on in words for row in _said(said, name, on)]
    return _written(COLUMNS, rows)


def dictionary_csv() -> str:
    """Write what each column means, and each scale's range, rule and source."""
    rows: list[tuple[str, ...]] = [("column", name, words) for name, words in COLUMNS.items()]
    for scale, one in sorted(alliance.shipped_instruments().items()):
        about = (
            f"{one.name}: {one.items} items, {one.lowest:g} to {one.highest:g}; score "
            f"{one.lowest_score:g} to {one.highest_score:g}, better is {one.better}. "
            f"{one.missing_rule.text} ({one.missing_rule.source})"
        )
        rows.append(("scale", scale, about))
    return _written(("kind", "name", "meaning"), rows)


def _rows(check: Check, name: str) -> Iterator[tuple[str, ...]]:
    on = check.session.planned_on.isoformat() if check.session else ""
    first = (SCHEMA, harmless(name), check.scale, on, check.at.isoformat(), check.how)
    for what, value in _values(check):
        yield (*first, what, value)


def _said(said: ClientsWords, name: str, on: str) -> Iterator[tuple[str, ...]]:
    first = (SCHEMA, harmless(name), "record", on)
    yield (*first, said.at.isoformat(), "portal", said.kind, harmless(said.words))
    if said.answered_at is not None:
        at = said.answered_at.isoformat()
        yield (*first, at, "therapist", "answer", harmless(said.answer))


def _values(check: Check) -> Iterator[tuple[str, str]]:
    given, instrument = check.given(), alliance.instrument(check.scale)
    for item in range(1, instrument.items + 1):
        yield f"item_{item}", _number(given.statements.get(item))
    scored = alliance.score(instrument, given.statements)
    yield "score", _number(scored.value)
    yield "scatter", "" if scored.scatter is None else f"{scored.scatter:.3f}"
    if check.scale == alliance.CHECK:
        yield "felt_off", {None: "", True: "yes", False: "no"}[given.felt_off]
        yield "all_right", given.all_right_now or ""
        yield "note", harmless(given.note)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def _written(columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()
