"""Whom one can turn to outside the practice: bodies by country and profession, and crisis lines.

The particulars are data of `holdfast.codes` (`codes/data/help/`, one file per country), which the
session check reads too. Each says where it was seen, when, and how far it was checked; no page of a
body is opened from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.codes import Check, Country, Entry, Topic, professions, shipped

ELSEWHERE = "ZZ"
WORDS = dict(
    zip(
        professions(),
        (
            gettext_lazy("psychologists"),
            gettext_lazy("psychotherapists"),
            gettext_lazy("counsellors"),
            gettext_lazy("social workers"),
            gettext_lazy("marriage and family therapists"),
            gettext_lazy("psychiatrists"),
            gettext_lazy("psychoanalysts"),
            gettext_lazy("arts therapists"),
        ),
        strict=True,
    )
)
# Whose code it is tells the profession, where a therapist has named the codes they are bound by.
OF_BODIES = {
    "aamft": ("marriage and family therapists",),
    "aca": ("counsellors",),
    "apa": ("psychologists",),
    "aps": ("psychologists",),
    "apsychiatric": ("psychiatrists",),
    "bacp": ("counsellors", "psychotherapists"),
    "cpa": ("psychologists",),
    "hcpc": ("psychologists", "arts therapists"),
    "nasw": ("social workers",),
    "psyba": ("psychologists",),
    "us-fl": ("counsellors", "social workers", "marriage and family therapists"),
    "us-tx": ("counsellors",),
}


@dataclass(frozen=True)
class Body:
    """Somebody outside who listens or decides: what they do, how to reach them, how sure it is.

    `professions` are whose work they look at, of every profession if there are none; `concerns` are
    what they are there for, anything if there are none; `check` is "verified", "secondary" or
    "recalled", `source` where it was seen.
    """

    name: str
    does: str
    url: str
    phone: str
    text_number: str
    hours: str
    country: str
    region: str
    professions: tuple[str, ...]
    concerns: tuple[str, ...]
    source: str
    checked_on: date
    check: Check

    @property
    def reach(self) -> tuple[str, ...]:
        """How to reach them, in words: by phone, by text, on the web."""
        text = _("text %(number)s") % {"number": self.text_number} if self.text_number else ""
        by_phone = self.phone if self.phone != self.text_number else ""
        both = _("call or text %(number)s") % {"number": self.phone}
        first = text if by_phone or not self.phone else both
        return tuple(part for part in (by_phone, first, self.hours, self.url) if part)

    @property
    def for_whom(self) -> str:
        """Whose work they look at, in words; nothing where it is everybody's."""
        return ", ".join(str(WORDS[one]) for one in self.professions)

    @property
    def how_sure(self) -> str:
        """How far the particulars were checked, in words for whoever wants to use them."""
        return how_sure(self.check)


def how_sure(check: Check) -> str:
    """Say in plain words how far something was checked."""
    return {
        Check.VERIFIED: _("We read this on their own page."),
        Check.SECONDARY: _("We read this on a page of somebody else."),
        Check.RECALLED: _("We know this from memory and have not checked it."),
    }[check]


def country_of(*asked: str) -> Country:
    """Return the first of the countries asked for that we know of, else what helps anywhere."""
    known = shipped().help
    return next((known[code] for code in asked if code in known), known[ELSEWHERE])


def countries() -> list[tuple[str, str]]:
    """Return the countries by name, any other one last."""
    known = shipped().help.values()
    return sorted(((c.code, c.name) for c in known), key=lambda c: (c[0] == ELSEWHERE, c[1]))


def bodies(country: str, profession: str | None = None) -> tuple[Body, ...]:
    """Return the bodies of a country, those of a profession before those for everybody.

    `country` is an ISO 3166 code; one we have no file of gets what helps anywhere. `profession` is
    one of `holdfast.codes.professions()`; with None, or one we know nothing of there, all of them.
    """
    return bodies_for(country, (profession,) if profession else ())


def bodies_for(country: str, several: Iterable[str]) -> tuple[Body, ...]:
    """Return the bodies for somebody of several professions, as `bodies` does for one."""
    there, wanted = country_of(country), set(several)
    found = [_body(entry, there) for entry in there.bodies]
    theirs = [body for body in found if wanted & set(body.professions)]
    rest = [body for body in found if not body.professions]
    return (*theirs, *rest) if theirs else tuple(found)


def crisis(country: str) -> tuple[Body, ...]:
    """Return the lines of a country on which somebody listens right now."""
    there = country_of(country)
    return tuple(_body(entry, there) for entry in there.crisis)


def lines_for_harm(country: str) -> tuple[Body, ...]:
    """Return the lines of a country that are there for somebody who was hurt or forced."""
    return tuple(line for line in crisis(country) if line.concerns)


def helpers(topic: Topic, country: str) -> list[Body]:
    """Return who helps with what a topic is about: those there for just that before the others.

    Lines that listen are among them if the topic sends to one, bodies if it sends to a body.
    """
    named = set(topic.turn_to)
    lines = crisis(country) if "crisis_line" in named else ()
    found = [*lines, *(bodies(country) if {"body", "regulator"} & named else ())]
    fit = [one for one in found if not one.concerns or topic.concern in one.concerns]
    return sorted(fit, key=lambda one: not one.concerns)


def professions_of(codes: Iterable[str]) -> tuple[str, ...]:
    """Return whose codes these are ("apa-2017": psychologists), each profession once."""
    found = (p for code in codes for p in OF_BODIES.get(code.rpartition("-")[0], ()))
    return tuple(dict.fromkeys(found))


def _body(entry: Entry, there: Country) -> Body:
    return Body(
        name=entry.name,
        does=entry.does,
        url=entry.url,
        phone=entry.phone,
        text_number=entry.text_number,
        hours=entry.hours,
        country=there.code,
        region=entry.region,
        professions=entry.professions,
        concerns=entry.concerns,
        source=entry.source or entry.url,
        checked_on=entry.checked_on,
        check=entry.check,
    )


@dataclass(frozen=True)
class Read:
    """Where the particulars of one body, line or number stood, when, and how far that was sure."""

    name: str
    numbers: str
    source: str
    checked_on: date
    check: Check

    @property
    def how_sure(self) -> str:
        """How it was read, in words."""
        return how_sure(self.check)


@dataclass(frozen=True)
class Help:
    """Whom to turn to in one country: the number for danger, who listens, who takes complaints."""

    country: Country
    crisis: tuple[Body, ...]
    bodies: tuple[Body, ...]

    @property
    def read(self) -> tuple[Read, ...]:
        """Where all of it was read, the number for danger first."""
        first = self.country.emergency
        danger = Read(_("In danger"), first.number, first.source, first.checked_on, first.check)
        return (danger, *(_read(one) for one in (*self.crisis, *self.bodies)))


def _read(one: Body) -> Read:
    numbers = dict.fromkeys(number for number in (one.phone, one.text_number) if number)
    return Read(one.name, ", ".join(numbers), one.source, one.checked_on, one.check)


def help_by_country(first: str = "") -> list[Help]:
    """Return every country's help by name, one of them before the rest, any other place last."""
    here = country_of(first).code
    codes = [here, *(code for code, _name in countries() if code != here)]
    return [Help(country_of(code), crisis(code), bodies(code)) for code in codes]
