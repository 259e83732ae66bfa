"""The colleague's copy: what was chosen, with everything on record replaced by neutral words."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from holdfast.web.consultation.masking import Known, masker
from holdfast.web.consultation.sources import Item
from holdfast.web.consultation.suspects import Kind, Suspect, suspects

SCHEMA = "holdfast/question/1"
TEXTS = ("hint", "question")


@dataclass(frozen=True)
class Shown:
    """A copy as the colleague will read it, what in it is worth a look, and its digest."""

    copy: Mapping[str, Any]
    worth_a_look: tuple[Suspect, ...]

    @property
    def digest(self) -> str:
        """A SHA-256 (hexadecimal) of the copy: what is sent is what was looked at."""
        return hashlib.sha256(json.dumps(self.copy, sort_keys=True).encode()).hexdigest()


def shown(
    content: Mapping[str, Any], items: Sequence[Item], known: Iterable[Known], on: date
) -> Shown:
    """Return the copy of what was written and chosen. What a person took out goes, too.

    Titles and labels are this program's: nothing is taken out of them, nor pointed out.
    """
    more = [Known(text, neutral(Kind(kind)), parts=False) for kind, text in content["also"]]
    on_record = list(known)
    masked, titled = masker([*on_record, *more], on), masker(on_record, on)
    chosen = [item for item in items if item.key in content["chosen"]]
    copy = {
        "schema": SCHEMA,
        **{name: masked(content[name]) for name in TEXTS},
        "items": [[titled(item.title), item.told(masked)] for item in chosen],
        "from": content["from"],
        "phone": content["phone"] if content["urgent"] else "",
    }
    parts = [masked(part) for item in chosen for part in item.parts]
    return Shown(copy, suspects("\n".join([*(copy[name] for name in TEXTS), *parts])))


def neutral(kind: Kind) -> str:
    """Return the word that stands in for something a person took out."""
    return {
        Kind.EMAIL: _("[e-mail address]"),
        Kind.WEB: _("[web address]"),
        Kind.PHONE: _("[phone number]"),
        Kind.ADDRESS: _("[place]"),
        Kind.EMPLOYER: _("[place of work]"),
        Kind.NAME: _("[name]"),
        Kind.DAY: _("[day]"),
        Kind.TIME: _("[time]"),
        Kind.YEAR: _("[year]"),
        Kind.AGE: _("[age]"),
        Kind.NUMBER: _("[number]"),
    }[kind]


def kind_words(kind: Kind) -> str:
    """Say what something looks like."""
    return {
        Kind.EMAIL: _("an e-mail address"),
        Kind.WEB: _("a web address or handle"),
        Kind.PHONE: _("a phone number"),
        Kind.ADDRESS: _("a place"),
        Kind.EMPLOYER: _("a place of work or study"),
        Kind.NAME: _("a name, or something else written large"),
        Kind.DAY: _("a day"),
        Kind.TIME: _("a time of day"),
        Kind.YEAR: _("a year"),
        Kind.AGE: _("an age"),
        Kind.NUMBER: _("a number or code"),
    }[kind]
