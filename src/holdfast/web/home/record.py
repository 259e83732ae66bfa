"""What the record itself contributes: sessions, contacts, crossings, breaks and promises.

It knows what was planned and what happened; what was agreed, the frame knows.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import cast

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.practice.addresses import url_of
from holdfast.web.practice.models import Crossing, Promise, Session, Therapy
from holdfast.web.practice.once import once_a_page
from holdfast.web.practice.reading import breaks_between, contacts_between, names_of, sessions_of
from holdfast.web.practice.seam import BriefLine, Moment
from holdfast.web.practice.who_came import Said, who_came, who_came_to, with_who_came

from . import words as say

# Before a session.


def brief(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, Sequence[BriefLine]]:
    """Say how the last session went and what was promised."""
    found: dict[uuid.UUID, list[BriefLine]] = defaultdict(list)
    last = list(_last_sessions(therapies, now))
    came = who_came_to(last, therapies)
    for session in last:
        when = say.near_day(session.local_start.date(), now.date())
        result = with_who_came(say.session_result(session, now), session, came)
        text = f"{when[:1].upper()}{when[1:]}: {result}"
        found[session.therapy_id].append(BriefLine(_("Last time"), text, weight=10))
    for promise in open_promises(therapies):
        line = BriefLine(_("You said you would"), promise.text("words"), weight=15)
        found[promise.therapy_id].append(line)
    return found


def _last_sessions(therapies: Sequence[Therapy], now: datetime) -> Iterator[Session]:
    before = Session.objects.filter(therapy=OuterRef("pk"), starts_at__lt=now)
    latest = before.exclude(state=Session.State.PLANNED).order_by("-starts_at").values("pk")[:1]
    ids = Therapy.objects.filter(pk__in=[t.pk for t in therapies]).values_list(Subquery(latest))
    return Session.objects.filter(pk__in=ids).iterator()


@dataclass(frozen=True)
class Promised:
    """Something the therapist said they would do, opened for reading."""

    words: str
    therapy: Therapy
    due_on: date | None
    done_url: str

    @classmethod
    def opened(cls, row: Promise) -> "Promised":
        """Open a row whose therapy and key are loaded."""
        return cls(
            row.text("words"), row.therapy, row.due_on, url_of("practice:promise_done", row.pk)
        )


def by_pressure(rows: Iterable[Promise]) -> list[Promise]:
    """Order promises: those with a day first, the nearest day before the others."""
    return sorted(rows, key=lambda p: (p.due_on is None, p.due_on or p.made_on))


@once_a_page
def open_promises(therapies: Sequence[Therapy]) -> list[Promise]:
    """What was promised in these therapies and not done yet, the most pressing first."""
    by_key = {t.pk: t for t in therapies}
    found = Promise.objects.filter(therapy__in=by_key, done_at=None).order_by("made_on", "id")
    rows = list(cast("QuerySet[Promise]", found))
    for row in rows:
        row.therapy = by_key[row.therapy_id]  # whose key is loaded already
    return by_pressure(rows)


# The time line.


def moments(therapy: Therapy, reader: User, start: datetime, end: datetime) -> Iterator[Moment]:
    """Tell what happened in and between the sessions."""
    came = who_came(therapy)
    for session in sessions_of([therapy])[therapy.pk]:
        if start <= session.starts_at < end:
            yield _of_session(session, end, came)
    names = names_of(therapy)
    for contact in contacts_between(therapy, start, end):
        yield Moment(
            contact.at,
            "contact",
            say.contact_title(contact, names.get(contact.participant_id, "")),
            say.contact_detail(contact),
            url_of("practice:contact", contact.pk),
            tone="sky",
        )
    crossings = therapy.crossings.filter(on__gte=start.date(), on__lte=end.date())
    for crossing in cast("QuerySet[Crossing]", crossings):
        yield _of_crossing(crossing, therapy, names.get(crossing.participant_id, ""))
    first = max(start.date(), therapy.started_on or start.date())
    for pause in breaks_between(therapy, first, end.date()):
        text = say.break_words(pause)
        at = datetime.combine(pause.since, time(), therapy.tz)
        yield Moment(at, "break", _("Break"), text, tone="plain")


def _of_session(session: Session, now: datetime, came: Said) -> Moment:
    return Moment(
        session.starts_at,
        "session",
        _("Session"),
        with_who_came(say.session_result(session, now), session, came),
        session_url(session),
        tone="spruce" if session.state == Session.State.HELD else "plain",
    )


def _of_crossing(crossing: Crossing, therapy: Therapy, name: str) -> Moment:
    return Moment(
        datetime.combine(crossing.on, time(12), therapy.tz),
        "crossing",
        str(crossing.get_kind_display()).capitalize(),
        say.crossing_detail(crossing, name),
        url_of("practice:crossing", crossing.pk),
        tone="amber",
    )


def session_url(session: Session) -> str:
    """Where a session can be opened."""
    return url_of("practice:session", session.pk)
