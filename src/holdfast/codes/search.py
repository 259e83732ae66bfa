"""Finding a situation, or a client's topic, by typing a few words."""

import re
from collections.abc import Mapping, Sequence
from math import log

from holdfast.codes.library import Library
from holdfast.codes.read_client import Topic
from holdfast.codes.read_situations import SituationKind

_FILLERS = frozenset(
    ("a", "an", "and", "at", "can", "for", "from", "i", "in", "is", "it", "may", "me", "my", "of",
     "on", "or", "so", "the", "to", "want", "wants", "we", "what", "with")
)  # fmt: skip


def search(library: Library, typed: str) -> list[SituationKind]:
    """Return the situations that the words typed fit, the best first.

    With nothing typed all situations, in the order of their groups; none where what was typed
    holds no word to look for.
    """
    there = {
        kind.id: (f"{kind.title} {kind.client_title}", " ".join((*kind.also, kind.id)))
        for kind in library.situations.values()
    }
    return [library.situations[each] for each in _best(there, typed)]


def search_topics(library: Library, typed: str) -> list[Topic]:
    """Return the client's topics that the words typed fit, the best first; none without words."""
    if not _words(typed):
        return []
    there = {
        topic.id: (topic.title, " ".join((*topic.also, topic.id)))
        for topic in library.topics.values()
    }
    return [library.topics[each] for each in _best(there, typed)]


def groups(library: Library) -> dict[str, list[SituationKind]]:
    """Return the situations by the title of their group."""
    found: dict[str, list[SituationKind]] = {}
    for kind in library.situations.values():
        found.setdefault(kind.group_title, []).append(kind)
    return found


def _best(there: Mapping[str, tuple[str, str]], typed: str) -> list[str]:
    """Return the ids whose title or other words fit, the best first.

    Between equals it is the one with the shorter title: to be found by more words is no drawback.

    A word that stands in few of them counts for more than one that stands in many (inverse
    document frequency: Sparck Jones, Journal of Documentation 28, 1972). One that only begins
    alike (five letters, or all that was typed) counts half.
    """
    wanted = _words(typed)
    if not wanted:
        return [] if typed.strip() else list(there)
    fits = {
        each: _row(wanted, set(_words(f"{title} {also}"))) for each, (title, also) in there.items()
    }
    weights = [_weight(column) for column in zip(*fits.values(), strict=True)]
    rated = {
        each: sum(fit * weight for fit, weight in zip(row, weights, strict=True))
        for each, row in fits.items()
    }
    found = [each for each, rating in rated.items() if rating]
    return sorted(found, key=lambda each: (-rated[each], len(_words(there[each][0]))))


def _row(wanted: Sequence[str], there: set[str]) -> list[float]:
    return [_fit(word, there) for word in wanted]


def _fit(word: str, there: set[str]) -> float:
    """Return 1 for a whole word, half for one that begins alike, of three letters at least."""
    if word in there:
        return 1.0
    alike = (t.startswith(word[:5]) or word.startswith(t) for t in there if len(t) > 2)
    return 0.5 if len(word) > 2 and any(alike) else 0.0


def _weight(fits: Sequence[float]) -> float:
    return log(1 + len(fits) / (1 + sum(1 for fit in fits if fit)))


def _words(text: str) -> list[str]:
    found = re.findall(r"\w+", text.casefold().replace("_", " "))
    return [word for word in found if word not in _FILLERS]
