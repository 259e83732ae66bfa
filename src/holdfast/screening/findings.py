"""What a way to a therapist means, and which situation it puts to the codes.

APA 3.05 names three multiple relationships: another role with the same person, a relationship
with somebody closely associated with or related to them, and the promise of such a role later.
A finding names, grades and dates; whether it matters is a person's decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from holdfast.screening.graph import Way
from holdfast.screening.ties import CLIENT_KINDS, Kinds, Tie, default_kinds, is_promised

Role = Literal["same_person", "another_role", "someone_close", "someone_known", "promised_role"]
Side = Literal["therapist", "client"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which a person is tied to a therapist.

    `side` is "client" where the way leads through another person's therapy: such a finding may be
    discussed with nobody. A "therapist" finding is about the therapist's own circle or about the
    person's own earlier therapy.
    """

    therapist: int
    role: Role
    side: Side
    strength: float
    ties: tuple[Tie, ...]
    over: bool  # all that ties them has ended

    @property
    def steps(self) -> tuple[Tie, ...]:
        """The ties without the links between cards of one person."""
        return Way(0, self.ties, self.strength).steps


@dataclass(frozen=True, slots=True)
class Put:
    """A situation put to the codes: an act, and facts by their names in the codes' data."""

    act: str
    facts: Mapping[str, str]


def finding(way: Way, on: date, kinds: Kinds | None = None) -> Finding:
    """Return what a way to a therapist means on a day."""
    kinds = kinds or default_kinds()
    steps = way.steps
    return Finding(
        therapist=way.end,
        role=_role(steps, on, kinds),
        side="client" if len(steps) > 1 and steps[-1].kind in CLIENT_KINDS else "therapist",
        strength=way.strength,
        ties=way.ties,
        over=bool(steps) and all(tie.until is not None and tie.until < on for tie in steps),
    )


def _role(steps: tuple[Tie, ...], on: date, kinds: Kinds) -> Role:
    if not steps:
        return "same_person"
    if any(is_promised(tie, on) for tie in steps):
        return "promised_role"
    if len(steps) == 1:
        return "another_role"
    close = all(kinds[tie.kind].close for tie in steps[:-1])
    return "someone_close" if close else "someone_known"


def situation(found: Finding, kinds: Kinds | None = None) -> Put:
    """Return the situation that the codes are asked about before this person is taken on.

    Only what the finding shows is a fact; what needs judgement is left for a person to answer.
    """
    kinds = kinds or default_kinds()
    steps = found.steps
    if len(steps) == 1 and steps[0].kind == "former_client":
        return Put("resume_therapy", {"person": "former_client"})
    facts = {"person": "prospective_client", "closeness": _closeness(found)}
    if steps:
        last = kinds[steps[-1].kind]
        facts["tie"] = last.tie if len(steps) == 1 else last.through
    return Put("accept_client", facts)


def _closeness(found: Finding) -> str:
    if found.over or found.strength < 0.3:
        return "distant"
    return "close" if found.strength >= 0.6 else "regular"
