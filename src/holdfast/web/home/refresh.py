"""Looking for signals again wherever facts were added; pages read signals, never compute them."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from holdfast.web.practice.actions.signals import keep_found
from holdfast.web.practice.contributors import offers
from holdfast.web.practice.models import Therapy
from holdfast.web.practice.seam import Found

AT_ONCE = 50


def refresh_stale(now: datetime, most: int = 5000) -> int:
    """Refresh every therapy that is marked stale, the longest waiting first; returns how many."""
    waiting = Therapy.objects.filter(stale_since__isnull=False).order_by("stale_since")
    done = 0
    for keys in _batches(list(waiting.values_list("pk", flat=True)[:most])):
        done += _refresh(list(Therapy.objects.filter(pk__in=keys).with_keys()), now)
    return done


def _batches(things: list[uuid.UUID]) -> list[list[uuid.UUID]]:
    return [things[i : i + AT_ONCE] for i in range(0, len(things), AT_ONCE)]


def _refresh(therapies: Sequence[Therapy], now: datetime) -> int:
    found: dict[object, list[Found]] = defaultdict(list)
    for find in offers("find"):
        for item in find(therapies, now):
            found[item.therapy].append(item)
    for therapy in therapies:
        _keep(therapy, found[therapy.pk], now)
    return len(therapies)


@transaction.atomic
def _keep(therapy: Therapy, found: list[Found], now: datetime) -> None:
    """Keep what was found; facts added meanwhile leave the mark, so that they are looked at too."""
    keep_found(therapy, found, now)
    unchanged = Therapy.objects.filter(pk=therapy.pk, version=therapy.version)
    unchanged.update(stale_since=None)


def mark_what_time_may_change(now: datetime) -> None:
    """Mark every therapy that goes on, once a day."""
    going_on = Therapy.objects.filter(state=Therapy.State.ACTIVE, stale_since=None)
    going_on.update(stale_since=now)
