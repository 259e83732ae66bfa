"""The table that Splink reads: one row for each person, texts and lists of texts."""

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

# Pairs worth comparing, as in `keys.py` but coarser in number: Splink joins on equal columns.
BLOCKS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("both_sounds", "both_sounds"),),
    (("birth_key", "birth_key"),),
    (("phone", "phone"),),
    (("email_local", "email_local"),),
    (("home", "home"),),
    (("street", "street"), ("suburb", "suburb")),
    (("number", "number"), ("postcode", "postcode")),
    *(
        ((left, right), ("postcode", "postcode"))
        for left in ("surname_code", "given_code")
        for right in ("surname_code", "given_code")
    ),
    *(
        ((code, code), *((part, part) for part in parts))
        for code in ("surname_code", "given_code")
        for parts in (
            ("birth_year", "birth_month"),
            ("birth_year", "birth_day"),
            ("birth_md",),
            ("suburb",),
        )
    ),
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
