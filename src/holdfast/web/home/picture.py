"""Which stretch of a therapy the chart shows, and what stands behind its lanes."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Break, Session, Therapy
from holdfast.web.practice.reading import breaks_between
from holdfast.web.practice.seam import Moment

from .chart import Chart, Span, Turn
from .gathering import lanes

STRETCHES: dict[str, tuple[Any, timedelta | None]] = {
    "quarter": (gettext_lazy("3 months"), timedelta(days=92)),
    "year": (gettext_lazy("12 months"), timedelta(days=366)),
    "all": (gettext_lazy("Everything"), None),
}


def stretch(therapy: Therapy, chosen: str, now: datetime) -> tuple[datetime, datetime]:
    """Return from when until when the chart goes; an ended therapy's ends with it."""
    end = now
    if therapy.ended_on and therapy.ended_on < now.date():
        end = _midnight(therapy.ended_on + timedelta(days=7), now)
    began = _midnight(therapy.started_on or now.date(), now) - timedelta(days=4)
    length = STRETCHES[chosen][1]
    return (began if length is None else max(began, end - length)), end


def picture(
    therapy: Therapy,
    reader: User,
    start: datetime,
    end: datetime,
    *,
    finding: str,
    told: Sequence[Moment],
) -> Chart | None:
    """Put the chart together; None while there is nothing to draw. `told` holds its moments."""
    found = lanes(therapy, reader, start, end)
    if not found:
        return None
    pauses = breaks_between(therapy, start.date(), end.date())
    return Chart(
        title=_("The relationship from %(start)s to %(end)s")
        % {"start": date_format(start, "F Y"), "end": date_format(end, "F Y")},
        finding=finding,
        lanes=found,
        start=start,
        end=max(end, start + timedelta(days=28)),
        zone=therapy.tz,
        spans=tuple(_span(pause, end) for pause in pauses),
        turns=tuple(Turn(m.at, m.turn, m.url) for m in told if m.turn),
    )


def _span(pause: Break, now: datetime) -> Span:
    label = _("Break") if pause.by == Session.By.THERAPIST else _("Client away")
    since = _midnight(pause.since, now)
    return Span(since, _midnight(pause.until + timedelta(days=1), now), label)


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo)
