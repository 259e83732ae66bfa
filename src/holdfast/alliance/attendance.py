"""Late, cancelled, missed: what a client who withdraws may do in place of saying so.

Possible withdrawal only. Trains run late and children fall ill; it stands beside the answers so
that both can be seen together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from holdfast.alliance.signals import Signal

Kind = Literal["late", "cancelled", "missed"]


@dataclass(frozen=True)
class Absence:
    """Something the client did about one session. `minutes` late, where that is the kind."""

    session: int
    kind: Kind
    minutes: int | None = None


def beside(signal: Signal, absences: Iterable[Absence], within: int = 3) -> tuple[Absence, ...]:
    """Return what happened from `within` sessions before a signal to `within` after it."""
    near = (each for each in absences if abs(each.session - signal.session) <= within)
    return tuple(sorted(near, key=lambda each: each.session))
