"""Finding a situation, or a client's topic, by typing a few words."""

import re
from collections.abc import Callable, Mapping, Sequence
from math import log

from holdfast.codes.library import Library
from holdfast.codes.read_client import Topic
from holdfast.codes.read_situations import SituationKind

_FILLERS = frozenset(
    ("a", "an", "and", "at", "can", "for", "from", "i", "in", "is", "it", "may", "me", "my", "of",
     "on", "or", "so", "the", "to", "want", "wants", "we", "what", "with")
)  # fmt: skip
# Words that stand in what anybody tells about a therapy, so that sharing one means nothing.
_LIGHT_WORDS = """
about after again all allowed always am another any are as ask asked asking asks be because been
before being but by called client could d day days did didn do does doesn doing don done each even
ever every everybody everyone feel feeling feels felt fine first gave get gets getting give given
gives giving go goes going gone got had has hasn have having he help her here hers herself him
himself his how if im into isn its ive just keep keeps kept know knows let lets like ll made make
makes making many mine more most much must need needs never no nobody none not nothing now off
often ok okay once one only other others our out over own please put puts re really right said
same saw say saying says see seeing seems seen sees send sends sent session sessions shall she
should show shows shrink so some somebody someone something sometimes start started starts still
such t take taken takes taking tell telling tells than that their them then there therapist
therapists therapy they thing things think thinks this those time times today told too took tried
tries try trying up us usual ve very wanted was wasn way were when where which who whom whose why
will won would wouldn wrong you your
"""
_LIGHT = frozenset(_LIGHT_WORDS.split())
_ENDING = re.compile(r"(?<=\w{3})(?:ings|ing|ed|es|s|e|d)$")


def search(library: Library, typed: str) -> list[SituationKind]:
    """Return the situations that the words typed fit, the best first.

    With nothing typed all situations, in the order of their groups; none where what was typed
    holds no word to look for.
    """
    if not typed.strip():
        return list(library.situations.values())
    kinds = library.situations.values()
    titles = {kind.id: _words(f"{kind.title} {kind.client_title}") for kind in kinds}
    there = {kind.id: titles[kind.id] + _words(" ".join((*kind.also, kind.id))) for kind in kinds}
    wanted = _words(typed)
    telling = [word for word in wanted if word not in _LIGHT]
    rated = _rated(there, telling or wanted, _fit)
    return [library.situations[each] for each in _in_order(rated, titles)]


def search_topics(library: Library, typed: str) -> list[Topic]:
    """Return the client's topics that share a word of meaning with those typed, the best first.

    Those that fit less than half as well as the best are left out, unless they are serious.
    """
    topics = library.topics.values()
    titles = {topic.id: _words(topic.title) for topic in topics}
    there = {topic.id: _roots(" ".join((topic.title, *topic.also, topic.id))) for topic in topics}
    rated = _rated(there, _roots(typed), _fit_root)
    least = max(rated.values(), default=0) / 2
    found = [library.topics[each] for each in _in_order(rated, titles)]
    return [topic for topic in found if topic.kind == "serious" or rated[topic.id] >= least]


def groups(library: Library) -> dict[str, list[SituationKind]]:
    """Return the situations by the title of their group."""
    found: dict[str, list[SituationKind]] = {}
    for kind in library.situations.values():
        found.setdefault(kind.group_title, []).append(kind)
    return found


def _rated(
    there: Mapping[str, Sequence[str]],
    wanted: Sequence[str],
    fit: Callable[[str, set[str]], float],
) -> dict[str, float]:
    """Return how well each id fits that fits at all.

    A word that stands in few of them counts for more than one that stands in many (inverse
    document frequency: Sparck Jones, Journal of Documentation 28, 1972). One that only begins
    alike counts half.
    """
    fits = {each: [fit(word, set(words)) for word in wanted] for each, words in there.items()}
    weights = [_weight(column) for column in zip(*fits.values(), strict=True)]
    rated = {
        each: sum(fit * weight for fit, weight in zip(row, weights, strict=True))
        for each, row in fits.items()
    }
    return {each: rating for each, rating in rated.items() if rating}


def _in_order(rated: Mapping[str, float], titles: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the ids that fit, the best first.

    Between equals it is the one with the shorter title: to be found by more words is no drawback.
    """
    return sorted(rated, key=lambda each: (-rated[each], len(titles[each])))


def _fit(word: str, there: set[str]) -> float:
    """Return 1 for a whole word, half for one that begins alike (five letters, or all typed)."""
    if word in there:
        return 1.0
    alike = (t.startswith(word[:5]) or word.startswith(t) for t in there if len(t) > 2)
    return 0.5 if len(word) > 2 and any(alike) else 0.0


def _fit_root(root: str, there: set[str]) -> float:
    """Return 1 for a root, half for one that goes on from another of five letters at least."""
    if root in there:
        return 1.0
    pairs = (sorted((root, other), key=len) for other in there)
    return 0.5 if any(len(a) > 4 and b.startswith(a) for a, b in pairs) else 0.0


def _roots(text: str) -> list[str]:
    return [_root(word) for word in _words(text) if word not in _LIGHT]


def _root(word: str) -> str:
    """Return what a word keeps in all its forms: hug of hugged, invit of invites."""
    root = _ENDING.sub("", word)
    if len(root) > 3 and root[-1] == root[-2]:
        return root[:-1]
    return root[:-1] + "i" if root.endswith("y") else root


def _weight(fits: Sequence[float]) -> float:
    return log(1 + len(fits) / (1 + sum(1 for fit in fits if fit)))


def _words(text: str) -> list[str]:
    found = re.findall(r"\w+", text.casefold().replace("_", " "))
    return [word for word in found if word not in _FILLERS]
