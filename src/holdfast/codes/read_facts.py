"""Acts and facts as they are written in the files."""

from collections.abc import Mapping
from dataclasses import dataclass

from holdfast.codes.conditions import Condition
from holdfast.codes.facts import Direction, Fact, Kind, Value
from holdfast.codes.read_conditions import ConditionReader
from holdfast.codes.reading import Item, Reader

ACTS_SCHEMA = "holdfast/acts/1"
FACTS_SCHEMA = "holdfast/facts/1"
FACT_KEYS = (
    "kind", "label", "question", "guidance", "client_question", "values", "while_unknown",
    "direction", "open_textured", "todo", "unit",
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """A kind of act that rules are about."""

    id: str
    title: str
    about: str = ""


@dataclass(frozen=True)
class Always:
    """What every complete code prohibits, whatever else is true."""

    act: str
    when: Condition


@dataclass(frozen=True)
class Contradiction:
    """Answers that cannot stand together: a condition, or two dates in the wrong order."""

    says: str
    when: Condition | None = None
    order: tuple[str, str] | None = None


def read_acts(reader: Reader, item: Item) -> dict[str, Act]:
    """Return the acts by id."""
    reader.mapping(item, ("schema", "acts", "always_prohibited"), ("acts",))
    acts = {}
    for act_id, entry in reader.entries(item, "acts"):
        reader.mapping(entry, ("title", "about"), ("title",))
        acts[act_id] = Act(act_id, reader.text(entry, "title"), reader.text(entry, "about"))
    return acts


def read_always(
    reader: Reader, item: Item, acts: Mapping[str, Act], conditions: ConditionReader
) -> tuple[Always, ...]:
    """Return what is always prohibited."""
    found = []
    for entry in reader.listed(item, "always_prohibited"):
        reader.mapping(entry, ("act", "when"), ("act",))
        when = conditions.read(entry.pairs.get("when"))
        found.append(Always(reader.word(entry, "act", acts), when))
    return tuple(found)


def read_facts(reader: Reader, item: Item) -> dict[str, Fact]:
    """Return the facts by id."""
    reader.mapping(item, ("schema", "facts", "contradictions"), ("facts",))
    return {fact_id: _fact(reader, fact_id, e) for fact_id, e in reader.entries(item, "facts")}


def _fact(reader: Reader, fact_id: str, item: Item) -> Fact:
    reader.mapping(item, FACT_KEYS, ("kind", "question"))
    kind = Kind(reader.word(item, "kind", list(Kind)) or Kind.YES_NO)
    direction = reader.word(item, "direction", list(Direction))
    fact = Fact(
        id=fact_id,
        kind=kind,
        question=reader.text(item, "question"),
        label=reader.text(item, "label"),
        guidance=reader.text(item, "guidance"),
        client_question=reader.text(item, "client_question"),
        values=_values(reader, kind, item),
        direction=Direction(direction) if direction else None,
        open_textured=reader.yes(item, "open_textured"),
        todo=reader.text(item, "todo"),
        unit=reader.text(item, "unit"),
    )
    for says in _slips(fact, item):
        reader.wrong(item, f"{fact_id}: {says}")
    return _assuming(reader, fact, item)


def _values(reader: Reader, kind: Kind, item: Item) -> dict[Value, str]:
    values = item.pairs.get("values")
    if values is None:
        return {}
    if kind is Kind.YES_NO:
        reader.mapping(values, ("yes", "no"), ("yes", "no"))
        return {False: reader.text(values, "no"), True: reader.text(values, "yes")}
    if kind is Kind.CHOICE:
        return {key: reader.text(values, key) for key in values.pairs}
    reader.wrong(values, f"a {kind} has no values")
    return {}


def _slips(fact: Fact, item: Item) -> list[str]:
    """Say what does not fit together in one fact."""
    given = item.pairs
    free = fact.is_safeguard or fact.kind is Kind.DATE
    slips = {
        "label must be given": fact.kind is not Kind.YES_NO and not fact.label,
        "values must be given": fact.kind in (Kind.YES_NO, Kind.CHOICE) and not fact.values,
        "a choice needs two values at least": fact.kind is Kind.CHOICE and len(fact.values) == 1,
        "unit must be given": fact.kind is Kind.NUMBER and not fact.unit,
        "while_unknown must be given": not free and "while_unknown" not in given,
        "while_unknown cannot be given: an unknown safeguard is missing, "
        "an unknown date lets no clock run out": free and "while_unknown" in given,
        "todo must be given: what is there to do?": fact.is_safeguard and not fact.todo,
        "a safeguard is a yes_no": fact.is_safeguard and fact.kind is not Kind.YES_NO,
        "a date has no direction of its own": fact.kind is Kind.DATE and "direction" in given,
        "a judgement (open_textured) needs guidance": fact.open_textured and not fact.guidance,
        "a judgement (open_textured) needs a direction": fact.open_textured
        and fact.direction is None,
    }
    return [says for says, holds in slips.items() if holds]


def _assuming(reader: Reader, fact: Fact, item: Item) -> Fact:
    given = item.pairs.get("while_unknown")
    if given is None or fact.kind is Kind.DATE:
        return fact
    try:
        value = fact.accept(given.value)
    except ValueError as error:
        reader.wrong(given, f"while_unknown: {error}")
        return fact
    return Fact(**{**fact.__dict__, "while_unknown": value})


def read_contradictions(
    reader: Reader, item: Item, conditions: ConditionReader
) -> tuple[Contradiction, ...]:
    """Return what cannot stand together."""
    return tuple(
        _contradiction(reader, entry, conditions) for entry in reader.listed(item, "contradictions")
    )


def _contradiction(reader: Reader, entry: Item, conditions: ConditionReader) -> Contradiction:
    reader.mapping(entry, ("when", "order", "says"), ("says",))
    says = reader.text(entry, "says")
    if "order" not in entry.pairs:
        return Contradiction(says, when=conditions.read(entry.pairs.get("when")))
    dates = [fact.id for fact in conditions.facts.values() if fact.kind is Kind.DATE]
    order = reader.words(entry, "order", dates)
    if len(order) != 2:
        reader.wrong(entry, "order names two dates, the earlier first")
        return Contradiction(says)
    return Contradiction(says, order=(order[0], order[1]))
