"""Whether words are somebody's whole name: a first and a family name of theirs, and nothing else.

Beginnings and single names would let whoever may search list people nobody asked them about.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.screening.normalise import SUFFIXES, TITLES, telling, words

Words = frozenset[str]
BESIDE = TITLES | frozenset(SUFFIXES)  # what may stand before or behind a name and is none


@dataclass(frozen=True)
class FullName:
    """The first and the family names somebody goes by, each as its words without accents."""

    first: frozenset[Words]
    family: frozenset[Words]

    def is_said_by(self, sought: str) -> bool:
        """Whether `sought` holds a whole first and a whole family name, and no word of others.

        >>> dana = full_name("Dana Whitfield-Jones", first=["Dee"])
        >>> [dana.is_said_by(said) for said in ("WHITFIELD-JONES, Dána", "Dee Whitfield Jones")]
        [True, True]
        >>> [dana.is_said_by(said) for said in ("Dana", "Dana Whitf", "Dana Whitfield", "Dana Dee")]
        [False, False, False, False]
        """
        said = frozenset(words(sought))
        return self._are(said) or self._are(said - BESIDE)

    def _are(self, said: Words) -> bool:
        return (
            said <= frozenset().union(*self.first, *self.family)
            and any(each <= said for each in self.first)
            and any(_telling(each) <= said for each in self.family)
        )


def full_name(*whole: str, first: Iterable[str] = (), family: Iterable[str] = ()) -> FullName:
    """Bring together names: `whole` ones, and those that are known to be first or family names.

    Of a whole name the last word is taken for the family name, or what stands before a comma. Of
    one word alone nobody can tell which it is: it is the family name only where there is no other.
    """
    parted = [_part(each) for each in whole]
    firsts = [_words(each) for each in first] + [part for given, _ in parted for part in given]
    families = [_words(each) for each in family] + [last for _, last in parted]
    known = frozenset(firsts) - {frozenset()}
    return FullName(known, _written_out(families) or known)


def _written_out(families: Iterable[Words]) -> frozenset[Words]:
    """Leave out the initial of a family name where it is written out elsewhere."""
    known = frozenset(families) - {frozenset()}
    return frozenset(each for each in known if len(max(each, key=len)) > 1) or known


def _part(whole: str) -> tuple[list[Words], Words]:
    before, comma, after = whole.partition(",")
    if comma and _words(after):
        return [_words(each) for each in after.split()], _words(before)
    everything = whole.split()
    parts = [each for each in everything if _words(each) - BESIDE]
    if len(parts) < 2:  # "Don Draper": what may be a title is the first name
        parts = everything
    if len(parts) < 2:
        return [_words(whole)], frozenset()
    return [_words(each) for each in parts[:-1]], _words(parts[-1])


def _words(text: str) -> Words:
    found = frozenset(words(text))
    return found - BESIDE or found


def _telling(words: Words) -> Words:
    return frozenset(telling(" ".join(words)))
