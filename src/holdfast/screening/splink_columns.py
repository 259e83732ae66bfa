"""The table that Splink reads: one row for each person, texts and lists of texts."""

from dataclasses import dataclass

from holdfast.screening.births import is_whole
from holdfast.screening.nicknames import groups
from holdfast.screening.person import Compared
from holdfast.screening.phonetic import sound
from holdfast.screening.record import Record, record, sounds, spelt

LISTS = ("given_groups", "given_words", "surnames", "surname_words", "employer_words")

COLUMNS = (
    "given", "given_spelt", "given_sound", "given_groups", "given_words", "middle",
    "surname", "surname_spelt", "surname_sound", "surnames", "surname_words",
    "birth_whole", "birth_year", "birth_month", "birth_day",
    "street", "number", "street_name", "street_name_spelt", "suburb", "suburb_spelt",
    "postcode", "postcode_spelt", "state", "home", "phone", "email", "email_local",
    "employer", "employer_words", "suffix",
    "both_sounds", "given_code", "surname_code", "birth_key", "birth_md",
)  # fmt: skip

Equal = tuple[tuple[str, str], ...]  # columns of the one and of the other that have to be equal


def _same(*columns: str) -> Equal:
    return tuple((column, column) for column in columns)


NAMES: Equal = tuple(
    (left, right)
    for left in ("surname_code", "given_code")
    for right in ("surname_code", "given_code")
)
YEAR, BORN = _same("birth_year"), _same("birth_year", "birth_md")
PLACE = _same("postcode", "suburb", "number", "street_name")


@dataclass(frozen=True, slots=True)
class Block:
    """Pairs worth comparing: those with equal columns.

    Where two facts are shared by many strangers, `more` gives groups of columns of which one has
    to agree as well. Pairs of which a whole group is unknown are kept: they could not agree.
    """

    equal: Equal
    more: tuple[Equal, ...] = ()


# As in `keys.py` but coarser in number: Splink joins on equal columns.
BLOCKS: tuple[Block, ...] = (
    Block(_same("both_sounds"), (BORN, PLACE)),
    Block(_same("birth_key"), (NAMES, PLACE)),
    Block(_same("phone")),
    Block(_same("email_local")),
    Block(_same("home")),
    Block(_same("street", "suburb")),
    Block(_same("number", "postcode"), (NAMES, BORN, _same("street_name"))),
    *(Block((pair, *_same("postcode"))) for pair in NAMES),
    *(
        Block(_same(code, *parts))
        for code in ("surname_code", "given_code")
        for parts in (("birth_year", "birth_month"), ("birth_year", "birth_day"), ("suburb",))
    ),
    Block(_same("surname_code", "birth_md"), (_same("given_code"), YEAR, PLACE)),
    Block(_same("given_code", "birth_md"), (_same("surname_code"), YEAR, PLACE)),
)


Cell = str | list[str] | None


def _cell(value: str | frozenset[str]) -> Cell:
    found = value if isinstance(value, str) else sorted(value - {""})
    return found or None


def splink_row(person: Compared) -> tuple[Cell, ...]:
    """Return the columns of one person in the order of `COLUMNS`; None where nothing is known."""
    found = record(person)
    given, surname = sound(found.given), sound(found.surname)
    derived: dict[str, str | frozenset[str]] = {
        "given_spelt": spelt(found.given),
        "given_sound": sounds(found.given),
        "given_groups": frozenset(map(str, groups(found.given))),
        "surname_spelt": spelt(found.surname),
        "surname_sound": sounds(found.surname),
        "street_name_spelt": spelt(found.street_name),
        "suburb_spelt": spelt(found.suburb),
        "postcode_spelt": spelt(found.postcode),
        "email_local": found.email.partition("@")[0],
        "both_sounds": " ".join(sorted((given, surname))) if given and surname else "",
        "given_code": given,
        "surname_code": surname,
        **_birth_columns(found),
    }
    return tuple(
        _cell(derived[name] if name in derived else getattr(found, name)) for name in COLUMNS
    )


def _birth_columns(found: Record) -> dict[str, str]:
    year, month, day = found.birth[:4], found.birth[4:6], found.birth[6:]
    low, high = sorted((month, day))
    return {
        "birth_whole": found.birth if is_whole(found.birth) else "",
        "birth_year": "" if year == "0000" else year,
        "birth_month": "" if month == "00" else month,
        "birth_day": "" if day == "00" else day,
        "birth_key": year + low + high if is_whole(found.birth) else "",
        "birth_md": low + high if found.birth and "00" not in (month, day) else "",
    }
