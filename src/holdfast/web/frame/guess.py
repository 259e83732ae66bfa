"""A working frame read off what has happened: current practice, not yet agreed."""

from typing import cast

from holdfast import frame


def current_practice(events: frame.Events, *, kind: str, zone: str) -> frame.Terms:
    """Return the terms that the latest sessions suggest. A draft of them binds nobody."""
    return frame.guess_terms(events.sessions, zone, kind=cast(frame.Kind, kind), fees=events.fees)
