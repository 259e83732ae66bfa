"""After the end: letters to somebody who stopped coming, what is asked later, coming back."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from holdfast.codes import Supplied, shipped
from holdfast.web.accounts import letters
from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.codes import actions as codes_actions
from holdfast.web.codes.models import Weighing
from holdfast.web.endings.models import Approach, ComingBack, Outreach
from holdfast.web.endings.unfilled import refuse_unfilled
from holdfast.web.frame import actions as frame_actions
from holdfast.web.frame.models import newest_in_force
from holdfast.web.practice.actions import people, therapies
from holdfast.web.practice.actions.notices import tell, therapists_of
from holdfast.web.practice.models import (
    Card,
    ContactPoint,
    Notice,
    Participant,
    Therapist,
    Therapy,
)
from holdfast.web.screening.actions.again import have_looked

# Which situation of the codes a kind of request is put as; for some it is only the nearest.
SITUATIONS = {
    Approach.Kind.COFFEE: "coffee",
    Approach.Kind.FRIENDSHIP: "friendship",
    Approach.Kind.ONLINE: "former_client_request",
    Approach.Kind.WORK: "hire_former_client",
    Approach.Kind.ROMANCE: "former_client_dates",
    Approach.Kind.REFERENCE: "supporter",
    Approach.Kind.CARD: "goodbye_card",
    Approach.Kind.OTHER: "supporter",
}
WAITS = (ComingBack.State.ASKED, ComingBack.State.OFFERED, ComingBack.State.SOMEBODY_ELSE)


@transaction.atomic
def write_letter(
    letter: Outreach | None, participant: Participant, words: str, *, by: User, now: datetime
) -> Outreach:
    """Write a letter to a client who stopped coming, or write it anew before it is sent."""
    if letter is not None and letter.sent_on is not None:
        raise ValidationError(_("This letter was sent. Write another one."))
    new = letter is None
    letter = letter or Outreach(therapy=participant.therapy, participant=participant)
    letter.written_at = now
    letter.version = 1 if new else letter.version + 1
    letter.seal(words=words)
    letter.save(force_insert=new)
    about = participant.therapy_id
    audit.record("outreach written", now=now, actor=by, subject=letter, about=about)
    return letter


def safe_points(participant: Participant) -> list[ContactPoint]:
    """Return the ways this person allowed for the case that they stop coming."""
    found = []
    for point in participant.card.contact_points.order_by("kind", "id"):
        point.card = participant.card
        if point.is_safe_for(ContactPoint.Purpose.OUTREACH):
            found.append(point)
    return found


@transaction.atomic
def send_letter(
    letter: Outreach, point: ContactPoint, *, on: date, by: User, now: datetime
) -> None:
    """Send it by e-mail now, or note that it went by another way; only where that is safe."""
    if letter.sent_on is not None:
        raise ValidationError(_("This letter was sent already."))
    refuse_unfilled(letter.text("words"))
    if point.pk not in {p.pk for p in safe_points(letter.participant)}:
        raise ValidationError(_("They did not allow this way for the case that they stop coming."))
    letter.way = {"email": Outreach.Way.EMAIL, "post": Outreach.Way.POST}.get(
        point.kind, Outreach.Way.OTHER
    )
    if letter.way == Outreach.Way.EMAIL:
        body, key = letter.text("words"), point.card.key
        letters.send(to=point.text("value"), body=body, key=key, kind="outreach", now=now)
    letter.point, letter.sent_on = point, on
    letter.save(update_fields=["way", "point", "sent_on"])
    about, way = letter.therapy_id, letter.way
    audit.record("outreach sent", now=now, actor=by, subject=letter, about=about, purpose=way)


@transaction.atomic
def approached(
    participant: Participant,
    kind: str,
    *,
    asked_by: str,
    asked_on: date,
    last_contact_on: date,
    words: str,
    therapist: Therapist,
    by: User,
    now: datetime,
    ended_to_begin: bool | None = None,
) -> Approach:
    """Keep what was asked after the end, and begin to weigh it with the facts already known."""
    therapy = participant.therapy
    if therapy.ended_on is None:
        raise ValidationError(_("This therapy has not ended."))
    asked = Approach(
        therapy=therapy, participant=participant, kind=kind, asked_by=asked_by,
        asked_on=asked_on, last_contact_on=last_contact_on, at=now,
    )  # fmt: skip
    asked.seal(words=words)
    asked.weighing = _begin(asked, therapist, by, now, ended_to_begin)
    asked.save(force_insert=True)
    audit.record("asked after the end", now=now, actor=by, subject=asked, about=therapy)
    return asked


def _begin(
    asked: Approach, therapist: Therapist, by: User, now: datetime, ended_to_begin: bool | None
) -> Weighing:
    situation = SITUATIONS[Approach.Kind(asked.kind)]
    weighing = codes_actions.begin(
        asked.therapy, situation, therapist=therapist, by=by, now=now,
        participant=asked.participant,
    )  # fmt: skip
    known: dict[str, object] = {
        "ended_on": asked.therapy.ended_on,
        "last_contact_on": asked.last_contact_on,
    }
    if ended_to_begin is not None:
        known["ended_to_begin"] = ended_to_begin
    put_known(weighing, known, by=by, now=now)
    return weighing


def put_known(weighing: Weighing, known: dict[str, object], *, by: User, now: datetime) -> None:
    """Answer in a weighing what is known already; the page shows it, and it can be changed."""
    weighed, facts = weighing.weighed(), shipped().facts
    kind = shipped().situation(weighed.situation)
    for fact, value in known.items():
        if value is not None and fact not in kind.fixes:
            given = Supplied(facts[fact].accept(value), by=by.shown_name, on=now.date())
            weighed = weighed.with_answer(fact, given)
    codes_actions.keep(weighing, weighed, by=by, now=now)


@transaction.atomic
def ask_to_come_back(
    participant: Participant, wish: str, words: str, *, by: User, now: datetime
) -> ComingBack:
    """Ask, as a former client, to come back. A concern that was raised is never looked at."""
    if ComingBack.objects.filter(participant=participant, state__in=WAITS).exists():
        raise ValidationError(_("You asked already. You will get an answer here."))
    asks = ComingBack(therapy=participant.therapy, participant=participant, wish=wish, asked_at=now)
    if wish == ComingBack.Wish.SOMEBODY_ELSE:
        asks.state = ComingBack.State.SOMEBODY_ELSE
    asks.seal(words=words)
    asks.save(force_insert=True)
    about = participant.therapy_id
    audit.record("asked to come back", now=now, actor=by, subject=asks, about=about)
    if asks.state == ComingBack.State.ASKED:
        told = therapists_of(participant.therapy, now)
        tell(told, Notice.Kind.COMES_BACK, now=now, therapy=participant.therapy)
        have_looked(participant, now=now)
    return asks


@transaction.atomic
def take_back(asks: ComingBack, *, by: User, now: datetime) -> None:
    """Take it back, as the one who asked."""
    _state(asks, ComingBack.State.TAKEN_BACK, by, now)


@transaction.atomic
def offer(asks: ComingBack, answer: str, *, therapist: Therapist, by: User, now: datetime) -> None:
    """Offer to work together again, as the therapist from before, who has room and agrees."""
    _must_be(asks, ComingBack.State.ASKED)
    asks.seal(answer=answer)
    asks.answered_by, asks.answered_at = therapist, now
    _state(asks, ComingBack.State.OFFERED, by, now)


@transaction.atomic
def suggest_somebody_else(
    asks: ComingBack, answer: str, *, therapist: Therapist, by: User, now: datetime
) -> None:
    """Say openly why somebody else is suggested; the coordinator sees that, and no reason."""
    _must_be(asks, ComingBack.State.ASKED)
    if not answer.strip():
        raise ValidationError(_("Tell your former client openly why you suggest somebody else."))
    asks.seal(answer=answer)
    asks.answered_by, asks.answered_at = therapist, now
    _state(asks, ComingBack.State.SOMEBODY_ELSE, by, now)


@transaction.atomic
def agree_to_come_back(asks: ComingBack, *, by: User, now: datetime) -> Therapy:
    """Begin anew, as the client whom it was offered to: a new therapy with a card of its own.

    The agreement that held before becomes a draft, to be talked over anew.
    """
    _must_be(asks, ComingBack.State.OFFERED)
    therapist, old = asks.answered_by, asks.participant
    assert therapist is not None
    therapy = therapies.open_therapy(
        kind=Therapy.Kind.INDIVIDUAL, therapist=therapist, by=by, now=now, since=now.date(),
        zone=asks.therapy.zone, state=Therapy.State.PLANNED,
    )  # fmt: skip
    people.add_participant(
        therapy, _copied(old.card, therapy, by, now), by=by, now=now, since=now.date(),
        user=old.user,
    )  # fmt: skip
    asks.new_therapy = therapy
    _state(asks, ComingBack.State.AGREED, by, now)
    _draft_from_before(asks.therapy, therapy, therapist.user, now)
    tell([therapist.user], Notice.Kind.COMES_BACK, now=now, therapy=asks.therapy)
    return therapy


def _draft_from_before(old: Therapy, new: Therapy, by: User, now: datetime) -> None:
    before = newest_in_force([old]).get(old.pk)
    if before is not None and old.kind == new.kind:
        frame_actions.start_draft(new, before.as_terms(), origin="version", by=by, now=now)


def _copied(card: Card, about: Therapy, by: User, now: datetime) -> Card:
    """Make a new card of what the old one says; nothing joins the two."""
    texts = {name: card.text(name) for name in ("pronouns", "birth", "language")}
    names = {}
    for row in card.names.all():
        row.card = card
        names[row.kind] = row.text("value")
    new = people.new_card(Card.HeldBy.THERAPY, now=now, name=card.shown_name, names=names, **texts)
    for point in card.contact_points.all():
        point.card = card
        people.add_contact_point(
            new, by=by, now=now, about=about, kind=point.kind, value=point.text("value"),
            safe_for=point.safe_for, safe_when=point.text("safe_when"),
        )  # fmt: skip
    return new


@transaction.atomic
def settle(asks: ComingBack, *, by: User, now: datetime) -> None:
    """Note, as the coordinator, that somebody else was found or offered."""
    _must_be(asks, ComingBack.State.SOMEBODY_ELSE)
    _state(asks, ComingBack.State.DONE, by, now)


def _must_be(asks: ComingBack, state: str) -> None:
    row = ComingBack.objects.select_for_update().only("state").get(pk=asks.pk)
    if row.state != state:
        raise ValidationError(_("This was answered before."))


def _state(asks: ComingBack, state: str, by: User, now: datetime) -> None:
    asks.state = state
    asks.save()
    audit.record(
        "coming back answered", now=now, actor=by, subject=asks, about=asks.therapy_id,
        fields=["state"],
    )  # fmt: skip
