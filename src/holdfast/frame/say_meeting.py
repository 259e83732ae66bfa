"""The terms about meeting and money, in plain sentences for the client."""

from collections.abc import Iterator

from holdfast.frame.language import gettext as _
from holdfast.frame.language import ngettext

from .formats import Formats, listed, weekday
from .meeting import Breaks, Course, Ending, Frequency, Incapacity, Length, Place, Remote, Review
from .money import Cancellation, Fee

Sentences = Iterator[str]


def say_frequency(term: Frequency, formats: Formats) -> Sentences:
    """Say how often the sessions are."""
    times = [
        _("{day} at {time}").format(day=weekday(slot.day), time=formats.clock(slot.start))
        for slot in term.slots
    ]
    if term.pattern == "irregular":
        yield _("We meet about {sessions} times in {weeks} weeks.").format(
            sessions=term.sessions, weeks=term.weeks
        )
    elif term.pattern == "as_needed":
        yield _("We have no fixed times. We meet when you need it.")
    elif times and term.every_weeks == 1:
        yield _("We meet every week on {times}.").format(times=listed(times))
    elif times:
        yield _("We meet every {weeks} weeks on {times}.").format(
            weeks=term.every_weeks, times=listed(times)
        )
    else:
        yield _("We meet at fixed times. We have not set them yet.")
    yield from own_words(term.words)


def say_length(term: Length, formats: Formats) -> Sentences:
    """Say how long a session is."""
    yield _("A session lasts {minutes} minutes.").format(minutes=term.minutes)
    if term.grace:
        yield ngettext(
            "It may be {minutes} minute more or less.",
            "It may be up to {minutes} minutes more or less.",
            term.grace,
        ).format(minutes=term.grace)
    yield from own_words(term.words)


def say_course(term: Course, formats: Formats) -> Sentences:
    """Say how many sessions there will be."""
    if term.sessions:
        yield ngettext("We plan {n} session.", "We plan {n} sessions.", term.sessions).format(
            n=term.sessions
        )
    else:
        yield _("We have not set a number of sessions.")
    yield from own_words(term.words)


def say_place(term: Place, formats: Formats) -> Sentences:
    """Say where the sessions are."""
    places = {
        "room": _("in my room"),
        "remote": _("by video or phone"),
        "home": _("at your home"),
        "outside": _("outside"),
        "ward": _("on the ward"),
        "school": _("at school"),
    }
    yield _("We meet {places}.").format(places=listed([places[k] for k in term.kinds], _("or")))
    if term.address:
        yield _("You find me here: {address}.").format(address=term.address.rstrip("."))
    yield from own_words(term.words)


def say_remote(term: Remote, formats: Formats) -> Sentences:
    """Say how remote sessions go, and what if something happens."""
    if term.by:
        yield _("When we do not meet in a room, we use {service}.").format(service=term.by)
    yield from own_words(term.if_line_drops)
    if term.client_is_at:
        yield _("During a session you are here: {place}.").format(place=term.client_is_at)
    yield _("I ask at the start where you are, so that I can send help.")
    if term.call:
        yield _("If you are in danger, I call {who}.").format(who=term.call)
    yield from own_words(term.words)


def say_breaks(term: Breaks, formats: Formats) -> Sentences:
    """Say how breaks are told and who is there meanwhile."""
    if term.notice_weeks is not None:
        yield ngettext(
            "I tell you about a break {n} week before.",
            "I tell you about a break {n} weeks before.",
            term.notice_weeks,
        ).format(n=term.notice_weeks)
    if term.usual:
        yield _("I am usually away at these times: {when}.").format(when=term.usual)
    if term.cover:
        yield _("While I am away you can call {who}.").format(who=term.cover)
    yield from own_words(term.words)


def say_incapacity(term: Incapacity, formats: Formats) -> Sentences:
    """Say what happens if the therapist falls ill or dies."""
    if term.colleague:
        yield _("If I am too ill to work, or if I die, {who} will call you.").format(
            who=term.colleague
        )
        yield _("They know your name and number for that, and nothing else.")
    yield from own_words(term.words)


def say_ending(term: Ending, formats: Formats) -> Sentences:
    """Say how the work ends."""
    if term.notice_sessions:
        yield ngettext(
            "Who wants to end says so, and then we meet {n} more time.",
            "Who wants to end says so, and then we meet {n} more times.",
            term.notice_sessions,
        ).format(n=term.notice_sessions)
        yield _("You may still stop at once. Nobody can keep you.")
    yield from own_words(term.limits)
    yield from own_words(term.afterwards)
    yield from own_words(term.words)


def say_review(term: Review, formats: Formats) -> Sentences:
    """Say when both look back."""
    if term.every_sessions:
        yield ngettext(
            "After each session we look at how it goes.",
            "Every {n} sessions we look at how it goes and what should change.",
            term.every_sessions,
        ).format(n=term.every_sessions)
    yield from own_words(term.words)


def say_fee(term: Fee, formats: Formats) -> Sentences:
    """Say what a session costs."""
    if term.amount is not None and term.amount.minor == 0:
        yield _("You pay nothing.")
    elif term.amount is not None:
        yield _("A session costs {amount}.").format(amount=formats.money(term.amount))
        yield {
            "at_session": _("You pay at each session."),
            "in_advance": _("You pay before the session."),
            "after_invoice": _("You pay when you get the bill."),
            "monthly": _("You pay once a month."),
        }[term.due]
        yield ngettext(
            "You have {n} day to pay.", "You have {n} days to pay.", term.days_to_pay
        ).format(n=term.days_to_pay)
    if term.lowest:
        yield _("If you have little money, you may pay less, down to {amount}.").format(
            amount=formats.money(term.lowest)
        )
    if term.rise_notice_weeks:
        yield _("If the fee goes up, I tell you {n} weeks before.").format(n=term.rise_notice_weeks)
    yield from own_words(term.exceptions)
    yield from own_words(term.words)


def say_cancellation(term: Cancellation, formats: Formats) -> Sentences:
    """Say what happens when a session is cancelled."""
    yield _("If you cannot come, tell me at least {n} hours before. Then you do not pay.").format(
        n=term.notice_hours
    )
    yield _charged(term.late_percent, _("If you tell me later,"))
    yield _charged(term.missed_percent, _("If you do not come and do not tell me,"))
    yield from own_words(term.by_therapist)
    yield from own_words(term.exceptions)
    yield from own_words(term.words)


def _charged(percent: int, case: str) -> str:
    if percent == 0:
        return _("{case} you do not pay either.").format(case=case)
    if percent == 100:
        return _("{case} you pay the full fee.").format(case=case)
    return _("{case} you pay {percent} % of the fee.").format(case=case, percent=percent)


def own_words(text: str) -> Sentences:
    """Yield what the therapist wrote, if anything, ending like a sentence."""
    text = text.strip()
    if text:
        yield text if text[-1] in ".!?" else f"{text}."
