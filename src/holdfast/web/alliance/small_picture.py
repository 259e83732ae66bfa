"""A small picture of somebody's own answers: one dot for each, nothing made of them.

No line joins the dots and nothing is expected of them: what they mean, the two talk about.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from holdfast import alliance
from holdfast.web.alliance.models import Check

TOP, TALL, APART = 12, 64, 28
LEAST = 2


@dataclass(frozen=True)
class Dot:
    """Where one set of answers stands in the picture."""

    x: int
    y: int


@dataclass(frozen=True)
class SmallPicture:
    """The dots, how large the picture is, and what it shows in words."""

    dots: tuple[Dot, ...]
    width: int
    height: int
    low: int
    words: str


def small_picture(checks: Sequence[Check]) -> SmallPicture | None:
    """Draw answers on one scale, oldest first; None for fewer than two that can be scored."""
    found = [(row, value) for row in checks if (value := _value(row)) is not None]
    if len(found) < LEAST:
        return None
    low, high = _ends(checks[0].scale)
    dots = tuple(
        Dot(APART // 2 + number * APART, TOP + round((high - value) / (high - low) * TALL))
        for number, (_row, value) in enumerate(found)
    )
    words = str(_AGREED if checks[0].scale == alliance.CHECK else _HIGHER) % {
        "first": date_format(found[0][0].at, "j F"),
        "last": date_format(found[-1][0].at, "j F Y"),
    }
    width = max(len(dots) * APART, 8 * APART)
    return SmallPicture(dots, width, TOP + TALL + 12, TOP + TALL, words)


_AGREED = gettext_lazy(
    "Your answers from %(first)s to %(last)s. Further up: you agreed more. "
    "What that means, you two can talk about."
)
_HIGHER = gettext_lazy(
    "Your answers from %(first)s to %(last)s. Further up: a higher number. "
    "What that means, you two can talk about."
)


def _ends(scale: str) -> tuple[float, float]:
    instrument = alliance.instrument(scale)
    return instrument.lowest_score, instrument.highest_score


def _value(row: Check) -> float | None:
    return alliance.score(alliance.instrument(row.scale), row.given().statements).value
