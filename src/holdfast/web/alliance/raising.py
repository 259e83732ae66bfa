"""Noting after a session that a strain was raised: a part of the after-session entry."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.formats import date_format

from holdfast.alliance import words
from holdfast.web.accounts.models import User
from holdfast.web.alliance import reasons
from holdfast.web.alliance.actions.naming import name_strain
from holdfast.web.alliance.forms.naming import RaisedForm
from holdfast.web.alliance.reasons import DANGER
from holdfast.web.practice.models import Session, Signal, Therapy
from holdfast.web.practice.seam import EntryPart


def entry_parts(session: Session, reader: User) -> Sequence[EntryPart]:
    """Return one part for each open signal of the alliance."""
    rows = Signal.objects.filter(
        therapy=session.therapy_id, capability="alliance", state=Signal.State.OPEN
    ).exclude(kind=DANGER)
    rows = rows.filter(since__lte=session.planned_on).order_by("since", "id")
    return [
        _part(number, row, session, reader)
        for number, row in enumerate(rows.select_related("participant__card__key"))
    ]


def _part(number: int, signal: Signal, session: Session, reader: User) -> EntryPart:
    signal.therapy = session.therapy
    title = words.signal_words(reasons.read(signal.reason_value()).signal).title
    which = f"{title}, {date_format(signal.since, 'j F')}"
    whose = ""
    if session.therapy.kind != Therapy.Kind.INDIVIDUAL and signal.participant is not None:
        whose = signal.participant.card.shown_name

    def form(data: Mapping[str, Any] | None) -> forms.Form:
        return RaisedForm(data, prefix=f"strain{number}", whose=whose, which=which)

    def save(bound: forms.Form, now: datetime) -> None:
        given = bound.cleaned_data
        if given["form"]:
            name_strain(signal, session, form=given["form"], said=given["said"], by=reader, now=now)

    return EntryPart(f"strain{number}", form, "alliance/entry_part.html", save, weight=40)
