"""Addresses of pages that a capability may or may not bring along."""

import uuid
from functools import lru_cache

from django.urls import NoReverseMatch, reverse

ANY = uuid.UUID(int=0)


def url_of(name: str, *args: object) -> str:
    """Return the address of a page, or nothing where this installation has no such page."""
    if len(args) == 1 and isinstance(args[0], uuid.UUID):
        return _of_any(name).replace(str(ANY), str(args[0]))
    return _reversed(name, *args)


@lru_cache
def _of_any(name: str) -> str:
    """The address of one of many like pages: looked up once, for a chart leads to hundreds."""
    return _reversed(name, ANY)


def _reversed(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
