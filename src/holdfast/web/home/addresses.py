"""Addresses of pages that a capability may or may not bring along."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


def url_of(name: str, *args: object) -> str:
    """Return the address of a page, or nothing where this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class Way:
    """A page somebody may want next, with a line on what it is for."""

    label: Any
    what: Any
    url: str
