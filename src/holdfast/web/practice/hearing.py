"""Who hears, inside the same transaction, that a card is new, says something else, or goes.

Practice names no listener: an app above it gives its functions here when it starts
(`AppConfig.ready`), and the acts that write cards call them one after the other. It is a plain
list, so that a reader of the act sees where it goes; docs/decisions/cards-are-heard.md says why.
"""

from collections.abc import Callable
from datetime import datetime

from holdfast.web.practice.models import Card

Hears = Callable[[Card, datetime], None]

_changed: list[Hears] = []
_going: list[Hears] = []


def hears_of_cards(changed: Hears, going: Hears) -> None:
    """Name who hears of every card; naming the same function again changes nothing."""
    for hearers, function in ((_changed, changed), (_going, going)):
        if function not in hearers:
            hearers.append(function)


def card_changed(card: Card, now: datetime) -> None:
    """Say that a card is new, or that its names or the ways to reach the person have changed."""
    for hear in _changed:
        hear(card, now)


def card_goes(card: Card, now: datetime) -> None:
    """Say that a card is about to be erased."""
    for hear in _going:
        hear(card, now)
