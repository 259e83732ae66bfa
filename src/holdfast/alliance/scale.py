"""A bounded scale, and the map that spreads its crowded end.

Ratings of a session gather near the top. Inside the filter a score is mapped to 0 (worst) to 1
(best) by an arcsine square root, the classical remedy for a spread that shrinks towards an end
(Bartlett 1947), softened by `headroom`: how far beyond both ends, in widths of the scale, the map
pretends the scale to reach. No headroom is the full arcsine, a lot of it leaves the score as it is.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from holdfast.alliance.instruments import Instrument

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scale:
    """The ends of a scale, the distance between neighbouring scores, and its good end."""

    lowest: float
    highest: float
    step: float
    better: Literal["high", "low"] = "high"

    @property
    def best(self) -> float:
        """The best score there is: the ceiling, where an answer can say no more."""
        return self.highest if self.better == "high" else self.lowest

    @property
    def worst(self) -> float:
        """The other end."""
        return self.lowest if self.better == "high" else self.highest

    @property
    def ceiling(self) -> float:
        """The edge beyond which every answer is rounded to the best score."""
        return self.best - (self.step / 2 if self.better == "high" else -self.step / 2)

    def inside(self, scores: Floats, headroom: float) -> Floats:
        """Map scores to 0 (worst) to 1 (best). NaN stays NaN."""
        share = np.clip((scores - self.worst) / (self.best - self.worst), 0.0, 1.0)
        bottom, top = _ends(headroom)
        angle = np.arcsin(np.sqrt((share + headroom) / (1 + 2 * headroom)))
        return np.asarray((angle - bottom) / (top - bottom), dtype=np.float64)

    def outside(self, inside: Floats, headroom: float) -> Floats:
        """Map back from 0 to 1; what lies beyond becomes the nearest end."""
        bottom, top = _ends(headroom)
        angle = bottom + np.clip(inside, 0.0, 1.0) * (top - bottom)
        share = np.sin(angle) ** 2 * (1 + 2 * headroom) - headroom
        scores = self.worst + np.clip(share, 0.0, 1.0) * (self.best - self.worst)
        return np.asarray(scores, dtype=np.float64)

    def steepness(self, scores: Floats, headroom: float) -> Floats:
        """Return the slope of `inside` at `scores`, per point of the scale (always positive)."""
        half = self.step / 2
        near = np.clip(scores, self.lowest + half, self.highest - half)
        rise = self.inside(near + half, headroom) - self.inside(near - half, headroom)
        return np.asarray(np.abs(rise) / self.step, dtype=np.float64)

    def half_a_step_better(self, scores: Floats) -> Floats:
        """Return the better edge of what was rounded to each score."""
        return scores + (self.step / 2 if self.better == "high" else -self.step / 2)


def scale_of(instrument: Instrument) -> Scale:
    """Return the scale of an instrument's score."""
    return Scale(
        instrument.lowest_score,
        instrument.highest_score,
        instrument.score_step,
        instrument.better,
    )


def _ends(headroom: float) -> tuple[float, float]:
    width = 1 + 2 * headroom
    return float(np.arcsin(np.sqrt(headroom / width))), float(
        np.arcsin(np.sqrt((1 + headroom) / width))
    )
