"""The frame in one line: the terms a therapist wants to see at a glance, in a few words each."""

from collections.abc import Iterator

from holdfast.frame.language import gettext as _
from holdfast.frame.language import ngettext

from .contact import Contact, ContactRule, SocialMedia
from .formats import PLAIN, Formats, listed, weekday
from .meeting import Frequency
from .money import Fee
from .terms import Terms


def in_short(terms: Terms, formats: Formats = PLAIN) -> tuple[tuple[str, str], ...]:
    """Return pairs (name of the term, a few words) for the terms that are spoken of.

    >>> in_short(Terms(length=Length(minutes=50)))
    (('length', '50 minutes'),)
    """
    return tuple(_said(terms, formats))


def _said(terms: Terms, formats: Formats) -> Iterator[tuple[str, str]]:
    if terms.frequency is not None:
        yield "frequency", _frequency(terms.frequency)
    if terms.length is not None:
        minutes = terms.length.minutes
        yield "length", ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    if terms.fee is not None:
        yield "fee", _fee(terms.fee, formats)
    if terms.contact is not None:
        yield "contact", _contact(terms.contact, formats)
    if terms.social_media is not None:
        yield "social_media", _social(terms.social_media)


def _frequency(term: Frequency) -> str:
    if term.pattern == "as_needed":
        return _("as needed")
    if term.pattern == "irregular":
        return _("about {n} in {weeks} weeks").format(n=term.sessions, weeks=term.weeks)
    rhythm = _("weekly") if term.every_weeks == 1 else _every(term.every_weeks)
    days = listed([weekday(slot.day) for slot in term.slots])
    return _("{rhythm}, {days}").format(rhythm=rhythm, days=days) if days else rhythm


def _every(weeks: int) -> str:
    return _("every {weeks} weeks").format(weeks=weeks)


def _fee(term: Fee, formats: Formats) -> str:
    when = {
        "at_session": _("at the session"),
        "in_advance": _("in advance"),
        "after_invoice": _("by invoice"),
        "monthly": _("monthly"),
    }[term.due]
    amount = formats.money(term.amount) if term.amount else _("not set")
    return f"{amount} {when}"


def _contact(term: Contact, formats: Formats) -> str:
    if not term.rules:
        return _("none")
    first = term.rules[0]
    more = len(term.rules) - 1
    said = _rule(first, formats)
    return _("{rule} and {n} more").format(rule=said, n=more) if more else said


def _rule(rule: ContactRule, formats: Formats) -> str:
    channel = {
        "text": _("texts"),
        "phone": _("calls"),
        "email": _("e-mails"),
        "video": _("video"),
        "app": _("messages"),
        "letter": _("letters"),
        "in_person": _("in person"),
        "social_media": _("social media"),
    }[rule.channel]
    purpose = {
        "scheduling": _("to schedule"),
        "practical": _("for practical things"),
        "billing": _("about fees"),
        "support": _("for support"),
        "homework": _("about tasks"),
        "coaching": _("for coaching"),
        "crisis": _("in a crisis"),
        "social": _("to chat"),
    }
    said = " ".join([channel, listed([purpose[p] for p in rule.purposes])])
    if not rule.hours:
        return said
    hours = f"{formats.clock(rule.hours[0].start)}–{formats.clock(rule.hours[0].end)}"
    return f"{said}, {hours}"


def _social(term: SocialMedia) -> str:
    return {"no": _("none"), "work_pages_only": _("work pages only")}[term.connect]
