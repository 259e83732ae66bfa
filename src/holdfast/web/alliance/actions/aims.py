"""Goals: written, agreed from both sides, and how far they are."""

from datetime import datetime

from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.alliance.models import Goal, GoalYes, HowFar
from holdfast.web.audit import models as audit
from holdfast.web.practice.models import Participant, Therapy


@transaction.atomic
def write_goal(
    goal: Goal, *, words: str, tasks: str, by: User, now: datetime, by_client: Participant | None
) -> Goal:
    """Write a goal, or word it anew. Whoever writes it agrees; everybody else is asked again.

    `by_client` is the place of a client who writes; None where the therapist does.
    """
    new = goal.version == 1 and not goal.words
    changed = (words, tasks) != (goal.text("words"), goal.text("tasks"))
    goal.seal(words=words, tasks=tasks)
    goal.written_at = goal.written_at or now
    goal.version += 0 if new else 1
    if changed:
        goal.therapist_agreed_at = None
    if by_client is None:
        goal.therapist_agreed_at = now
    goal.save()
    if changed:
        GoalYes.objects.filter(goal=goal).delete()
    if by_client is not None:
        GoalYes.objects.get_or_create(goal=goal, participant=by_client, defaults={"at": now})
    _note("goal written", goal, by, now, ["words", "tasks"])
    return goal


@transaction.atomic
def agree(goal: Goal, *, by: User, now: datetime, by_client: Participant | None) -> None:
    """Agree to a goal as it is worded now, from the client's side or the therapist's."""
    if by_client is not None:
        GoalYes.objects.get_or_create(goal=goal, participant=by_client, defaults={"at": now})
    else:
        goal.therapist_agreed_at = now
        goal.save(update_fields=["therapist_agreed_at"])
    _note("goal agreed", goal, by, now, [])


@transaction.atomic
def say_how_far(
    goal: Goal, value: int, *, by: User, now: datetime, by_client: Participant | None
) -> HowFar:
    """Say how far along a goal is, 0 to 10: by a client, or together in a session (None)."""
    row = HowFar.objects.create(goal=goal, participant=by_client, value=value, at=now)
    _note("how far said", goal, by, now, [])
    return row


@transaction.atomic
def set_state(goal: Goal, state: str, *, by: User, now: datetime) -> None:
    """Say that a goal is reached, let go, or worked for again."""
    goal.state = state
    goal.save(update_fields=["state"])
    _note("goal state", goal, by, now, ["state"])


def new_goal(therapy: Therapy, participant: Participant | None, now: datetime) -> Goal:
    """Return a goal that is not written yet."""
    return Goal(therapy=therapy, participant=participant, written_at=now)


def _note(kind: str, goal: Goal, by: User, now: datetime, fields: list[str]) -> None:
    audit.record(kind, now=now, actor=by, subject=goal, about=goal.therapy_id, fields=fields)
