"""Do the episodes about the therapist look like those about another person?

Two questions are asked of the same figures, and a resemblance is named only if both say yes:

1. *Told*: if the stories about others were dealt out to these persons at random, would the best
   match be this good? Person labels are permuted among the episodes that are not about the
   therapist, and the maximum over persons is compared, because the person is chosen after
   looking (Westfall and Young 1993, Resampling-Based Multiple Testing).
2. *Pattern*: alone, the first question says yes far too often. Two people's patterns always agree
   somewhat, and with more episodes that chance agreement becomes "significant". So the codes of the
   therapist's pattern are permuted too, within wish, response of other and response of self: would
   a pattern of the same shape but about other things match as well? Here the pattern, not
   the episode, is the unit, so more episodes cannot turn chance into a finding.

The larger of the two p values is multiplied by `margin`. `benchmarks/transference.py` measures how
often the whole procedure fires when nothing is carried over; the figures are in
`docs/transference.md`.

A yes means "these stories resemble each other". It is not evidence of transference, and says
nothing about whether the resemblance is specific to this client.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from holdfast.transference.episode import Episode

Floats = NDArray[np.float64]

MINIMUM = 5
"""Episodes about the therapist, about a person, and about everybody else, below which we refuse."""

LEVEL = 0.05
"""Below this p a resemblance is named."""

WEEKS_DAYS = 28
"""Days either side of an episode that count as "the same weeks"."""

PERMUTATIONS = 1999

RefusalKind = Literal["something_real", "therapist", "persons", "others", "codes"]
EventKind = Literal["concern", "felt_off", "crossing"]


@dataclass(frozen=True)
class Event:
    """Something between client and therapist that happened: what it was, and the day."""

    kind: EventKind
    on: date


@dataclass(frozen=True)
class Refusal:
    """Why nothing was worked out.

    `something_real`: `events` stand in the same weeks as an episode about the therapist.
    Otherwise there is not enough to compare: `have` of the `need` episodes about the `therapist`,
    about the best-covered of the `persons`, or about all the `others`; or different `codes`.
    """

    kind: RefusalKind
    have: int = 0
    need: int = MINIMUM
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Match:
    """How far the episodes about the therapist resemble those about one person.

    `similarity` runs from -1 to 1: the agreement between what sets the therapist's episodes apart
    from the rest and what sets this person's apart. `p` is the probability of a best match this
    good when nothing is carried over, with the margin, at most 1; `p_told` and `p_pattern` are
    its two ingredients. `n` is the number of episodes about the person.
    """

    person: str
    n: int
    similarity: float
    p: float
    p_told: float
    p_pattern: float

    @property
    def stands_out(self) -> bool:
        """Whether the resemblance is more than chance explains, at the 5% level."""
        return self.p <= LEVEL


@dataclass(frozen=True)
class Resemblance:
    """The matches, most alike first, or the reason why there are none.

    `too_few` names the persons with fewer than five episodes; they count among "the others".
    """

    n_therapist: int
    matches: tuple[Match, ...] = ()
    too_few: tuple[tuple[str, int], ...] = ()
    refused: Refusal | None = None


def resemblance(
    episodes: Sequence[Episode],
    *,
    events: Iterable[Event] = (),
    permutations: int = PERMUTATIONS,
    seed: int = 1,
) -> Resemblance:
    """Compare the episodes about the therapist with those about each other person.

    `events` are the concerns of which the therapist knows, the "something felt off" and the
    crossings of this therapy: one within 28 days of an episode about the therapist ends the
    question. Pairs of episodes told in the same session are left out, since the theme of
    the hour would make them alike. The same input and seed give the same answer.
    """
    about_me = [e for e in episodes if e.is_therapist]
    others = [e for e in episodes if not e.is_therapist]
    counts = _counts(others)
    too_few = tuple((p, n) for p, n in counts.items() if n < MINIMUM)
    refused = _something_real(about_me, tuple(events)) or _not_enough(about_me, others, counts)
    if refused:
        return Resemblance(len(about_me), too_few=too_few, refused=refused)
    persons = _comparable(counts, len(others))
    matches = _compare(about_me, others, persons, permutations, np.random.default_rng(seed))
    return Resemblance(len(about_me), matches, too_few)


def _counts(others: Sequence[Episode]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for episode in others:
        counts[episode.person] = counts.get(episode.person, 0) + 1
    return counts


def _comparable(counts: dict[str, int], total: int) -> list[str]:
    """Return the persons with enough episodes, and enough about everybody else beside them."""
    return [p for p, n in counts.items() if n >= MINIMUM and total - n >= MINIMUM]


def events_near(episode: Episode, events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events within 28 days of `episode`, to be shown beside it.

    An undated episode is near all of them.
    """
    return tuple(
        event
        for event in events
        if episode.on is None or abs((episode.on - event.on).days) <= WEEKS_DAYS
    )


def _something_real(about_me: Sequence[Episode], events: tuple[Event, ...]) -> Refusal | None:
    near = {event for episode in about_me for event in events_near(episode, events)}
    found = tuple(event for event in events if event in near)
    return Refusal("something_real", events=found) if found else None


def _not_enough(
    about_me: Sequence[Episode], others: Sequence[Episode], counts: dict[str, int]
) -> Refusal | None:
    most = max(counts.values(), default=0)
    used = len(frozenset().union(*(e.codes for e in others)))
    if len(about_me) < MINIMUM:
        return Refusal("therapist", len(about_me))
    if most < MINIMUM:
        return Refusal("persons", most)
    if not _comparable(counts, len(others)):
        return Refusal("others", len(others) - most)
    if used < MINIMUM:
        return Refusal("codes", used)
    return None


def _compare(
    about_me: Sequence[Episode],
    others: Sequence[Episode],
    persons: list[str],
    permutations: int,
    rng: np.random.Generator,
) -> tuple[Match, ...]:
    codes = sorted(frozenset().union(*(e.codes for e in [*about_me, *others])))
    labels = np.array([e.person for e in others])
    mine, theirs = _centred(_matrix(about_me, codes), _matrix(others, codes), labels)
    contrasts = _contrasts(labels, persons)
    beside = _beside(mine, about_me, others)
    told = _told(beside, theirs, contrasts, permutations, rng)
    pattern = _pattern(beside, theirs, contrasts, _kinds(codes), permutations, rng)
    alike = _cosines(mine.mean(axis=0), contrasts @ theirs)
    found = [
        Match(
            person,
            int((labels == person).sum()),
            float(alike[i]),
            min(1.0, margin(len(persons)) * float(max(told[i], pattern[i]))),
            float(told[i]),
            float(pattern[i]),
        )
        for i, person in enumerate(persons)
    ]
    return tuple(sorted(found, key=lambda m: (m.p, -m.similarity, m.person)))


def margin(persons: int) -> float:
    """Return the factor on p when the best of `persons` (1 or more) is looked at.

    The pattern question is exact when all codes are equally common. Where some are much commoner,
    two patterns agree on those more often than it reckons, the more so the more persons there are
    to choose from. The factor, 1 + persons / 4, is set by measurement: without it up to 10% false
    positives were seen (12 persons, codes as common as 1, 1/2, ... 1/12, very marked patterns).
    """
    return 1 + persons / 4


def _matrix(episodes: Sequence[Episode], codes: list[str]) -> Floats:
    """Return a 0/1 matrix, episodes by codes."""
    return np.array([[float(c in e.codes) for c in codes] for e in episodes])


def _centred(mine: Floats, theirs: Floats, labels: NDArray[np.str_]) -> tuple[Floats, Floats]:
    """Take away from each code how common it is, and weigh rare codes more.

    Without this, themes that everybody's stories share would make everybody similar. A person
    counts in how common a code is by their number of episodes up to five: were all episodes counted
    alike, one person would set what is common; were all persons, single stories would.
    """
    _persons, which, counts = np.unique(labels, return_inverse=True, return_counts=True)
    per_episode = (np.minimum(counts, MINIMUM) / counts)[which]
    common = per_episode @ theirs / per_episode.sum()
    n = len(theirs)
    smoothed = (common * n + 0.5) / (n + 1)
    weight = 1 / np.sqrt(smoothed * (1 - smoothed))
    return (mine - common) * weight, (theirs - common) * weight


def _contrasts(labels: NDArray[np.str_], persons: list[str]) -> Floats:
    """Return, persons by episodes, the weights of "this person's mean less that of the rest"."""
    rows = [labels == person for person in persons]
    return np.array([row / row.sum() - ~row / (~row).sum() for row in rows])


def _beside(mine: Floats, about_me: Sequence[Episode], others: Sequence[Episode]) -> Floats:
    """Return for each episode about others the mean one about the therapist from other sessions.

    An episode that shares its session with all episodes about the therapist is set beside nothing.
    """
    sessions = np.array([e.session for e in about_me])
    apart = [(sessions != e.session) | (sessions == "") for e in others]
    return np.array([mine[a].mean(axis=0) if a.any() else np.zeros(mine.shape[1]) for a in apart])


def _told(
    beside: Floats, theirs: Floats, contrasts: Floats, permutations: int, rng: np.random.Generator
) -> Floats:
    likeness = (beside * theirs).sum(axis=1)
    shuffled = rng.permuted(np.tile(likeness, (permutations, 1)), axis=1)
    return _maximum_p(contrasts @ likeness, shuffled @ contrasts.T)


def _pattern(
    beside: Floats,
    theirs: Floats,
    contrasts: Floats,
    kinds: list[NDArray[np.int_]],
    permutations: int,
    rng: np.random.Generator,
) -> Floats:
    # crossed[a, j, k]: how code j of person a meets code k of the therapist. A permutation of the
    # therapist's codes reads one entry per row, so no permutation touches the episodes again.
    crossed = np.einsum("af,fj,fk->ajk", contrasts, theirs, beside)
    places = np.arange(theirs.shape[1])
    orders = np.tile(places, (permutations, 1))
    for kind in kinds:
        orders[:, kind] = rng.permuted(orders[:, kind], axis=1)
    shuffled = crossed[:, places, orders].sum(axis=2).T
    return _maximum_p(np.trace(crossed, axis1=1, axis2=2), shuffled)


def _kinds(codes: list[str]) -> list[NDArray[np.int_]]:
    """Group the codes by what stands before the first dot: "wish.close" is a wish."""
    names = [code.split(".", 1)[0] if "." in code else "" for code in codes]
    return [np.flatnonzero(np.array(names) == name) for name in sorted(set(names))]


def _maximum_p(observed: Floats, shuffled: Floats) -> Floats:
    """Return per person the share of permutations whose best person does at least as well.

    Each person is put on the scale of their own permutations first, so that one with few
    episodes, whose figures scatter more, does not rule the maximum.
    """
    every = np.vstack([observed, shuffled])
    spread = every.std(axis=0)
    spread[spread < 1e-12] = np.inf
    scaled = (every - every.mean(axis=0)) / spread
    best = scaled.max(axis=1)
    at_least: Floats = (best[:, None] >= scaled[0] - 1e-9).mean(axis=0)
    return at_least


def _cosines(mine: Floats, theirs: Floats) -> Floats:
    size = np.linalg.norm(mine) * np.linalg.norm(theirs, axis=1)
    size[size < 1e-12] = np.inf
    cosines: Floats = theirs @ mine / size
    return cosines
