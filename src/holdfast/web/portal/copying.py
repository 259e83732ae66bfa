"""What a person's copy holds of their side: shared entries, and their own concerns."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.portal.models import Concern, SharedEntry
from holdfast.web.portal.shown import shown_entry
from holdfast.web.portal.standing import Standing, changed_hands, standings
from holdfast.web.practice.models import Participant
from holdfast.web.practice.seam import CopyPart


def copied(person: Participant, reader: User) -> Sequence[CopyPart]:
    """Return a person's shared entries; and their concerns, if it is they who make the copy.

    A copy that anybody else makes has no part about concerns, whether there are any or not.
    """
    rows = SharedEntry.objects.filter(participant=person).select_related("participant__card__key")
    shared = CopyPart(
        _("What you shared from your journal"),
        [_shared(row, person) for row in rows.order_by("shared_at")],
        left_out=(
            (_("The rest of your journal"), _("It is in your vault. Only you can open it there.")),
        ),
        name="shared_entries",
        at_once=True,
    )
    if person.user_id != reader.pk:
        return (shared,)
    return (shared, _concerns(person, reader))


def _shared(row: SharedEntry, person: Participant) -> Mapping[str, Any]:
    row.therapy, row.participant = person.therapy, person
    entry = shown_entry(row)
    return {
        "written_on": entry.written_on.isoformat(),
        "shared_at": entry.shared_at.isoformat(),
        "words": entry.words,
        "feelings": list(entry.felt),
    }


def _concerns(person: Participant, reader: User) -> CopyPart:
    own = Concern.objects.sent_by(reader).filter(participant=person.pk).order_by("sent_at")
    found = [s for s in standings(own) if not changed_hands(reader, s)]
    names = _names([stands.concern.reader for stands in found])
    return CopyPart(
        _("Your concerns and the answers"),
        [_concern(stands, reader, names) for stands in found],
        left_out=(
            (
                _("Concerns that are in your vault"),
                _("The words open only there. Open the page of the concern and copy them."),
            ),
        ),
        name="concerns",
        at_once=True,
    )


def _names(readers: Sequence[UUID]) -> Mapping[UUID, str]:
    people = User.objects.select_related("key").filter(pk__in=readers)
    return {user.pk: user.shown_name for user in people}


def _concern(stands: Standing, reader: User, names: Mapping[UUID, str]) -> Mapping[str, Any]:
    """When, to whom and how it stands; words only where no vault is needed to open them."""
    opened = [(row, row.open_as_client(reader, None)) for row in stands.writings]
    return {
        "sent_on": stands.concern.sent_at.isoformat(),
        "reader": names.get(stands.concern.reader, _("somebody who is no longer here")),
        "state": _state(stands),
        "in_vault": any(words is None for _row, words in opened),
        "written": [
            {"at": row.at.isoformat(), "by": row.by, "words": words}
            for row, words in opened
            if words is not None
        ],
    }


def _state(stands: Standing) -> str:
    if stands.withdrawn_at is not None:
        return "taken_back"
    if stands.settled:
        return "settled"
    return "answered" if stands.answered_at else "waiting"
