"""How long a record is kept, in words, and what is due: the rules of the practice's place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdfast.web.accounts.models import Role, User
from holdfast.web.endings import retention
from holdfast.web.endings.models import Erasing, LegalHold
from holdfast.web.frame.signers import latest_birth
from holdfast.web.practice.models import Contact, Participant, Practice, Session, Therapy


@dataclass(frozen=True)
class Due:
    """One person's record that has ended: until when it has to be kept, and what holds it."""

    participant: Participant
    therapy: Therapy
    name: str
    kept: retention.Kept
    is_due: bool
    is_early: bool
    held: bool
    asked: bool
    says: str


def kept_of(
    participant: Participant,
    place: retention.Place | None,
    day: date,
    last_contact: date | None,
    has_guardian: bool,
) -> retention.Kept | None:
    """Return how long the record of one person is kept; None while it goes on."""
    therapy = participant.therapy
    ended = therapy.ended_on if therapy.state == Therapy.State.ENDED else participant.until
    if ended is None or ended > day:
        return None
    born = latest_birth(participant.card.text("birth"))
    return retention.kept(
        place, "record", ended_on=ended, last_contact_on=last_contact, born=born,
        may_be_minor=has_guardian,
    )  # fmt: skip


def _last_contacts(therapies: Iterable[Therapy]) -> dict[UUID, date]:
    """Return the day of the last session held or contact noted of each. Two queries."""
    by_key = {t.pk: t for t in therapies}
    held = Session.objects.held().filter(therapy__in=by_key).order_by()
    noted = Contact.objects.filter(therapy__in=by_key).order_by()
    found: dict[UUID, date] = {}
    for key, at in [
        *held.values_list("therapy").annotate(Max("starts_at")),
        *noted.values_list("therapy").annotate(Max("at")),
    ]:
        day = at.astimezone(by_key[key].tz).date()
        found[key] = max(day, found.get(key, day))
    return found


def _guarded(rows: Sequence[Participant]) -> set[UUID]:
    guardians = Participant.objects.filter(stands_for__in=[row.pk for row in rows])
    return {key for key in guardians.values_list("stands_for", flat=True) if key}


def record_words(participant: Participant, day: date) -> str:
    """Say how long the record of one person is kept, in a sentence for the plan or the page."""
    found = kept_now(participant, day)
    if found is None:
        return _usual(retention.for_country(Practice.get().country))
    return words(found)


def kept_now(participant: Participant, day: date) -> retention.Kept | None:
    """Return how long the record of one person is kept here; None while it goes on."""
    place = retention.for_country(Practice.get().country)
    last = _last_contacts([participant.therapy]).get(participant.therapy_id)
    return kept_of(participant, place, day, last, bool(_guarded([participant])))


def _usual(place: retention.Place | None) -> str:
    rule = place.rules.get("record") if place else None
    if rule is None:
        return _("How long the record is kept: the practice says so. Ask me.")
    years = rule.months // 12
    said = _("The record is kept for at least {n} years after the end. You can ask for a copy.")
    return said.format(n=years)


def words(found: retention.Kept) -> str:
    """Say until when something is kept, and why."""
    if found.because == "no_rule":
        return _("No rule for this place is among the data: the practice decides.")
    if found.on is None:
        return _("Somebody not of age may be among them and no birth is known: decide yourselves.")
    day = date_format(found.on, "j F Y")
    if found.because == "minor":
        return _("Kept until {day}, because they were not of age.").format(day=day)
    return _("Kept until {day}.").format(day=day)


KINDS = {
    "record": gettext_lazy("the record of the therapy"),
    "process": gettext_lazy("process notes"),
    "enquiry": gettext_lazy("enquiries that led to nothing"),
    "concern": gettext_lazy("concerns and their answers"),
    "audit": gettext_lazy("the audit"),
}


def rule_words(rule: retention.Rule) -> tuple[str, str, str]:
    """Return a rule in words: of what, how long, and where that comes from."""
    years, months = divmod(rule.months, 12)
    long = (
        ngettext("{n} month", "{n} months", rule.months).format(n=rule.months)
        if months or not years
        else ngettext("{n} year", "{n} years", years).format(n=years)
    )
    return str(KINDS[rule.kind]), long, f"{rule.source} · {checked_words(rule)}"


def checked_words(rule: retention.Rule) -> str:
    """Say how far a rule was looked up."""
    said = {
        "verified": _("compared with its source"),
        "secondary": _("read in a text about it"),
        "memory": _("from memory: look it up"),
    }
    return said[rule.checked]


def ended_records(user: User, now: datetime) -> list[Due]:
    """Return the ended records this person may decide about, the longest due first.

    A practice lead sees codes and days of all, therapists their own with names.
    """
    day = now.date()
    rows = Participant.objects.clients().with_cards().order_by("until", "id")
    own = Therapy.objects.own_of(user, now)
    if not user.has(Role.LEAD):
        rows = rows.filter(therapy__in=own)
    mine = set(own.values_list("pk", flat=True))
    ended = rows.filter(therapy__state=Therapy.State.ENDED) | rows.filter(until__lte=day)
    found = _with_rules(list(ended), mine, day)
    return sorted(found, key=lambda due: (not due.is_due, due.kept.on or date.max))


def _with_rules(rows: Sequence[Participant], mine: set[UUID], day: date) -> list[Due]:
    place = retention.for_country(Practice.get().country)
    held = set(LegalHold.objects.standing().values_list("therapy", flat=True))
    asked = set(Erasing.objects.values_list("participant", flat=True))
    last, guarded = _last_contacts(row.therapy for row in rows), _guarded(rows)
    found = []
    for row in rows:
        kept = kept_of(row, place, day, last.get(row.therapy_id), row.pk in guarded)
        if kept is None:
            continue
        name = row.card.shown_name if row.therapy_id in mine else ""
        is_due = kept.is_over(day)
        found.append(
            Due(row, row.therapy, name, kept, is_due, kept.is_early(day), row.therapy_id in held,
                row.pk in asked, words(kept))
        )  # fmt: skip
    return found
