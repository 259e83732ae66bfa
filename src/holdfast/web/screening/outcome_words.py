"""What the record of a therapy got of an outcome, for its page and for a person's copy."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Participant, Therapy
from holdfast.web.practice.seam import CopyPart, Panel
from holdfast.web.screening.models import OutcomeWords


def panel(therapy: Therapy, reader: User, now: datetime) -> Sequence[Panel]:
    """Show what client and therapist may both know of how the therapy was arranged."""
    rows = OutcomeWords.objects.visible_to(reader, now).filter(therapy=therapy)
    words = [(row.at, row.text("words")) for row in rows.select_related("card__key").order_by("at")]
    if not words:
        return ()
    title, context = _("Arranged for this therapy"), {"words": words}
    return (Panel(title, "screening/panel_words.html", context, "side", 60),)


def copy(person: Participant, reader: User) -> Sequence[CopyPart]:
    """Return the same for a person's copy. What the desk keeps is of others, too, and stays."""
    rows = OutcomeWords.objects.filter(card=person.card_id, therapy=person.therapy_id)
    found = [
        {"at": row.at.isoformat(), "words": row.text("words")}
        for row in rows.select_related("card__key").order_by("at")
    ]
    left_out = ((_("Searches for ties"), _("They speak of other people, too.")),)
    return (CopyPart(_("Arrangements"), found, left_out),)
