"""What clients of the demonstration answered after their sessions, and what they work for.

About half of the therapies have checks. Each client has a level of their own, from which answers
stray a little; in Dana's the last ones fall, in one other a fall was talked about and mended.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from holdfast.alliance import CHECK, CheckAnswers
from holdfast.web.alliance import contributes
from holdfast.web.alliance.actions import aims, answering, naming
from holdfast.web.alliance.actions.answering import Place
from holdfast.web.alliance.models import Asking, Check
from holdfast.web.practice.actions.signals import keep_found
from holdfast.web.practice.models import Participant, Session, Signal
from holdfast.web.running.demonstration.story import Story, Told

STATEMENTS = range(1, 8)
LATEST = 14
FELL = CheckAnswers(
    {1: 3.0, 2: 2.0, 3: 3.0, 4: 2.0, 5: 2.0, 6: 3.0, 7: 2.0},
    note="I wasn't sure I could say I was annoyed.",
)
GOALS = (
    ("Say no at work without apologising", "Notice the pull first. Try it once a week.", (2, 4, 6)),
    ("Sleep through three nights a week", "Phone out of the bedroom.", (3, 5, 8)),
    ("Tell Sam about the diagnosis", "Find the words together.", (1, 2)),
)

# PHQ-9, item by item: 14, 12, 10, 8. Nothing of it about danger.
PHQ = (
    (2, 2, 2, 2, 2, 2, 1, 1, 0),
    (2, 2, 2, 2, 1, 1, 1, 1, 0),
    (1, 2, 2, 1, 1, 1, 1, 1, 0),
    (1, 1, 2, 1, 1, 1, 1, 0, 0),
)


@transaction.atomic
def answer_checks(story: Story) -> None:
    """Let about half of the clients answer, fall and mend, and Dana work for three goals."""
    dice = random.Random(story.dice.random())  # noqa: S311  a story, not a secret
    dana = next(told for told in story.told if told.life.clients == ("Dana Whitfield",))
    others = [told for told in story.told if told is not dana]
    _ordinary(dana, dice, stops=1, strays=0.05)
    _fall(dana)
    _goals(dana, story)
    _feelings(dana)
    chosen = [told for told in others if dice.random() < 0.5]
    mended = next(
        told
        for told in chosen
        if told.life.ends is None and told.life.kind == "individual" and len(_held(told)) == LATEST
    )
    for told in chosen:
        _ordinary(told, dice, stops=4 if told is mended else 0)
    _mend(mended)


def _held(told: Told) -> list[Session]:
    rows = told.therapy.sessions.held().order_by("-starts_at")[:LATEST]
    return list(reversed(rows))


def _ordinary(told: Told, dice: random.Random, stops: int, strays: float = 0.12) -> None:
    """Answer as people do: near one's own level, now and then not at all."""
    sessions = _held(told)
    for client in told.clients:
        level = dice.gauss(4.2, 0.35)
        for session in sessions[: len(sessions) - stops]:
            if dice.random() < 0.92:
                _answer(client, told, session, _near(level, strays, dice))


def _near(level: float, strays: float, dice: random.Random) -> CheckAnswers:
    today = level + dice.gauss(0, strays)
    answers = {n: float(min(5, max(1, round(today + dice.gauss(0, 0.35))))) for n in STATEMENTS}
    return CheckAnswers(answers, felt_off=False)


def _answer(client: Participant, told: Told, session: Session, given: CheckAnswers) -> Check:
    client.therapy = told.therapy
    place = Place(client, CHECK, session)
    at = session.planned_end + timedelta(minutes=40)
    return answering.take(place, given, how=Check.How.PORTAL, now=at, by=client.user)


def _fall(told: Told) -> None:
    """Dana's last answers lie far below her own, and nobody has spoken of it yet."""
    _answer(told.clients[0], told, _held(told)[-1], FELL)


def _mend(told: Told) -> None:
    """A fall that was named in the next session; two good ones later the client says yes."""
    client, (fell, named, good, better) = told.clients[0], _held(told)[-4:]
    _answer(client, told, fell, CheckAnswers(dict.fromkeys(STATEMENTS, 2.0), felt_off=True))
    keep_found(told.therapy, contributes.find([told.therapy], named.starts_at), named.starts_at)
    rows = Signal.objects.filter(participant=client, capability="alliance", state="open")
    for signal in rows.select_related("therapy__key"):
        naming.name_strain(
            signal, named, form="withdrawal", said="I had moved on too fast; we slowed down.",
            by=told.user, now=named.planned_end,
        )  # fmt: skip
    _answer(client, told, named, CheckAnswers(dict.fromkeys(STATEMENTS, 4.0)))
    _answer(
        client, told, good, CheckAnswers(dict.fromkeys(STATEMENTS, 4.0), all_right_now="partly")
    )
    _answer(client, told, better, CheckAnswers(dict.fromkeys(STATEMENTS, 5.0), all_right_now="yes"))


def _goals(told: Told, story: Story) -> None:
    client, sessions = told.clients[0], _held(told)
    for (words, tasks, far), session in zip(GOALS, sessions, strict=False):
        goal = aims.new_goal(told.therapy, client, session.planned_end)
        when = session.planned_end
        aims.write_goal(goal, words=words, tasks=tasks, by=told.user, now=when, by_client=None)
        if client.user is not None:
            aims.agree(goal, by=client.user, now=when + timedelta(hours=2), by_client=client)
        for value, at in zip(far, _spread(sessions, len(far)), strict=True):
            aims.say_how_far(goal, value, by=told.user, now=at, by_client=None)
    if client.user is not None:
        place = Place(client, "phq-9", None)
        answering.ask(place, Asking.How.PORTAL, by=told.user, now=sessions[-1].planned_end)


def _feelings(told: Told) -> None:
    """Dana filled in PHQ-9 four times; it fell from moderate to mild."""
    client, sessions = told.clients[0], _held(told)
    client.therapy = told.therapy
    for each, session in zip(PHQ, sessions[::3], strict=False):
        given = CheckAnswers({n: float(v) for n, v in enumerate(each, start=1)})
        place = Place(client, "phq-9", session)
        answering.take(place, given, how=Check.How.PAPER, now=session.planned_end, by=told.user)


def _spread(sessions: list[Session], count: int) -> Iterator[datetime]:
    step = max(1, (len(sessions) - 3) // count)
    return (sessions[2 + number * step].planned_end for number in range(count))
