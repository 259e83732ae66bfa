"""The words of a scale: those that come with Holdfast, or those that this practice may use."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from holdfast import alliance
from holdfast.web.alliance.models import AddedWords


def text_for(scale: str) -> alliance.TextPack | None:
    """Return the words of a scale, None if there are none here. Shipped ones ask no query."""
    if (shipped := alliance.text_for(scale)) is not None:
        return shipped
    row = AddedWords.objects.filter(scale=scale).first()
    return opened(row) if row is not None else None


def opened(row: AddedWords) -> alliance.TextPack:
    """Return the pack of a row; its words were held against the instrument when it came."""
    return alliance.read_text(_dated(row.pack), alliance.instrument(row.scale))


def with_words() -> list[str]:
    """Return the scales beside the session check that have words here."""
    added = set(AddedWords.objects.values_list("scale", flat=True))
    shipped = {s for s in alliance.shipped_instruments() if alliance.text_for(s) is not None}
    return sorted((added | shipped) - {alliance.CHECK})


def without_shipped_words() -> list[alliance.Instrument]:
    """Return the instruments whose words their owners do not let Holdfast ship."""
    every = alliance.shipped_instruments()
    return [every[scale] for scale in sorted(every) if alliance.text_for(scale) is None]


def _dated(pack: Mapping[str, Any]) -> dict[str, Any]:
    return {**pack, "asserted_on": date.fromisoformat(pack["asserted_on"])}
