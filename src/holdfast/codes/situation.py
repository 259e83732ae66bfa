"""A situation as it is put to the codes: an act, facts with who said so, what is on record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from holdfast.codes.accumulation import Crossing, record_facts
from holdfast.codes.facts import Fact, Facts, Kind, Value, choose, show
from holdfast.codes.library import Library


class Unclear(ValueError):
    """A situation that cannot be answered as it was told; `says` holds all that is wrong."""

    def __init__(self, says: list[str]) -> None:
        self.says = tuple(says)
        super().__init__("\n".join(says))


@dataclass(frozen=True)
class Supplied:
    """A fact's value, who said so and when, and, for a judgement, why."""

    value: Value
    by: str = ""
    on: date | None = None
    why: str = ""
    second: "Supplied | None" = None


@dataclass(frozen=True)
class Situation:
    """What a person asks: a situation that people ask about (`kind`), or an act alone."""

    kind: str = ""
    act: str = ""
    supplied: Mapping[str, Supplied] = field(default_factory=dict)
    crossings: tuple[Crossing, ...] = ()


@dataclass(frozen=True)
class Put:
    """A situation settled for answering: the act, and the facts known."""

    act: str
    facts: Facts
    fixed: frozenset[str]  # by the kind of situation
    asks: tuple[str, ...] = ()


def settle(library: Library, situation: Situation, on: date) -> Put:
    """Return the facts that a situation gives.

    Raises Unclear with one sentence for each thing that is wrong: an unknown fact, a value that
    is not one, a judgement without its reason, answers that contradict each other, a day to come.
    """
    fixes, act, asks = _kind(library, situation)
    says = _unknown(library, situation) if act else [_no_act(library, situation)]
    given: dict[str, Value] = {}
    for fact_id, supplied in situation.supplied.items():
        if fact_id in library.facts:
            says += _slips(library.facts[fact_id], supplied, fixes, on)
            given[fact_id] = careful(library.facts[fact_id], supplied)
    recorded = record_facts(situation.crossings, on) if situation.crossings else {}
    known = {f: v for f, v in recorded.items() if f in library.facts} | given | fixes
    if not says:
        says = [each.says for each in library.contradicted(known, on)]
    if says:
        raise Unclear(says)
    return Put(act, known, frozenset(fixes), asks)


def _kind(library: Library, situation: Situation) -> tuple[dict[str, Value], str, tuple[str, ...]]:
    if not situation.kind:
        return {}, situation.act if situation.act in library.acts else "", ()
    kind = library.situation(situation.kind)
    return dict(kind.fixes), kind.act, kind.asks


def _no_act(library: Library, situation: Situation) -> str:
    if not situation.act:
        return "Say which situation it is (situation: wedding), or which act (act: event)."
    near = choose(situation.act, list(library.acts))
    return f"There is no act {situation.act}. {near}".strip()


def _unknown(library: Library, situation: Situation) -> list[str]:
    return [
        f"{fact} is not a fact that the codes know. {choose(fact, list(library.facts))}".strip()
        for fact in situation.supplied
        if fact not in library.facts
    ]


def _slips(fact: Fact, supplied: Supplied, fixes: Facts, on: date) -> list[str]:
    says = []
    try:
        value = fact.accept(supplied.value)
    except ValueError as error:
        return [str(error)]
    if fact.id in fixes and fixes[fact.id] != value:
        says.append(
            f"{fact.id} cannot be {show(value)} here: this situation means "
            f"{show(fixes[fact.id])}. Leave it out, or choose another situation."
        )
    if fact.kind is Kind.DATE and isinstance(value, date) and value > on:
        says.append(
            f"{fact.id} is {show(value)}, after the day asked about ({show(on)}). "
            "Correct one of the two."
        )
    for judged in (supplied, supplied.second):
        if fact.open_textured and judged is not None and not judged.why.strip():
            says.append(f"{fact.id} is a judgement: write the reason beside it (why: ...).")
            break
    return says


def careful(fact: Fact, supplied: Supplied) -> Value:
    """Return the value that counts: of two people's judgements the more careful one."""
    if supplied.second is None or fact.direction is None or not fact.steps:
        return supplied.value
    values = [supplied.value, supplied.second.value]
    chosen = min if fact.direction.eases else max
    return chosen(values, key=fact.steps.index)
