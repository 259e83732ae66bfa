"""A reaction: the therapist's own feeling or pull, noticed and written down.

The frame of a reaction (origin, trigger, manifestation, effect, management) and the five
constituents of managing it follow Hayes, Gelso, Goldberg and Kivlighan 2018 (Psychotherapy
55:496-507). The constituents are asked as questions and never added up: nobody is scored.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from holdfast.transference.vocabulary import CONSTITUENT_IDS, FEELING_IDS, PULL_IDS

Origin = Literal["evoked", "mine", "unsure"]
ORIGINS: tuple[Origin, ...] = ("evoked", "mine", "unsure")
STRENGTH_LIMIT = 10


@dataclass(frozen=True)
class Reaction:
    """One reaction, of which a feeling or a pull is enough: three taps after a session.

    `feeling` and `pull` are ids of our vocabulary or "" when not said; `own_words` holds what
    the list has no word for. `origin`: evoked by what happened between us, mine (my own history or
    day), or unsure; "" when not said. `strength` is 0..10, None when not said. `helped` names the
    constituents that helped. `for_consultation` marks it to be taken to a colleague.
    """

    id: str
    feeling: str = ""
    pull: str = ""
    own_words: str = ""
    trigger: str = ""
    did: str = ""
    origin: Origin | Literal[""] = ""
    strength: int | None = None
    helped: frozenset[str] = frozenset()
    for_consultation: bool = False
    session: str = ""
    on: date | None = None

    def __post_init__(self) -> None:
        """Raise ValueError saying everything that is wrong."""
        if problems := _problems(self):
            raise ValueError("; ".join(problems))

    @property
    def themes(self) -> frozenset[str]:
        """The feeling and the pull, those that were said: what is counted."""
        return frozenset(theme for theme in (self.feeling, self.pull) if theme)


def _problems(reaction: Reaction) -> list[str]:
    found = []
    if not (reaction.feeling or reaction.pull or reaction.own_words.strip()):
        found.append("a reaction needs a feeling, a pull or a few words of your own")
    if reaction.feeling and reaction.feeling not in FEELING_IDS:
        found.append(f"no feeling is called {reaction.feeling!r}; one is 'feeling.tender'")
    if reaction.pull and reaction.pull not in PULL_IDS:
        found.append(f"no pull is called {reaction.pull!r}; one is 'pull.rescue'")
    if reaction.origin and reaction.origin not in ORIGINS:
        found.append(f"origin is {reaction.origin!r}; it is 'evoked', 'mine' or 'unsure'")
    if reaction.strength is not None and not 0 <= reaction.strength <= STRENGTH_LIMIT:
        found.append(f"strength is {reaction.strength}; it runs from 0 to 10, for example 6")
    if unknown := sorted(reaction.helped - CONSTITUENT_IDS):
        found.append(f"nothing that helps is called {unknown[0]!r}; one is 'self_insight'")
    return found
