"""How often a kept frame looks like drift: the figures that `benchmarks/drift.py` measured.

They come from simulated kept frames, not from observed practices; whoever shows them says so.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

CHANCE_SCHEMA = "holdfast/frame-chance/1"


@dataclass(frozen=True, kw_only=True)
class Chance:
    """About once in `years` years of a kept frame; `at_least`: so seldom that it was not seen."""

    years: int
    at_least: bool = False


@cache
def _measured() -> dict[str, Any]:
    text = (files(__package__) / "data" / "chance.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def chance(kind: str, seen: int) -> Chance | None:
    """Return how often a kept frame shows `seen` or more departures of this kind as a signal.

    None where it was not measured. Where it never happened in n simulated years, n / 3 is what can
    be said with 95 % confidence (Hanley JA, Lippman-Hand A (1983) If nothing goes wrong, is
    everything all right? JAMA 249:1743-1745).
    """
    measured = _measured()
    if kind not in measured["signals"]:
        return None
    counts: list[list[int]] = measured["signals"][kind]
    signals = sum(count for departures, count in counts if departures >= seen)
    years: int = measured["therapy_years"]
    if not signals:
        return Chance(years=_rounded(years / 3), at_least=True)
    return Chance(years=max(1, _rounded(years / signals)))


def _rounded(years: float) -> int:
    """Return the years to two figures, since no more is known."""
    return int(float(f"{years:.2g}"))
