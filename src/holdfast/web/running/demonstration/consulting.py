"""Consultation in the demonstration: questions to a colleague, and a trainee supervised."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from holdfast.web.codes.models import Decision
from holdfast.web.consultation.actions import answering, asking, supervising
from holdfast.web.consultation.copies import shown
from holdfast.web.consultation.known import on_record
from holdfast.web.consultation.models import Question, Seat
from holdfast.web.consultation.models.asking import Source
from holdfast.web.consultation.sources import Grounds, grounds
from holdfast.web.consultation.ties import Said
from holdfast.web.practice.models import SupervisionAgreement
from holdfast.web.running.demonstration.practice import without_letters
from holdfast.web.running.demonstration.story import Story, Told

TIRED = {
    "question": "I come out of these sessions tired and a little proud. I let them run over, and "
    "I tell myself that it helps. What would you look at first?",
    "hint": "Somebody in their thirties, open-ended individual work, no children.",
}
ADVICE = (
    "Look at the pride first. What happens just before the hour is up? I would say the time aloud "
    "five minutes before the end for three sessions and notice what that does to you both."
)
WEDDING = {
    "question": "I am invited to a wedding. I would go to the ceremony only and leave before the "
    "dinner. What am I not seeing?",
    "hint": "Somebody who marries this summer, outside the town.",
}
TOPICS = (
    (40, 60, "The mother who phones after sessions, and what I promise her.",
     "Say in the agreement who may phone whom.", True),
    (26, 60, "Silence with a boy of fifteen. I fill it.", "Count to ten, once a session.", True),
    (12, 90, "How I end sessions; I am late with everybody.", "Note the minute for two weeks.",
     False),
)  # fmt: skip


@transaction.atomic
def consult(story: Story) -> None:
    """Let Miriam ask twice, Tomás answer once, and Kofi be supervised."""
    dana = next(told for told in story.told if told.life.clients == ("Dana Whitfield",))
    _answered(story, dana)
    _waiting(story, dana)
    _supervision(story)
    without_letters()


def _ask(story: Story, told: Told, words: dict[str, str], at: datetime, found: Grounds) -> Question:
    content = {
        **words, "chosen": ["therapy", "verdict"], "to": str(story.users["tomas"].pk),
        "outside": "", "from": told.user.shown_name, "urgent": False, "phone": "", "also": [],
    }  # fmt: skip
    draft = asking.keep_draft(None, found, content, by=told.user, now=at)
    copy = shown(content, found.items, on_record(told.user, told.therapy, at), at.date())
    return asking.send(draft, copy, story.users["tomas"], by=told.user, now=at)


def _answered(story: Story, told: Told) -> None:
    at = story.at(story.last - timedelta(days=24), time(19))
    found = grounds(Source.NOTHING, None, told.user, at, told.therapy.pk)
    assert found is not None
    question, by = _ask(story, told, TIRED, at, found), story.users["tomas"]
    answering.open_it(question, by=by, now=at + timedelta(hours=20))
    answering.answer(question, ADVICE, by=by, now=at + timedelta(hours=21))
    done = "I say the time aloud. The first two sessions ended within five minutes."
    asking.note_done(question, done, by=told.user, now=at + timedelta(days=9))


def _waiting(story: Story, told: Told) -> None:
    """The wedding is decided upon and still waits for Tomás."""
    decision = Decision.objects.filter(therapy=told.therapy, awaits_consultation=True).first()
    at = story.at(story.last - timedelta(days=3), time(18))
    key = decision.pk if decision else None
    if found := grounds(Source.DECISION, key, told.user, at):
        _ask(story, told, WEDDING, at, found)


def _supervision(story: Story) -> None:
    kofi = story.therapists["kofi"]
    agreement = SupervisionAgreement.objects.select_related("supervisor", "supervisee__user").get(
        supervisee=kofi
    )
    when = story.at(story.last - timedelta(days=60), time(17))
    for user in (story.users["tomas"], story.users["kofi"]):
        supervising.declare(agreement, Said("none"), by=user, now=when)
    for days, minutes, words, task, done in TOPICS:
        on = story.last - timedelta(days=days)
        seat = _seat(story, agreement, on, minutes)
        _fill(story, seat, words, task, done=done)


def _seat(story: Story, agreement: SupervisionAgreement, on: date, minutes: int) -> Seat:
    seats = supervising.note_sitting(
        kind="individual", on=on, minutes=minutes, agreements=[agreement], peer=None,
        by=story.users["tomas"], now=story.at(on, time(18)),
    )  # fmt: skip
    return seats[0]


def _fill(story: Story, seat: Seat, words: str, task: str, *, done: bool) -> None:
    by, at = story.users["kofi"], story.at(seat.sitting.on, time(19))
    brought = next(told for told in story.told if told.user == by and told.therapy.ended_on is None)
    supervising.add_topic(seat, words, brought.therapy, by=by, now=at)
    agreed = supervising.add_task(seat, task, by=story.users["tomas"], now=at)
    if done:
        supervising.tick(agreed, done=True, by=by, now=at + timedelta(days=10))
