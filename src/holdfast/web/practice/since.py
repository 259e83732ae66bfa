"""What happened since the last session, in one line for the brief before the next."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar, cast

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.web.practice.models import Contact, Crossing, Session, Therapy
from holdfast.web.practice.reading import names_in
from holdfast.web.practice.seam import BriefLine

Row = TypeVar("Row", Contact, Crossing)
WEIGHT = 11  # right after the last session itself


def lines(therapies: Sequence[Therapy], now: datetime) -> dict[uuid.UUID, BriefLine]:
    """Return a line for each therapy in which anything happened since its last session."""
    by_key, names = {t.pk: t for t in therapies}, names_in(therapies)
    said: dict[uuid.UUID, list[str]] = defaultdict(list)
    for key, contacts in _by_therapy(_contacts(by_key, now)).items():
        said[key] += _of_contacts(contacts, by_key[key], names)
    for key, crossings in _by_therapy(_crossings(by_key, now)).items():
        said[key] += _of_crossings(crossings)
    label = _("Since the last session")
    return {
        key: BriefLine(label, f"{'; '.join(parts)}.", weight=WEIGHT) for key, parts in said.items()
    }


def _last(field: str, now: datetime) -> Subquery:
    held = Session.objects.filter(therapy=OuterRef("therapy"), state=Session.State.HELD)
    return Subquery(held.filter(starts_at__lt=now).order_by("-starts_at").values(field)[:1])


def _contacts(by_key: Mapping[uuid.UUID, Therapy], now: datetime) -> Iterable[Contact]:
    rows = Contact.objects.filter(therapy__in=by_key, at__lte=now).defer("note")
    since = rows.annotate(last=_last("starts_at", now)).filter(Q(last=None) | Q(at__gt=F("last")))
    return cast("QuerySet[Contact]", since.order_by("at"))


def _crossings(by_key: Mapping[uuid.UUID, Therapy], now: datetime) -> Iterable[Crossing]:
    """Those not talked about that are as new as the last session, or were noted after it."""
    rows = Crossing.objects.filter(therapy__in=by_key).exclude(discussed=True).defer("note")
    known = rows.annotate(last=_last("starts_at", now), day=_last("planned_on", now))
    since = known.filter(Q(last=None) | Q(on__gte=F("day")) | Q(recorded_at__gt=F("last")))
    return cast("QuerySet[Crossing]", since.order_by("on"))


def _by_therapy(rows: Iterable[Row]) -> dict[uuid.UUID, list[Row]]:
    found: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.therapy_id].append(row)
    return found


def _of_contacts(
    rows: Sequence[Contact], therapy: Therapy, names: Mapping[uuid.UUID, str]
) -> Iterable[str]:
    said = ngettext("{n} contact", "{n} contacts", len(rows)).format(n=len(rows))
    yield ", ".join((said, *_whose(rows, names)))
    for row in rows:
        if row.purpose == Contact.Purpose.CRISIS:
            yield _("in a crisis: {contact}").format(contact=_in_words(row, therapy, names))


def _whose(rows: Sequence[Contact], names: Mapping[uuid.UUID, str]) -> list[str]:
    """Name whose they were where a therapy has several clients, and how many if of more than one.

    In the order of the names in the therapy, which does not change from day to day.
    """
    of_each = Counter(row.participant_id for row in rows)
    here = [(name, of_each[who]) for who, name in names.items() if of_each[who]]
    return [name if len(here) == 1 else f"{name} {n}" for name, n in here]


def _in_words(row: Contact, therapy: Therapy, names: Mapping[uuid.UUID, str]) -> str:
    at = date_format(row.at.astimezone(therapy.tz), "l j F, H:i")
    name = names.get(row.participant_id, "")
    parts = [*([name] if name else []), str(row.get_channel_display()), at]
    if row.minutes is not None:
        parts.append(ngettext("%d minute", "%d minutes", row.minutes) % row.minutes)
    return ", ".join(parts)


def _of_crossings(rows: Sequence[Crossing]) -> Iterable[str]:
    kinds = Counter(str(row.get_kind_display()) for row in rows)
    names = ", ".join(kind if n == 1 else f"{kind} ({n})" for kind, n in kinds.items())
    yield _("not yet talked about: {crossings}").format(crossings=names)
