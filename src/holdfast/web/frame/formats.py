"""How money, days and times are written in this practice."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import formats

from holdfast.frame import Formats, Money
from holdfast.frame.money import PLACES

SIGNS = {"GBP": "£", "USD": "$", "EUR": "€"}


def money(amount: Money) -> str:
    """Write an amount with its sign where there is a common one: £60, €72.50, CHF 120."""
    places = PLACES.get(amount.currency, 2)
    whole, rest = divmod(amount.minor, 10**places)
    number = formats.number_format(f"{whole}.{rest:0{places}d}" if rest else whole)
    sign = SIGNS.get(amount.currency)
    return f"{sign}{number}" if sign else f"{amount.currency} {number}"


def day(on: date) -> str:
    """Write a day: 17 February 2026."""
    return formats.date_format(on, "j F Y")


def clock(at: time) -> str:
    """Write a time of day: 17:00."""
    return formats.time_format(at, "H:i")


def in_zone(zone: ZoneInfo) -> Formats:
    """Return how the rules' words are written, with instants as days in a zone."""

    def moment(at: datetime) -> str:
        return day(at.astimezone(zone).date())

    return Formats(money=money, day=day, clock=clock, moment=moment)
