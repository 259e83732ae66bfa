"""Learning about a scale from the answers of many clients of this practice."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import cast

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from holdfast import alliance
from holdfast.web.alliance.models import Check, Learned

NOT_NUMBERS = {"origin", "clients"}
LONGEST = 60  # sessions of one client that are looked at


def learn_all(now: datetime) -> list[str]:
    """Learn anew about every scale with enough answers; returns those that were learned."""
    return [scale for scale in _followed() if learn(scale, now)]


def learn(scale: str, now: datetime) -> bool:
    """Learn about one scale; False while there are too few clients, and the default holds."""
    instrument = alliance.instrument(scale)
    scores = _scores(scale)
    if not len(scores):
        return False
    try:
        prior = alliance.learn(scores, alliance.scale_of(instrument), alliance.default_prior(scale))
    except ValueError:
        return False
    values = {k: float(v) for k, v in asdict(prior).items() if k not in NOT_NUMBERS}
    Learned.objects.update_or_create(
        scale=scale, defaults={"values": values, "clients": prior.clients, "learned_at": now}
    )
    return True


def _followed() -> Iterator[str]:
    for scale, instrument in sorted(alliance.shipped_instruments().items()):
        if instrument.kind == "alliance":
            yield scale


def _scores(scale: str) -> NDArray[np.float64]:
    """Each client's scores in order, one row a client, padded with NaN."""
    rows: dict[object, list[float]] = defaultdict(list)
    instrument = alliance.instrument(scale)
    answered = Check.objects.filter(scale=scale, session__isnull=False)
    checks = answered.select_related("therapy__key").order_by("session__starts_at")
    for check in cast("QuerySet[Check]", checks).iterator(chunk_size=500):
        scored = alliance.score(instrument, check.given().statements)
        rows[check.participant_id].append(np.nan if scored.value is None else scored.value)
    longest = min(max(map(len, rows.values()), default=0), LONGEST)
    padded = np.full((len(rows), longest), np.nan)
    for place, values in enumerate(rows.values()):
        padded[place, : len(values[:longest])] = values[:longest]
    return padded
