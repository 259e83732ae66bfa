"""What screening does when it hears of a card: its index is kept in the same transaction."""

from datetime import datetime

from holdfast.web.practice.models import Card
from holdfast.web.screening import index


def changed(card: Card, now: datetime) -> None:
    """Put the card into the index; whose else it may be is found out by the worker."""
    index.put(card, now)


def going(card: Card, now: datetime) -> None:
    """Take the card out of the index."""
    index.take_out(card, now)
