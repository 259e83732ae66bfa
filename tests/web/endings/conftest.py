"""Fixtures of the pages of endings."""

from frame.world import (  # noqa: F401
    _at_now,
    anna,
    ben,
    count_queries,
    send,
    with_dana,
)

from .made import knock, offered, sams  # noqa: F401
