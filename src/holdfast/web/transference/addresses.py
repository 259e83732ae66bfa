"""Addresses of pages that may or may not be part of this installation."""

import uuid
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def consultation_of(series: uuid.UUID) -> str:
    """Where a question to a colleague is built from a reaction; "" where there is no such page."""
    try:
        page = reverse("consultation:ask")
    except NoReverseMatch:
        return ""
    return f"{page}?{urlencode({'from': 'reaction', 'id': series})}"
