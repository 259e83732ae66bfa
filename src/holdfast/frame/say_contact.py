"""The terms about contact and about what happens outside the room, in plain sentences."""

from collections.abc import Iterator

from holdfast.frame.language import gettext as _
from holdfast.frame.language import ngettext

from .contact import (
    Contact,
    ContactRule,
    Emergencies,
    Gifts,
    Hours,
    Outside,
    Recording,
    SelfDisclosure,
    SocialMedia,
    Touch,
)
from .formats import Formats, listed, weekday
from .meeting import WEEKDAYS
from .say_meeting import own_words

Sentences = Iterator[str]


def channel_words() -> dict[str, str]:
    """Return what each channel is called in a sentence: "by …"."""
    return {
        "text": _("text message"),
        "phone": _("phone"),
        "email": _("e-mail"),
        "video": _("video"),
        "app": _("message in the app"),
        "letter": _("letter"),
        "in_person": _("coming by"),
        "social_media": _("social media"),
    }


def purpose_words() -> dict[str, str]:
    """Return what each purpose is called in a sentence: "for …"."""
    return {
        "scheduling": _("fixing a time"),
        "practical": _("small practical things"),
        "billing": _("the bill"),
        "support": _("support"),
        "homework": _("tasks we set"),
        "coaching": _("help with a skill"),
        "crisis": _("a crisis"),
        "social": _("a chat"),
    }


def say_contact(term: Contact, formats: Formats) -> Sentences:
    """Say over which channel one may be in touch for what, when, and when a reply comes."""
    if not term.rules and not term.words:
        yield _("We are not in touch between sessions.")
    for rule in term.rules:
        yield from _rule(rule, formats)
    if term.sent_any_time:
        yield _("You may write at any time. I read it in these hours.")
    elif any(rule.hours for rule in term.rules):
        yield _("Please write or call only in these hours.")
    if term.rules and term.hours_bind == "both":
        yield _("I keep to these hours too.")
    yield from own_words(term.words)


def _rule(rule: ContactRule, formats: Formats) -> Sentences:
    channel = channel_words()[rule.channel]
    purposes = listed([purpose_words()[purpose] for purpose in rule.purposes])
    hours = listed([say_hours(span, formats) for span in rule.hours])
    if hours:
        says = _("You can reach me by {channel} {hours}. It is for {purposes}.")
    else:
        says = _("You can reach me by {channel} at any time. It is for {purposes}.")
    yield says.format(channel=channel, purposes=purposes, hours=hours)
    if rule.reply_working_days == 0:
        yield _("I answer on the same day.")
    elif rule.reply_working_days:
        yield ngettext(
            "I answer within {n} working day.",
            "I answer within {n} working days.",
            rule.reply_working_days,
        ).format(n=rule.reply_working_days)
    if rule.minutes:
        yield _("A call takes up to {n} minutes.").format(n=rule.minutes)
    if rule.per_week is not None:
        yield _("It may be up to {n} times a week.").format(n=rule.per_week)


def say_hours(span: Hours, formats: Formats) -> str:
    """Return one stretch of hours as part of a sentence: "Monday to Friday, 09:00 to 18:00"."""
    return _("on {days} from {start} to {end}").format(
        days=_days(span),
        start=formats.clock(span.start),
        end=formats.clock(span.end),
    )


def _days(span: Hours) -> str:
    places = sorted(WEEKDAYS.index(day) for day in set(span.days))
    if len(places) == 7:
        return _("every day")
    in_a_row = places == list(range(places[0], places[0] + len(places))) if places else False
    if in_a_row and len(places) > 2:
        first, last = weekday(WEEKDAYS[places[0]]), weekday(WEEKDAYS[places[-1]])
        return _("{first} to {last}").format(first=first, last=last)
    return listed([weekday(WEEKDAYS[place]) for place in places])


def say_emergencies(term: Emergencies, formats: Formats) -> Sentences:
    """Say what to do when it cannot wait."""
    if term.call_therapist:
        yield _("In a crisis you may call me at any hour.")
    else:
        yield _("I am not there for emergencies. I may not see a message in time.")
    for one in term.numbers:
        yield _("Call {name}: {number}.").format(name=one.name, number=one.number)
    yield from own_words(term.words)


def say_social_media(term: SocialMedia, formats: Formats) -> Sentences:
    """Say whether they connect and look each other up online."""
    yield {
        "no": _("We do not connect on social media."),
        "work_pages_only": _("You may follow my work page. I do not follow you back."),
    }[term.connect]
    yield {
        "not": _("I do not look you up online."),
        "with_consent": _("I look you up online only if you say yes."),
        "only_for_safety": _("I look you up online only if I fear for your life."),
    }[term.look_up]
    yield from own_words(term.words)


def say_gifts(term: Gifts, formats: Formats) -> Sentences:
    """Say how presents are handled."""
    if term.accept == "small" and term.up_to:
        yield _("I can take a small gift, up to {amount}.").format(amount=formats.money(term.up_to))
    else:
        yield {
            "none": _("I do not take gifts."),
            "small": _("I can take a small gift."),
            "talk_first": _("If you want to give me something, we talk about it first."),
        }[term.accept]
    yield from own_words(term.words)


def say_outside(term: Outside, formats: Formats) -> Sentences:
    """Say what happens outside the room."""
    yield {
        "no": _("We do not meet outside our sessions."),
        "part_of_method": _("Some of our work may be outside. We plan it together."),
        "talk_first": _("We meet outside only after we have talked about why."),
    }[term.arranged]
    yield {
        "client_decides": _("If we meet by chance, I wait to see if you say hello."),
        "greet": _("If we meet by chance, we say hello and no more."),
    }[term.by_chance]
    yield from own_words(term.words)


def say_touch(term: Touch, formats: Formats) -> Sentences:
    """Say what touch there may be."""
    yield {
        "none": _("We do not touch."),
        "handshake": _("We may shake hands. There is no other touch."),
        "ask_first": _("I do not touch you without asking. You can always say no."),
        "part_of_method": _("Touch can be part of the work. I ask each time. You can say no."),
    }[term.allowed]
    yield from own_words(term.words)


def say_self_disclosure(term: SelfDisclosure, formats: Formats) -> Sentences:
    """Say what the therapist tells about themselves."""
    yield {
        "rarely": _("I say little about my own life. This time is yours."),
        "when_it_helps": _("I may tell you something about me if it helps you."),
    }[term.allowed]
    yield from own_words(term.words)


def say_recording(term: Recording, formats: Formats) -> Sentences:
    """Say whether sessions are recorded."""
    yield {
        "none": _("Nobody records our sessions."),
        "with_written_consent": _("Nobody records a session unless we both signed for it."),
    }[term.allowed]
    yield from own_words(term.words)
