"""The terms about the work, about confidence and about what is kept, in plain sentences."""

from collections.abc import Iterator

from holdfast.frame.language import gettext as _
from holdfast.frame.language import ngettext

from .formats import Formats, listed
from .say_meeting import own_words
from .trust import (
    Concerns,
    Confidentiality,
    Guardian,
    Knowledge,
    Others,
    Records,
    Sharing,
    Supervision,
    Work,
)

Sentences = Iterator[str]


def say_work(term: Work, formats: Formats) -> Sentences:
    """Say what this work is, and that it is free to stop."""
    if term.method:
        yield _("Our work is called {method}.").format(method=term.method)
    for text in (term.is_about, term.may_be_like, term.risks, term.alternatives):
        yield from own_words(text)
    parts = {
        "phone_coaching": _("You may call me between sessions for help with a skill."),
        "exposure_outside": _("We may practise outside the room."),
        "home_visits": _("I may come to your home."),
        "walks": _("We may talk while we walk."),
        "school_visits": _("I may come to your school."),
        "parent_contact": _("I may talk with your parents in the way we agree."),
    }
    yield from (parts[one] for one in term.includes)
    if term.may_stop:
        yield _("You may say no to anything. You may stop at any time.")
    yield from own_words(term.words)


def say_confidentiality(term: Confidentiality, formats: Formats) -> Sentences:
    """Say what stays here, and when it cannot."""
    yield _("What you say stays with me.")
    cases = {
        "danger_to_self": _("You are in danger of your life."),
        "danger_to_others": _("Someone else is in danger."),
        "abuse_of_child": _("A child is being hurt."),
        "abuse_of_adult": _("An adult who cannot get help alone is being hurt."),
        "court": _("A court orders me to speak."),
        "law": _("Another law makes me tell."),
    }
    if term.limits:
        yield _("I may have to tell someone in these cases:")
        yield from (cases[limit] for limit in term.limits)
    yield from own_words(term.law)
    if term.tell_first:
        yield _("I tell you first, if that is safe.")
    yield from own_words(term.words)


def say_sharing(term: Sharing, formats: Formats) -> Sentences:
    """Say what is passed on between several clients."""
    yield {
        "nothing": _("What one of you tells me alone, I tell nobody else here."),
        "with_leave": _("What one of you tells me alone, I pass on only if that person says yes."),
        "no_secrets": _("I keep no secrets between you. What matters, we bring to all."),
    }[term.between]
    yield from own_words(term.in_group)
    yield from own_words(term.words)


def say_others(term: Others, formats: Formats) -> Sentences:
    """Say who else has a part."""
    roles = {
        "payer": _("pays"),
        "referrer": _("sent you to me"),
        "court": _("is the court"),
        "school": _("is from your school"),
        "employer": _("is your employer"),
        "doctor": _("is your doctor"),
        "family": _("is from your family"),
        "other": _("has a part in this"),
    }
    if not term.people:
        yield _("Nobody else has a part in our work.")
    for one in term.people:
        name = one.name or _("Someone")
        yield _("{name} {role}.").format(name=name, role=roles[one.role])
        yield from own_words(one.learns)
    yield from own_words(term.words)


def say_supervision(term: Supervision, formats: Formats) -> Sentences:
    """Say who looks over the therapist's work."""
    if term.trainee:
        yield _("I am still in training.")
    if term.supervisor:
        yield _("{name} looks over my work.").format(name=term.supervisor)
    yield from own_words(term.told)
    yield from own_words(term.words)


def say_knowledge(term: Knowledge, formats: Formats) -> Sentences:
    """Say what is kept and worked out about the two."""
    names = {
        "times": _("when we met and how long"),
        "fees": _("what was paid"),
        "contacts": _("when we were in touch"),
        "crossings": _("when something was not as usual"),
        "answers": _("what you answer when I ask how it was"),
        "signals": _("signs that something between us has changed"),
        "goals": _("your goals"),
    }
    if term.kept:
        yield _("I keep these things about us:")
        yield from (f"{names[one][0].upper()}{names[one][1:]}." for one in term.kept)
    if "signals" in term.kept:
        yield _("A computer counts them, so that I see early when we drift from what we agreed.")
    if term.private_notes:
        yield _("I may also write notes that only I can read.")
    if term.checks_refusable:
        yield _("You need not answer any question. Nothing happens if you do not.")
    yield from own_words(term.words)


def say_records(term: Records, formats: Formats) -> Sentences:
    """Say how long the record is kept."""
    if term.years:
        yield ngettext(
            "I keep your record for {n} year after we end.",
            "I keep your record for {n} years after we end.",
            term.years,
        ).format(n=term.years)
    if term.until_age:
        yield _("If you are under age now, I keep it until you are {age}.").format(
            age=term.until_age
        )
    yield from own_words(term.access)
    yield from own_words(term.words)


def say_guardian(term: Guardian, formats: Formats) -> Sentences:
    """Say what a guardian may know."""
    seen = listed([_("this page"), _("our times"), _("the fee")])
    yield _("The person who looks after you can see {things}.").format(things=seen)
    yield _("They do not see your answers, your goals or what you write.")
    yield from own_words(term.told)
    yield from own_words(term.words)


def say_concerns(term: Concerns, formats: Formats) -> Sentences:
    """Say where to take a concern."""
    yield _("If something feels wrong, tell me if you can.")
    if term.in_practice:
        yield _("You can also talk to {name}.").format(name=term.in_practice)
    if term.body:
        yield _("You can also turn to {name}. You do not need to tell me.").format(name=term.body)
    yield from own_words(term.words)
