"""Outcome measures on the relationship chart: each client's scores, and the published cut-off."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast import alliance
from holdfast.alliance import words
from holdfast.web.alliance.models import Check
from holdfast.web.alliance.series import checks_of, followed
from holdfast.web.practice.models import Therapy
from holdfast.web.practice.reading import names_of
from holdfast.web.practice.seam import Lane, Point


def outcome_lanes(therapy: Therapy, start: datetime, end: datetime) -> Sequence[Lane]:
    """Draw each client's scores on each outcome measure, with where the published cut-off lies."""
    given: dict[tuple[str, str], list[Check]] = {}
    for row in checks_of([therapy]):
        if start <= row.at <= end and not followed(row.scale):
            given.setdefault((row.scale, str(row.participant_id)), []).append(row)
    names = names_of(therapy)
    return [_lane(given[of], names.get(given[of][0].participant_id, "")) for of in sorted(given)]


def _lane(checks: list[Check], who: str) -> Lane:
    instrument = alliance.instrument(checks[0].scale)
    # The margin of the chart holds a short name; the whole one stands on the page of the answers.
    name = instrument.id.upper()
    if who:
        name = _("{scale}, {who}").format(scale=name, who=who)
    cut = instrument.clinical_cut_off
    return Lane(
        name,
        _("lower is better") if instrument.better == "low" else _("higher is better"),
        tuple(_point(check, instrument) for check in checks),
        "line",
        scale=(instrument.lowest_score, instrument.highest_score),
        baseline=cut.score if cut else None,
        weight=15,
    )


def _point(check: Check, instrument: alliance.Instrument) -> Point:
    scored = alliance.score(instrument, check.given().statements)
    said = words.score_words(scored, instrument)
    url = reverse("alliance:series", args=[check.participant_id, check.scale])
    return Point(check.at, said, scored.value, "gap" if scored.value is None else "dot", url=url)
