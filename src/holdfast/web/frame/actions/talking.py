"""Remarks while an agreement is talked over, and exceptions that both agreed."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.frame.models import AgreedException, Remark
from holdfast.web.practice.models import Participant, Therapy


@transaction.atomic
def remark(
    therapy: Therapy,
    words: str,
    *,
    by: User | None,
    now: datetime,
    term: str = "",
    participant: Participant | None = None,
) -> Remark:
    """Keep something said about a term: by a participant, or by the therapist (None)."""
    said = Remark(therapy=therapy, participant=participant, term=term, at=now)
    said.seal(words=words)
    said.save(force_insert=True)
    audit.record("remark made", now=now, actor=by or "", subject=said, about=therapy)
    return said


def said_by(participant: Participant | None) -> list[Remark]:
    """Return what one participant wrote about the agreement, the newest first."""
    if participant is None:
        return []
    rows = Remark.objects.filter(participant=participant).select_related("therapy__key")
    return list(rows.order_by("-at"))


@transaction.atomic
def answer_remark(said: Remark, *, by: User, now: datetime) -> None:
    """Note that a remark was talked about."""
    said.answered_at = now
    said.save(update_fields=["answered_at"])
    audit.record(
        "remark answered",
        now=now,
        actor=by,
        subject=said,
        about=said.therapy_id,
        fields=["answered_at"],
    )


@transaction.atomic
def agree_exception(
    therapy: Therapy,
    terms: Iterable[str],
    *,
    first: date,
    last: date,
    note: str,
    by: User,
    now: datetime,
) -> AgreedException:
    """Note that these terms do not bind on these days, because both agreed so."""
    exception = AgreedException(therapy=therapy, terms=sorted(terms), first=first, last=last)
    exception.seal(note=note)
    exception.save(force_insert=True)
    _changed("exception agreed", exception, by, now)
    return exception


@transaction.atomic
def end_exception(exception: AgreedException, *, by: User, now: datetime) -> None:
    """Let an exception end yesterday, so that the terms bind again; one not begun is removed."""
    _changed("exception ended", exception, by, now)
    if exception.first >= now.date():
        exception.delete()
        return
    exception.last = date.fromordinal(now.date().toordinal() - 1)
    exception.save(update_fields=["last"])


@transaction.atomic
def take_back_exception(exception: AgreedException, *, by: User, now: datetime) -> None:
    """Take back an exception that was a mistake: what happened counts on all its days."""
    _changed("exception taken back", exception, by, now)
    exception.delete()


def _changed(kind: str, exception: AgreedException, by: User, now: datetime) -> None:
    about = exception.therapy_id
    audit.record(kind, now=now, actor=by, subject=exception, about=about, fields=["first", "last"])
    Therapy.objects.filter(pk=about).mark_stale(now)
