"""What transference contributes to the pages that gather: see `practice.seam`.

What is in a vault is never counted or looked for here, but for its owner while it is open.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.practice.actions.forgetting import erases
from holdfast.web.practice.models import Participant, Session, Therapy
from holdfast.web.practice.once import once_a_page
from holdfast.web.practice.reading import is_own
from holdfast.web.practice.seam import BriefLine, CopyPart, EntryPart, Moment, Panel
from holdfast.web.transference import actions, opening, shown
from holdfast.web.transference.forms.reactions import Tapped
from holdfast.web.transference.kept import KeptReaction
from holdfast.web.transference.models import RecordEpisode
from holdfast.web.transference.sharing import parts_of
from holdfast.web.vault.keys import key_here
from holdfast.web.vault.models import Vault

erase = erases("transference")


def brief(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, Sequence[BriefLine]]:
    """Remind the author of what they noted last, while their vault is open here."""
    key = key_here(reader)
    if key is None or not therapies:
        return {}
    wanted, found = {str(t.pk): t.pk for t in therapies}, {}
    for one in opening.reactions(key):
        if one.what and one.what.therapy in wanted and wanted[one.what.therapy] not in found:
            text = "; ".join(part.text for part in parts_of(one.what.told)[:3])
            line = BriefLine(_("Last private tag"), text, weight=90, private=True)
            found[wanted[one.what.therapy]] = (line,)
    return found


def panel(therapy: Therapy, reader: User, now: datetime) -> Sequence[Panel]:
    """Lead its therapists to what they keep for themselves, whether there is any or not."""
    count = len(_moved_at(therapy))
    context = {"therapy": therapy, "in_record": count}
    if is_own(therapy, reader, now):
        return (Panel(_("For me alone"), "transference/panel.html", context, weight=70),)
    if count:
        return (Panel(_("Episodes"), "transference/panel_record.html", context, weight=70),)
    return ()


def moments(therapy: Therapy, reader: User, start: datetime, end: datetime) -> Iterable[Moment]:
    """Tell when an episode was moved to the record."""
    url = reverse("transference:in_record", args=[therapy.pk])
    for at in _moved_at(therapy):
        yield Moment(at, "episode", _("An episode was put in the record"), url=url)


@once_a_page
def _moved_at(therapy: Therapy) -> list[datetime]:
    """Return when each episode was moved to the record."""
    return list(RecordEpisode.objects.filter(therapy=therapy).values_list("moved_at", flat=True))


def after_session(session: Session, reader: User) -> Sequence[EntryPart]:
    """Ask what it stirred, for the author alone; somebody without a vault is led to make one."""
    vault = Vault.objects.filter(user=reader).first()
    template = "transference/entry_part.html"
    if vault is None:
        return (EntryPart("no_vault", _nothing, template, _save_nothing, weight=80),)

    def save(bound: forms.Form, now: datetime) -> None:
        if not isinstance(bound, Tapped) or not bound.said:
            return
        reaction = bound.reaction(str(session.pk), now.date())
        actions.keep(vault, KeptReaction(now, str(session.therapy_id), reaction), now=now)

    return (EntryPart("reaction", _tapped, template, save, weight=80),)


def _tapped(data: Mapping[str, Any] | None) -> forms.Form:
    return Tapped(data, prefix="vault-reaction")


def _nothing(data: Mapping[str, Any] | None) -> forms.Form:
    return forms.Form(data)


def _save_nothing(bound: forms.Form, now: datetime) -> None:
    """There is nothing to save without a vault."""


def copy(person: Participant, reader: User) -> Sequence[CopyPart]:
    """Give a person the episodes of the record, on request; a vault is its author's alone.

    Where several come together an episode does not say whose it is, so each has to permit it.
    """
    rows = list(RecordEpisode.objects.filter(therapy=person.therapy_id).order_by("moved_at"))
    told = []
    for row in rows:
        row.therapy = person.therapy
        told.append(_row(shown.whole(row.episode())))
    left_out = ((_("A therapist's own notes"), _("Where there are any, only they can open them.")),)
    several = person.therapy.kind != Therapy.Kind.INDIVIDUAL
    return (CopyPart(_("Episodes"), told, left_out, "episodes", shared=several),)


def _row(whole: shown.Shown) -> dict[str, Any]:
    parts = {part.label: "; ".join(filter(None, [part.words, *part.codes])) for part in whole.parts}
    return {
        "person": whole.person,
        "told_on": whole.on.isoformat() if whole.on else "",
        "rests_on": whole.told_by,
        **parts,
    }
