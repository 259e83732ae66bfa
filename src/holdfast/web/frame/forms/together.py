"""Values of one term that cannot both be meant. What was signed before this was asked still reads.

The rules take any such values, so it is only asked while somebody fills in the form.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from holdfast.frame.meeting import Length
from holdfast.frame.money import Fee


def at_odds(term: object) -> Iterator[tuple[str, str]]:
    """Yield the name of each field that is at odds with another, and what is wrong with it."""
    if isinstance(term, Fee) and _asks_more_than_fee(term):
        yield "lowest", _("The least is more than the fee itself. Write an amount below the fee.")
    if isinstance(term, Length) and term.grace >= term.minutes:
        yield (
            "grace",
            _("This is as long as the session itself. Write fewer minutes than it lasts."),
        )


def _asks_more_than_fee(fee: Fee) -> bool:
    amount, lowest = fee.amount, fee.lowest
    if amount is None or lowest is None or amount.currency != lowest.currency:
        return False
    return lowest.minor > amount.minor
