"""A therapist's vault in the demonstration: notes, reactions and episodes, mostly with Dana.

Written as somebody writes who does not know what will come of it.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from holdfast.transference import Episode, Point, Reaction
from holdfast.web.running.demonstration.story import Story, Told
from holdfast.web.running.demonstration.vaults import vault_of
from holdfast.web.transference import actions
from holdfast.web.transference.kept import Kept, KeptEpisode, KeptReaction, Note
from holdfast.web.vault.models import Vault

OWNER = "miriam"

NOTES = (
    (
        3,
        "What I did not say",
        "I was late from the corridor and began as if nothing had been. She noticed; I saw it in "
        "how carefully she put her bag down. I wanted to be forgiven before I had said anything.",
    ),
    (
        10,
        "",
        "The wedding again. I catch myself choosing a dress in my head. Being wanted there is "
        "pleasant, and that is exactly why I should look at it with Tomás.",
    ),
    (
        24,
        "Sundays",
        "I look forward to her messages. Not to what is in them: to being the one she writes to.",
    ),
    (
        45,
        "Silence",
        "Ten minutes of it. Mine was not patience, I was tired, and she took it for patience.",
    ),
)
REACTIONS: tuple[tuple[int, dict[str, Any]], ...] = (
    (
        3,
        {
            "feeling": "feeling.guilty",
            "pull": "pull.give_more",
            "trigger": "I began late.",
            "did": "Ran ten minutes over and did not say why.",
            "origin": "mine",
            "strength": 6,
            "helped": frozenset({"self_insight"}),
            "for_consultation": True,
        },
    ),
    (10, {"feeling": "feeling.special", "pull": "pull.be_friends", "strength": 5}),
    (17, {"feeling": "feeling.protective", "pull": "pull.rescue", "strength": 7}),
    (24, {"feeling": "feeling.fond", "pull": "pull.rescue"}),
    (31, {"feeling": "feeling.protective", "pull": "pull.give_more"}),
    (45, {"feeling": "feeling.bored", "pull": "pull.advise", "origin": "unsure"}),
)
# Who, days before, what was told, its codes, where the other stands.
TOLD: tuple[tuple[str, int, str, tuple[str, ...], tuple[int, int]], ...] = (
    (
        "mother",
        150,
        "She asked how I was and left the room.",
        ("wish.close", "other.withdraws", "self.sad"),
        (-2, 1),
    ),
    (
        "mother",
        143,
        "I rang, she had no time.",
        ("wish.close", "other.withdraws", "self.pleases"),
        (-3, 2),
    ),
    (
        "mother",
        129,
        "She cried and I made the tea.",
        ("wish.cared_for", "other.needs_them", "self.pleases"),
        (1, -3),
    ),
    (
        "mother",
        108,
        "She said I was too much.",
        ("wish.understood", "other.dismisses", "self.ashamed"),
        (-3, 3),
    ),
    ("mother", 80, "She forgot the day.", ("wish.close", "other.unreliable", "self.sad"), (-1, 0)),
    (
        "Sam",
        136,
        "He listened to the end.",
        ("wish.understood", "other.understands", "self.open"),
        (3, 0),
    ),
    (
        "Sam",
        122,
        "He decided about the flat without me.",
        ("wish.decide", "other.controls", "self.gives_in"),
        (0, 4),
    ),
    ("Sam", 94, "We laughed about the cake.", ("wish.close", "other.warm", "self.glad"), (4, 0)),
    (
        "Sam",
        66,
        "He said sorry first.",
        ("wish.respected", "other.gives_way", "self.glad"),
        (3, -2),
    ),
    (
        "first boss",
        115,
        "She took my plan for hers.",
        ("wish.respected", "other.controls", "self.angry"),
        (-4, 4),
    ),
    (
        "first boss",
        87,
        "She praised me before everyone.",
        ("wish.accepted", "other.warm", "self.ashamed"),
        (2, 2),
    ),
)
ABOUT_ME: tuple[tuple[int, str, str, tuple[str, ...], tuple[int, int]], ...] = (
    (
        101,
        "I looked at the clock while she spoke.",
        "You were somewhere else.",
        ("wish.close", "other.withdraws", "self.sad"),
        (-1, 1),
    ),
    (
        73,
        "I gave her the name of a doctor she had not asked for.",
        "You wanted me off your hands.",
        ("wish.understood", "other.dismisses", "self.pleases"),
        (-2, 3),
    ),
)


def keep_private(story: Story) -> None:
    """Make the therapist's vault and write what she kept there."""
    dana = next(told for told in story.told if told.life.clients == ("Dana Whitfield",))
    user, begun = story.users[OWNER], story.at(story.last - timedelta(days=160), time(20))
    vault = vault_of(user, begun)
    Vault.objects.filter(pk=vault.pk).update(recovery_kept_at=begun)
    for when, what in sorted(_entries(story, dana), key=lambda pair: pair[0]):
        actions.keep(vault, what, now=when)


def _entries(story: Story, dana: Told) -> Iterator[tuple[datetime, Kept]]:
    therapy = str(dana.therapy.pk)
    for days, title, text in NOTES:
        at = _evening(story, days)
        yield at, Note(at, therapy, title, text)
    for days, given in REACTIONS:
        at = _evening(story, days)
        yield at, KeptReaction(at, therapy, Reaction(f"r{days}", on=at.date(), **given))
    yield from _others(story, dana)
    for number, (person, days, words, codes, place) in enumerate(TOLD):
        at = _evening(story, days)
        yield at, KeptEpisode(at, therapy, _episode(number, person, at.date(), words, codes, place))
    for days, did, words, codes, place in ABOUT_ME:
        at = _evening(story, days)
        episode = _episode(days, "me", at.date(), words, codes, place, actually_did=did)
        yield at, KeptEpisode(at, therapy, episode)


def _others(story: Story, dana: Told) -> Iterator[tuple[datetime, Kept]]:
    """A reaction now and then with her other clients, against which Dana's stand."""
    mine = [t for t in story.told if t.user == dana.user and t is not dana and t.life.ends is None]
    for number, told in enumerate(mine[:6]):
        at = _evening(story, 12 + 7 * number)
        feeling = ("feeling.tender", "feeling.irritated", "feeling.sad")[number % 3]
        yield (
            at,
            KeptReaction(
                at, str(told.therapy.pk), Reaction(f"o{number}", feeling=feeling, on=at.date())
            ),
        )


def _episode(
    number: int, person: str, on: date, words: str, codes: tuple[str, ...], place: tuple[int, int],
    *, actually_did: str = "",
) -> Episode:  # fmt: skip
    return Episode(
        f"e{number}", person, person == "me", frozenset(codes), on=on, time="past",
        told_by="client", words={"other": words}, points={"other": Point(*place)},
        actually_did=actually_did,
    )  # fmt: skip


def _evening(story: Story, days: int) -> datetime:
    return story.at(story.last - timedelta(days=days), time(20, 10))
