"""The document beside the builder: every term with its words, what it lacks, and its remarks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from holdfast import frame
from holdfast.web.frame.forms.labels import GROUPS
from holdfast.web.frame.models import Remark
from holdfast.web.frame.text import sections


@dataclass(frozen=True)
class Entry:
    """One term in the list of the builder."""

    name: str
    title: str
    sentences: tuple[str, ...]
    gaps: tuple[frame.Missing, ...]
    remarks: int

    @property
    def state(self) -> str:
        """Whether something is missing, it is whole, or it is not spoken of."""
        if self.gaps:
            return "missing"
        return "whole" if self.sentences else "unspoken"


@dataclass(frozen=True)
class Group:
    """Terms that belong together."""

    title: Any
    entries: tuple[Entry, ...]


def groups(
    terms: frame.Terms, missing: Sequence[frame.Missing], remarks: Iterable[Remark] = ()
) -> tuple[Group, ...]:
    """Return all terms that this kind of therapy can speak of, in groups."""
    said = {section.term: section.sentences for section in sections(terms)}
    lacking: dict[str, list[frame.Missing]] = defaultdict(list)
    for one in missing:
        lacking[one.term].append(one)
    open_remarks = [r.term for r in remarks if r.answered_at is None]
    return tuple(
        Group(
            title,
            tuple(
                Entry(
                    name,
                    frame.title(name),
                    said.get(name, ()),
                    tuple(lacking[name]),
                    open_remarks.count(name),
                )
                for name in names
                if _fits(name, terms)
            ),
        )
        for title, names in GROUPS
    )


def _fits(name: str, terms: frame.Terms) -> bool:
    """Whether a term is about something this therapy can have."""
    if name == "sharing":
        return terms.kind != "individual"
    return True


def neighbours(name: str, terms: frame.Terms) -> tuple[str, str]:
    """Return the terms before and after one in the builder; empty at the ends."""
    order = [one for _title, names in GROUPS for one in names if _fits(one, terms)]
    at = order.index(name) if name in order else 0
    return (order[at - 1] if at else "", order[at + 1] if at + 1 < len(order) else "")
