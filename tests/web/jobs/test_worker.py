"""Work is done, tried again, given back after a crash, and an e-mail is never sent twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from holdfast.web.jobs import worker
from holdfast.web.jobs.kinds import KINDS, Kind
from holdfast.web.jobs.models import LEASE, Job, enqueue

pytestmark = pytest.mark.django_db


@pytest.fixture
def done() -> Iterator[list[dict[str, object]]]:
    """What the handlers of this test were called with."""
    calls: list[dict[str, object]] = []

    def works(**ids: object) -> None:
        calls.append(ids)

    def fails(**ids: object) -> None:
        calls.append(ids)
        raise ValueError("Dana Whitfield cannot be written to")

    before = dict(KINDS)
    KINDS.clear()
    KINDS.update(works=Kind(works), fails=Kind(fails, tries=2), once=Kind(works, once=True))
    yield calls
    KINDS.clear()
    KINDS.update(before)


def test_it_works(done: list[dict[str, object]], now: datetime) -> None:
    enqueue("works", due_at=now, therapy="t1")

    assert worker.work(now) == 1
    assert done == [{"now": now, "therapy": "t1"}]
    assert Job.objects.get().state == "done"


def test_work_that_is_not_due_waits(done: list[dict[str, object]], now: datetime) -> None:
    enqueue("works", due_at=now + timedelta(hours=1))

    assert worker.work(now) == 0


def test_a_failure_is_tried_again_later_and_keeps_no_words(
    done: list[dict[str, object]], now: datetime
) -> None:
    enqueue("fails", due_at=now)
    worker.work(now)
    job = Job.objects.get()

    assert (job.state, job.due_at > now) == ("waiting", True)
    assert job.error.startswith("ValueError at ")
    assert ".fails:" in job.error
    assert "Dana" not in job.error

    worker.work(job.due_at)
    assert Job.objects.get().state == "failed"


def test_a_crash_gives_the_job_back(done: list[dict[str, object]], now: datetime) -> None:
    job = enqueue("works", due_at=now)
    Job.objects.filter(pk=job.pk).update(state="running", started_at=now)

    worker.work(now + LEASE + timedelta(seconds=1))

    assert len(done) == 1


def test_an_email_whose_fate_is_unknown_is_not_sent_again(
    done: list[dict[str, object]], now: datetime
) -> None:
    job = enqueue("once", due_at=now)
    Job.objects.filter(pk=job.pk).update(state="running", started_at=now)

    worker.work(now + LEASE + timedelta(seconds=1))

    assert done == []
    assert Job.objects.get().state == "unknown"


def test_a_repeating_kind_is_put_on_the_list_once_a_period(
    done: list[dict[str, object]], now: datetime
) -> None:
    KINDS["daily"] = Kind(KINDS["works"].handler, every=timedelta(days=1))

    worker.work(now)
    worker.work(now + timedelta(hours=1))
    worker.work(now + timedelta(hours=25))

    assert len(done) == 2


def test_everything_put_on_the_list_has_somebody_to_do_it() -> None:
    """A job nobody does fails hours later and far away from whoever asked for it."""
    import re
    from pathlib import Path

    import holdfast.web

    sources = Path(holdfast.web.__file__).parent.rglob("*.py")
    put = [re.findall(r'enqueue\(\s*"([a-z_.]+)"', path.read_text("utf-8")) for path in sources]

    assert {kind for kinds in put for kind in kinds} - set(KINDS) == set()
