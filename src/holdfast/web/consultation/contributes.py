"""What consultation contributes to the pages that gather: see `practice.seam`.

Questions and answers are told to whoever asked, and to nobody else who may open the record.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.web.accounts.models import User
from holdfast.web.codes import contributes as decisions
from holdfast.web.consultation.countersigned import mark_words, marks, to_countersign
from holdfast.web.consultation.models import Attached, Draft, Question, Step
from holdfast.web.consultation.models.asking import answered_at, state_of, step_of
from holdfast.web.practice.actions.forgetting import erases
from holdfast.web.practice.counts import words_for
from holdfast.web.practice.models import Participant, Signal, Therapist, Therapy
from holdfast.web.practice.models.staff import in_force
from holdfast.web.practice.once import once_a_page
from holdfast.web.practice.reading import is_own
from holdfast.web.practice.seam import (
    BriefLine,
    CopyPart,
    Found,
    Lane,
    Moment,
    Panel,
    Point,
    SignalWords,
    Standing,
    Told,
)

A_YEAR = timedelta(days=365)
FEWEST = 3  # therapists, before a number about all of them is about none


@once_a_page
def _questions(therapies: Sequence[Therapy], asker: User | None = None) -> list[Question]:
    """Return what was asked about some therapies, each with the key that is loaded already."""
    by_key = {t.pk: t for t in therapies}
    rows = Question.objects.filter(therapy__in=by_key)
    if asker is not None:
        rows = rows.asked_by(asker)
    found = list(rows.select_related("to__key").prefetch_related("steps").order_by("asked_at"))
    for row in found:
        row.therapy = by_key[row.therapy_id] if row.therapy_id else None
    return found


def find(therapies: Sequence[Therapy], now: datetime) -> Iterable[Found]:
    """Find answers of which nothing is noted yet."""
    for row in _questions(therapies):
        at = answered_at(row)
        if at is not None and row.therapy_id and state_of(row) == Step.Kind.ANSWERED:
            yield Found(
                therapy=row.therapy_id,
                capability="consultation",
                kind="answered",
                key=str(row.pk),
                since=at.astimezone(now.tzinfo).date(),
                reason={"question": str(row.pk), "asker": str(row.asker_id)},
            )


def words(signals: Sequence[Signal], reader: User) -> Mapping[uuid.UUID, SignalWords]:
    """Word an answer that has come, for whoever asked; others are told nothing of it."""
    mine = ((s, s.reason_value()) for s in signals)
    return {
        signal.pk: SignalWords(
            _("A colleague has answered your question."),
            _("Read it, and note what you do with it."),
            _("Consultation"),
            "plum",
            _("Read the answer"),
            reverse("consultation:asked", args=[reason["question"]]),
        )
        for signal, reason in mine
        if reason.get("asker") == str(reader.pk)
    }


def brief(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, Sequence[BriefLine]]:
    """Say before a session whether an answer has come, or is still to come."""
    found: dict[uuid.UUID, list[BriefLine]] = defaultdict(list)
    for row in _questions(therapies, reader):
        if row.therapy_id and (text := _in_brief(row)):
            found[row.therapy_id].append(BriefLine(_("Consultation"), text, weight=42))
    return found


def _in_brief(row: Question) -> str:
    said = {
        "sent": _("asked of {who}, no answer yet"),
        "opened": _("asked of {who}, no answer yet"),
        "answered": _("{who} has answered: read it"),
        "closed": "",
    }
    return said.get(state_of(row), "").format(who=row.colleague)


def told(reader: User, now: datetime) -> Sequence[Told]:
    """Tell of questions that wait for this person, of answers, and of what to countersign."""
    waiting = list(Question.objects.asked_of(reader).open().values_list("pk", "urgent"))
    found = []
    for key, urgent in waiting:
        text = _("A colleague asks you something. It is urgent.") if urgent else ""
        text = text or _("A colleague asks you something.")
        found.append(Told(text, reverse("consultation:answer", args=[key])))
    answers = Question.objects.asked_by(reader).to_be_used().values_list("pk", flat=True)
    for key in answers:
        url = reverse("consultation:asked", args=[key])
        found.append(Told(_("A colleague has answered your question."), url))
    if number := len(to_countersign(reader, now)):
        text = ngettext(
            "{n} document waits for your countersignature.",
            "{n} documents wait for your countersignature.",
            number,
        ).format(n=number)
        found.append(Told(text, reverse("consultation:queue")))
    return found


def panel(therapy: Therapy, reader: User, now: datetime) -> Sequence[Panel]:
    """Show what one asked about a therapy and a way to ask; and what was countersigned."""
    own = is_own(therapy, reader, now)
    asked = [_in_panel(row) for row in reversed(_questions([therapy], reader))]
    signed = [mark_words(mark) for mark in marks(therapy)]
    if not own and not signed:
        return ()
    ask = f"{reverse('consultation:ask')}?about={therapy.pk}" if own else ""
    context = {
        "asked": asked,
        "signed": signed,
        "drafts": _drafts(therapy, reader) if own else (),
        "ask": ask,
    }
    short = str(len(asked) or "")
    return (Panel(_("Consultation"), "consultation/panel.html", context, "side", 38, short),)


def _drafts(therapy: Therapy, reader: User) -> list[Draft]:
    rows = list(Draft.objects.filter(asker=reader, therapy=therapy).order_by("-changed_at"))
    for row in rows:
        row.therapy = therapy  # whose key is loaded already
    return rows


def _in_panel(row: Question) -> dict[str, object]:
    return {
        "row": row,
        "title": row.copy["question"],
        "colleague": row.colleague,
        "state": state_of(row),
    }


def moments(therapy: Therapy, reader: User, start: datetime, end: datetime) -> Iterable[Moment]:
    """Tell whoever asked when it was asked and answered; and everybody what was countersigned."""
    asked = _questions([therapy], reader)
    attached = Attached.objects.filter(question__in=[row.pk for row in asked])
    in_decision = set(attached.values_list("question_id", flat=True))
    for row in asked:
        url = reverse("consultation:asked", args=[row.pk])
        title = _("Asked of {who}").format(who=row.colleague)
        yield Moment(row.asked_at, "consultation", title, "", url, "plum")
        at = answered_at(row)
        if at is not None and row.pk not in in_decision:  # else the decision tells of it
            title = _("Answer of {who}").format(who=row.colleague)
            yield Moment(at, "consultation", title, "", url, "plum")
    for mark in marks(therapy):
        yield Moment(mark.at, "decision", mark_words(mark), tone="spruce")


def lanes(therapy: Therapy, reader: User, start: datetime, end: datetime) -> Sequence[Lane]:
    """Draw consultations among the decisions: it is one lane."""
    asked = [row for row in _questions([therapy], reader) if start <= row.asked_at < end]
    if not asked:
        return ()
    (lane,) = decisions.lanes(therapy, reader, start, end)
    points = (*lane.points, *map(_point, asked))
    note = _("and consultations")
    return (Lane(lane.name, note, tuple(sorted(points, key=lambda p: p.at)), weight=lane.weight),)


def _point(row: Question) -> Point:
    when = answered_at(row)
    said = _("asked of {who}").format(who=row.colleague)
    if when is not None:
        said = _("{asked}, answered {on}").format(asked=said, on=date_format(when, "j M"))
    url = reverse("consultation:asked", args=[row.pk])
    return Point(row.asked_at, said, mark="diamond", tone="plum", url=url)


def standing(now: datetime) -> Sequence[Standing]:
    """Count, over the whole practice, that colleagues are asked; never in a very small one."""
    if Therapist.objects.filter(in_force(now.date())).count() < FEWEST:
        return ()
    number = Question.objects.filter(asked_at__gte=now - A_YEAR, asked_at__lte=now).count()
    label = ngettext(
        "question to colleagues in the last 12 months",
        "questions to colleagues in the last 12 months",
        words_for(number),
    )
    return (Standing(label, number, of_clients=True),)


def copy(person: Participant, reader: User) -> Sequence[CopyPart]:
    """Give a person, on request, what was asked about the work; say what stays out, and why.

    Only whoever asked can hand a question over. The rest says the same if there is nothing.
    """
    left_out = (
        (
            _("Questions to colleagues, and their answers"),
            _("They were asked without saying who you are. You can ask to read them."),
        ),
        (
            _("Notes of supervision"),
            _("They are about the therapist's work and stand apart from your record."),
        ),
    )
    asked = [_copied(row) for row in _questions([person.therapy], reader)]
    several = person.therapy.kind != Therapy.Kind.INDIVIDUAL
    return (
        CopyPart(_("Consultation and supervision"), [], left_out, "consultation", at_once=True),
        CopyPart(_("Questions to colleagues"), asked, (), "questions", shared=several),
    )


def _copied(row: Question) -> Mapping[str, object]:
    answer = step_of(row, Step.Kind.ANSWERED)
    return {
        "at": row.asked_at.isoformat(),
        "headline": row.copy["question"],
        "answer": answer.shown if answer else "",
    }


# A topic of supervision that speaks of a therapy by its code loses the code.
erase = erases("consultation")
