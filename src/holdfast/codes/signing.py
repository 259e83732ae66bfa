"""What a decision still needs before it can be signed."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from holdfast.codes.advise import Advice
from holdfast.codes.edition import Verdict


class Need(StrEnum):
    """What is wanting."""

    COLLEAGUE = "colleague"  # to act against a prohibition, a named colleague's answer
    READ = "read"  # a clause that is only recalled must have been read


@dataclass(frozen=True)
class Wanting:
    """One thing a decision waits for; `code` and `clause` say which clause is to be read."""

    need: Need
    code: str = ""
    clause: str = ""


def before_signing(
    advice: Advice, acting: bool, colleague: str = "", read: Collection[tuple[str, str]] = ()
) -> tuple[Wanting, ...]:
    """Return what is wanting before a decision on this answer may be signed; nothing if it may.

    `acting` tells whether the therapist means to do it, `colleague` names who answered a
    consultation on it, `read` holds the clauses the therapist has read, as (edition, clause).
    """
    found = [
        Wanting(Need.READ, code, clause)
        for code, each in advice.answers.items()
        for clause in each.read_first
        if (code, clause) not in read
    ]
    if acting and advice.verdict is Verdict.PROHIBITED and not colleague.strip():
        found.insert(0, Wanting(Need.COLLEAGUE))
    return tuple(found)


def against(advice: Advice, acting: bool) -> tuple[str, ...]:
    """Return the editions that prohibit what the therapist means to do."""
    codes = (c for c, each in advice.answers.items() if each.verdict is Verdict.PROHIBITED)
    return tuple(codes) if acting else ()
