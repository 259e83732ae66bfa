"""A finding as the desk reads it: the path step by step, what agrees, what the codes say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast import codes
from holdfast.screening import Tie, default_model, match, query
from holdfast.screening.ties import SAME_PERSON
from holdfast.screening.words import evidence_words, match_words, sufficiency_words, tie_words
from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Therapist
from holdfast.web.screening import index
from holdfast.web.screening.desk_codes import labels
from holdfast.web.screening.models import Circle, Finding, Node


@dataclass(frozen=True)
class Step:
    """One tie of a path in words; of a link between two cards the fields that agree."""

    words: str
    dates: str = ""
    agree: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """What one code says to the situation: the verdict, and each clause in a sentence."""

    name: str
    verdict: str
    clauses: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Shown:
    """A finding as it is shown."""

    row: Finding
    therapist: str
    role: str
    strength: str
    over: bool
    steps: tuple[Step, ...]
    codes: tuple[Said, ...]
    unclear: tuple[str, ...]


def shown(rows: Sequence[Finding], now: datetime) -> list[Shown]:
    """Open findings for the desk. Asks the same few queries however many they are."""
    opened = [(row, row.opened()) for row in rows]
    ties = {row.pk: [_tie(each) for each in held["ties"]] for row, held in opened}
    nodes = {n for row in ties.values() for tie in row for n in (tie.source, tie.target)}
    names, hidden = labels(nodes), _hidden(nodes)
    agree = agreement({pair for row in ties.values() for pair in _pairs(row)}, now)
    return [
        _shown(row, held, [_step(tie, names, hidden, agree) for tie in ties[row.pk]])
        for row, held in opened
    ]


def _shown(row: Finding, held: Mapping[str, Any], steps: Iterable[Step]) -> Shown:
    return Shown(
        row,
        row.therapist.shown_name,
        role_words(held["role"]),
        strength_words(held["strength"]),
        held["over"],
        tuple(steps),
        tuple(said_by_codes(held.get("receipt"))),
        tuple(held.get("says") or ()),
    )


def _tie(held: Mapping[str, Any]) -> Tie:
    days = {
        name: datetime.fromisoformat(held[name]).date() if held[name] else None
        for name in ("since", "until")
    }
    return Tie(**{**held, **days})


def _pairs(ties: Iterable[Tie]) -> Iterable[tuple[int, int]]:
    for tie in ties:
        if tie.kind == SAME_PERSON:
            yield min(tie.source, tie.target), max(tie.source, tie.target)


def _hidden(nodes: Iterable[int]) -> frozenset[int]:
    """Return the nodes of those whose tie to the therapist is kept from the desk, too."""
    rows = Circle.objects.filter(sensitive=True, card__node__in=nodes)
    return frozenset(rows.values_list("card__node", flat=True))


def _step(
    tie: Tie,
    names: Mapping[int, str],
    hidden: frozenset[int],
    agree: Mapping[tuple[int, int], tuple[str, ...]],
) -> Step:
    gone = _("somebody who is no longer here")
    one, other = (names.get(node, gone) for node in (tie.source, tie.target))
    if tie.kind == SAME_PERSON:
        pair = min(tie.source, tie.target), max(tie.source, tie.target)
        words = _("{one}: may be the same person as {other}").format(one=one, other=other)
        return Step(_capital(words), "", agree.get(pair, ()))
    if {tie.source, tie.target} & hidden:
        words = _("{one}: tied to {other}").format(one=one, other=other)
        return Step(_capital(words))
    said = tie_words(tie._replace(since=None, until=None))
    words = _("{one}: {tie} {other}").format(one=one, tie=said, other=other)
    return Step(_capital(words), _dates(tie))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _dates(tie: Tie) -> str:
    since = str(tie.since.year) if tie.since else ""
    until = str(tie.until.year) if tie.until else ""
    return f"{since}–{until}" if since or until else ""


def role_words(role: str) -> str:
    """Return what a finding is, in one sentence that names nobody."""
    return {
        "same_person": _("The person works here as a therapist."),
        "another_role": _("The person and the therapist know each other in another role."),
        "someone_close": _("Somebody close to the person is tied to the therapist."),
        "someone_known": _("Somebody the person knows is tied to the therapist."),
        "promised_role": _("A later role is agreed."),
    }[role]


def strength_words(strength: float) -> str:
    """Return how strong a tie is, in a word."""
    if strength >= 0.6:
        return _("a strong tie")
    return _("a tie of some weight") if strength >= 0.3 else _("a weak tie")


def in_one_line(
    therapists: Iterable[Therapist], rows: Iterable[Finding], reader: User
) -> dict[UUID, str]:
    """Say of each therapist how strong the strongest tie is that was found, and nothing else.

    What concerns the reader is not shown to them (`desk_sight`), and is not called nothing either.
    """
    strongest: dict[UUID, float] = {}
    for row in rows:
        strength = row.opened()["strength"]
        strongest[row.therapist_id] = max(strength, strongest.get(row.therapist_id, 0.0))

    def line(therapist: Therapist) -> str:
        if therapist.user_id == reader.pk:
            return _("what concerns yourself is not shown to you")
        known = strongest.get(therapist.pk)
        return _("nothing found") if known is None else strength_words(known)

    return {therapist.pk: line(therapist) for therapist in therapists}


def agreement(
    pairs: Iterable[tuple[int, int]], now: datetime
) -> dict[tuple[int, int], tuple[str, ...]]:
    """Say for each pair of nodes which fields agree and how much each counts, in words."""
    wanted = sorted(set(pairs))
    if not wanted:
        return {}
    key = index.key_in_use(now)
    rows = Node.objects.filter(pk__in={node for pair in wanted for node in pair})
    held = index.opened(rows, key)
    frequencies = index.frequencies()
    found = {}
    for one, other in wanted:
        if one in held and other in held:
            asked = query(held[one], key.hashing)
            model = default_model().of(frequencies)
            answer = match(
                asked, model,
                lambda keys, limit, other=other: [(keys[0], other)] if keys else [],  # type: ignore[misc]
                lambda ids, other=other: [(other, held[other])] if ids else [],  # type: ignore[misc]
            )  # fmt: skip
            found[one, other] = tuple(_waterfall(answer))
    return found


def _waterfall(answer: Any) -> Iterable[str]:
    for each in answer.matches:
        yield match_words(each)
        yield from (evidence_words(one) for one in each.evidence)
    if not answer.matches:
        yield _("Nothing agrees any more: one of the two has changed since.")
    if said := sufficiency_words(answer.sufficiency):
        yield said


def said_by_codes(receipt: Mapping[str, Any] | None) -> Iterable[Said]:
    """Read what each code said from the receipt that was kept, as it stood on that day."""
    library = codes.shipped()
    for edition_id, answer in (receipt or {}).get("answers", {}).items():
        edition = library.editions.get(edition_id)
        verdict = codes.words.verdict_words(codes.Verdict(answer["verdict"]))
        holds = [s for s in answer["steps"] if s["standing"] == codes.Standing.HOLDS.value]
        clauses = [
            (clause, edition.clauses[clause].summary, edition.clauses[clause].url)
            for clause in dict.fromkeys(c for step in holds for c in step["clauses"])
            if edition is not None and clause in edition.clauses
        ]
        yield Said(edition.title if edition else edition_id, verdict, tuple(clauses))
