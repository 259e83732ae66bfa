"""Choosing a therapist: what a visitor may read of one, and the questions worth asking first.

A credential counts as checked only if somebody looked it up and it has not ended; anything else
says so in words, shape and colour. The order of therapists is drawn anew each day, so that it tells
nothing, and does not depend on who has room.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy

from holdfast.codes import shipped
from holdfast.web.practice.models import Credential, Practice, Therapist


@dataclass(frozen=True)
class Held:
    """A credential as a visitor reads it. `state` is "checked", "unchecked" or "expired"."""

    title: str
    body: str
    number: str
    state: str
    expires_on: date | None
    checked_by: str
    checked_on: date | None
    how: str


@dataclass(frozen=True)
class Shown:
    """A therapist as a visitor meets them."""

    id: object
    name: str
    trainee: bool
    orientation: str
    about: str
    boundaries: str
    fees: str
    languages: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]  # name, address
    credentials: tuple[Held, ...]

    @property
    def checked(self) -> int:
        """How many credentials were looked up and have not ended."""
        return sum(1 for one in self.credentials if one.state == "checked")


def shown_therapists(practice: Practice, day: date) -> list[Shown]:
    """Return whom visitors may read about on a day; nobody where the practice shows no profiles."""
    if not practice.public_profiles:
        return []
    credentials = Credential.objects.select_related("checked_by__key").order_by("title", "id")
    rows = Therapist.objects.shown_to_visitors(day).prefetch_related(
        Prefetch("credentials", credentials)
    )
    return [_shown(row, day) for row in by_lot(rows, day)]


def by_lot(rows: Iterable[Therapist], day: date) -> list[Therapist]:
    """Order therapists by a lot drawn for the day."""
    return sorted(rows, key=lambda row: hashlib.sha256(f"{day} {row.pk}".encode()).digest())


def _shown(row: Therapist, day: date) -> Shown:
    return Shown(
        id=row.pk,
        name=row.shown_name,
        trainee=row.trainee,
        orientation=row.text("orientation"),
        about=row.text("about"),
        boundaries=row.text("boundaries"),
        fees=row.text("fees"),
        languages=tuple(row.spoken),
        codes=_codes(row.codes),
        credentials=tuple(_held(one, day) for one in row.credentials.all()),
    )


def _held(one: Credential, day: date) -> Held:
    return Held(
        title=one.title,
        body=one.body,
        number=one.number,
        state=one.state(day),
        expires_on=one.expires_on,
        checked_by=one.checked_by.shown_name if one.checked_by else "",
        checked_on=one.checked_on,
        how=one.checked_how,
    )


def _codes(ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
    known = shipped().editions
    return tuple((f"{known[i].body}: {known[i].title}", known[i].url) for i in ids if i in known)


@dataclass(frozen=True)
class Asked:
    """A heading of the checklist, and what one may ask: the question, and why it is worth it."""

    title: object
    questions: tuple[tuple[object, object], ...]


QUESTIONS = (
    Asked(
        gettext_lazy("Who are you?"),
        (
            (gettext_lazy("What did you learn, and where?"),
             gettext_lazy("In some places anybody may call themselves a therapist.")),
            (gettext_lazy("Which body are you with, and what is your number there?"),
             gettext_lazy("Then you can look it up. Most bodies have a list on their page.")),
            (gettext_lazy("Whom do you talk to about your work?"),
             gettext_lazy("Good therapists have somebody. Your name stays out of it.")),
        ),
    ),
    Asked(
        gettext_lazy("How would we work?"),
        (
            (gettext_lazy("How do you work, and what do I do?"),
             gettext_lazy("You should get it in words that you understand.")),
            (gettext_lazy("Have you helped people with something like this?"),
             gettext_lazy("You may also ask what they would do if it does not help.")),
            (gettext_lazy("How will we know if it helps?"),
             gettext_lazy("It is good to look back together now and then.")),
        ),
    ),
    Asked(
        gettext_lazy("What do we agree on?"),
        (
            (gettext_lazy("How often, how long, and what does it cost?"),
             gettext_lazy("Ask what you pay if you miss an hour or are ill.")),
            (gettext_lazy("May I write to you or call in between? When do you answer?"),
             gettext_lazy("And whom do I call if I cannot wait?")),
            (gettext_lazy("What stays between us, and what does not?"),
             gettext_lazy("There are a few cases in which they must tell somebody. Ask which.")),
            (gettext_lazy("What do you write down, and may I see it?"),
             gettext_lazy("In most places you may.")),
            (gettext_lazy("Do I get all this on paper?"),
             gettext_lazy("Then you can read it again at home.")),
        ),
    ),
    Asked(
        gettext_lazy("What if it is hard between us?"),
        (
            (gettext_lazy("What do we do when I do not like something you did?"),
             gettext_lazy("Listen to how they answer. It tells you a lot.")),
            (gettext_lazy("Do you know anybody who is close to me?"),
             gettext_lazy("If they know them well, somebody else is better.")),
            (gettext_lazy("How do we stop?"),
             gettext_lazy("You may stop when you like. One last hour to say goodbye is good.")),
        ),
    ),
)  # fmt: skip
