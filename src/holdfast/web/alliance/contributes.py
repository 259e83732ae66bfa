"""What the alliance contributes to the pages that gather: see `practice.seam`."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import cast

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast import alliance
from holdfast.alliance import words as said
from holdfast.web.accounts.models import User
from holdfast.web.alliance import lanes as drawn
from holdfast.web.alliance import reasons
from holdfast.web.alliance.actions.danger import open_for
from holdfast.web.alliance.aims import aims_of, goals_of
from holdfast.web.alliance.copying import copied
from holdfast.web.alliance.models import Check, FollowUp, Goal, Naming
from holdfast.web.alliance.raising import entry_parts
from holdfast.web.alliance.series import Series, checks_of, series_of
from holdfast.web.alliance.shown import title_of
from holdfast.web.alliance.texts import text_for
from holdfast.web.practice.actions.forgetting import erases
from holdfast.web.practice.models import Participant, Session, Signal, Therapy
from holdfast.web.practice.seam import (
    URGENT,
    Between,
    BriefLine,
    CopyPart,
    EntryPart,
    Found,
    Lane,
    Moment,
    Panel,
    SignalWords,
    Told,
)


def find(therapies: Sequence[Therapy], now: datetime) -> Iterable[Found]:
    """Find what is worth a look in each client's own answers, and answers about danger."""
    going_on = [t for t in therapies if t.state != Therapy.State.ENDED]
    for series in series_of(going_on, now):
        for episode in series.course.episodes:
            if not episode.closed:
                yield _found(series, episode)
    by_key = {t.pk: t for t in therapies}
    for row in FollowUp.objects.filter(therapy__in=by_key, settled_at=None):
        yield Found(
            therapy=row.therapy_id,
            capability="alliance",
            kind=reasons.DANGER,
            key=str(row.pk),
            since=row.given_at.astimezone(by_key[row.therapy_id].tz).date(),
            reason={"kind": reasons.DANGER, "follow_up": str(row.pk)},
            evidence=(str(row.check_row_id),),
            participant=row.participant_id,
        )


def _found(series: Series, episode: alliance.Episode) -> Found:
    session = series.sessions[episode.signal.session]
    behind = [series.checks.get(point.session) for point in episode.signal.points]
    return Found(
        therapy=series.participant.therapy_id,
        capability="alliance",
        kind=episode.signal.kind,
        key=f"{series.scale} {session.pk}",
        since=session.planned_on,
        reason=reasons.write(series, episode),
        evidence=tuple(str(check.pk) for check in behind if check),
        participant=series.participant.pk,
    )


def words(signals: Sequence[Signal], reader: User) -> Mapping[uuid.UUID, SignalWords]:
    """Word the signals of the alliance for a therapist."""
    return {signal.pk: _words(signal) for signal in signals}


def _words(signal: Signal) -> SignalWords:
    reason = signal.reason_value()
    if signal.kind == reasons.DANGER:
        return SignalWords(
            _("An answer about self-harm or danger needs you"),
            _("It stays here until somebody writes what was done."),
            _("Needs you today"),
            "clay",
            _("Read it"),
            reverse("alliance:follow_up", args=[reason["follow_up"]]),
        )
    episode = reasons.read(reason)
    worded = said.signal_words(episode.signal)
    return SignalWords(
        worded.title,
        f"{worded.evidence} {said.repair_words(episode.repair)}",
        _("Alliance"),
        "clay",
        _("Prepare to raise it"),
        reverse("alliance:strain", args=[signal.pk]),
    )


def told(reader: User, now: datetime) -> Sequence[Told]:
    """Tell therapists, and whoever covers a break, of answers about danger."""
    rows = open_for(reader, now)
    own = set(Therapy.objects.own_of(reader, now).values_list("pk", flat=True)) if rows else set()
    return [_told(row, row.therapy_id in own) for row in rows]


def _told(row: FollowUp, is_own: bool) -> Told:
    whose = row.therapy.shown_title if is_own else row.therapy.code
    text = _("{whose}: an answer about self-harm or danger needs you.").format(whose=whose)
    return Told(text, reverse("alliance:follow_up", args=[row.pk]), URGENT)


def lanes(therapy: Therapy, reader: User, start: datetime, end: datetime) -> Sequence[Lane]:
    """Draw the answers of each client beside what was expected of them."""
    return drawn.lanes(therapy, start, end)


def brief(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, Sequence[BriefLine]]:
    """Say before a session what each client answered last, and first of all about danger."""
    by_key = {t.pk: t for t in therapies}
    found: dict[uuid.UUID, list[BriefLine]] = defaultdict(list)
    for waiting in _waiting(by_key):
        found[waiting.therapy_id].append(
            _of_danger(waiting, by_key[waiting.therapy_id], _name(waiting, by_key))
        )
    for check in _latest(by_key):
        check.therapy = by_key[check.therapy_id]
        found[check.therapy_id] += _lines(check, _name(check, by_key))
    return found


def _waiting(by_key: Mapping[uuid.UUID, Therapy]) -> Iterable[FollowUp]:
    rows = FollowUp.objects.filter(therapy__in=by_key, settled_at=None).order_by("given_at")
    return rows.select_related("participant__card__key")


def _of_danger(row: FollowUp, therapy: Therapy, name: str) -> BriefLine:
    label = _("Needs you today, {who}").format(who=name) if name else _("Needs you today")
    on = date_format(row.given_at.astimezone(therapy.tz), "j F")
    text = _("An answer about self-harm or danger, given on {day}, waits for you.").format(day=on)
    return BriefLine(label, text, weight=URGENT)


def _latest(by_key: Mapping[uuid.UUID, Therapy]) -> "QuerySet[Check]":
    rows = Check.objects.filter(scale=alliance.CHECK)
    latest = rows.filter(participant=OuterRef("participant")).order_by("-at").values("pk")[:1]
    found = rows.filter(therapy__in=by_key, pk=Subquery(latest)).order_by("participant")
    return cast("QuerySet[Check]", found.select_related("participant__card__key"))


def _name(row: Check | FollowUp, by_key: Mapping[uuid.UUID, Therapy]) -> str:
    """Whose it is, where a therapy has several clients."""
    several = by_key[row.therapy_id].kind != Therapy.Kind.INDIVIDUAL
    return row.participant.card.shown_name if several else ""


def _lines(check: Check, name: str) -> Iterable[BriefLine]:
    given = check.given()
    label = _("Last check, {who}").format(who=name) if name else _("Last check")
    yield BriefLine(label, _by_answer(check, given), weight=20)
    if given.felt_off:
        yield BriefLine(label, _("Something felt off between you, they say."), weight=19)
    if given.note:
        yield BriefLine(label, given.note, quote=True, weight=21)


def _by_answer(check: Check, given: alliance.CheckAnswers) -> str:
    """Gather the statements by how they were answered, the highest first."""
    text = text_for(check.scale)
    assert text is not None
    instrument = alliance.instrument(check.scale)
    groups: dict[float, list[str]] = defaultdict(list)
    for item, value in given.statements.items():
        if value is not None:
            groups[value].append(text.short[item - 1].lower())
    said_so = [
        f"{text.answer_word(instrument, value)}: {', '.join(groups[value])}."
        for value in sorted(groups, reverse=True)
    ]
    return " ".join(said_so) or _("No statement was answered.")


def panel(therapy: Therapy, reader: User, now: datetime) -> Sequence[Panel]:
    """Show what is worked for and how far it is, and lead to the answers."""
    aims = aims_of((g for g in goals_of(therapy) if g.state == Goal.State.OPEN), therapy)
    context = {"therapy": therapy, "aims": aims}
    return (
        Panel(
            _("Agreed goals"), "alliance/panel_goals.html", context, weight=35,
            short=str(len(aims) or ""),
        ),
        Panel(_("Answers"), "alliance/panel_answers.html", context, weight=45),
    )  # fmt: skip


def moments(therapy: Therapy, reader: User, start: datetime, end: datetime) -> Iterable[Moment]:
    """Tell when answers were given and when a strain was named."""
    for check in (one for one in checks_of([therapy]) if start <= one.at < end):
        url = reverse("alliance:check", args=[check.pk])
        title = _("{what} answered").format(what=title_of(check.scale))
        yield Moment(check.at, "check", title, str(check.get_how_display()), url)
    for naming in Naming.objects.filter(therapy=therapy, at__gte=start, at__lt=end):
        naming.therapy = therapy
        title = _("A strain was talked about")
        yield Moment(naming.at, "repair", title, naming.text("said"), tone="plum")
    for goal in (one for one in goals_of(therapy) if start <= one.written_at < end):
        url = reverse("alliance:goals", args=[therapy.pk])
        yield Moment(goal.written_at, "goal", _("Goal written"), goal.text("words"), url)


def between_us(therapy: Therapy, reader: User) -> Iterable[Between]:
    """Return the days on which a client answered that something felt off."""
    for check in Check.objects.filter(therapy=therapy, scale=alliance.CHECK):
        check.therapy = therapy
        if check.given().felt_off:
            yield Between("felt_off", check.at.astimezone(therapy.tz).date())


def after_session(session: Session, reader: User) -> Sequence[EntryPart]:
    """Offer to note how a strain was raised, where a signal is open."""
    return entry_parts(session, reader)


def copy(person: Participant, reader: User) -> Sequence[CopyPart]:
    """Give a person what they answered, and the goals that are theirs or everybody's."""
    return copied(person)


erase = erases("alliance")
