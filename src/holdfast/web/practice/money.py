"""Amounts as a person types them: 60, 60.50, £60, 60,50 €."""

import re
from unicodedata import category

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from holdfast.web.practice.places import CURRENCIES

PLACES = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "KWD": 3, "BHD": 3, "JOD": 3, "OMR": 3, "TND": 3}
MOST = 10_000_000
CODES = frozenset(CURRENCIES.split())
# What currencies are called and how they are cut short; declined forms begin the same.
NAMES = (
    "pound", "quid", "euro", "dollar", "franc", "frank", "krone", "krona", "kronor", "króna",
    "korun", "zlot", "złot", "rupee", "peso", "yen", "yuan", "shekel", "naira",
    "shilling", "birr", "nakfa", "cedi", "dirham", "dinar", "forint", "hryvn", "lira",
)  # fmt: skip
SHORT = frozenset({"rand", "real", "kr", "fr", "sfr", "zł", "kč", "ft", "lei", "leu", "lev"})


def read_amount(text: str, currency: str) -> int:
    """Return an amount in the smallest unit of `currency`.

    A point or a comma may separate the last digits. Raises ValidationError, saying what was wrong
    and what would be right.
    """
    places = PLACES.get(currency, 2)
    bare = re.sub(r"[\s£$€]|[A-Z]{3}$", "", text.strip())
    found = re.fullmatch(r"(\d+)(?:[.,](\d{1,3}))?", bare)
    if not found or len(found[2] or "") > places:
        example = write_amount(6050 if places == 2 else 6000, currency)
        raise ValidationError(
            _("“%(text)s” is not an amount. Write for example %(example)s."),
            params={"text": text[:20], "example": example},
        )
    amount = int(found[1] + (found[2] or "").ljust(places, "0"))
    if amount > MOST:
        raise ValidationError(_("This is a very large amount. Is the point in the right place?"))
    return amount


def write_amount(amount: int, currency: str) -> str:
    """Return an amount as it is typed: 60.50; without the currency."""
    places = PLACES.get(currency, 2)
    whole, rest = divmod(amount, 10**places)
    return f"{whole}.{rest:0{places}d}" if places and rest else str(whole)


def names_currency(text: str) -> bool:
    """Say whether a text about fees names a currency: by its sign, its code or what it is called.

    >>> [names_currency(t) for t in ("£65", "65 GBP an hour", "65 pounds", "65 for 50 minutes")]
    [True, True, True, False]
    """
    if any(category(letter) == "Sc" for letter in text):
        return True
    behind = re.findall(r"\d\s*([a-z]{3})\b", text)
    words = re.findall(r"[^\W\d_]+", text)
    return any(code.upper() in CODES for code in behind) or any(
        word in CODES or word.casefold() in SHORT or word.casefold().startswith(NAMES)
        for word in words
    )
