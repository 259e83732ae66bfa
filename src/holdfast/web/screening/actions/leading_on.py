"""What becomes of an enquiry: a therapy that is planned, or nothing; and its erasure."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.audit.immutable import erasing
from holdfast.web.jobs.models import enqueue
from holdfast.web.practice.actions.people import add_contact_point, add_participant, new_card
from holdfast.web.practice.actions.sessions import plan_sessions
from holdfast.web.practice.actions.therapies import open_therapy
from holdfast.web.practice.hearing import card_goes
from holdfast.web.practice.models import Card, Therapist, Therapy
from holdfast.web.screening.actions.desk import carry_over
from holdfast.web.screening.actions.enquiring import KEPT_FOR
from holdfast.web.screening.models import Enquiry, Named, OfferList, Review

MINUTES = 50
KEPT_WITH_THERAPY = timedelta(days=3 * 365)
OPEN = (Enquiry.State.ANSWERED, Enquiry.State.WAITS, Enquiry.State.RECEIVED)


@transaction.atomic
def accept(
    enquiry: Enquiry, therapist: Therapist, first: datetime, *, by: User, now: datetime
) -> Therapy:
    """Turn an offer that was accepted into a planned therapy, with a first session.

    The therapy gets a card of its own; nothing joins it to the enquiry. `first` is local time
    without zone. Raises ValidationError for a therapist who is not on the list that was given.
    """
    enquiry = _open(enquiry)
    if not _is_offered(enquiry, therapist):
        raise ValidationError(_("This list has changed. Please look at it again."))
    therapy = open_therapy(
        kind=enquiry.kind, therapist=therapist, by=by, now=now, since=first.date(),
        state=Therapy.State.PLANNED,
    )  # fmt: skip
    _take_over(enquiry.card, therapy, by=by, now=now, since=first.date())
    carry_over(enquiry, therapy, now=now)
    plan_sessions(therapy, [first], minutes=MINUTES, by=by, now=now)
    enquiry.chosen = therapist
    _end(enquiry, Enquiry.State.ACCEPTED, now, (now + KEPT_WITH_THERAPY).date())
    audit.record("enquiry accepted", now=now, actor=by, subject=enquiry)
    at = first.replace(tzinfo=therapy.tz)
    enqueue("screening.beside", due_at=now, enquiry=enquiry.pk, at=at.isoformat())
    return therapy


def _open(enquiry: Enquiry) -> Enquiry:
    rows = Enquiry.objects.select_for_update(of=("self",)).with_cards()
    row = rows.get(pk=enquiry.pk)
    if row.state not in OPEN:
        raise ValidationError(_("This enquiry was dealt with before."))
    return row


def _is_offered(enquiry: Enquiry, therapist: Therapist) -> bool:
    lists = OfferList.objects.filter(enquiry=enquiry)
    return any(str(therapist.pk) in each.therapists for each in lists)


def _take_over(card: Card, therapy: Therapy, *, by: User, now: datetime, since: date) -> None:
    """Write a card for the therapy from what the person said, and give them their place."""
    names = {row.kind: row.text("value") for row in card.names.select_related("card__key")}
    new = new_card(
        Card.HeldBy.THERAPY, now=now, name=card.shown_name, names=names, birth=card.text("birth")
    )
    add_participant(therapy, new, by=by, now=now, since=since)
    for point in card.contact_points.select_related("card__key"):
        add_contact_point(
            new,
            by=by,
            now=now,
            about=therapy,
            kind=point.kind,
            value=point.text("value"),
            safe_when=point.text("safe_when"),
        )


@transaction.atomic
def close(enquiry: Enquiry, *, by: User, now: datetime) -> None:
    """Note that an enquiry leads nowhere. It is erased twelve months after it came."""
    enquiry = _open(enquiry)
    _end(enquiry, Enquiry.State.CLOSED, now, (enquiry.asked_at + KEPT_FOR).date())
    audit.record("enquiry closed", now=now, actor=by, subject=enquiry)


@transaction.atomic
def take_up(enquiry: Enquiry, *, by: User, now: datetime) -> None:
    """Take a closed enquiry up again, with the list it was given, or none."""
    rows = Enquiry.objects.select_for_update(of=("self",))
    row = rows.get(pk=enquiry.pk)
    if row.state != Enquiry.State.CLOSED:
        raise ValidationError(_("This enquiry is not closed."))
    # What the desk decided while it was closed is not decided again: it would wait for ever.
    listed = OfferList.objects.filter(enquiry=row).exists() or row.outcomes.exists()
    row.closed_at = None
    row.state = Enquiry.State.ANSWERED if listed else Enquiry.State.WAITS
    row.save(update_fields=["closed_at", "state"])
    Enquiry.objects.filter(pk=row.pk).update(version=F("version") + 1)
    audit.record("enquiry taken up again", now=now, actor=by, subject=row)


def _end(enquiry: Enquiry, state: str, now: datetime, ends_on: date) -> None:
    enquiry.state, enquiry.closed_at, enquiry.ends_on = state, now, ends_on
    enquiry.save(update_fields=["state", "closed_at", "ends_on", "chosen"])
    Enquiry.objects.filter(pk=enquiry.pk).update(version=F("version") + 1)
    Named.objects.filter(enquiry=enquiry).update(ends_on=ends_on)


def erase_old(now: datetime) -> int:
    """Erase every enquiry whose time is over, with everybody it names; returns how many."""
    old = Enquiry.objects.filter(ends_on__lt=now.date()).with_cards()
    for enquiry in old:
        erase(enquiry, now=now)
    return len(old)


def erase(enquiry: Enquiry, *, now: datetime) -> None:
    """Erase an enquiry with the people it names, their ties and what was found.

    The keys go first, so that what a backup still holds cannot be read with today's keys.
    """
    with erasing("enquiry", now):
        cards = [n.card for n in enquiry.named.select_related("card__key")]
        for card in cards:
            card_goes(card, now)
        audit.record("enquiry erased", now=now, subject=enquiry)
        outcomes = list(enquiry.outcomes.select_related("key"))
        keys = [enquiry.key, *(c.key for c in cards), *(o.key for o in outcomes)]
        Review.objects.filter(outcome__enquiry=enquiry).delete()
        enquiry.outcomes.all().delete()
        enquiry.lists.all().delete()
        enquiry.delete()
        for card in cards:
            card.delete()
        for key in keys:
            key.destroy(now)
