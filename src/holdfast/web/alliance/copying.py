"""What a person's copy holds of the alliance."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from holdfast.web.alliance.models import Check, Goal
from holdfast.web.alliance.shown import shown
from holdfast.web.practice.models import Participant
from holdfast.web.practice.seam import CopyPart


def copied(person: Participant) -> Sequence[CopyPart]:
    """Return a person's answers in words, and their goals."""
    checks = Check.objects.filter(participant=person).order_by("at")
    goals = Goal.objects.filter(Q(participant=person) | Q(participant=None))
    goals = goals.filter(therapy=person.therapy_id).order_by("written_at")
    return (
        CopyPart(
            _("What you answered"),
            [_answered(row) for row in checks.select_related("therapy__key")],
            left_out=((_("Answers of others"), _("They belong to whoever gave them.")),),
            name="checks",
            at_once=True,
        ),
        CopyPart(
            _("Goals"),
            [_goal(row) for row in goals.select_related("therapy__key")],
            name="goals",
            at_once=True,
        ),
    )


def _answered(row: Check) -> Mapping[str, Any]:
    read = shown(row)
    return {
        "at": row.at.isoformat(),
        "what": read.title,
        "how": row.how,
        "answers": dict(read.rows),
        "note": read.note,
        "score": read.score,
    }


def _goal(row: Goal) -> Mapping[str, Any]:
    return {
        "written_at": row.written_at.isoformat(),
        "words": row.text("words"),
        "tasks": row.text("tasks"),
        "state": row.state,
    }
