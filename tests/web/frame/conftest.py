"""Fixtures of the frame's pages; what builds them is in `world`."""

from .world import (  # noqa: F401
    _at_now,
    anna,
    ben,
    count_queries,
    knock,
    send,
    with_dana,
)
