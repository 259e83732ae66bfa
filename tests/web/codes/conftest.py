"""Fixtures of the pages on which boundaries are weighed."""

from .deciding import (  # noqa: F401
    _at_now,
    anna,
    begun,
    ben,
    count_queries,
    knock,
    send,
    signed,
    with_dana,
)
from .feelings import key, vault  # noqa: F401
