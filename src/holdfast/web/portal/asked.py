"""What stands behind a topic a client asks about: what the codes say, and who helps where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from holdfast.codes import (
    Answer,
    Check,
    Edition,
    Rank,
    Situation,
    Supplied,
    Topic,
    Verdict,
    advise,
    clauses_of,
    shipped,
    words,
)

SELF_SERVING = "exploits"
KINDS = (
    ("usual", _("Most often fine")),
    ("worth_a_talk", _("Worth a closer look")),
    ("serious", _("Not OK, whatever the reason")),
)


@dataclass(frozen=True)
class Said:
    """What some codes say alike: one plain sentence, and each code with its clauses."""

    sentence: str
    codes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # name, (clause, address)
    recalled: bool


def topics_by_kind() -> list[tuple[str, str, list[Topic]]]:
    """Return the topics in the order of how serious they are: kind, its title, its topics."""
    topics = shipped().topics.values()
    return [(kind, str(title), [t for t in topics if t.kind == kind]) for kind, title in KINDS]


@lru_cache(maxsize=256)
def answers(topic: Topic, on: date) -> tuple[Answer, ...]:
    """Return what each code answers to the situation behind a topic, the severest first.

    Nothing is known but what the question itself says, and of a serious topic that it serves the
    therapist. Our own rule is no code and is left out.
    """
    if not topic.situation:
        return ()
    advice = advise(shipped(), Situation(topic.situation, supplied=_known(topic)), on)
    codes = (a for a in advice.answers.values() if a.edition.rank is not Rank.HOUSE)
    return tuple(sorted(codes, key=lambda a: -a.verdict.severity))


def codes_say(topic: Topic, on: date) -> tuple[Said, ...]:
    """Return what the codes say to a topic, those that say alike together, the severest first.

    A code whose answer hangs on more says so with "it depends".
    """
    by_sentence: dict[str, list[Answer]] = {}
    for given in answers(topic, on):
        by_sentence.setdefault(_sentence(given), []).append(given)
    return tuple(_said(sentence, alike) for sentence, alike in by_sentence.items())


def _known(topic: Topic) -> Mapping[str, Supplied]:
    fixed = shipped().situation(topic.situation).fixes
    if topic.kind != "serious" or SELF_SERVING in fixed:
        return {}
    return {SELF_SERVING: Supplied(True, by="the topic", why="It serves the therapist.")}


def _sentence(given: Answer) -> str:
    if given.severest is not given.mildest and given.severest is Verdict.PROHIBITED:
        return str(_("It depends on what happened. In some cases a therapist must not do this."))
    if given.severest is not given.mildest and given.verdict is not Verdict.PROHIBITED:
        return str(_("It depends on what happened."))
    return words.client_verdict_words(given.verdict)


def _said(sentence: str, alike: Iterable[Answer]) -> Said:
    rows = list(alike)
    codes = tuple((_name(a.edition), _clauses(a)) for a in rows)
    recalled = any(
        a.edition.clauses[c].check is Check.RECALLED for a in rows for c in clauses_of(a)
    )
    return Said(sentence, codes, recalled)


def _name(edition: Edition) -> str:
    return f"{edition.body} ({edition.edition})"


def _clauses(given: Answer) -> tuple[tuple[str, str], ...]:
    clauses = given.edition.clauses
    return tuple((c, clauses[c].url) for c in clauses_of(given))
