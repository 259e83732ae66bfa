"""Where to turn right now: the crisis contacts of the place where somebody is."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.utils.translation import gettext as _

from holdfast import codes
from holdfast.web.practice.models import Participant, Practice


@dataclass(frozen=True)
class Turning:
    """The number for danger, and lines of people who listen, with what each says of itself."""

    emergency: str
    lines: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        """All of it, the number for danger first."""
        return (self.emergency, *self.lines)


def turning_for(participant: Participant | None) -> Turning:
    """Return whom to turn to where a participant lives, else where the practice is."""
    zone = participant.zone if participant is not None else ""
    country = _country_of(zone) or Practice.get().country
    found = codes.shipped().help
    place = found.get(country) or found["ZZ"]
    lines = tuple(_line(entry) for entry in place.crisis)
    number = place.emergency
    first = _("{number}: {what}").format(number=number.number, what=number.text)
    return Turning(first, lines)


def _line(entry: codes.Entry) -> str:
    numbers = [entry.phone] if entry.phone else []
    if entry.text_number and entry.text_number != entry.phone:
        numbers.append(_("text {number}").format(number=entry.text_number))
    said = ", ".join(part for part in (*numbers, entry.hours) if part) or entry.url
    return f"{entry.name}: {said}"


@cache
def _countries() -> dict[str, str]:
    """Read in which country (ISO 3166) each zone of the time zone database lies."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab")
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def _country_of(zone: str) -> str:
    return _countries().get(zone, "")
