"""The words for what the alliance rules find: for the therapist, the client, the command line.

To therapists collegial: worth a look. To clients plain. Never more certain than the numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from gettext import gettext as _
from gettext import ngettext
from importlib.resources import files
from typing import Any, Literal

import yaml

from holdfast.alliance.attendance import Absence
from holdfast.alliance.cadence import Due
from holdfast.alliance.change import Change
from holdfast.alliance.instruments import Instrument
from holdfast.alliance.repair import Course, Repair
from holdfast.alliance.risk import RiskAnswer
from holdfast.alliance.scoring import Answers, Score
from holdfast.alliance.series import Point
from holdfast.alliance.signals import Signal
from holdfast.alliance.texts import TextPack

Shape = Literal["look", "talk"]


@dataclass(frozen=True)
class SignalWords:
    """A signal in words for the therapist. `shape` is the mark beside it: look or talk."""

    title: str
    evidence: str
    how_sure: str
    shape: Shape


def signal_words(signal: Signal) -> SignalWords:
    """Return a signal in words for the therapist."""
    evidence = " ".join(point_words(point) for point in signal.points)
    shape: Shape = "talk" if signal.strong else "look"
    if signal.kind == "reported":
        title = _("Something felt off, the client says")
        return SignalWords(title, _said_in(signal), _("Said outright; it always counts."), shape)
    if signal.kind == "not_filled":
        return SignalWords(
            _("The check is no longer filled in"),
            _unfilled(signal),
            _("Neutral: there may be no reason at all. Worth a question."),
            shape,
        )
    if signal.kind == "low_start":
        title = _("Low from the start")
        sure = _("Among the lowest tenth of starts. A bond that starts low has nowhere to fall.")
        return SignalWords(title, evidence, sure, shape)
    title = _("Lower than expected for this client")
    if signal.kind == "two_low":
        title = _("Two lowish sessions in a row")
    return SignalWords(title, evidence, how_often_right(signal.rate), shape)


def course_words(course: Course) -> str:
    """Return the finding of a series in one line: the title of its chart."""
    answered = sum(point.score is not None for point in course.points)
    if course.episodes:
        last = course.episodes[-1]
        return _("{title} (session {session}): {state}.").format(
            title=signal_words(last.signal).title,
            session=last.signal.session,
            state=repair_label(last.repair, last.signal).lower(),
        )
    if course.blind_from is not None:
        return blind_words(course.blind_from)
    return ngettext(
        "{n} answer, nothing out of the expected.",
        "{n} answers, nothing out of the expected.",
        answered,
    ).format(n=answered)


def signal_words_for_client(signal: Signal) -> str:
    """Return a signal in words a client may read; empty where there is nothing of use to say."""
    if signal.kind == "reported":
        return _("You said that something felt off. Your therapist will read that.")
    if signal.kind in ("lower", "two_low"):
        return _("Your answers were lower than they often are. You can talk about it if you like.")
    return ""


def point_words(point: Point) -> str:
    """Return one session's answer beside what was expected."""
    if point.score is None:
        return _("Session {session}: not answered.").format(session=point.session)
    if point.expected is None or point.low is None or point.high is None:
        return _("Session {session}: {score}, the first answer.").format(
            session=point.session, score=_number(point.score)
        )
    after = ngettext(
        "Session {session}: {score}; after {n} answer, {low} to {high} was to be expected.",
        "Session {session}: {score}; after {n} answers, {low} to {high} was to be expected.",
        point.earlier,
    ).format(
        session=point.session,
        score=_number(point.score),
        n=point.earlier,
        low=_number(point.low),
        high=_number(point.high),
    )
    return f"{after} {seldom_words(point.p)}".strip()


def seldom_words(p: float | None) -> str:
    """Return how many ordinary sessions of this client score this low; empty if not known."""
    if p is None:
        return ""
    if p >= 0.2:
        return _("Many ordinary sessions score this low for this client.")
    if p < 0.001:
        return _("Fewer than 1 in 1000 ordinary sessions score this low for this client.")
    return _("About 1 in {n} ordinary sessions scores this low for this client.").format(
        n=_round_count(1 / p)
    )


def how_often_right(rate: float) -> str:
    """Return in words how often a signal from a score is right at this setting, and its limits."""
    right = _right_at(rate)
    return _(
        "At this setting about {per} in 100 ordinary sessions raise a signal. In simulated "
        "therapies about {seldom} in 10 signals were a strain where strains were seldom, "
        "{common} in 10 where they were common; in real ones nobody has measured it."
    ).format(
        per=f"{100 * rate:g}",
        seldom=round(10 * right["seldom"]),
        common=round(10 * right["common"]),
    )


def repair_label(repair: Repair, signal: Signal | None = None) -> str:
    """Return the state of a signal in a word or two; more exactly where the signal is given."""
    if signal and signal.kind == "not_filled" and repair.state == "back":
        return _("Filled in again")
    return {
        "open": _("Open"),
        "mended": _("Mended"),
        "back": _("Back, not talked about"),
        "unrepaired": _("Open, not repaired"),
    }[repair.state]


def repair_words(repair: Repair) -> str:
    """Return where a signal stands, and what would close it."""
    if repair.state == "mended":
        return _(
            "Named in session {named}; after session {confirmed} the client said that it is all "
            "right now."
        ).format(named=repair.named_at, confirmed=repair.confirmed_at)
    if repair.state == "back":
        return _back_words(repair)
    named = repair.named_at is not None
    missing = (
        _("Named in session {named}. The next check asks whether it is all right now.").format(
            named=repair.named_at
        )
        if named
        else _("Not named yet.")
    )
    if repair.state == "open":
        return missing
    late = (
        _("The score came back in session {back}, later than three sessions.").format(
            back=repair.back_at
        )
        if repair.back_at is not None
        else _("The score has not come back within three sessions.")
    )
    return f"{late} {missing}"


def absence_words(absence: Absence) -> str:
    """Return a late, cancelled or missed session as possible withdrawal, not more."""
    if absence.kind == "late":
        text = _("Session {session}: the client came {minutes} minutes late.")
        return text.format(session=absence.session, minutes=absence.minutes or 0)
    if absence.kind == "cancelled":
        return _("Session {session}: cancelled by the client.").format(session=absence.session)
    return _("Session {session}: missed by the client.").format(session=absence.session)


def blind_words(session: int) -> str:
    """Return the caution for a series whose every answer is the very best."""
    return _(
        "Every answer so far is the highest there is (four or more by session {session}). A "
        "small strain cannot show here; ask in person."
    ).format(session=session)


def default_words(clients: int = 0) -> str:
    """Return the caution for expectations: what they start from. `clients`: learned from so many.

    0 clients is the default that comes with the program.
    """
    if clients:
        return _(
            "Expected ranges start from the answers of {clients} clients here, and learn from this "
            "client's own answers. Nobody has tested them on other clients."
        ).format(clients=clients)
    return _(
        "Expected ranges start from defaults that nobody has tested on clients, and learn from "
        "this client's own answers."
    )


def score_words(score: Score, instrument: Instrument) -> str:
    """Return a score with what was skipped and how far the answers lie apart."""
    if score.value is None:
        return _("No score: {answered} of the {needed} answers it needs.").format(
            answered=score.answered, needed=score.needed
        )
    text = _("{score} of {highest}").format(
        score=_number(score.value), highest=_number(instrument.highest_score)
    )
    parts = [text]
    if score.skipped:
        skipped = ", ".join(str(item) for item in score.skipped)
        parts.append(_("not answered: {items}").format(items=skipped))
    if score.scatter is not None and score.scatter >= 1.5:
        parts.append(_("the answers lie far apart"))
    return "; ".join(parts)


def answers_in_words(
    instrument: Instrument, text: TextPack | None, answers: Answers
) -> tuple[tuple[str, str], ...]:
    """Return every item with its answer in words, in order; skipped ones say so."""
    rows = []
    for item in range(1, instrument.items + 1):
        name = text.items[item - 1] if text else _("Item {n}").format(n=item)
        value = answers.get(item)
        if value is None:
            answer = _("not answered")
        else:
            answer = text.answer_word(instrument, value) if text else _number(value)
        rows.append((name, answer))
    return tuple(rows)


def change_words(change: Change) -> str:
    """Return what became of an outcome score."""
    kinds = {
        "reliably_better": _("Better by {points} points, more than measurement error explains."),
        "reliably_worse": _("Worse by {points} points, more than measurement error explains."),
        "not_reliable": _("Changed by {points} points, within what measurement error explains."),
    }
    text = kinds[change.kind].format(points=_number(abs(change.difference)))
    source = _("Needed: {needed} points ({source}).").format(
        needed=_number(change.needed), source=change.source
    )
    crossed = {
        "into_usual": _("Now on the usual side of the cut-off."),
        "out_of_usual": _("Now on the clinical side of the cut-off."),
        None: "",
    }[change.crossed]
    unchecked = "" if change.checked else _("From memory, not yet checked.")
    return " ".join(part for part in (text, crossed, source, unchecked) if part)


def due_words(due: Due) -> str:
    """Return why a check is or is not due, for the therapist."""
    return {
        "due": _("Not answered yet."),
        "answered": _("Answered."),
        "paused_by_client": _("Paused by the client."),
        "not_this_session": _("Not asked after this session; every second one is."),
        "not_asked": _("Checks are not asked for in this therapy."),
    }[due.reason]


def risk_words_for_client(contacts: Sequence[str], emergencies: str = "") -> tuple[str, ...]:
    """Return what a client sees at once after an answer about self-harm or danger.

    contacts: crisis contacts for the place where the client is, one line each; emergencies: what
    the agreement says about them. Raises ValueError without contacts: this page never goes bare.
    """
    if not contacts:
        raise ValueError("Give at least one crisis contact for the place where the client is.")
    lines = [
        _("Thank you for telling us. You do not have to carry this alone."),
        _("It may be a while before anyone reads this. If you need help now, use one of these:"),
        *contacts,
    ]
    if emergencies:
        lines += [_("This is what you agreed for emergencies:"), emergencies]
    return (*lines, _("Your therapist has been sent a message about this."))


def risk_words_for_therapist(
    answers: Sequence[RiskAnswer], instrument: Instrument, text: TextPack | None
) -> tuple[str, ...]:
    """Return what the therapist, or whoever covers, is told without delay."""
    rows = dict(enumerate(answers_in_words(instrument, text, {a.item: a.answer for a in answers})))
    told = [
        _("{name}, item {item}: {words} - {answer}").format(
            name=instrument.name,
            item=risk.item,
            words=rows[risk.item - 1][0],
            answer=rows[risk.item - 1][1],
        )
        for risk in answers
    ]
    return (
        _("An answer about self-harm or danger needs you."),
        *told,
        _("The client was shown crisis contacts. This stays until someone writes what was done."),
    )


def _said_in(signal: Signal) -> str:
    return _("In the check after session {session}.").format(session=signal.session)


def _unfilled(signal: Signal) -> str:
    blank = [point.session for point in signal.points if point.score is None]
    return _("Not answered after sessions {sessions}; the one before was.").format(
        sessions=", ".join(str(session) for session in blank)
    )


def _back_words(repair: Repair) -> str:
    back = _("The score came back by session {back}.").format(back=repair.back_at)
    if repair.named_at is None:
        return f"{back} " + _("A client who withdraws may answer politely; worth a word.")
    return f"{back} " + _(
        "You named it in session {named}; the client has not said that it is all right now."
    ).format(named=repair.named_at)


@cache
def _right_table() -> tuple[dict[str, Any], ...]:
    path = files("holdfast.alliance") / "data" / "right_how_often.yaml"
    return tuple(yaml.safe_load(path.read_text(encoding="utf-8"))["rates"])


def _right_at(rate: float) -> dict[str, Any]:
    return min(_right_table(), key=lambda row: abs(row["rate"] - rate))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _round_count(count: float) -> int:
    return round(count) if count < 20 else round(count / 10) * 10
