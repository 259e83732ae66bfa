"""Who came to a session, where a therapy has several clients and somebody was absent."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from holdfast.web.practice.models import Attendance, Session, Therapy
from holdfast.web.practice.once import once_a_page
from holdfast.web.practice.reading import names_in, names_of

Said = Mapping[uuid.UUID, str]


@once_a_page
def who_came(therapy: Therapy) -> Said:
    """Say it of each session of a therapy that not everybody came to. One query."""
    names = names_of(therapy)
    return _worded(_parts().filter(session__therapy=therapy), names) if names else {}


def who_came_to(sessions: Sequence[Session], therapies: Sequence[Therapy]) -> Said:
    """Say it of some sessions of these therapies. One query, and one for the names."""
    names = names_in(therapies)
    return _worded(_parts().filter(session__in=[s.pk for s in sessions]), names) if names else {}


def with_who_came(said: str, session: Session, came: Said) -> str:
    """Add to what became of a session who came to it."""
    who = came.get(session.pk)
    return _("{said}, {who}").format(said=said, who=who) if who else said


def _parts() -> "QuerySet[Attendance]":
    """Everybody's part in the sessions that took place with somebody absent."""
    absent = Attendance.objects.filter(session=OuterRef("session"), attended=False)
    rows = Attendance.objects.filter(Exists(absent), session__state=Session.State.HELD)
    return rows.order_by("participant__since", "participant")


def _worded(rows: "QuerySet[Attendance]", names: Mapping[uuid.UUID, str]) -> Said:
    parts: dict[uuid.UUID, list[tuple[str, bool | None]]] = defaultdict(list)
    for session, who, attended in rows.values_list("session", "participant", "attended"):
        if who in names:
            parts[session].append((names[who], attended))
    return {session: _in_words(of_them) for session, of_them in parts.items()}


def _in_words(parts: Sequence[tuple[str, bool | None]]) -> str:
    """Name the one who came alone, or else those who were absent."""
    absent = [name for name, attended in parts if attended is False]
    others = [(name, attended) for name, attended in parts if attended is not False]
    if len(others) == 1 and others[0][1]:
        return _("only {name} came").format(name=others[0][0])
    return _("without {names}").format(names=", ".join(absent)) if absent else ""
