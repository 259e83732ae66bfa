"""The receipt of an answer: everything that it rests on, so that it is given again for ever.

A receipt holds 128 random bits, so that its seal (SHA-256) tells nobody who has only the seal
what was asked. It names each edition with its revision and a hash of its meaning, each fact with
who supplied it and when, and the whole trace. `again` evaluates it with the same revisions, also
when newer ones are there.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from holdfast.codes.accumulation import Crossing
from holdfast.codes.advise import Advice, advise_put
from holdfast.codes.answer import Answer, Because, Cited
from holdfast.codes.conditions import ALWAYS, AtLeast, Atom, Elapsed, written
from holdfast.codes.facts import Value, show
from holdfast.codes.library import Chosen, Library
from holdfast.codes.read_facts import Contradiction
from holdfast.codes.resolve import slice_of
from holdfast.codes.situation import Put, Situation, Supplied

SCHEMA = "holdfast/receipt/1"
Receipt = dict[str, Any]


class Altered(ValueError):
    """A receipt that does not match its seal, or the data that it names."""


def receipt(library: Library, advice: Advice, bits: bytes) -> Receipt:
    """Return the receipt of an answer, as a value that JSON can hold.

    `bits` are 128 random bits (16 bytes), drawn by the caller.
    """
    if len(bits) != 16:
        raise ValueError(f"A receipt holds 16 random bytes, not {len(bits)}.")
    body: Receipt = {
        "schema": SCHEMA,
        "random": bits.hex(),
        "on": advice.on.isoformat(),
        "situation": advice.situation.kind,
        "act": advice.put.act,
        "facts": _facts(advice.situation),
        "known": {f: _kept(value) for f, value in sorted(advice.put.facts.items())},
        "fixed": sorted(advice.put.fixed),
        "asks": list(advice.put.asks),
        "crossings": [_crossing(each) for each in advice.situation.crossings],
        "editions": [_edition(each) for each in advice.chosen],
        "facts_read": library.facts_meaning(_read(advice)),
        "ruled_out": [_ruling(each) for each in library.contradictions if each.when],
        "verdict": advice.verdict.value,
        "answers": {code: trace(each) for code, each in advice.answers.items()},
    }
    return body | {"seal": seal(body)}


def seal(body: Mapping[str, Any]) -> str:
    """Return the hash of a receipt without its seal (SHA-256, hexadecimal)."""
    plain = {key: value for key, value in body.items() if key != "seal"}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _facts(situation: Situation) -> dict[str, Any]:
    return {fact: _supplied(each) for fact, each in sorted(situation.supplied.items())}


def _supplied(given: Supplied) -> dict[str, Any]:
    told: dict[str, Any] = {
        "value": given.value if isinstance(given.value, int) else show(given.value)
    }
    told |= {key: text for key, text in (("by", given.by), ("why", given.why)) if text}
    if given.on is not None:
        told["on"] = given.on.isoformat()
    if given.second is not None:
        told["second"] = _supplied(given.second)
    return told


def _crossing(each: Crossing) -> dict[str, Any]:
    told = {"on": each.on.isoformat(), "kind": each.kind}
    return told | {"talked_over": each.talked_over, "secret": each.secret}


def _edition(each: Chosen) -> dict[str, str]:
    return {
        "key": each.edition.key,
        "meaning": each.edition.meaning(),
        "asked": each.asked,
        "chosen": each.reason,
    }


def _read(advice: Advice) -> set[str]:
    """The facts that the answer could read, with those that name its safeguards."""
    found = set(advice.put.facts)
    for each in advice.answers.values():
        rules = slice_of(each.edition, each.act)
        found |= rules.facts | {s for rule in rules.rules for s in rule.safeguards}
    return found


def trace(given: Answer) -> dict[str, Any]:
    """Return an answer with every step, as a value that JSON can hold."""
    return {
        "verdict": given.verdict.value,
        "mildest": given.mildest.value,
        "severest": given.severest.value,
        "silent": given.silent,
        "steps": [_step(each) for each in given.cited],
        "safeguards": list(given.safeguards),
        "safeguards_missing": list(given.safeguards_missing),
        "duties": [rule.id for rule in given.duties],
        "assumed": {fact: show(value) for fact, value in given.assumed.items()},
    }


def _step(each: Cited) -> dict[str, Any]:
    return {
        "rule": each.rule.id,
        "clauses": list(each.rule.clauses),
        "kind": each.rule.kind.value,
        "effect": each.rule.effect.value if each.rule.effect else None,
        "standing": each.standing.value,
        "by": list(each.by),
        "because": [_because(because) for because in each.because],
    }


def _because(each: Because) -> dict[str, Any]:
    value = None if each.value is None else show(each.value)
    told = {"fact": each.test.fact, "value": value, "assumed": each.assumed}
    return told | _limit(each.test)


def _limit(test: Atom) -> dict[str, int]:
    match test:
        case Elapsed(_, years):
            return {"years": years}
        case AtLeast(_, least):
            return {"at_least": least}
    return {}


def again(library: Library, kept: Receipt) -> Advice:
    """Evaluate a receipt again, with the revisions that it names.

    Raises Altered if the receipt was changed, if a revision that it names is gone or was changed,
    or if the answer is not the one kept.
    """
    if seal(kept) != kept["seal"]:
        raise Altered("The receipt does not match its seal: it was changed after it was made.")
    then = _library_then(library, kept)
    known = {fact: _value(library, fact, raw) for fact, raw in kept["known"].items()}
    put = Put(kept["act"], known, frozenset(kept["fixed"]), tuple(kept["asks"]))
    chosen = [_chosen(library, each) for each in kept["editions"]]
    on = date.fromisoformat(kept["on"])
    advice = advise_put(then, _situation(library, kept), put, on, chosen)
    if library.facts_meaning(_read(advice)) != kept["facts_read"]:
        raise Altered("A fact has another meaning than when the answer was given.")
    if {code: trace(each) for code, each in advice.answers.items()} != kept["answers"]:
        raise Altered("The same facts and data give another answer than the one kept.")
    return advice


def _library_then(library: Library, kept: Receipt) -> Library:
    """Return the library with only those contradictions that were known at the time."""
    then = tuple(c for c in library.contradictions if c.when and _ruling(c) in kept["ruled_out"])
    if len({_ruling(c) for c in then}) != len(set(kept["ruled_out"])):
        raise Altered("What cannot stand together is told otherwise than at the time.")
    return replace(library, contradictions=then)


def _ruling(each: Contradiction) -> str:
    """Return a short hash of what a contradiction rules out."""
    return hashlib.sha256(written(each.when or ALWAYS).encode()).hexdigest()[:16]


def _chosen(library: Library, kept: Mapping[str, str]) -> Chosen:
    edition = library.revisions.get(kept["key"])
    if edition is None or edition.meaning() != kept["meaning"]:
        raise Altered(f"{kept['key']} is not the revision that the answer rests on.")
    return Chosen(edition, kept["asked"], kept["chosen"])


def _situation(library: Library, kept: Receipt) -> Situation:
    crossings = tuple(
        Crossing(**(each | {"on": date.fromisoformat(each["on"])})) for each in kept["crossings"]
    )
    supplied = {f: _read_supplied(library, f, told) for f, told in kept["facts"].items()}
    return Situation(kept["situation"], kept["act"], supplied, crossings)


def _read_supplied(library: Library, fact: str, told: Mapping[str, Any]) -> Supplied:
    return Supplied(
        value=_value(library, fact, told["value"]),
        by=told.get("by", ""),
        on=date.fromisoformat(told["on"]) if "on" in told else None,
        why=told.get("why", ""),
        second=_read_supplied(library, fact, told["second"]) if "second" in told else None,
    )


def _kept(value: Value) -> bool | int | str:
    return value.isoformat() if isinstance(value, date) else value


def _value(library: Library, fact: str, raw: object) -> Value:
    if fact not in library.facts:
        raise Altered(f"The fact {fact} is gone.")
    return library.facts[fact].accept(raw)


def second_look(library: Library, kept: Receipt) -> tuple[str, ...]:
    """Return the revisions that a receipt rests on and a newer one has corrected since."""
    editions = library.editions
    keys = [each["key"] for each in kept["editions"]]
    return tuple(
        key
        for key in keys
        if key in library.revisions and editions[library.revisions[key].id].key != key
    )
