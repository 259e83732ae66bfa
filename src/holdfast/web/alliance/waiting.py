"""Whether a client can still say how their last session was; for their start page, one query."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from holdfast import alliance
from holdfast.web.accounts.models import User
from holdfast.web.alliance.models import Check, Pause
from holdfast.web.practice.models import Attendance, Participant, Session

# What is older is past: the page of session checks still takes an answer, nobody is asked for it.
RECENT = timedelta(days=14)


def check_waits(client: User, now: datetime) -> bool:
    """Whether a session of late has no answer yet, and its client does not want a pause."""
    away = Attendance.objects.filter(
        session=OuterRef("pk"), participant=OuterRef(OuterRef("pk")), attended=False
    )
    begun = Session.objects.filter(
        ~Exists(away), therapy=OuterRef("therapy"), starts_at__lte=now, starts_at__gte=now - RECENT,
        state__in=(Session.State.HELD, Session.State.PLANNED),
    )  # fmt: skip
    given = Check.objects.filter(
        participant=OuterRef("pk"), session=OuterRef("latest"), scale=alliance.CHECK
    )
    there = Q(until=None) | Q(until__gte=now.date())
    paused = Pause.objects.filter(resumed_on=None).values("participant")
    places = Participant.objects.of_account(client, now).clients().filter(there)
    latest = Subquery(begun.order_by("-starts_at").values("pk")[:1])
    asked = places.exclude(pk__in=paused).annotate(latest=latest).exclude(latest=None)
    return asked.filter(~Exists(given)).exists()
