"""From ways to findings, and what the codes say to the situation that each of them makes."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from holdfast import codes
from holdfast.screening import Finding, Tie, finding, situation
from holdfast.screening.graph import Way
from holdfast.web.practice.models import Therapist
from holdfast.web.sealing import keyring, primitives

SCHEMA = "holdfast/finding/1"
FOUND_BY = "screening"


def content_of(way: Way, therapist: Therapist, on: date) -> tuple[Finding, dict[str, Any]]:
    """Return what a way means on a day, and all of it as a value that JSON can hold."""
    found = finding(way, on)
    return found, {
        "schema": SCHEMA,
        "role": found.role,
        "strength": found.strength,
        "over": found.over,
        "ties": [_written(tie) for tie in found.ties],
        **_advice(found, therapist, on),
    }


def _written(tie: Tie) -> dict[str, Any]:
    days = {"since": tie.since, "until": tie.until}
    said = {name: day.isoformat() if day else None for name, day in days.items()}
    return {**tie._asdict(), **said}


def _advice(found: Finding, therapist: Therapist, on: date) -> Mapping[str, Any]:
    """Put the situation to the codes that the therapist is bound by; keep the receipt."""
    library, put = codes.shipped(), situation(found)
    why = "a tie found by screening; nobody has confirmed it yet"
    supplied = {f: codes.Supplied(v, by=FOUND_BY, on=on, why=why) for f, v in put.facts.items()}
    asked = codes.Situation(act=put.act, supplied=supplied)
    try:
        advice = codes.advise(library, asked, on, bound_by(library, therapist, on))
    except codes.Unclear as error:
        return {"situation": asdict(put), "verdict": None, "receipt": None, "says": error.says}
    receipt = codes.receipt(library, advice, secrets.token_bytes(16))
    return {"situation": asdict(put), "verdict": advice.verdict.value, "receipt": receipt}


def bound_by(library: codes.Library, therapist: Therapist, on: date) -> list[str]:
    """Return the codes a therapist is bound by; of one who names none, those in force."""
    known = []
    for code in therapist.codes:
        try:
            library.choose(code, on)
        except codes.UnknownName:
            continue
        known.append(code)
    return known or library.usual(on)


def mark_of(found: Finding) -> str:
    """Return what is the same whenever the same path to the same therapist is found again."""
    path = [[tie.source, tie.kind, tie.target] for tie in found.ties]
    key = keyring.ring().derived("findings")
    return primitives.mac(key, json.dumps([found.therapist, path]).encode()).hex()
