"""How long what is kept, in plain words: the rules of endings, to a client and to anybody else."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdfast.web.endings import retention

# Process notes have a rule as well, but lie in a vault: whoever wrote them decides.
KINDS: tuple[retention.Kind, ...] = ("record", "concern", "enquiry", "audit")


@dataclass(frozen=True)
class Voice:
    """The words that speak to somebody of what is kept about them, or of it to anybody else."""

    record: object
    concern: object
    last_contact: object
    unruled: object
    no_rule: object
    as_child: object
    later: object
    enquiry: object = gettext_lazy("An enquiry that led to no work together")
    audit: object = gettext_lazy("The list of who did what")


YOURS = Voice(
    record=gettext_lazy("The record of your work, and what you both agreed"),
    concern=gettext_lazy("A concern you raised"),
    last_contact=gettext_lazy("after you last met or wrote"),
    unruled=gettext_lazy("Your practice says so"),
    no_rule=gettext_lazy("We know of no rule for your place."),
    as_child=gettext_lazy(
        "or until you are {n}{later}, if you were under {of_age} and that is longer"
    ),
    later=gettext_lazy(" ({n} if you were {age})"),
)
THEIRS = Voice(
    record=gettext_lazy("The record of the work, and what both sides agreed"),
    concern=gettext_lazy("A concern that a client raised"),
    last_contact=gettext_lazy("after the two last met or wrote"),
    unruled=gettext_lazy("The practice says so"),
    no_rule=gettext_lazy("We know of no rule for this place."),
    as_child=gettext_lazy(
        "or until the client is {n}{later}, if they were under {of_age} and that is longer"
    ),
    later=gettext_lazy(" ({n} if they were {age})"),
)


@dataclass(frozen=True)
class Line:
    """One line of the page: what, how long, and where that comes from."""

    what: str
    long: str
    why: str
    checked: bool


def lines_for(country: str, voice: Voice) -> Iterator[Line]:
    """Yield what is kept how long in a country; the writer decides about what is private."""
    place = retention.for_country(country)
    for kind in KINDS:
        rule = place.rules.get(kind) if place else None
        what = str(getattr(voice, kind))
        yield _ruled(what, rule, place, voice) if rule and place else _unruled(what, voice)
    yield Line(
        _("Private notes and journals"), _("As long as the writer wants"),
        _("Nobody else can open them."), True,
    )  # fmt: skip


def _unruled(what: str, voice: Voice) -> Line:
    return Line(what, str(voice.unruled), str(voice.no_rule), True)


def _ruled(what: str, rule: retention.Rule, place: retention.Place, voice: Voice) -> Line:
    since = _("after the end") if rule.counts_from == "end" else str(voice.last_contact)
    long = f"{_length(rule.months)} {since}"
    if rule.minor and (until := _as_child(rule.minor, place.of_age, voice)):
        long = f"{long}; {until}"
    return Line(what, long, rule.source, rule.checked == "verified")


def _length(months: int) -> str:
    years, rest = divmod(months, 12)
    if rest or years <= 1:
        return ngettext("{n} month", "{n} months", months).format(n=months)
    return ngettext("{n} year", "{n} years", years).format(n=years)


def _as_child(minor: retention.Minor, of_age: int, voice: Voice) -> str:
    """Say what holds for somebody who was not of age when it ended."""
    until = minor.until_age if minor.after_age is None else of_age + minor.after_age
    if until is None:
        return ""
    later = str(voice.later).format(n=minor.or_age, age=minor.if_ended_at)
    words = str(voice.as_child)
    return words.format(n=until, later=later if minor.or_age else "", of_age=of_age)
