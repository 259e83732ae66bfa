"""How long what is kept, for a client or a visitor: the rules of endings in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdfast.web.endings import retention

# Process notes have a rule as well, but lie in a vault: whoever wrote them decides.
KINDS: tuple[tuple[retention.Kind, object], ...] = (
    ("record", gettext_lazy("The record of your work, and what you both agreed")),
    ("concern", gettext_lazy("A concern you raised")),
    ("enquiry", gettext_lazy("An enquiry that led to no work together")),
    ("audit", gettext_lazy("The list of who did what")),
)


@dataclass(frozen=True)
class Line:
    """One line of the page: what, how long, and where that comes from."""

    what: str
    long: str
    why: str
    checked: bool


def lines_for(country: str) -> Iterator[Line]:
    """Yield what is kept how long in a country; the writer decides about what is private."""
    place = retention.for_country(country)
    for kind, what in KINDS:
        rule = place.rules.get(kind) if place else None
        yield _ruled(str(what), rule, place) if rule and place else _unruled(str(what))
    yield Line(
        _("Private notes and journals"), _("As long as the writer wants"),
        _("Nobody else can open them."), True,
    )  # fmt: skip


def _unruled(what: str) -> Line:
    return Line(what, _("Your practice says so"), _("We know of no rule for your place."), True)


def _ruled(what: str, rule: retention.Rule, place: retention.Place) -> Line:
    since = _("after the end") if rule.counts_from == "end" else _("after you last met or wrote")
    long = f"{_length(rule.months)} {since}"
    if rule.minor and (until := _as_child(rule.minor, place.of_age)):
        long = f"{long}; {until}"
    return Line(what, long, rule.source, rule.checked == "verified")


def _length(months: int) -> str:
    years, rest = divmod(months, 12)
    if rest or years <= 1:
        return ngettext("{n} month", "{n} months", months).format(n=months)
    return ngettext("{n} year", "{n} years", years).format(n=years)


def _as_child(minor: retention.Minor, of_age: int) -> str:
    """Say what holds for somebody who was not of age when it ended."""
    until = minor.until_age if minor.after_age is None else of_age + minor.after_age
    if until is None:
        return ""
    later = _(" ({n} if you were {age})").format(n=minor.or_age, age=minor.if_ended_at)
    words = _("or until you are {n}{later}, if you were under {of_age} and that is longer")
    return words.format(n=until, later=later if minor.or_age else "", of_age=of_age)
