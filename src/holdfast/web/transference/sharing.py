"""What a reaction holds, in parts that its author may choose to show to a colleague.

Only where the vault of whoever asks is open. What is chosen, and how names are replaced, is for
whoever builds the question (consultation).
"""

import uuid
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from holdfast.transference import Reaction, constituents
from holdfast.transference.words import code_words, origin_words
from holdfast.web.accounts.requests import Request
from holdfast.web.transference.kept import KeptReaction
from holdfast.web.transference.opening import one
from holdfast.web.vault.keys import key_of


@dataclass(frozen=True)
class SharedPart:
    """One part of a reaction: what it is, its text, and by what name it is chosen."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class SharedReaction:
    """A reaction its author has open: which therapy it is about (an id, or "") and its parts."""

    therapy: str
    parts: tuple[SharedPart, ...]


def shared_reaction(request: Request, series: uuid.UUID) -> SharedReaction | None:
    """Return a reaction of whoever asks; None while their vault is shut or it does not open.

    Raises Http404 for what is not theirs.
    """
    key = key_of(request)
    if key is None:
        return None
    found = one(key, series, KeptReaction)
    if found.what is None:
        return None
    return SharedReaction(found.what.therapy, tuple(parts_of(found.what.told)))


def reaction_id(text: str) -> uuid.UUID:
    """Return the id in an address, or a 404."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def parts_of(reaction: Reaction) -> list[SharedPart]:
    """Return the parts that were filled in, in plain text."""
    asked = {question.id: question.name for question in constituents()}
    helped = ", ".join(asked[one] for one in asked if one in reaction.helped)
    strength = "" if reaction.strength is None else _("%d of 10") % reaction.strength
    origin = origin_words(reaction.origin) if reaction.origin else ""
    found = [
        SharedPart("feeling", _("What I felt"), code_words(reaction.feeling)),
        SharedPart("pull", _("What I was pulled to do"), code_words(reaction.pull)),
        SharedPart("own_words", _("In my own words"), reaction.own_words),
        SharedPart("trigger", _("What set it off"), reaction.trigger),
        SharedPart("did", _("What I did"), reaction.did),
        SharedPart("origin", _("Where it may come from"), origin),
        SharedPart("strength", _("How strong"), strength),
        SharedPart("helped", _("What helped"), helped),
    ]
    return [part for part in found if part.text]
