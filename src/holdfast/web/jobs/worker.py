"""Doing the work on the list: due jobs, repeats, retries, and what a crash left behind."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from holdfast.web.audit.logs import place_of

from .kinds import KINDS, Kind
from .models import LEASE, Job, Rhythm

log = logging.getLogger("holdfast.jobs")


def work(now: datetime, most: int = 100) -> int:
    """Do what is due at `now`; returns how many jobs were tried."""
    recover(now)
    _repeat(now)
    tried = 0
    while tried < most and (job := _take(now)) is not None:
        _do(job, now)
        tried += 1
    return tried


def recover(now: datetime) -> None:
    """Give back jobs whose worker died: to be tried again, or marked if that would be wrong."""
    left = Job.objects.filter(state=Job.State.RUNNING, started_at__lt=now - LEASE)
    for job in left:
        once = job.kind in KINDS and KINDS[job.kind].once
        state = Job.State.UNKNOWN if once else Job.State.WAITING
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(state=state)


def _repeat(now: datetime) -> None:
    last = dict(Rhythm.objects.values_list("kind", "last_at"))
    for name, kind in KINDS.items():
        if kind.every is not None and not (name in last and last[name] + kind.every > now):
            _put_if_due(name, kind.every, now)


@transaction.atomic
def _put_if_due(name: str, every: timedelta, now: datetime) -> None:
    rhythm, new = Rhythm.objects.select_for_update().get_or_create(
        kind=name, defaults={"last_at": now}
    )
    if not new and rhythm.last_at + every > now:
        return
    rhythm.last_at = now
    rhythm.save(update_fields=["last_at"])
    Job.objects.create(kind=name, due_at=now)


@transaction.atomic
def _take(now: datetime) -> Job | None:
    due = Job.objects.filter(state=Job.State.WAITING, due_at__lte=now).order_by("due_at")
    job = due.select_for_update(skip_locked=_can_skip()).first()
    if job is None:
        return None
    job.state, job.started_at, job.attempts = Job.State.RUNNING, now, job.attempts + 1
    job.save(update_fields=["state", "started_at", "attempts"])
    return job


def _can_skip() -> bool:
    from django.db import connection

    return connection.features.has_select_for_update_skip_locked


def _do(job: Job, now: datetime) -> None:
    kind = KINDS.get(job.kind)
    try:
        if kind is None:
            raise LookupError(f"no handler for {job.kind}")
        ended = kind.handler(now=now, **job.ids) or ""
    except Exception as error:
        _failed(job, kind, error, now)
    else:
        if kind.every is not None:
            job.delete()  # what repeats all day would fill the list with nothing worth reading
            return
        job.state, job.finished_at, job.error = Job.State.DONE, now, ended
        job.save(update_fields=["state", "finished_at", "error"])


def _failed(job: Job, kind: Kind | None, error: Exception, now: datetime) -> None:
    """Keep the type and place of the error, never its words: they may quote what was written."""
    job.error = f"{type(error).__name__} at {place_of(error.__traceback__)}"[:200]
    again = kind is not None and job.attempts < kind.tries
    job.state = Job.State.WAITING if again else Job.State.FAILED
    job.due_at = now + timedelta(minutes=2**job.attempts)
    job.save(update_fields=["state", "error", "due_at"])
    log.warning("job %s of kind %s: %s", job.pk, job.kind, job.error)
