"""Declaring one's circle, saying that it is still so, taking somebody out, and what lapses.

Entries of the audit go to the reserved chain: how many people somebody has declared, and when,
is nobody's business either.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from holdfast.screening import Person
from holdfast.web.accounts.models import Role, User
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions.people import new_card
from holdfast.web.practice.hearing import card_goes
from holdfast.web.practice.importing.reading import Table
from holdfast.web.practice.models import Therapist
from holdfast.web.screening import circle_graph
from holdfast.web.screening.models import AddressBook, Circle, CircleLook, Screened
from holdfast.web.screening.models.circles import FORGOTTEN, HOLDS
from holdfast.web.sealing.models import DataKey


@transaction.atomic
def declare(
    therapist: Therapist,
    *,
    by: User,
    now: datetime,
    kind: str,
    name: str,
    person: Person | None = None,
    since: date | None = None,
    until: date | None = None,
    promised: bool = False,
    sensitive: bool = False,
) -> Circle:
    """Declare somebody, or a place (without `person`). It holds until it is to be said again."""
    row = Circle(
        therapist=therapist,
        card=new_card("circle", now=now, name=name),
        kind=kind,
        since=since,
        until=until,
        promised=promised,
        sensitive=sensitive,
        declared_on=now.date(),
        lapses_on=now.date() + HOLDS,
    )
    row.seal(known=_written(person))
    row.save(force_insert=True)
    circle_graph.put(row, now)
    _note("declared", row, by, now)
    _look_again(therapist, now)
    return row


@transaction.atomic
def change(
    row: Circle,
    *,
    by: User,
    now: datetime,
    kind: str,
    name: str,
    person: Person | None = None,
    since: date | None = None,
    until: date | None = None,
    promised: bool = False,
    sensitive: bool = False,
) -> None:
    """Change what was declared; it counts as said anew."""
    row.card.seal(name=name)
    row.card.save(update_fields=["name"])
    row.kind, row.since, row.until = kind, since, until
    row.promised, row.sensitive = promised, sensitive
    row.out_on, row.lapses_on = None, now.date() + HOLDS
    row.seal(known=_written(person))
    row.version += 1
    row.save()
    circle_graph.put(row, now)
    _note("declaration changed", row, by, now)
    _look_again(row.therapist, now)


@transaction.atomic
def renew(rows: Iterable[Circle], *, by: User, now: datetime) -> int:
    """Say that these are still so; what had lapsed or was taken out comes back."""
    renewed = 0
    for row in rows:
        row.out_on, row.lapses_on = None, now.date() + HOLDS
        row.version += 1
        row.save(update_fields=["out_on", "lapses_on", "version"])
        circle_graph.put(row, now)
        _note("declaration renewed", row, by, now)
        renewed += 1
    return renewed


@transaction.atomic
def look_through(therapist: Therapist, *, by: User, now: datetime) -> None:
    """Note that the circle is complete as it stands, and renew what waited for it."""
    own = Circle.objects.filter(therapist=therapist)
    renew(own.to_renew(now.date()).with_keys(), by=by, now=now)
    CircleLook.objects.update_or_create(therapist=therapist, defaults={"looked_on": now.date()})
    audit.record(
        "circle looked through", now=now, actor=by, role=Role.THERAPIST, subject=therapist,
        chain=audit.RESERVED,
    )  # fmt: skip
    _look_again(therapist, now)


@transaction.atomic
def take_out(row: Circle, *, by: User, now: datetime) -> None:
    """Take somebody out: no search finds them from now on. For thirty days it can be undone."""
    row.out_on = now.date()
    row.version = F("version") + 1
    row.save(update_fields=["out_on", "version"])
    circle_graph.take_out(row, now)
    _note("declaration taken out", row, by, now)


@transaction.atomic
def let_lapse(now: datetime) -> int:
    """Take what has lapsed out of the search, and erase what lapsed or was taken out long ago."""
    day = now.date()
    for row in Circle.objects.filter(lapses_on__lt=day, ties__isnull=False).distinct():
        circle_graph.take_out(row, now)
    lapsed = Circle.objects.filter(lapses_on__lt=day - FORGOTTEN)
    old = lapsed | Circle.objects.filter(out_on__lt=day - FORGOTTEN)
    gone = list(old.select_related("card__key"))
    for row in gone:
        key = row.card.key
        card_goes(row.card, now)
        row.card.delete()
        key.destroy(now)
    return len(gone)


@transaction.atomic
def keep_book(table: Table, *, by: User, now: datetime) -> AddressBook:
    """Hold what was read of a file for an hour, sealed; an earlier one of the same person goes."""
    for earlier in AddressBook.objects.filter(user=by).select_related("key"):
        forget_book(earlier, now=now)
    book = AddressBook(user=by, key=DataKey.new(), until=now + AddressBook.HELD)
    book.seal(table=table.dump())
    book.save(force_insert=True)
    return book


@transaction.atomic
def forget_book(book: AddressBook, *, now: datetime) -> None:
    """Destroy what was held of a file, and its key."""
    book.delete()
    book.key.destroy(now)


def forget_old_books(now: datetime) -> int:
    """Destroy every address book whose hour is over."""
    old = list(AddressBook.objects.filter(until__lte=now).select_related("key"))
    for book in old:
        forget_book(book, now=now)
    return len(old)


def _written(person: Person | None) -> str:
    known = {name: text for name, text in asdict(person).items() if text} if person else {}
    return json.dumps(known, ensure_ascii=False)


def _note(kind: str, row: Circle, by: User, now: datetime) -> None:
    audit.record(kind, now=now, actor=by, role=Role.THERAPIST, subject=row, chain=audit.RESERVED)


def _look_again(therapist: Therapist, now: datetime) -> None:
    """Have this therapist's own therapies screened again, by the worker's next round."""
    Screened.objects.filter(therapist=therapist).delete()
