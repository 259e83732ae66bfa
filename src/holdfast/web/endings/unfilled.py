"""Places in a letter that a draft leaves in square brackets, for its writer to fill in."""

import re

from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PLACE = re.compile(r"\[[^\[\]]*\]")


def unfilled(words: str) -> list[str]:
    """Return the places still open, each once, as they stand.

    >>> unfilled("By [day], or call [a number]. By [day]!")
    ['[day]', '[a number]']
    """
    return list(dict.fromkeys(PLACE.findall(words)))


def refuse_unfilled(words: str) -> None:
    """Raise ValidationError, naming them, if a letter has places that nobody filled in."""
    places = unfilled(words)
    if places:
        raise ValidationError(
            ngettext(
                "Fill in %(places)s first: it would reach them as it stands.",
                "Fill in %(places)s first: they would reach them as they stand.",
                len(places),
            ),
            params={"places": get_text_list(places, _("and"))},
        )
