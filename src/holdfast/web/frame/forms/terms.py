"""The form of one term, made from its type; the same for a draft and for a template."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from holdfast.frame import InvalidForm, Terms, read_terms, write_terms
from holdfast.web.accounts.forms.once import OnceForm
from holdfast.web.frame.text import digest_of

from . import shape
from .together import at_odds


class TermForm(OnceForm):
    """One term. Its version is a digest of that term alone: work on another one is no clash."""

    value: object = None

    def __init__(
        self, data: Mapping[str, Any] | None, *, name: str, terms: Terms, currency: str
    ) -> None:
        self.term, self.terms = name, terms
        self.kind = shape.kind_of_term(name)
        builder = shape.Builder(currency, data)
        now = getattr(terms, name)
        self.pieces = builder.pieces(self.kind, now if now is not None else self.kind())
        super().__init__(data, version=_version(terms, name))
        self.fields = builder.fields | self.fields

    @property
    def draft_name(self) -> str:
        """Each term keeps what was begun under a name of its own."""
        return f"term-{self.term}"

    def clean(self) -> dict[str, Any]:
        """Put the fields together to the value of the term."""
        entered = self.cleaned_data
        if self.errors:
            return entered
        for field in shape.lacking(self.pieces, self.kind, entered):
            self.add_error(field, _("Please fill this in, or empty the row."))
        plain = {
            "kind": self.terms.kind,
            "zone": self.terms.zone,
            self.term: shape.mapping(self.pieces, entered),
        }
        try:
            self.value = None if self.errors else getattr(read_terms(plain), self.term)
        except InvalidForm as wrong:
            for problem in wrong.problems:
                self.add_error(None, capfirst(problem.says))
        for field, says in at_odds(self.value):
            self.add_error(field, says)
        return entered

    def laid_out(self) -> Iterator[dict[str, Any]]:
        """Yield what the template lays out: fields, and lists with their rows."""
        return self._laid_out(self.pieces)

    def _laid_out(self, pieces: tuple[shape.Leaf | shape.Rows, ...]) -> Iterator[dict[str, Any]]:
        for piece in pieces:
            if isinstance(piece, shape.Leaf):
                yield {"field": self[piece.name], "look": piece.look}
            else:
                rows = [self._row(row) for row in piece.rows]
                yield {"label": piece.label, "hint": piece.hint, "key": piece.key, "rows": rows}

    def _row(self, row: shape.Row) -> dict[str, Any]:
        names = list(shape.leaves(row.pieces))
        return {
            "there": row.there,
            "pieces": list(self._laid_out(row.pieces)),
            "out": self[f"{row.prefix}out"] if row.there else None,
            "open": self.is_bound and any(self.data.get(name) for name in names),
        }


def _version(terms: Terms, name: str) -> str:
    return digest_of(json.dumps(write_terms(terms).get(name), sort_keys=True))[:16]
