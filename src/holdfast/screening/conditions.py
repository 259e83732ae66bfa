"""The levels of agreement as SQL, for Splink: the same conditions as in `compare.py`.

Columns are those of `splink_columns.py`; `_l` and `_r` are the two sides. An empty field is NULL
there, and a condition over NULL does not hold. The dialects differ in one function only.
"""

from collections.abc import Callable

from holdfast.screening.compare import LEVELS

SHARES_A_WORD = {"duckdb": "list_has_any", "spark": "arrays_overlap"}

Conditions = dict[str, str]


def _both(column: str) -> str:
    return f"({column}_l IS NOT NULL AND {column}_r IS NOT NULL)"


def _same(column: str) -> str:
    return f"({column}_l = {column}_r)"


def _as_empty(column: str) -> str:
    return f"(coalesce({column}_l, '') = coalesce({column}_r, ''))"


def _slips(one: str, other: str, most: int, shortest: int) -> str:
    return (
        f"(least(length({one}), length({other})) >= {shortest}"
        f" AND abs(length({one}) - length({other})) <= {most}"
        f" AND damerau_levenshtein({one}, {other}) <= {most})"
    )


def _slips_in(column: str, most: int, shortest: int) -> str:
    return _slips(f"{column}_l", f"{column}_r", most, shortest)


def _alike(one: str, other: str) -> str:
    spelt_one, spelt_other = (f"{side[:-2]}_spelt{side[-2:]}" for side in (one, other))
    return (
        f"({one} = {other} OR {_slips(spelt_one, spelt_other, 1, 3)}"
        f" OR {_slips(spelt_one, spelt_other, 2, 5)})"
    )


CROSSED = (
    f"({_both('given')} AND {_both('surname')}"
    f" AND {_alike('given_l', 'surname_r')} AND {_alike('surname_l', 'given_r')})"
)


def _given(shares: Callable[[str], str]) -> Conditions:
    begins = " OR ".join(
        f"(length({short}) >= 3 AND length({short}) < length({long})"
        f" AND substr({long}, 1, length({short})) = {short})"
        for short, long in (("given_l", "given_r"), ("given_r", "given_l"))
    )
    one_letter = "(length(given_l) = 1 OR length(given_r) = 1)"
    return {
        "exact": _same("given"),
        "crossed": CROSSED,
        "nickname": shares("given_groups"),
        "close": f"({_slips_in('given_spelt', 1, 3)} OR {begins})",
        "near": f"({_slips_in('given_spelt', 2, 5)} OR {_same('given_sound')})",
        "other": shares("given_words"),
        "initial": f"({one_letter} AND substr(given_l, 1, 1) = substr(given_r, 1, 1))",
    }


def _surname(shares: Callable[[str], str]) -> Conditions:
    return {
        "exact": _same("surname"),
        "crossed": CROSSED,
        "former": shares("surnames"),
        "part": shares("surname_words"),
        "close": _slips_in("surname_spelt", 1, 3),
        "near": f"({_slips_in('surname_spelt', 2, 6)} OR {_same('surname_sound')})",
        "given": "(surname_l = given_r OR given_l = surname_r)",
    }


def _birth(_: Callable[[str], str]) -> Conditions:
    whole = _both("birth_whole")
    parts = " + ".join(
        f"CASE WHEN {_same(part)} THEN 1 ELSE 0 END"
        for part in ("birth_year", "birth_month", "birth_day")
    )
    distance = "damerau_levenshtein(birth_whole_l, birth_whole_r)"
    years, months = _both("birth_year"), _both("birth_month")
    day_agrees = f"(NOT {_both('birth_day')} OR {_same('birth_day')})"
    return {
        "exact": _same("birth_whole"),
        "crossed": f"({_same('birth_year')} AND birth_month_l = birth_day_r"
        " AND birth_day_l = birth_month_r)",
        "slip": f"({whole} AND {distance} = 1)",
        "two_parts": f"({whole} AND ({parts}) = 2)",
        "slips": f"({whole} AND {distance} = 2)",
        "year": f"({whole} AND {_same('birth_year')})",
        "else": whole,
        "part_month_day": f"(NOT {years} AND {_same('birth_month')} AND {day_agrees})",
        "part_year_month": f"({_same('birth_year')} AND {_same('birth_month')} AND {day_agrees})",
        "part_year": f"({_same('birth_year')} AND NOT {months} AND {day_agrees})",
        "part_near_year": f"(NOT {months} AND birth_year_l <> birth_year_r"
        " AND abs(cast(birth_year_l AS int) - cast(birth_year_r AS int)) <= 2)",
    }


def _address(_: Callable[[str], str]) -> Conditions:
    streets = _both("street")
    same_place = f"({_same('postcode')} OR {_same('suburb')})"
    close_name, close_suburb = (
        _slips_in(f"{part}_spelt", 2, 6) for part in ("street_name", "suburb")
    )
    same_name = f"({_same('street_name')} OR {close_name})"
    same_number = _as_empty("number")
    return {
        "home": _same("home"),
        "home_close": f"(coalesce({same_place}, FALSE) AND ({_same('street')}"
        f" OR ({streets} AND {same_number} AND {same_name})))",
        "same_street": f"({streets} AND {same_place} AND {same_name})",
        "street": _same("street"),
        "postcode": f"({_same('postcode')} AND NOT {streets})",
        "suburb": f"({_same('suburb')} AND NOT {streets})",
        "place_moved": f"({_same('postcode')} AND ({_same('suburb')} OR NOT {_both('suburb')}))",
        "postcode_moved": _same("postcode"),
        "suburb_moved": _same("suburb"),
        "street_close": f"({streets} AND {same_number} AND {close_name})",
        "place_close": f"({close_suburb} OR {_slips_in('postcode_spelt', 1, 4)})",
        "state": f"({_same('state')}"
        f" AND NOT ({streets} OR {_both('postcode')} OR {_both('suburb')}))",
    }


def _household(sql: dict[str, Conditions]) -> Conditions:
    def level(name: str) -> str:
        rows = " ".join(f"WHEN {sql[name][k]} THEN '{k}'" for k in LEVELS[name] if k in sql[name])
        return f"(CASE WHEN {MISSING_SQL[name]} THEN '' {rows} ELSE '{ELSE[name]}' END)"

    # First what is quick to tell and seldom true: the rest is costly and implied by no index.
    near = (
        f"({_same('street')} OR (({_same('postcode')} OR {_same('suburb')})"
        f" AND {_as_empty('number')}))"
    )
    family = (
        f"{near} AND {level('surname')} IN ('exact', 'former', 'part', 'close')"
        f" AND {level('address')} IN ('home', 'home_close', 'street')"
    )
    given, birth = level("given"), level("birth")
    return {
        "suffix": "(suffix_l <> suffix_r)",
        "twin": f"({family} AND {given} = 'else' AND {birth} = 'exact')",
        "relative": f"({family} AND {given} = 'else')",
        "generation": f"({family} AND {given} = 'exact' AND {birth} IN ('year', 'else'))",
    }


ELSE = dict.fromkeys(LEVELS, "else") | {"birth": "part_else"}

MISSING_SQL = {
    name: f"({name}_l IS NULL OR {name}_r IS NULL)"
    for name in ("given", "middle", "surname", "phone", "email", "employer")
} | {
    "birth": f"(NOT coalesce({_both('birth_year')} OR {_both('birth_month')}, FALSE))",
    "address": "(NOT ("
    + " OR ".join(_both(part) for part in ("street", "postcode", "suburb", "state"))
    + "))",
    "household": "FALSE",
}


def conditions(dialect: str) -> dict[str, Conditions]:
    """Return for each comparison the SQL of its levels, all but the last; "" for no condition.

    `dialect` is "duckdb" or "spark".
    """

    def shares(column: str) -> str:
        return f"{SHARES_A_WORD[dialect]}({column}_l, {column}_r)"

    sql = {
        "given": _given(shares),
        "middle": {"exact": _same("middle")},
        "surname": _surname(shares),
        "birth": _birth(shares),
        "address": _address(shares),
        "phone": {"exact": _same("phone"), "close": _slips_in("phone", 1, 6)},
        "email": {
            "exact": _same("email"),
            "close": "(length(email_local_l) >= 5 AND email_local_l = email_local_r)",
        },
        "employer": {"exact": _same("employer"), "part": shares("employer_words")},
    }
    sql["household"] = _household(sql)
    return sql
