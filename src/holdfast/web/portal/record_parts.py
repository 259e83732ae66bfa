"""What the client's say in the record contributes to the pages that gather."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import CLIENTS_SIDE, User
from holdfast.web.portal.actions import permitting
from holdfast.web.portal.models import Release, Request, Statement
from holdfast.web.practice.models import Participant, Therapy
from holdfast.web.practice.once import once_a_page
from holdfast.web.practice.reading import is_own
from holdfast.web.practice.seam import BriefLine, ClientsWords, CopyPart, Moment, Panel, Told

LATEST = 5


def brief(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, Sequence[BriefLine]]:
    """Say before a session what a client asked for or wrote about the record."""
    found: dict[uuid.UUID, list[BriefLine]] = defaultdict(list)
    for asked in _waiting(therapies):
        text = _("asked for more of the record; answer due %(day)s") % {
            "day": date_format(asked.due_on, "j F")
        }
        found[asked.therapy_id].append(BriefLine(_("Record"), text, weight=25))
    for said in _statements(therapies):
        if getattr(said, "answer", None) is None:
            line = BriefLine(_("About the record"), said.shown, quote=True, weight=26)
            found[said.therapy_id].append(line)
    return found


@once_a_page
def _waiting(therapies: Sequence[Therapy]) -> list[Request]:
    return list(Request.objects.filter(therapy__in=[t.pk for t in therapies]).waiting())


@once_a_page
def _statements(therapies: Sequence[Therapy]) -> list[Statement]:
    """Return what clients wrote about the record, the oldest first."""
    by_key = {t.pk: t for t in therapies}
    found: list[Statement] = list(
        Statement.objects.filter(therapy__in=by_key).whole().order_by("at", "pk")
    )
    for row in found:
        row.therapy = by_key[row.therapy_id]
    return found


def panel(therapy: Therapy, reader: User, now: datetime) -> Sequence[Panel]:
    """Show its therapists what the client asked for and wrote; no box if there is nothing."""
    if not is_own(therapy, reader, now):
        return ()
    asked, said = _waiting([therapy]), list(reversed(_statements([therapy])))[:LATEST]
    releases = list(Release.objects.filter(participant__therapy=therapy, ended_at=None))
    if not asked and not said and not releases:
        return ()
    context = {
        "asked": [(row, row.due_on < now.date()) for row in asked],
        "said": [(row, getattr(row, "answer", None)) for row in said],
        "releases": releases,
        "named": therapy.kind != Therapy.Kind.INDIVIDUAL,
    }
    return (Panel(_("The client's say in the record"), "portal/records/panel.html", context,
                  weight=45),)  # fmt: skip


def moments(therapy: Therapy, reader: User, start: datetime, end: datetime) -> Iterable[Moment]:
    """Tell where the client's words stand in the story: they travel with the record."""
    for row in (one for one in _statements([therapy]) if start <= one.at < end):
        title = str(row.get_kind_display())
        url = reverse("portal:answer_words", args=[row.pk])
        yield Moment(row.at, "note", title[:1].upper() + title[1:], row.shown, url, "sky")


def told(reader: User, now: datetime) -> Sequence[Told]:
    """Tell a client what was answered, and what waits for their word."""
    if not reader.roles & CLIENTS_SIDE:
        return ()
    places = list(Participant.objects.of_account(reader, now).select_related("therapy"))
    answered = Request.objects.filter(
        participant__in=places, answered_at__isnull=False, fetched_at=None
    )
    found = [
        Told(_("The therapist has answered what you asked for."), reverse("portal:asked", args=[r]))
        for r in answered.values_list("pk", flat=True)
    ]
    late = Request.objects.filter(participant__in=places).waiting().filter(due_on__lt=now.date())
    found += [
        Told(
            _("You asked for more of your record. The day for an answer has passed."),
            reverse("portal:asked", args=[r]),
        )
        for r in late.values_list("pk", flat=True)
    ]
    return [*found, *_recorded_over(places)]


def _recorded_over(places: Sequence[Participant]) -> Sequence[Told]:
    """Ask a client whether an answer from paper is theirs that is not what they said here."""
    said = _("The therapist wrote down an answer of yours from paper. Please look if it is right.")
    rows = permitting.recorded_over(places)
    return [Told(said, reverse("portal:permit", args=[row.release_id])) for row in rows]


def copy(person: Participant, reader: User) -> Sequence[CopyPart]:
    """Give a person what they added to the record, and what was answered."""
    rows = Statement.objects.filter(participant=person).whole().order_by("at")
    said = [_copied(row) for row in rows]
    asked = [_asked(row) for row in Request.objects.filter(participant=person).whole()]
    return (
        CopyPart(_("Your own words about the record"), said, name="statements", at_once=True),
        CopyPart(
            _("When you asked for more of the record"), asked, name="record_requests", at_once=True
        ),
    )


def clients_words(therapy: Therapy) -> Sequence[ClientsWords]:
    """Give what clients wrote about the whole record or a session, to print it where it leaves."""
    rows = Statement.objects.filter(therapy=therapy, about__in=("", "session"))
    found = list(rows.select_related("answer").order_by("at", "pk"))
    for row in found:
        row.therapy = therapy
    return [_printed(row) for row in found]


def _printed(row: Statement) -> ClientsWords:
    title, answer = str(row.get_kind_display()), getattr(row, "answer", None)
    if answer is not None:
        answer.statement = row  # whose key is loaded already
    return ClientsWords(
        participant=row.participant_id,
        kind=row.kind,
        title=title[:1].upper() + title[1:],
        words=row.shown,
        at=row.at,
        session=row.about_id if row.about else None,
        answer=f"{answer.get_outcome_display()}. {answer.shown}".strip() if answer else "",
        answered_at=answer.at if answer else None,
    )


def _copied(row: Statement) -> Mapping[str, Any]:
    answer = getattr(row, "answer", None)
    if answer is not None:
        answer.statement = row
    return {
        "at": row.at.isoformat(),
        "kind": row.kind,
        "line": row.shown_line,
        "words": row.shown,
        "answer": None
        if answer is None
        else {"at": answer.at.isoformat(), "what": answer.outcome, "words": answer.shown},
    }


def _asked(row: Request) -> Mapping[str, Any]:
    return {
        "at": row.asked_at.isoformat(),
        "words": row.shown,
        "due_on": row.due_on.isoformat(),
        "answered_at": row.answered_at.isoformat() if row.answered_at else None,
    }
