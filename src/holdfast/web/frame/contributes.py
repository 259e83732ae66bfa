"""What the frame contributes to the pages that gather: see `practice.seam`."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast import frame
from holdfast.web.accounts.models import User
from holdfast.web.frame import copying, happened
from holdfast.web.frame import lanes as drawn
from holdfast.web.frame.formats import in_zone
from holdfast.web.frame.models import (
    Agreement,
    Draft,
    Remark,
    all_versions,
    ever_in_force,
    newest_in_force,
)
from holdfast.web.practice.actions.forgetting import erases
from holdfast.web.practice.counts import words_for
from holdfast.web.practice.models import Participant, Signal, Therapy
from holdfast.web.practice.once import once_a_page
from holdfast.web.practice.seam import (
    BriefLine,
    CopyPart,
    Found,
    FrameLine,
    Lane,
    Moment,
    Panel,
    SignalWords,
    Standing,
)


def find(therapies: Sequence[Therapy], now: datetime) -> Iterable[Found]:
    """Hold what happened against what was agreed. Nothing is said before a frame is agreed."""
    agreed = happened.versions(therapies)
    with_frame = [t for t in therapies if t.pk in agreed]
    what_happened = happened.events(with_frame)
    for therapy in with_frame:
        seen_at = _while_it_lasted(therapy, now)
        findings = frame.find_drift(agreed[therapy.pk], what_happened[therapy.pk], seen_at)
        for drift in findings.drifts:
            yield _found(therapy, drift)


def _while_it_lasted(therapy: Therapy, now: datetime) -> datetime:
    """An ended therapy is looked at as on its last day; nothing is missing after that."""
    if therapy.ended_on is None:
        return now
    return min(now, datetime.combine(therapy.ended_on, time(23, 59), therapy.tz))


def _found(therapy: Therapy, drift: frame.Drift) -> Found:
    return Found(
        therapy=therapy.pk,
        capability="frame",
        kind=drift.kind,
        key=drift.key,
        since=drift.since.astimezone(therapy.tz).date(),
        reason=frame.write_drift(drift),
        evidence=drift.evidence,
        participant=uuid.UUID(drift.participant) if drift.participant else None,
    )


def words(signals: Sequence[Signal], reader: User) -> Mapping[uuid.UUID, SignalWords]:
    """Word the signals of the frame for a therapist."""
    return {signal.pk: _words(signal) for signal in signals}


def _words(signal: Signal) -> SignalWords:
    drift = frame.read_drift(signal.reason_value())
    said = frame.for_therapist(drift, in_zone(signal.therapy.tz))
    return SignalWords(
        headline=said.headline,
        detail=said.happened,
        tag=_("Frame drift"),
        tone="amber",
        action=_("See the evidence"),
        url=reverse("frame:drift", args=[signal.pk]),
    )


def frame_line(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, FrameLine]:
    """Say the frame in one line: the version in force, or what stands in its place."""
    agreements = newest_in_force(therapies)
    drafts = _drafts(therapies)
    found = {}
    for therapy in therapies:
        agreement, draft = agreements.get(therapy.pk), drafts.get(therapy.pk)
        if agreement is not None:
            status = _("Agreement v{number}, signed by everybody").format(number=agreement.number)
            found[therapy.pk] = _line(agreement.as_terms(), status, therapy)
        elif draft is not None:
            status = Draft.Origin(draft.origin).label
            status = status if draft.origin == Draft.Origin.PRACTICE else _("Draft, not yet signed")
            found[therapy.pk] = _line(draft.as_terms(), status, therapy)
        else:
            found[therapy.pk] = FrameLine((), _("Nothing agreed yet"), _url(therapy))
    return found


@once_a_page
def _drafts(therapies: Sequence[Therapy]) -> dict[uuid.UUID, Draft]:
    by_key = {t.pk: t for t in therapies}
    drafts: QuerySet[Draft] = Draft.objects.filter(therapy__in=by_key)
    found = {draft.therapy_id: draft for draft in drafts}
    for key, draft in found.items():
        draft.therapy = by_key[key]
    return found


def _line(terms: frame.Terms, status: str, therapy: Therapy) -> FrameLine:
    return FrameLine(tuple(_pairs(terms)), status, _url(therapy))


def _pairs(terms: frame.Terms) -> Iterable[tuple[str, str]]:
    said = dict(frame.in_short(terms, in_zone(ZoneInfo(terms.zone))))
    for name, label in LABELS:
        if name in said:
            yield label(), said[name]


LABELS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("frequency", lambda: _("How often")),
    ("length", lambda: _("How long")),
    ("fee", lambda: _("Fee")),
    ("contact", lambda: _("Between sessions")),
    ("social_media", lambda: _("Social media")),
)


def _url(therapy: Therapy) -> str:
    return reverse("frame:agreement", args=[therapy.pk])


def moments(therapy: Therapy, reader: User, start: datetime, end: datetime) -> Iterable[Moment]:
    """Tell of the versions of the agreement: fixed, and in force."""
    for agreement in all_versions([therapy]):
        if start <= agreement.fixed_at < end:
            title = _("Agreement v{number} ready to sign").format(number=agreement.number)
            yield Moment(agreement.fixed_at, "agreement", title, url=_url(therapy))
    for agreement in ever_in_force([therapy]).get(therapy.pk, ()):
        signed: date = agreement.signed_on  # type: ignore[attr-defined]
        at = datetime.combine(signed, datetime.min.time(), therapy.tz)
        if start <= at < end:
            title = _("Agreement v{number} signed by everybody").format(number=agreement.number)
            turn = _("Agreement v{number}").format(number=agreement.number)
            yield Moment(at, "agreement", title, url=_url(therapy), turn=turn)


def lanes(therapy: Therapy, reader: User, start: datetime, end: datetime) -> Sequence[Lane]:
    """Draw length, contacts and fees against what was agreed on each day."""
    return drawn.lanes(therapy, start, end)


def panel(therapy: Therapy, reader: User, now: datetime) -> Sequence[Panel]:
    """Show what waits about the agreement: signatures, a draft, remarks; no box if nothing does."""
    waiting, lacking = _waiting([therapy]).get(therapy.pk, (None, 0))
    drafted, said = therapy.pk in _drafts([therapy]), len(_unanswered([therapy]))
    if waiting is None and not drafted and not said:
        return ()
    context = {
        "therapy": therapy,
        "waiting": waiting,
        "lacking": lacking,
        "url": _url(therapy),
        "drafted": drafted,
        "said": said,
    }
    return (Panel(_("Agreement"), "frame/panel.html", context, weight=30, folds=False),)


def _waiting(therapies: Sequence[Therapy]) -> dict[uuid.UUID, tuple[Agreement, int]]:
    """Return the version of each therapy that waits, and for how many signatures it does."""
    found = {}
    for row in all_versions(therapies):
        lacking: int = row.named - row.signed  # type: ignore[attr-defined]
        if row.is_standing and lacking > 0:
            found[row.therapy_id] = row, lacking
    return found


def brief(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, Sequence[BriefLine]]:
    """Say before a session what is open about the agreement."""
    found: dict[uuid.UUID, list[BriefLine]] = defaultdict(list)
    for key, (row, lacking) in _waiting(therapies).items():
        text = ngettext(
            "version %(v)s waits for %(n)s signature",
            "version %(v)s waits for %(n)s signatures",
            lacking,
        ) % {"v": row.number, "n": lacking}
        found[key].append(BriefLine(_("Agreement"), text, weight=30))
    for remark in _unanswered(therapies):
        if remark.participant_id is not None:
            label = _("About the agreement")
            line = BriefLine(label, remark.shown, quote=True, weight=31)
            found[remark.therapy_id].append(line)
    return found


@once_a_page
def _unanswered(therapies: Sequence[Therapy]) -> list[Remark]:
    """Return what was said about an agreement and not answered yet, the oldest first."""
    by_key = {t.pk: t for t in therapies}
    rows = Remark.objects.filter(therapy__in=by_key, answered_at=None)
    found: list[Remark] = list(rows.order_by("at"))
    for row in found:
        row.therapy = by_key[row.therapy_id]
    return found


def standing(now: datetime) -> Sequence[Standing]:
    """Count the therapies that go on without an agreement everybody has signed."""
    agreed = Agreement.objects.in_force().filter(therapy=OuterRef("pk")).order_by()
    watched = Therapy.objects.filter(state=Therapy.State.ACTIVE, watched_from__lte=now.date())
    without = watched.exclude(Exists(agreed.values("pk"))).count()
    label = ngettext(
        "active therapy without a signed agreement",
        "active therapies without a signed agreement",
        words_for(without),
    )
    said = _("Every active therapy has a signed agreement")
    return (Standing(label, without, True, reverse("frame:templates"), said, of_clients=True),)


def copy(person: Participant, reader: User) -> Sequence[CopyPart]:
    """Give a person what they signed and said: their versions, their words, their remarks."""
    return copying.parts(person)


erase = erases("frame")
