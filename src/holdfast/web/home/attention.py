"""What is worth a look: signals that nobody has dealt with, the most pressing first."""

import uuid
from collections.abc import Collection
from datetime import datetime

from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Signal, Therapy
from holdfast.web.practice.models.signals import Signals

from .gathering import WordedSignal, worded

MOST = 5
CONSIDERED = 100


def caseload_signals(reader: User, now: datetime) -> Signals:
    """Open signals in the reader's own therapies.

    What was agreed about sessions binds nobody once a therapy has ended: its drift stays on the
    page of the relationship, and asks for nothing here.
    """
    own = Signal.objects.filter(therapy__in=Therapy.objects.own_of(reader, now))
    open_ones = own.filter(state=Signal.State.OPEN).exclude(audience="lead")
    return open_ones.exclude(capability="frame", therapy__state=Therapy.State.ENDED)


def most_pressing(
    reader: User, now: datetime, meeting: Collection[uuid.UUID]
) -> tuple[list[WordedSignal], int]:
    """Return at most five signals, those of people met today first, and how many there are.

    What is urgent comes before all and is never left out. Of the others no more than two are about
    one therapy, so that one does not hide the others.
    """
    signals = caseload_signals(reader, now)
    rows = list(signals.select_related("therapy__key").pressing_first()[:CONSIDERED])
    rows.sort(key=lambda row: (not row.urgent, row.therapy_id not in meeting))
    chosen: list[Signal] = []
    for row in rows:
        about = sum(row.therapy_id == other.therapy_id for other in chosen)
        if row.urgent or (about < 2 and len(chosen) < MOST):
            chosen.append(row)
    return worded(chosen, reader), signals.count()
