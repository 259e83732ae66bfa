"""Ties that an app above screening remembers, where no record of them is left.

Screening names no such app: it gives its function here when it starts (`AppConfig.ready`), as
those who hear of cards do (`practice/hearing.py`). The search asks it beside what practice knows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from holdfast.screening import Tie

Remembers = Callable[[Sequence[int], date], Iterable[Tie]]

_asked: list[Remembers] = []


def asks_also(function: Remembers) -> None:
    """Name who is asked for ties of nodes on a day; naming it again changes nothing."""
    if function not in _asked:
        _asked.append(function)


def remembered(nodes: Sequence[int], on: date) -> Iterator[Tie]:
    """Yield what is remembered of some nodes."""
    for function in _asked:
        yield from function(nodes, on)
