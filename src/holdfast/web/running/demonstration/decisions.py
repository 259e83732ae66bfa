"""Boundaries in the demonstration: two decided and signed, two just begun, one private.

Two more are about the therapist's own feelings, in her vault: one signed, one begun.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from holdfast.codes import Supplied, shipped
from holdfast.web.codes import actions
from holdfast.web.codes.asking import advice_on
from holdfast.web.codes.kept import InVault, Kept
from holdfast.web.codes.models import Weighing
from holdfast.web.codes.state import Weighed
from holdfast.web.running.demonstration.people import PASSPHRASE
from holdfast.web.running.demonstration.story import Story, Timed, Told
from holdfast.web.running.demonstration.vaults import vault_of
from holdfast.web.vault.actions import unlock

Answers = Mapping[str, tuple[str, str]]  # by fact: the answer, and the reason where one is asked


@dataclass(frozen=True)
class Boundary:
    """What a therapist thought through: the situation, what they answered, thought and planned."""

    client: str
    situation: str
    days_before: int
    answers: Answers
    thoughts: Mapping[str, str]
    plan: Mapping[str, str]
    met: Mapping[str, tuple[int, str]]  # by safeguard: how many days before signing, and how
    awaits: bool = False
    review_after: int = 42


WEDDING = Boundary(
    client="Dana Whitfield",
    situation="wedding",
    days_before=4,
    answers={
        "exploits": ("no", "I would be glad to be there, and nothing hangs on it for me."),
        "objectivity": ("intact", "I can still say what is hard about this marriage afterwards."),
        "serves_client": ("yes", "She fears nobody comes for her own sake; we work on just that."),
        "harm_foreseen": ("no", "We have been through both answers, and she took the no well."),
        "can_say_no": ("yes", ""),
        "overheard": ("no", ""),
        "social_part": ("no", ""),
        "kept_secret": ("no", ""),
    },
    thoughts={
        "what": "The ceremony only. I stand at the back and leave before the dinner.",
        "do_best": "She is seen on a day she was afraid of, and can think about that with me.",
        "do_worst": "Somebody asks who I am, and she feels exposed among her family.",
        "not_best": "We find out together what a friendly no is like for her.",
        "not_worst": "She hears it as a judgement on her choice and keeps it out of the work.",
        "need": "Hers in the first place. A little of mine: it is good to be wanted there.",
    },
    plan={
        "course": "do",
        "colleague": "Dr Tomás Reyes",
        "answered": "",
        "told": "That I come to the ceremony and not to the dinner, and what she says if asked.",
    },
    met={
        "client_consents": (3, "Talked over both ways, in the session before this one."),
        "reasons_written": (0, "Written here, before the day."),
    },
    awaits=True,
)
SCARF = Boundary(
    client="",
    situation="scarf",
    days_before=40,
    answers={},
    thoughts={
        "what": "A scarf she knitted, at the last session before the summer break.",
        "do_best": "She has given something and it was welcome.",
        "do_worst": "Next time she feels she has to.",
        "not_best": "We talk about what the present says.",
        "not_worst": "She is ashamed and does not come back after the break.",
        "need": "Hers: to give something back.",
    },
    plan={
        "course": "do",
        "colleague": "",
        "answered": "",
        "told": "Thank you; and that we can talk about what it means.",
    },
    met={"meaning_explored": (0, "We spoke about it when she gave it.")},
    review_after=30,
)
DREAD = Boundary(
    client="",
    situation="dread_client",
    days_before=26,
    answers={
        "work_affected": ("some", "I come out with my shoulders up, and can still say why."),
    },
    thoughts={
        "what": "I am glad when she cancels. Before she comes I tidy the room twice.",
        "do_best": "I find out what I am afraid of, and it becomes something between us.",
        "do_worst": "She feels that I hold my breath, and thinks it is her.",
        "not_best": "Somebody else is at ease with her from the first hour.",
        "not_worst": "She is sent away once more, and nobody has said why.",
        "need": "Mine to be spared. Hers that I stay, if I can stay awake.",
    },
    plan={
        "course": "do",
        "colleague": "Dr Tomás Reyes",
        "answered": "Whom does she remind you of? Come again before you decide anything.",
        "told": "Nothing for now.",
        "decided": "I go on, bring this work to supervision every fortnight, and look again.",
    },
    met={"consulted": (1, "Asked Tomás over lunch, without a name.")},
    review_after=60,
)
VAULT_MADE = 160  # days before the last


def decide(story: Story) -> Iterator[Timed]:
    """Yield the decisions in the order of their time: a scarf, a wedding; a hug only begun.

    What is in the vault is among them: a client dreaded, and a dream only begun.
    """
    evening = time(19, 30)
    made = story.at(story.last - timedelta(days=VAULT_MADE), time(20))
    yield made, lambda now: _make_vault(_dana(story), now)
    scarf = story.at(story.last - timedelta(days=SCARF.days_before), evening)
    yield scarf, lambda now: _decide(_another(story), SCARF, now)
    wedding = story.at(story.last - timedelta(days=WEDDING.days_before), evening)
    dread = story.at(story.last - timedelta(days=DREAD.days_before), evening)
    yield dread, lambda now: _decide_in_vault(_another(story), DREAD, now)
    yield wedding, lambda now: _decide(_dana(story), WEDDING, now)
    yield story.at(story.last, time(20)), lambda now: _begin_hug(_another(story), now)
    yield story.at(story.last, time(20, 30)), lambda now: _begin_friend(_dana(story), now)
    yield story.at(story.last, time(20, 40)), lambda now: _begin_dream(_dana(story), now)


def _dana(story: Story) -> Told:
    return next(told for told in story.told if told.life.clients == (WEDDING.client,))


def _another(story: Story) -> Told:
    """Somebody else in individual work with Dana's therapist, with whom it goes on."""
    dana = _dana(story)
    others = (
        told
        for told in story.told
        if told.therapist == dana.therapist
        and told is not dana
        and told.life.kind == "individual"
        and told.therapy.ended_on is None
    )
    return next(others, dana)


def _decide(told: Told, boundary: Boundary, now: datetime) -> None:
    weighing = actions.begin(
        told.therapy, boundary.situation, therapist=told.therapist, by=told.user, now=now,
        participant=told.clients[0],
    )  # fmt: skip
    weighed = _weighed(told, boundary, weighing.weighed(), now)
    actions.keep(weighing, weighed, by=told.user, now=now)
    actions.sign(weighing, _to_read(weighing, weighed, now), by=told.user, now=now)


def _weighed(told: Told, boundary: Boundary, begun: Weighed, now: datetime) -> Weighed:
    return replace(
        _answered(told, boundary, begun, now.date()),
        thoughts=dict(boundary.thoughts),
        plan=dict(boundary.plan),
        awaits=boundary.awaits,
        review_on=now.date() + timedelta(days=boundary.review_after),
    )


def _make_vault(told: Told, now: datetime) -> None:
    vault_of(told.user, now)


def _decide_in_vault(told: Told, boundary: Boundary, now: datetime) -> None:
    """Weigh a feeling in the vault and sign: the record gets what was decided and who was asked."""
    key, person = unlock(vault_of(told.user, now), PASSPHRASE, now=now), told.clients[0]
    series = actions.begin_in_vault(
        key.vault, told.therapy, boundary.situation, now=now, participant=person
    )
    begun = Weighed(boundary.situation)
    kept = Kept(now, now, str(told.therapy.pk), str(person.pk), begun)
    kept = kept.saying(_weighed(told, boundary, begun, now), now)
    row = InVault(key, series, kept, told.therapy, person, told.therapist)
    actions.sign(row, _to_read(row, kept.weighed, now), by=told.user, now=now)


def _begin_dream(told: Told, now: datetime) -> None:
    """A dream of the wedding: begun in the vault while it is shut, and left for now."""
    vault, person = vault_of(told.user, now), told.clients[0]
    actions.begin_in_vault(vault, told.therapy, "dream_of_client", now=now, participant=person)


def _answered(told: Told, boundary: Boundary, weighed: Weighed, day: date) -> Weighed:
    facts, by = shipped().facts, told.user.shown_name
    for fact, (answer, why) in boundary.answers.items():
        weighed = weighed.with_answer(fact, Supplied(facts[fact].accept(answer), by, day, why))
    for fact, (days, how) in boundary.met.items():
        weighed = weighed.with_safeguard(fact, Supplied(True, by, day - timedelta(days=days), how))
    return weighed


def _to_read(
    weighing: Weighing | InVault, weighed: Weighed, now: datetime
) -> tuple[tuple[str, str], ...]:
    answers = advice_on(weighing, weighed, now.date()).answers.items()
    return tuple((code, clause) for code, each in answers for clause in each.read_first)


def _begin_friend(told: Told, now: datetime) -> None:
    """A friend of the therapist's wants advice: outside every therapy, begun and left for now."""
    actions.begin(None, "friend_wants_advice", therapist=told.therapist, by=told.user, now=now)


def _begin_hug(told: Told, now: datetime) -> None:
    """A hug asked for at the end of a session: begun in the evening, two questions answered."""
    weighing = actions.begin(
        told.therapy, "hug", therapist=told.therapist, by=told.user, now=now,
        participant=told.clients[0],
    )  # fmt: skip
    by, day = told.user.shown_name, now.date()
    fact = advice_on(weighing, weighing.weighed(), day).next_question
    if fact is None:
        return
    given = shipped().facts[fact].while_unknown
    assert given is not None
    why = "I have looked at it from both chairs."
    actions.keep(
        weighing,
        weighing.weighed().with_answer(fact, Supplied(given, by, day, why)),
        by=told.user,
        now=now,
    )
