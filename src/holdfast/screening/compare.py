"""How far two records agree, field by field: one graded level for each comparison.

A comparison goes through its levels from best to worst and stops at the first that holds. The
same conditions stand as SQL in `conditions.py`; a test holds both to the same answers.
"""

from collections.abc import Callable

from rapidfuzz.distance import DamerauLevenshtein

from holdfast.screening.births import is_whole
from holdfast.screening.nicknames import groups
from holdfast.screening.record import Record, sounds, spelt

MISSING = -1  # one side has nothing to compare: no evidence either way

LEVELS: dict[str, tuple[str, ...]] = {
    "given": ("exact", "crossed", "nickname", "close", "near", "other", "initial", "else"),
    "middle": ("exact", "else"),
    "surname": ("exact", "crossed", "former", "part", "close", "near", "given", "else"),
    "birth": (
        "exact", "crossed", "slip", "two_parts", "slips", "year", "else",
        "part_month_day", "part_year_month", "part_year", "part_near_year", "part_else",
    ),
    "address": (
        "home", "home_close", "same_street", "street", "postcode", "suburb", "place_moved",
        "postcode_moved", "suburb_moved", "street_close", "place_close", "state", "else",
    ),
    "phone": ("exact", "close", "else"),
    "email": ("exact", "close", "else"),
    "employer": ("exact", "part", "else"),
    "household": ("suffix", "twin", "relative", "generation", "else"),
}  # fmt: skip

GIVEN = {name: number for number, name in enumerate(LEVELS["given"])}
SURNAME = {name: number for number, name in enumerate(LEVELS["surname"])}
BIRTH = {name: number for number, name in enumerate(LEVELS["birth"])}
ADDRESS = {name: number for number, name in enumerate(LEVELS["address"])}
HOUSEHOLD = {name: number for number, name in enumerate(LEVELS["household"])}

_distance: Callable[..., int] = DamerauLevenshtein.distance


def slips(one: str, other: str, most: int, shortest: int) -> bool:
    """Whether `most` typing slips turn one word into the other, both `shortest` letters or more.

    A slip is a letter typed wrong, left out, put in or swapped with its neighbour (Damerau
    1964). Words in other scripts never agree by slips.
    """
    if len(one) < shortest or len(other) < shortest or abs(len(one) - len(other)) > most:
        return False
    if not spelt(one) or not spelt(other):
        return False
    return _distance(one, other, score_cutoff=most) <= most


def _alike(one: str, other: str) -> bool:
    return one == other or slips(one, other, 1, 3) or slips(one, other, 2, 5)


def _crossed(left: Record, right: Record) -> bool:
    """Whether given name and surname changed places."""
    return _alike(left.given, right.surname) and _alike(left.surname, right.given)


def given_level(left: Record, right: Record) -> int:
    """Compare first given names; nicknames, slips and sound, then other given names."""
    one, other = left.given, right.given
    if not one or not other:
        return MISSING
    if one == other:
        return GIVEN["exact"]
    if left.surname and right.surname and _crossed(left, right):
        return GIVEN["crossed"]
    if groups(one) & groups(other):
        return GIVEN["nickname"]
    if slips(one, other, 1, 3) or _begins(one, other):
        return GIVEN["close"]
    if slips(one, other, 2, 5) or (sounds(one) and sounds(one) == sounds(other)):
        return GIVEN["near"]
    if left.given_words & right.given_words:
        return GIVEN["other"]
    if (len(one) == 1 or len(other) == 1) and one[0] == other[0]:
        return GIVEN["initial"]
    return GIVEN["else"]


def _begins(one: str, other: str) -> bool:
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= 3 and long.startswith(short)


def middle_level(left: Record, right: Record) -> int:
    """Compare the initials of second given names."""
    if not left.middle or not right.middle:
        return MISSING
    return 0 if left.middle == right.middle else 1


def surname_level(left: Record, right: Record) -> int:
    """Compare surnames; then former ones, parts of double-barrelled ones, slips and sound."""
    one, other = left.surname, right.surname
    if not one or not other:
        return MISSING
    if one == other:
        return SURNAME["exact"]
    if left.given and right.given and _crossed(left, right):
        return SURNAME["crossed"]
    if left.surnames & right.surnames:
        return SURNAME["former"]
    if left.surname_words & right.surname_words:
        return SURNAME["part"]
    if slips(one, other, 1, 3):
        return SURNAME["close"]
    if slips(one, other, 2, 6) or (sounds(one) and sounds(one) == sounds(other)):
        return SURNAME["near"]
    if one == right.given or left.given == other:
        return SURNAME["given"]
    return SURNAME["else"]


def birth_level(left: Record, right: Record) -> int:
    """Compare dates of birth, whole ones by their slips, partial ones by the parts both know."""
    one, other = left.birth, right.birth
    if not one or not other:
        return MISSING
    if not (is_whole(one) and is_whole(other)):
        return _partial_birth_level(one, other)
    if one == other:
        return BIRTH["exact"]
    year = one[:4] == other[:4]
    if year and one[4:6] == other[6:] and one[6:] == other[4:6]:
        return BIRTH["crossed"]
    distance = _distance(one, other)
    if distance == 1:
        return BIRTH["slip"]
    if year + (one[4:6] == other[4:6]) + (one[6:] == other[6:]) == 2:
        return BIRTH["two_parts"]
    if distance == 2:
        return BIRTH["slips"]
    return BIRTH["year"] if year else BIRTH["else"]


def _partial_birth_level(one: str, other: str) -> int:
    year = one[:4] != "0000" != other[:4]
    month = one[4:6] != "00" != other[4:6]
    day = one[6:] != "00" != other[6:]
    if not (year or month):
        return MISSING
    if year and one[:4] != other[:4]:
        near = not month and abs(int(one[:4]) - int(other[:4])) <= 2
        return BIRTH["part_near_year"] if near else BIRTH["part_else"]
    if (month and one[4:6] != other[4:6]) or (day and one[6:] != other[6:]):
        return BIRTH["part_else"]
    if not year:
        return BIRTH["part_month_day"]
    return BIRTH["part_year_month"] if month else BIRTH["part_year"]


def address_level(left: Record, right: Record) -> int:
    """Compare street, suburb, postcode and state as one: they are not independent evidence."""
    streets = bool(left.street and right.street)
    postcodes = bool(left.postcode and right.postcode)
    suburbs = bool(left.suburb and right.suburb)
    same_postcode = postcodes and left.postcode == right.postcode
    same_suburb = suburbs and left.suburb == right.suburb
    if streets:
        level = _street_level(left, right, same_postcode or same_suburb)
        if level != MISSING:
            return level
    if same_postcode and not streets:
        return ADDRESS["postcode"]
    if same_postcode:
        return ADDRESS["place_moved" if same_suburb or not suburbs else "postcode_moved"]
    if same_suburb:
        return ADDRESS["suburb_moved"] if streets else ADDRESS["suburb"]
    if streets and left.number == right.number and slips(left.street_name, right.street_name, 2, 6):
        return ADDRESS["street_close"]
    if slips(left.suburb, right.suburb, 2, 6) or slips(left.postcode, right.postcode, 1, 4):
        return ADDRESS["place_close"]
    if streets or postcodes or suburbs:
        return ADDRESS["else"]
    if left.state and right.state:
        return ADDRESS["state"] if left.state == right.state else ADDRESS["else"]
    return MISSING


def _street_level(left: Record, right: Record, same_place: bool) -> int:
    if left.home and left.home == right.home:
        return ADDRESS["home"]
    if left.street == right.street:
        return ADDRESS["home_close"] if same_place else ADDRESS["street"]
    if same_place and _same_street(left.street_name, right.street_name):
        return ADDRESS["home_close" if left.number == right.number else "same_street"]
    return MISSING


def _same_street(one: str, other: str) -> bool:
    return (one == other and one != "") or slips(one, other, 2, 6)


def phone_level(left: Record, right: Record) -> int:
    """Compare telephone numbers; one wrong digit is close."""
    if not left.phone or not right.phone:
        return MISSING
    if left.phone == right.phone:
        return 0
    return 1 if slips(left.phone, right.phone, 1, 6) else 2


def email_level(left: Record, right: Record) -> int:
    """Compare e-mail addresses; the same name at another provider is close."""
    if not left.email or not right.email:
        return MISSING
    if left.email == right.email:
        return 0
    local = left.email.partition("@")[0]
    return 1 if len(local) >= 5 and local == right.email.partition("@")[0] else 2


def employer_level(left: Record, right: Record) -> int:
    """Compare employers; a shared word is a part."""
    if not left.employer or not right.employer:
        return MISSING
    if left.employer == right.employer:
        return 0
    return 1 if left.employer_words & right.employer_words else 2


_SAME_SURNAME = frozenset(SURNAME[level] for level in ("exact", "former", "part", "close"))
_SAME_HOME = frozenset(ADDRESS[level] for level in ("home", "home_close", "street"))
_OTHER_BIRTH = frozenset(BIRTH[level] for level in ("year", "else"))


def household_level(left: Record, right: Record, levels: tuple[int, ...]) -> int:
    """Say when agreement is rather that of a family: it lives together and shares a surname.

    `levels` are those of given name, middle name, surname, birth and address, in this order.
    """
    given, _, surname, birth, address = levels
    if left.suffix and right.suffix and left.suffix != right.suffix:
        return HOUSEHOLD["suffix"]
    if surname not in _SAME_SURNAME or address not in _SAME_HOME:
        return HOUSEHOLD["else"]
    if given == GIVEN["else"]:
        return HOUSEHOLD["twin"] if birth == BIRTH["exact"] else HOUSEHOLD["relative"]
    if given == GIVEN["exact"] and birth in _OTHER_BIRTH:
        return HOUSEHOLD["generation"]
    return HOUSEHOLD["else"]


def compare(left: Record, right: Record) -> tuple[int, ...]:
    """Return the level of every comparison, in the order of `LEVELS`; MISSING where none.

    It makes no difference which record is left.
    """
    who = (
        given_level(left, right),
        middle_level(left, right),
        surname_level(left, right),
        birth_level(left, right),
        address_level(left, right),
    )
    return (
        *who,
        phone_level(left, right),
        email_level(left, right),
        employer_level(left, right),
        household_level(left, right, who),
    )
