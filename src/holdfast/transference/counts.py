"""How often each code was told about each person, and how many episodes that rests on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from holdfast.transference.episode import Episode

Z_95 = 1.959963984540054


@dataclass(frozen=True)
class CodeCount:
    """A code was told in `count` of `n` episodes; the 95% Wilson interval of that share.

    Wilson 1927, Journal of the American Statistical Association 22:209-212. The interval treats
    the episodes as independent, which stories told in one therapy are not: read it as the least
    uncertainty there is.
    """

    code: str
    count: int
    n: int
    low: float
    high: float


@dataclass(frozen=True)
class PersonCount:
    """What was told about one person: `n` episodes, and the codes in them, most often first.

    `from_client` of the episodes rest on the client's own words, `past` are past ones; an episode
    for which this was not said counts in neither.
    """

    person: str
    is_therapist: bool
    n: int
    from_client: int
    past: int
    codes: tuple[CodeCount, ...]


def wilson(count: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """Return the Wilson interval of `count` out of `n` (n >= 1), each end 0..1.

    >>> [round(end, 4) for end in wilson(3, 4)]
    [0.3006, 0.9544]
    """
    share = count / n
    middle = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def counts_per_person(episodes: Iterable[Episode]) -> tuple[PersonCount, ...]:
    """Count the codes per person: the therapist first, then by number of episodes and name."""
    told: dict[tuple[str, bool], list[Episode]] = {}
    for episode in episodes:
        told.setdefault((episode.person, episode.is_therapist), []).append(episode)
    counted = [_count(person, mine, about) for (person, mine), about in told.items()]
    return tuple(sorted(counted, key=lambda c: (not c.is_therapist, -c.n, c.person)))


def _count(person: str, is_therapist: bool, about: list[Episode]) -> PersonCount:
    n = len(about)
    codes = Counter(code for episode in about for code in episode.codes)
    ordered = sorted(codes.items(), key=lambda item: (-item[1], item[0]))
    return PersonCount(
        person,
        is_therapist,
        n,
        sum(e.told_by == "client" for e in about),
        sum(e.time == "past" for e in about),
        tuple(CodeCount(code, count, n, *wilson(count, n)) for code, count in ordered),
    )
