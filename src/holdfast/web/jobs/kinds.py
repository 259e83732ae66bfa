"""The kinds of work there are: each app names its own in a module `jobs.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

Handler = Callable[..., str | None]


@dataclass(frozen=True)
class Kind:
    """How one kind of work is done.

    `handler(now=…, **ids)` does it, and may return in a word why nothing was to do; `tries` is how
    often; `once` says that after a crash it must not be repeated by itself; `every` makes it a
    repeating one.
    """

    handler: Handler
    tries: int = 5
    once: bool = False
    every: timedelta | None = None


KINDS: dict[str, Kind] = {}


def job(
    name: str, *, tries: int = 5, once: bool = False, every: timedelta | None = None
) -> Callable[[Handler], Handler]:
    """Register a function as the handler of a kind of work."""

    def register(handler: Handler) -> Handler:
        if name in KINDS and KINDS[name].handler.__module__ != handler.__module__:
            raise ValueError(f"Two handlers for the kind of work {name!r}.")
        KINDS[name] = Kind(handler, tries, once, every)
        return handler

    return register
