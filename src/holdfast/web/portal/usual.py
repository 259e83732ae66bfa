"""What is usual: pages for anybody, read from `data/usual/`, one file a page and language.

Each page says what is usual, what is not, two sentences to borrow and who else can help; what the
codes say, by clause; what is often read elsewhere and is simpler than it is; and its sources. A
file that does not fit together is refused when it is read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from holdfast.codes import Check, Clause, Edition, Place, Topic, shipped

SCHEMA = "holdfast/usual/1"
LANGUAGE = "en"
GROUPS = (
    ("between", _("Between the two of you")),
    ("everyday", _("Day by day")),
    ("hard", _("When it is hard")),
    ("after", _("Afterwards, and with others")),
)
OUR_OWN = "own"
_NEEDED = {
    "schema", "group", "order", "title", "short", "lead", "parts", "usual", "not_usual", "say",
    "rules", "often_read", "turn_to", "look_up", "sources",
}  # fmt: skip
_ALLOWED = _NEEDED | {"picture", "exercise", "here"}
HERE = ("coming_back",)


class NotInOrder(ValueError):
    """A page that does not fit together; says which and why."""


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it."""

    title: str
    text: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One plain sentence on what codes say, and the clauses it rests on."""

    says: str
    clauses: tuple[tuple[Edition, Clause], ...]

    @property
    def recalled(self) -> bool:
        """Whether one of the clauses is known from memory only."""
        return any(clause.check is Check.RECALLED for _edition, clause in self.clauses)


@dataclass(frozen=True)
class Source:
    """Where something comes from: a work, and how far we looked at it.

    `check` is verified, secondary, recalled, or own for what is our own.
    """

    cite: str
    check: str = Check.RECALLED
    url: str = ""


@dataclass(frozen=True)
class Exercise:
    """Something to try, step by step, with what to mind."""

    title: str
    steps: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Page:
    """One page. `turn_to` are places and `look_up` topics of "Is this OK?".

    `here` names what can be done about it at this practice, one of `HERE`.
    """

    slug: str
    group: str
    order: int
    title: str
    short: str
    lead: str
    parts: tuple[Part, ...]
    usual: tuple[str, ...]
    not_usual: tuple[str, ...]
    say: tuple[str, ...]
    rules: tuple[Rule, ...]
    often_said: str
    often_but: str
    turn_to: tuple[Place, ...]
    look_up: tuple[Topic, ...]
    sources: tuple[Source, ...]
    picture: str = ""
    here: str = ""
    exercise: Exercise | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Everything a reader meets in plain words, for measuring how easy it reads."""
        parts = [line for part in self.parts for line in (part.title, *part.text)]
        tried = self.exercise
        steps = (tried.title, *tried.steps, tried.note) if tried else ()
        rules = [rule.says for rule in self.rules]
        first = (self.title, self.short, self.lead, *parts, *steps)
        last = (*self.usual, *self.not_usual, *self.say, *rules, self.often_said, self.often_but)
        return (*first, *last)


def pages() -> Mapping[str, Page]:
    """Return the pages by the last part of their address, in the order they are shown."""
    return _read(LANGUAGE)


def by_group() -> list[tuple[str, list[Page]]]:
    """Return the title of each group with its pages."""
    found = pages().values()
    return [(str(title), [p for p in found if p.group == group]) for group, title in GROUPS]


@cache
def _read(language: str) -> Mapping[str, Page]:
    folder = resources.files("holdfast.web.portal") / "data" / "usual" / language
    files = [file for file in folder.iterdir() if file.name.endswith(".yaml")]
    found = [page_from(file.name.removesuffix(".yaml"), file.read_text("utf-8")) for file in files]
    groups = [group for group, _title in GROUPS]
    found.sort(key=lambda page: (groups.index(page.group), page.order))
    return {page.slug: page for page in found}


def page_from(slug: str, text: str) -> Page:
    """Read one page. Raises NotInOrder where it does not fit together."""
    given = yaml.safe_load(text)
    try:
        _fits(given)
        return _page(slug, given)
    except (KeyError, TypeError, ValueError) as error:
        raise NotInOrder(f"{slug}.yaml: {error}") from error


def _fits(given: Mapping[str, Any]) -> None:
    keys = set(given)
    slips = {
        f"these keys are missing: {sorted(_NEEDED - keys)}": not keys >= _NEEDED,
        f"these keys are not known: {sorted(keys - _ALLOWED)}": not keys <= _ALLOWED,
        f"the schema is not {SCHEMA}": given.get("schema") != SCHEMA,
        f"group {given.get('group')} is not known": given.get("group") not in dict(GROUPS),
        "say holds exactly two sentences to borrow": len(given.get("say", ())) != 2,
        "no source is named": not given.get("sources"),
        "no clause is named": not given.get("rules"),
        f"here {given.get('here')} is not known": given.get("here", HERE[0]) not in HERE,
    }
    if wrong := [says for says, holds in slips.items() if holds]:
        raise ValueError("; ".join(wrong))


def _page(slug: str, given: Mapping[str, Any]) -> Page:
    library, often = shipped(), given["often_read"]
    return Page(
        slug=slug,
        group=given["group"],
        order=given["order"],
        title=given["title"],
        short=given["short"],
        lead=given["lead"],
        parts=tuple(Part(one["title"], tuple(one["text"])) for one in given["parts"]),
        usual=tuple(given["usual"]),
        not_usual=tuple(given["not_usual"]),
        say=tuple(given["say"]),
        rules=tuple(Rule(one["says"], _clauses(one["clauses"])) for one in given["rules"]),
        often_said=often["said"],
        often_but=often["but"],
        turn_to=tuple(library.places[place] for place in given["turn_to"]),
        look_up=tuple(library.topics[topic] for topic in given["look_up"]),
        sources=tuple(_source(one) for one in given["sources"]),
        picture=given.get("picture", ""),
        here=given.get("here", ""),
        exercise=_exercise(given.get("exercise")),
    )


def _clauses(named: Sequence[str]) -> tuple[tuple[Edition, Clause], ...]:
    """Find clauses named like "apa-2017 3.05(a)"; one that is not there is a KeyError."""
    editions, found = shipped().editions, []
    for one in named:
        edition, _space, clause = one.partition(" ")
        found.append((editions[edition], editions[edition].clauses[clause]))
    return tuple(found)


def _source(given: Mapping[str, str]) -> Source:
    check = given.get("check", Check.RECALLED)
    known = check if check == OUR_OWN else Check(check)
    return Source(given["cite"], known, given.get("url", ""))


def _exercise(given: Mapping[str, Any] | None) -> Exercise | None:
    if given is None:
        return None
    return Exercise(given["title"], tuple(given["steps"]), given["note"])
