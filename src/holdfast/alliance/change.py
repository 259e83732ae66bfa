"""Has an outcome score changed by more than measurement error, and crossed a cut-off?

Jacobson, N. S. & Truax, P. (1991). Clinical significance: a statistical approach to defining
meaningful change in psychotherapy research. J Consult Clin Psychol 59:12-19.

No expected course of improvement is shipped: the published curves (Finch, Lambert & Schaalje 2001;
Delgadillo et al. 2018) come without the constants that would be needed to state one.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

from holdfast.alliance.instruments import Instrument

# Two-sided 5% of the normal distribution, as in the paper.
_Z = 1.96


@dataclass(frozen=True)
class Group:
    """Mean and standard deviation of a group's scores."""

    mean: float
    sd: float


@dataclass(frozen=True)
class Change:
    """What became of an outcome score between two times.

    kind        reliably_better, reliably_worse or not_reliable
    difference  after minus before, in points
    needed      points of change that count as reliable
    crossed     into_usual: now on the usual side of the cut-off; out_of_usual: now on the clinical
                side; None: no crossing, or no cut-off known
    source      where `needed` comes from; `checked` is False while that is from memory
    """

    kind: Literal["reliably_better", "reliably_worse", "not_reliable"]
    difference: float
    needed: float
    crossed: Literal["into_usual", "out_of_usual"] | None
    source: str
    checked: bool


def standard_error(sd: float, reliability: float) -> float:
    """Return the standard error of measurement for a scale with this SD and reliability (0-1)."""
    if not 0 <= reliability <= 1:
        raise ValueError(f"A reliability lies between 0 and 1, such as 0.85, not {reliability:g}.")
    if sd <= 0:
        raise ValueError(f"A standard deviation is above 0, not {sd:g}.")
    return sd * sqrt(1 - reliability)


def reliable_change_index(before: float, after: float, sd: float, reliability: float) -> float:
    """Return the change in standard errors of a difference; beyond 1.96 it is called reliable."""
    return (after - before) / (sqrt(2) * standard_error(sd, reliability))


def reliable_points(sd: float, reliability: float) -> float:
    """Return the smallest change, in points, that is called reliable."""
    return _Z * sqrt(2) * standard_error(sd, reliability)


def cut_off_a(clinical: Group, better: Literal["high", "low"]) -> float:
    """Return the score two SDs from the clinical group's mean, towards the better end."""
    return clinical.mean + (2 if better == "high" else -2) * clinical.sd


def cut_off_b(usual: Group, better: Literal["high", "low"]) -> float:
    """Return the score two SDs from the general group's mean, towards the clinical end."""
    return usual.mean - (2 if better == "high" else -2) * usual.sd


def cut_off_c(clinical: Group, usual: Group) -> float:
    """Return the score that is as many SDs from the one group's mean as from the other's."""
    return (usual.sd * clinical.mean + clinical.sd * usual.mean) / (usual.sd + clinical.sd)


def change(instrument: Instrument, before: float, after: float) -> Change | None:
    """Return what became of a score, by the instrument's published constants; None without any."""
    if instrument.reliable_change is None:
        return None
    needed = instrument.reliable_change
    difference = after - before
    gain = difference if instrument.better == "high" else -difference
    kind: Literal["reliably_better", "reliably_worse", "not_reliable"] = "not_reliable"
    if gain >= needed.points:
        kind = "reliably_better"
    elif gain <= -needed.points:
        kind = "reliably_worse"
    crossed = _crossed(instrument, before, after)
    return Change(kind, difference, needed.points, crossed, needed.source, needed.checked)


def _crossed(
    instrument: Instrument, before: float, after: float
) -> Literal["into_usual", "out_of_usual"] | None:
    if instrument.clinical_cut_off is None:
        return None
    was, now = (_clinical(instrument, score) for score in (before, after))
    if was == now:
        return None
    return "out_of_usual" if now else "into_usual"


def _clinical(instrument: Instrument, score: float) -> bool:
    cut_off = instrument.clinical_cut_off
    assert cut_off is not None
    # At the cut-off itself: clinical where low is better (PHQ-9 from 10), usual where high is
    # (ORS below 25 is clinical).
    return score >= cut_off.score if instrument.better == "low" else score < cut_off.score
