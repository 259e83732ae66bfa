"""Amounts as a person types them: 60, 60.50, £60, 60,50 €."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PLACES = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "KWD": 3, "BHD": 3, "JOD": 3, "OMR": 3, "TND": 3}
MOST = 10_000_000


def read_amount(text: str, currency: str) -> int:
    """Return an amount in the smallest unit of `currency`.

    A point or a comma may separate the last digits. Raises ValidationError, saying what was wrong
    and what would be right.
    """
    places = PLACES.get(currency, 2)
    bare = re.sub(r"[\s£$€]|[A-Z]{3}$", "", text.strip())
    found = re.fullmatch(r"(\d{1,7})(?:[.,](\d{1,3}))?", bare)
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
