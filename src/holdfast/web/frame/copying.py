"""What a person's copy holds of the frame."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from holdfast.web.frame import teach_back
from holdfast.web.frame.models import Party, Remark, TeachBack
from holdfast.web.frame.people import is_withdrawn, signature_of
from holdfast.web.practice.models import Participant
from holdfast.web.practice.seam import CopyPart


def parts(person: Participant) -> Sequence[CopyPart]:
    """Return the versions a person signs, what they said when signing, and their remarks."""
    return (
        CopyPart(
            _("Agreements"),
            [_version(party) for party in _signed_by(person)],
            name="agreements",
            at_once=True,
        ),
        CopyPart(
            _("What you said about the agreement"),
            [_remark(row) for row in _remarks(person)],
            left_out=(
                (
                    _("Remarks of others"),
                    _("They belong to whoever made them."),
                ),
            ),
            name="remarks",
            at_once=True,
        ),
    )


def _signed_by(person: Participant) -> Sequence[Party]:
    rows = Party.objects.filter(participant=person).select_related(
        "agreement__therapy__key", "agreement__withdrawal", "signature", "teach_back"
    )
    return list(rows.order_by("agreement__number"))


def _version(party: Party) -> Mapping[str, Any]:
    version, signature = party.agreement, signature_of(party)
    return {
        "version": version.number,
        "fixed_at": version.fixed_at.isoformat(),
        "text": version.text("shown"),
        "sha256": version.digest,
        "taken_back": is_withdrawn(version),
        "signs": party.signs,
        "signed_at": signature.signed_at.isoformat() if signature else None,
        "signed_how": signature.how if signature else None,
        "own_words": _own_words(party),
    }


def _own_words(party: Party) -> dict[str, str]:
    said: TeachBack | None = getattr(party, "teach_back", None)
    if said is None:
        return {}
    said.therapy = party.agreement.therapy
    return teach_back.read(said.text("words"))


def _remarks(person: Participant) -> Sequence[Remark]:
    rows = Remark.objects.filter(participant=person).select_related("therapy__key")
    return list(rows.order_by("at"))


def _remark(row: Remark) -> Mapping[str, Any]:
    return {"at": row.at.isoformat(), "term": row.term, "words": row.shown}
