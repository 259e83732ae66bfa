"""How often a theme comes up with this client, against the therapist's own other clients.

With few sessions a raw share swings: 2 of 3 is not "more often" than 1 in 8. So each client's
rate is drawn towards the therapist's caseload, the more the fewer their sessions: a beta-binomial
model with the hyperprior and grid of Gelman, Carlin, Stern, Dunson, Vehtari and Rubin, Bayesian
Data Analysis, 3rd ed. 2013, section 5.3. The tests reproduce the figures of its example.

For one therapist alone. Nothing here takes a therapist as an argument, so nothing adds up or
compares therapists.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaln

from holdfast.transference.reaction import Reaction

Floats = NDArray[np.float64]

MINIMUM_CLIENTS = 3
"""Other clients needed before a caseload is something to compare with."""

STANDS_OUT = 0.85
"""Posterior probability from which a theme is pointed out. A low bar on purpose: the model itself
draws back so far that this one is reached by chance in about 1 caseload in 100 (measured in
`benchmarks/transference.py`), and what follows is a question to a supervisor."""


@dataclass(frozen=True)
class ThemeSessions:
    """A theme was noted in `count` of the `sessions` with one client (0 <= count <= sessions)."""

    count: int
    sessions: int

    def __post_init__(self) -> None:
        """Raise ValueError when the numbers cannot be."""
        if not 0 <= self.count <= self.sessions:
            raise ValueError(
                f"{self.count} of {self.sessions} sessions; the first number runs from 0 "
                "to the second, for example 5 of 9"
            )


@dataclass(frozen=True)
class ThemeRate:
    """A theme with this client and in the rest of the caseload.

    `here` is what was noted with this client, `elsewhere` with the `clients` others together.
    `rate` is the shrunken rate of this client with its 90% interval `low`..`high`; `usual` the
    mean rate over the caseload; all per session, 0..1. `more_than_usual` is the posterior
    probability that this client's rate is above the usual one.
    """

    theme: str
    here: ThemeSessions
    elsewhere: ThemeSessions
    clients: int
    rate: float
    low: float
    high: float
    usual: float
    more_than_usual: float

    @property
    def stands_out(self) -> bool:
        """Whether it is worth taking to supervision: 85% or more that it is above usual."""
        return self.more_than_usual >= STANDS_OUT


def caseload_themes(
    reactions: Mapping[str, Iterable[Reaction]], sessions: Mapping[str, int]
) -> dict[str, dict[str, ThemeSessions]]:
    """Count, per client and theme, the sessions in which a theme was noted at least once.

    `reactions` and `sessions` (how many were held) are keyed by client. Reactions of one session,
    or without a session of one day, count once; one with neither counts for itself. A client
    without reactions has every theme with count 0.
    """
    noted = {client: _noted(reactions.get(client, ())) for client in sessions}
    themes = sorted({theme for found in noted.values() for theme in found})
    return {
        client: {
            theme: ThemeSessions(min(len(found.get(theme, ())), sessions[client]), sessions[client])
            for theme in themes
        }
        for client, found in noted.items()
    }


def _noted(reactions: Iterable[Reaction]) -> dict[str, set[str]]:
    noted: dict[str, set[str]] = {}
    for reaction in reactions:
        when = reaction.session or (reaction.on.isoformat() if reaction.on else reaction.id)
        for theme in reaction.themes:
            noted.setdefault(theme, set()).add(when)
    return noted


def theme_rates(
    caseload: Mapping[str, Mapping[str, ThemeSessions]], client: str
) -> tuple[ThemeRate, ...]:
    """Compare the themes noted with `client` with those of the therapist's other clients.

    `caseload` maps client, then theme, to its sessions; every client has every theme, with count 0
    where it was not noted. Returns the themes noted with this client, the most unusual
    first; nothing with fewer than three other clients who have a session.
    """
    others = {name: themes for name, themes in caseload.items() if name != client}
    found = [
        rate
        for theme, here in caseload[client].items()
        if here.count and (rate := _rate(theme, here, [t[theme] for t in others.values()]))
    ]
    return tuple(sorted(found, key=lambda r: (-r.more_than_usual, r.theme)))


def _rate(theme: str, here: ThemeSessions, others: list[ThemeSessions]) -> ThemeRate | None:
    seen = [other for other in others if other.sessions]
    if len(seen) < MINIMUM_CLIENTS:
        return None
    count = sum(other.count for other in seen)
    sessions = sum(other.sessions for other in seen)
    alpha, beta, weight = hyperposterior([here, *seen])
    a, b = alpha + here.count, beta + here.sessions - here.count
    usual = alpha / (alpha + beta)
    return ThemeRate(
        theme,
        here,
        ThemeSessions(count, sessions),
        len(seen),
        rate=float((weight * a / (a + b)).sum()),
        low=_quantile(0.05, a, b, weight),
        high=_quantile(0.95, a, b, weight),
        usual=float((weight * usual).sum()),
        more_than_usual=float((weight * (1 - betainc(a, b, usual))).sum()),
    )


@lru_cache(maxsize=1)
def _grid() -> tuple[Floats, Floats]:
    """Return alpha and beta over log(alpha/beta) -7..5 and log(alpha+beta) -2..7."""
    odds, size = np.meshgrid(np.linspace(-7, 5, 81), np.linspace(-2, 7, 61))
    alpha = np.exp(size) / (1 + np.exp(-odds))
    return alpha.ravel(), (np.exp(size) - alpha.reshape(size.shape)).ravel()


def hyperposterior(groups: list[ThemeSessions]) -> tuple[Floats, Floats, Floats]:
    """Return grid points (alpha, beta) of the caseload's Beta distribution and their weights.

    The hyperprior is proportional to (alpha + beta)^(-5/2), cut off at the ends of the grid, which
    keeps it proper also where a theme was noted in no session or in all.
    """
    alpha, beta = _grid()
    # The factor alpha * beta carries the prior over to the logarithmic scales of the grid.
    log_weight = -2.5 * np.log(alpha + beta) + np.log(alpha) + np.log(beta)
    for group in groups:
        log_weight = log_weight + betaln(alpha + group.count, beta + group.sessions - group.count)
        log_weight = log_weight - betaln(alpha, beta)
    weight = np.exp(log_weight - log_weight.max())
    return alpha, beta, weight / weight.sum()


def _quantile(share: float, a: Floats, b: Floats, weight: Floats) -> float:
    """Return where the mixture of Beta(a, b) reaches `share`, to three decimals, by halving."""
    heavy = weight > weight.max() * 1e-6
    low, high = 0.0, 1.0
    while high - low > 5e-4:
        middle = (low + high) / 2
        below = (weight[heavy] * betainc(a[heavy], b[heavy], middle)).sum() / weight[heavy].sum()
        low, high = (middle, high) if below < share else (low, middle)
    return (low + high) / 2
