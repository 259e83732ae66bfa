"""What Dana did about her record: a request that waits, a correction, a "not how it was"."""

from datetime import datetime, time, timedelta

from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.portal.actions import requests, statements
from holdfast.web.portal.facts import facts_of
from holdfast.web.portal.models import Statement
from holdfast.web.practice.models import Participant
from holdfast.web.running.demonstration.story import Story

CLIENT = "Dana Whitfield"


@transaction.atomic
def speak_up(story: Story, country: str = "GB") -> None:
    """Let Dana ask for the rest, correct a line, and say of a session that it was not so."""
    told = next(t for t in story.told if t.life.clients == (CLIENT,))
    rows = Participant.objects.select_related("card__key", "therapy__key", "user__key")
    dana = rows.get(pk=told.clients[0].pk)
    if dana.user is None:
        return
    last = story.at(story.last, time(18))
    _ask(dana, country, last - timedelta(days=9))
    _correct(dana, told.user, last - timedelta(days=40))
    _not_so(dana, last - timedelta(days=4))


def _ask(dana: Participant, country: str, at: datetime) -> None:
    words = "Most of all what you wrote after the session before the summer break."
    assert dana.user is not None
    requests.ask(dana, words, country=country, by=dana.user, now=at)


def _correct(dana: Participant, therapist: User, at: datetime) -> None:
    assert dana.user is not None
    words = "My sister is younger than me, not older. It is written the other way round."
    kind = Statement.Kind.CORRECTION
    said = statements.state(dana, words, kind=kind, by=dana.user, now=at)
    answer = "Thank you. I have put it right, and I am sorry that it stood there."
    statements.answer(said, answer, outcome="changed", by=therapist, now=at + timedelta(days=2))


def _not_so(dana: Participant, at: datetime) -> None:
    """Of the latest line on the therapist's side, else of the latest session."""
    facts = facts_of(dana, at)
    lines = [one for one in (*facts.different, *facts.history) if one.about == "session"]
    if not lines or dana.user is None:
        return
    words = "We began on time that day. You were waiting for me, I remember the open door."
    statements.state(
        dana, words, kind=Statement.Kind.NOT_SO, by=dana.user, now=at,
        about=lines[0].about, about_id=lines[0].id, line=lines[0].words,
    )  # fmt: skip
