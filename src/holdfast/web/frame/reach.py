"""How a client can reach their therapist, as a table; and when both look at the work next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast import frame
from holdfast.web.practice.models import Contact, Session, Therapy

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Way:
    """One way to be in touch: by what, for what, when it is read, how soon an answer comes."""

    by: str
    purposes: str
    hours: str
    reply: str


def ways(terms: frame.Terms) -> tuple[Way, ...]:
    """Return the ways both agreed; none where nothing was agreed about contact."""
    return tuple(_way(rule) for rule in terms.contact.rules) if terms.contact else ()


def _way(rule: frame.ContactRule) -> Way:
    by = str(Contact.Channel(rule.channel).label)
    purposes = ", ".join(str(Contact.Purpose(p).label) for p in rule.purposes)
    return Way(by[:1].upper() + by[1:], purposes, hours_of(rule), _reply(rule.reply_working_days))


def hours_of(rule: frame.ContactRule) -> str:
    """Say when something that comes this way is read."""
    return "; ".join(_hours(span) for span in rule.hours) or _("at any time")


def _hours(span: frame.Hours) -> str:
    times = f"{formats.time_format(span.start, 'H:i')} – {formats.time_format(span.end, 'H:i')}"
    return f"{_days(span.days)} {times}"


def _days(days: Iterable[str]) -> str:
    """Mon – Fri for days in a row, else one after the other."""
    numbers = sorted(DAYS.index(day) for day in days)
    names = [str(WEEKDAYS_ABBR[n]) for n in numbers]
    in_a_row = len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1
    return f"{names[0]} – {names[-1]}" if in_a_row else ", ".join(names)


def _reply(days: int | None) -> str:
    if days is None:
        return _("no time was agreed")
    if days == 0:
        return _("on the same day")
    said = ngettext("in %(n)s working day", "in %(n)s working days", days)
    return said % {"n": days}


def next_review(terms: frame.Terms, therapy: Therapy, since: date) -> str:
    """Say how many sessions there are until both look at the work again; empty if not agreed."""
    every = terms.review.every_sessions if terms.review else None
    if not every:
        return ""
    rows = Session.objects.filter(therapy=therapy, planned_on__gte=since).held()
    left = every - rows.count() % every
    return ngettext("in %(n)s session", "in %(n)s sessions", left) % {"n": left}


def parts_of(terms: frame.Terms, named: Sequence[str]) -> list[tuple[str, str]]:
    """Return the terms an agreement speaks of, to choose one to talk about."""
    return [(name, frame.title(name)) for name in named if getattr(terms, name) is not None]
