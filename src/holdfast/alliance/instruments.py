"""Instruments as data: items, range, keys, scoring, cut-offs, each with its source.

The words of an instrument are a text pack of their own (see `texts`): many may not be shipped, and
an instrument without words can still be keyed in by item number from a paper copy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

SCHEMA = "holdfast/instrument/1"

Kind = Literal["alliance", "outcome", "rupture"]
Method = Literal["sum", "mean"]


@dataclass(frozen=True)
class CutOff:
    """A score from which a label holds. `checked`: seen in print, not taken from memory."""

    score: float
    source: str
    checked: bool
    label: str = ""


@dataclass(frozen=True)
class Reliability:
    """A reliability coefficient (0 to 1), and which one it is."""

    kind: str
    value: float
    source: str
    checked: bool


@dataclass(frozen=True)
class Reference:
    """Mean and standard deviation of scores in a group of people."""

    group: str
    mean: float
    sd: float
    source: str
    checked: bool


@dataclass(frozen=True)
class ReliableChange:
    """How many points of change measurement error alone rarely makes."""

    points: float
    source: str
    checked: bool


@dataclass(frozen=True)
class MissingRule:
    """What is done about skipped answers, and who says so."""

    text: str
    source: str
    checked: bool


@dataclass(frozen=True)
class RiskItem:
    """An item whose answer, from `at_least` upwards, follows a path of its own."""

    item: int
    at_least: float
    about: str


@dataclass(frozen=True)
class Key:
    """Which items make a score, which of them are turned round, how many must be answered."""

    items: tuple[int, ...]
    reversed: frozenset[int]
    method: Method
    at_least: int


@dataclass(frozen=True)
class Instrument:
    """A questionnaire, without its words.

    `better` says which end of the score is the good one. `step` is the distance between two
    answers of an item. `validated` is False for words of our own that nobody has tested.
    `items_checked` is False while the number of items awaits a look at the source.
    """

    id: str
    name: str
    about: str
    kind: Kind
    better: Literal["high", "low"]
    items: int
    lowest: float
    highest: float
    step: float
    key: Key
    subscales: Mapping[str, Key]
    missing_rule: MissingRule
    risk: tuple[RiskItem, ...]
    cut_offs: tuple[CutOff, ...]
    clinical_cut_off: CutOff | None
    reliable_change: ReliableChange | None
    reliability: tuple[Reliability, ...]
    reference: tuple[Reference, ...]
    codes: Mapping[str, str]
    words_shipped: bool
    licence: str
    validated: bool
    items_checked: bool

    @property
    def lowest_score(self) -> float:
        """The lowest score that can come out."""
        return self.lowest * self._items_in_score

    @property
    def highest_score(self) -> float:
        """The highest score that can come out."""
        return self.highest * self._items_in_score

    @property
    def score_step(self) -> float:
        """The distance between two neighbouring scores when every item is answered."""
        return self.step * self._items_in_score / len(self.key.items)

    @property
    def _items_in_score(self) -> int:
        return len(self.key.items) if self.key.method == "sum" else 1

    @property
    def unchecked(self) -> tuple[str, ...]:
        """What this definition holds from memory, to be said wherever it is shown."""
        facts: list[tuple[str, Any]] = [("missing answers", self.missing_rule)]
        facts += [("cut-off", cut_off) for cut_off in self.cut_offs]
        facts += [("clinical cut-off", self.clinical_cut_off)]
        facts += [("reliable change", self.reliable_change)]
        facts += [(each.kind, each) for each in self.reliability]
        facts += [(f"reference values: {each.group}", each) for each in self.reference]
        names = [name for name, fact in facts if fact is not None and not fact.checked]
        return tuple(names if self.items_checked else ["number of items", *names])


_TOP = frozenset(
    [
        "schema",
        "id",
        "name",
        "about",
        "kind",
        "better",
        "items",
        "items_checked",
        "validated",
        "answers",
        "score",
        "subscales",
        "missing_rule",
        "risk",
        "cut_offs",
        "clinical_cut_off",
        "reliable_change",
        "reliability",
        "reference",
        "codes",
        "licence",
    ]
)
_REQUIRED = frozenset(
    [
        "schema",
        "id",
        "name",
        "kind",
        "better",
        "items",
        "answers",
        "score",
        "missing_rule",
        "licence",
    ]
)


def read_instrument(data: Mapping[str, Any]) -> Instrument:
    """Return the instrument that `data` (a parsed YAML file) describes.

    Raises ValueError naming everything that is unknown, missing or out of range.
    """
    problems = _problems(data)
    if problems:
        raise ValueError(f"Instrument {data.get('id', 'without id')}: " + "; ".join(problems))
    return _build(data)


def _problems(data: Mapping[str, Any]) -> list[str]:
    found = [f"unknown key {key!r}" for key in sorted(set(data) - _TOP)]
    found += [f"missing key {key!r}" for key in sorted(_REQUIRED - set(data))]
    if found:
        return found
    if data["schema"] != SCHEMA:
        found.append(f"schema is {data['schema']!r}, this version reads {SCHEMA!r}")
    named = [*data["score"].get("reversed", []), *data["score"].get("left_out", [])]
    named += [item for scale in data.get("subscales", []) for item in scale["items"]]
    named += [each["item"] for each in data.get("risk", [])]
    outside = sorted({item for item in named if not 1 <= item <= data["items"]})
    return found + [
        f"item {item} is named, but there are {data['items']} items" for item in outside
    ]


def _build(data: Mapping[str, Any]) -> Instrument:
    score, answers = data["score"], data["answers"]
    key = _key(score, data["items"])
    clinical, change = data.get("clinical_cut_off"), data.get("reliable_change")
    return Instrument(
        id=data["id"],
        name=data["name"],
        about=data.get("about", ""),
        kind=data["kind"],
        better=data["better"],
        items=data["items"],
        lowest=float(answers["lowest"]),
        highest=float(answers["highest"]),
        step=float(answers.get("step", 1)),
        key=key,
        subscales={scale["id"]: _subscale(scale, key) for scale in data.get("subscales", [])},
        missing_rule=MissingRule(**data["missing_rule"]),
        risk=tuple(RiskItem(**each) for each in data.get("risk", [])),
        cut_offs=tuple(CutOff(**each) for each in data.get("cut_offs", [])),
        clinical_cut_off=CutOff(**clinical) if clinical else None,
        reliable_change=ReliableChange(**change) if change else None,
        reliability=tuple(Reliability(**each) for each in data.get("reliability", [])),
        reference=tuple(Reference(**each) for each in data.get("reference", [])),
        codes={each["system"]: each["code"] for each in data.get("codes", [])},
        words_shipped=data["licence"]["words"] == "shipped",
        licence=data["licence"]["statement"].strip(),
        validated=data.get("validated", True),
        items_checked=data.get("items_checked", True),
    )


def _key(score: Mapping[str, Any], n_items: int) -> Key:
    left_out = set(score.get("left_out", []))
    items = tuple(item for item in range(1, n_items + 1) if item not in left_out)
    return Key(items, frozenset(score.get("reversed", [])), score["method"], score["at_least"])


def _subscale(scale: Mapping[str, Any], key: Key) -> Key:
    items = tuple(scale["items"])
    turned = frozenset() if scale.get("as_answered") else key.reversed & frozenset(items)
    return Key(items, turned, key.method, scale["at_least"])


@cache
def shipped_instruments() -> Mapping[str, Instrument]:
    """Return the instruments that come with Holdfast, by id."""
    folder = files("holdfast.alliance") / "data" / "instruments"
    found = _read_all(path.read_text(encoding="utf-8") for path in folder.iterdir())
    return {instrument.id: instrument for instrument in sorted(found, key=lambda each: each.id)}


def _read_all(texts: Iterable[str]) -> list[Instrument]:
    return [read_instrument(yaml.safe_load(text)) for text in texts]


def instrument(id: str) -> Instrument:
    """Return the shipped instrument called `id`, such as "phq-9".

    Raises ValueError naming those there are.
    """
    known = shipped_instruments()
    if id.lower() not in known:
        raise ValueError(f"There is no instrument {id!r}. There are: {', '.join(known)}.")
    return known[id.lower()]
