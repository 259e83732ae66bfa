"""From text as people type it to text that can be compared. Nothing here guesses."""

import re
from functools import lru_cache
from importlib.resources import files

import yaml

from holdfast.screening.births import Order, parse_birth
from holdfast.screening.person import SEPARATOR, Compared, Person
from holdfast.screening.romanise import romanise

LONGEST = 200  # characters of one field that are compared; the rest stays where it was typed

_SPELLINGS = yaml.safe_load(
    files("holdfast.screening").joinpath("data/spellings.yaml").read_text("utf-8")
)
NOTHING = frozenset(_SPELLINGS["nothing"].split())
NOTHING_IN_NAMES = frozenset(_SPELLINGS["nothing_in_names"].split())
NOTHING_ELSEWHERE = frozenset(_SPELLINGS["nothing_elsewhere"].split())
TITLES = frozenset(_SPELLINGS["titles"].split())
PARTICLES = frozenset(_SPELLINGS["particles"].split())
SUFFIXES: dict[str, str] = _SPELLINGS["suffixes"]
STREET_WORDS: dict[str, str] = _SPELLINGS["street_words"]
FIRM_WORDS = frozenset(_SPELLINGS["firm_words"].split())

_SILENT = re.compile(r"['’`´ʼ‘]")  # O'Brien is one word
_BREAK = re.compile(r"[^\w]+|_")
_GLUE = re.compile(r"\b(mc|mac|o|st) (?=\w{3})")
_DIGITS = re.compile(r"\d+")


def _plain(text: str) -> str:
    text = text.replace("\x00", " ").replace(SEPARATOR, " ")[: LONGEST * 2].strip()
    return _SILENT.sub("", romanise(text))[:LONGEST]


def _is_nothing(text: str, also: frozenset[str]) -> bool:
    bare = re.sub(r"\s+", "-", text.strip().lower())
    return not bare or bare in NOTHING or bare in also


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, romanised, without marks."""
    return tuple(word for word in _BREAK.split(_plain(text)) if word)


def _name_words(text: str) -> list[str]:
    return _GLUE.sub(r"\1", " ".join(words(text))).split()


@lru_cache(maxsize=200_000)
def name(text: str) -> tuple[str, str]:
    """Return a name's words as one string, and its generation suffix ("" if none).

    >>> name("Dr. Seán O'Brien-Smith, Jr.")
    ('sean obrien smith', '2')
    """
    if _is_nothing(text, NOTHING_IN_NAMES):
        return "", ""
    parts, suffix = _name_words(text), ""
    while len(parts) > 1 and parts[-1] in SUFFIXES:
        suffix = SUFFIXES[parts.pop()]
    while len(parts) > 1 and parts[0] in TITLES:
        parts.pop(0)
    return " ".join(parts), suffix


def telling(words_of_name: str) -> list[str]:
    """Return the words of a name that tell people apart: without `van`, `de` and the like."""
    parts = words_of_name.split()
    return [word for word in parts if word not in PARTICLES] or parts


@lru_cache(maxsize=100_000)
def street(text: str) -> str:
    """Return the numbers of a street line, then its name in one word with its type written out.

    >>> street("Flat 2, 14 Main St"), street("14 Mainstreet")
    ('2 14 mainstreet', '14 mainstreet')
    """
    if _is_nothing(text, NOTHING_ELSEWHERE):
        return ""
    parts = [STREET_WORDS.get(word, word) for word in words(text)]
    numbers = [word for word in parts if word[:1].isdigit()]
    rest = "".join(word for word in parts if not word[:1].isdigit())
    return " ".join([*numbers, rest] if rest else numbers)


@lru_cache(maxsize=50_000)
def place(text: str) -> str:
    """Return a suburb, town or state."""
    return "" if _is_nothing(text, NOTHING_ELSEWHERE) else " ".join(words(text))


@lru_cache(maxsize=50_000)
def postcode(text: str) -> str:
    """Return a postcode without blanks; of a US ZIP+4 the first five digits."""
    if _is_nothing(text, NOTHING_ELSEWHERE):
        return ""
    code = "".join(words(text))
    return code[:5] if code.isdigit() and len(code) == 9 else code


def phone(text: str) -> str:
    """Return the last nine digits of a telephone number; "" for fewer than six."""
    digits = "".join(_DIGITS.findall(_plain(text)))
    return "" if len(digits) < 6 or len(set(digits)) == 1 else digits[-9:]


def email(text: str) -> str:
    """Return an e-mail address in lower case, without a `+tag`; "" if it is none."""
    address = _plain(text).replace(" ", "").removeprefix("mailto:")
    local, at, domain = address.partition("@")
    return f"{local.partition('+')[0]}@{domain}" if at and local and "." in domain else ""


@lru_cache(maxsize=50_000)
def employer(text: str) -> str:
    """Return an employer's words without legal forms."""
    if _is_nothing(text, NOTHING_ELSEWHERE):
        return ""
    parts = words(text)
    return " ".join([word for word in parts if word not in FIRM_WORDS] or parts)


def normalise(person: Person, order: Order = "dmy") -> Compared:
    """Return `person` as compared; `order` reads dates such as 03/04/1980 (births.parse_birth)."""
    given, given_suffix = name(person.given_name)
    surname, suffix = name(person.surname)
    former = (name(part)[0] for part in person.former_name.split(";"))
    return Compared(
        given=given,
        surname=surname,
        former=" ".join(part for part in former if part),
        birth=parse_birth(person.date_of_birth, order),
        street=street(person.street),
        suburb=place(person.suburb),
        postcode=postcode(person.postcode),
        state=place(person.state),
        phone=phone(person.phone),
        email=email(person.email),
        employer=employer(person.employer),
        suffix=suffix or given_suffix,
    )
