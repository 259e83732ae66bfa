"""Signs that the fonts of a paper lack, said in words.

A tagged PDF may hold no sign without a shape. Where a text has one, its English name, its sound or
its number stands in square brackets instead: "[grinning face]", "[gim, min, su]", "[U+674E]".
Values in, values out.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

NAMED = re.compile(r"`\"(\\u\{[0-9a-f]+\}|[^\"\\])")
SOUND = re.compile(r".+ (?:SYLLABLE|LETTER|CHARACTER) (.+)")
FLAG = "REGIONAL INDICATOR SYMBOL LETTER "
# Nobody sees these, whether or not a font has them: controls, joiners, selectors, half pairs.
UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def texts_of(data: Any) -> Iterator[str]:
    """Yield every text that stands somewhere in the data of a page."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from texts_of(value)
    elif isinstance(data, Sequence):
        for value in data:
            yield from texts_of(value)


def in_words(data: Any, lacking: frozenset[str]) -> Any:
    """Return the data of a page with the signs that are lacking said in words."""
    if isinstance(data, str):
        return told(data, lacking)
    if isinstance(data, Mapping):
        return {key: in_words(value, lacking) for key, value in data.items()}
    if isinstance(data, Sequence):
        return [in_words(value, lacking) for value in data]
    return data


def told(text: str, lacking: frozenset[str]) -> str:
    """Return a text in which each run of lacking signs is one pair of brackets with words."""
    plain = unicodedata.normalize("NFC", text)
    if lacking.isdisjoint(plain):
        return plain
    run = f"[{re.escape(''.join(sorted(lacking)))}]"
    joined = rf"{run}(?:[\u200d\ufe0e\ufe0f]*{run})*[\u200d\ufe0e\ufe0f]*"
    return re.sub(joined, lambda found: _bracketed(found[0]), plain)


def leaves_brackets(lacking: frozenset[str]) -> bool:
    """Whether any of the signs is told in words, and not left out as one that nobody sees."""
    return not all(map(_is_unseen, lacking))


def _bracketed(signs: str) -> str:
    names = [_name(sign) for sign in signs if not _is_unseen(sign)]
    return f"[{', '.join(names)}]" if names else ""


def _name(sign: str) -> str:
    name = unicodedata.name(sign, "")
    if not name or name.startswith("CJK "):
        return f"U+{ord(sign):04X}"
    if name.startswith(FLAG):
        return name.removeprefix(FLAG)
    sound = SOUND.fullmatch(name) if unicodedata.category(sign)[0] in "LM" else None
    return (sound[1] if sound else name).lower()


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in UNSEEN or unicodedata.name(sign, "").startswith(
        "VARIATION SELECTOR"
    )


def lacking_after(complaint: str, texts: Iterable[str], lacking: frozenset[str]) -> frozenset[str]:
    """Return what is lacking as well, by what the typesetter complains of.

    It names the first sign of what it could not set. Where a mark follows that sign, the mark is
    to blame; else the sign itself; and where it names nothing new, all that is not plain.
    """
    plain = [unicodedata.normalize("NFC", text) for text in texts]
    signs = frozenset().union(*plain) - lacking
    special = frozenset(sign for sign in signs if not (sign.isascii() and sign.isprintable()))
    special -= {"\n"}
    named = frozenset(map(_unescaped, NAMED.findall(complaint)))
    return _marks_after(named, plain) & special or named & special or special


def _unescaped(sign: str) -> str:
    return chr(int(sign[3:-1], 16)) if len(sign) > 1 else sign


def _marks_after(named: frozenset[str], texts: Iterable[str]) -> frozenset[str]:
    found = set()
    for text in texts:
        base = ""
        for sign in text:
            if not unicodedata.category(sign).startswith("M"):
                base = sign
            elif base in named:
                found.add(sign)
    return frozenset(found)
