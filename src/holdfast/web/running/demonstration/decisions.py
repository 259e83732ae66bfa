"""Boundaries in the demonstration: two decided and signed, two just begun, one private."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from holdfast.codes import Supplied, shipped
from holdfast.web.codes import actions
from holdfast.web.codes.asking import advice_on
from holdfast.web.codes.models import Weighing
from holdfast.web.codes.state import Weighed
from holdfast.web.running.demonstration.story import Story, Timed, Told

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


def decide(story: Story) -> Iterator[Timed]:
    """Yield the decisions in the order of their time: a scarf, a wedding; a hug only begun."""
    evening = time(19, 30)
    scarf = story.at(story.last - timedelta(days=SCARF.days_before), evening)
    yield scarf, lambda now: _decide(_another(story), SCARF, now)
    wedding = story.at(story.last - timedelta(days=WEDDING.days_before), evening)
    yield wedding, lambda now: _decide(_dana(story), WEDDING, now)
    yield story.at(story.last, time(20)), lambda now: _begin_hug(_another(story), now)
    yield story.at(story.last, time(20, 30)), lambda now: _begin_friend(_dana(story), now)


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
    weighed = replace(
        _answered(told, boundary, weighing.weighed(), now.date()),
        thoughts=dict(boundary.thoughts),
        plan=dict(boundary.plan),
        awaits=boundary.awaits,
        review_on=now.date() + timedelta(days=boundary.review_after),
    )
    actions.keep(weighing, weighed, by=told.user, now=now)
    actions.sign(weighing, _to_read(weighing, weighed, now), by=told.user, now=now)


def _answered(told: Told, boundary: Boundary, weighed: Weighed, day: date) -> Weighed:
    facts, by = shipped().facts, told.user.shown_name
    for fact, (answer, why) in boundary.answers.items():
        weighed = weighed.with_answer(fact, Supplied(facts[fact].accept(answer), by, day, why))
    for fact, (days, how) in boundary.met.items():
        weighed = weighed.with_safeguard(fact, Supplied(True, by, day - timedelta(days=days), how))
    return weighed


def _to_read(weighing: Weighing, weighed: Weighed, now: datetime) -> tuple[tuple[str, str], ...]:
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
