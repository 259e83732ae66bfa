"""A practice of any size, written into its database in bulk, every text sealed for real.

Run in a process of its own, with HOLDFAST_DATA and DATABASE_URL set (see `pages.py`): it makes the
keys, migrates, and writes therapists, therapies, agreements, sessions with attendances and fees,
contacts, crossings, promises and the audit of it all, and lets the worker look for signals. The
first therapist of every size has the same 25 therapies that go on.

Example: HOLDFAST_DATA=/tmp/small python benchmarks/pages_practice.py 50 10000 2
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
NOW = datetime(2026, 2, 17, 12, 10, tzinfo=UTC)  # a Tuesday; every request happens at it
USUAL, MANY = 25, 80  # therapies that go on: of the first therapist, and of the second in a large
AHEAD = 10  # planned sessions of a therapy that goes on
ENDED_FOR = timedelta(weeks=30)
FIRST = ("Ada", "Bela", "Cleo", "Dora", "Elif", "Finn", "Gita", "Hugo", "Iris", "Jona", "Kaan")
LAST = ("Ames", "Brandt", "Costa", "Diaz", "Evers", "Fuchs", "Gray", "Hale", "Ito", "Jansen")
NOTE = "Came in tired, spoke of the move and of the sister. Slept better since the weekend. " * 2


def main() -> int:
    """Write a practice of the size named on the command line."""
    therapies, sessions, therapists = map(int, sys.argv[1:4])
    prepare()
    people = list(staff(therapists))
    each = sessions // therapies
    sizes = caseloads(therapies, therapists)
    for number, (therapist, size) in enumerate(zip(people, sizes, strict=True)):
        started = time.monotonic()
        going_on = MANY if number == 1 and size >= MANY else USUAL
        Caseload(therapist, size, min(going_on, size), each, Random(number)).write()
        took = time.monotonic() - started
        say(f"therapist {number + 1} of {therapists}: {size * each:,} sessions in {took:.0f} s")
    look_for_signals()
    remember(people)
    return 0


def say(progress: str) -> None:
    """Show how far it is."""
    print(f"  {progress}", file=sys.stderr, flush=True)


def prepare() -> None:
    """Make the keys and the tables."""
    import django

    from holdfast.web.sealing import keyring

    data = Path(os.environ["HOLDFAST_DATA"])
    (data / "static").mkdir(parents=True, exist_ok=True)
    if not (data / "keys.json").exists():
        keyring.write(keyring.new_ring(), data / "keys.json")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous=OFF")


def caseloads(therapies: int, therapists: int) -> list[int]:
    """Share therapies out: 25 to the first, and where there are many, 80 to the second."""
    if therapists == 2:
        return [USUAL, therapies - USUAL]
    rest, others = therapies - USUAL - MANY, therapists - 2
    return [USUAL, MANY, *(rest // others + (n < rest % others) for n in range(others))]


def staff(many: int) -> Iterator[Any]:
    """Yield so many therapists, each with an account and the role."""
    from holdfast.web.accounts.models import Grant, User
    from holdfast.web.practice.models import Therapist

    for number in range(many):
        name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"
        user = User.objects.invite(f"t{number}@example.org", name, [], NOW)
        Grant.objects.create(user=user, role="therapist", since=NOW)
        yield Therapist.objects.create(user=user, since=date(2020, 1, 6))


class Caseload:
    """The therapies of one therapist and all that hangs on them, gathered and written at once."""

    def __init__(self, therapist: Any, size: int, going_on: int, each: int, random: Random) -> None:
        self.therapist, self.by = therapist, therapist.user
        self.size, self.going_on, self.each, self.random = size, going_on, each, random
        self.rows: dict[type[Any], list[Any]] = {}

    def write(self) -> None:
        """Write everything in one transaction, tables that others point at first."""
        from django.db import transaction

        for number in range(self.size):
            self.therapy(number)
        with transaction.atomic():
            for model, rows in self.rows.items():
                model.objects.bulk_create(rows, batch_size=2000)
            self.note_in_audit()

    def put(self, row: Any) -> Any:
        """Keep a row to be written."""
        self.rows.setdefault(type(row), []).append(row)
        return row

    def key(self) -> Any:
        """A new data key, wrapped."""
        from holdfast.web.sealing import primitives
        from holdfast.web.sealing.models import DataKey

        key = DataKey()
        key.wrap(primitives.new_key())
        return self.put(key)

    def therapy(self, number: int) -> None:
        """One therapy: people, agreement, sessions, and what came between them."""
        from holdfast.web.practice.models import Assignment, Therapy

        ended = None if number < self.going_on else (NOW - ENDED_FOR).date()
        weeks = self.each - AHEAD if ended is None else self.each
        began = (ended or NOW.date()) - timedelta(weeks=weeks, days=3)
        therapy = Therapy(
            key=self.key(), kind="couple" if number % 10 == 9 else "individual",
            state="ended" if ended else "active", zone="Europe/London", started_on=began,
            ended_on=ended, watched_from=began, stale_since=None if ended else NOW,
        )  # fmt: skip
        people = [self.somebody(began) for _ in range(2 if therapy.kind == "couple" else 1)]
        therapy.seal(title=" & ".join(name for _card, name in people))
        self.put(therapy)
        self.put(Assignment(therapy=therapy, therapist=self.therapist, since=began))
        clients = [self.client(therapy, card, began) for card, _name in people]
        self.agreement(therapy, clients, began)
        starts = self.starts(number, began)
        self.sessions(therapy, clients, starts, long=number % 6 == 5)
        self.between(therapy, clients[0], starts, open_promise=ended is None and number % 2 == 0)

    def somebody(self, began: date) -> tuple[Any, str]:
        """A card with a name and a way to reach them."""
        from holdfast.web.practice.models import Card, ContactPoint

        name = f"{self.random.choice(FIRST)} {self.random.choice(LAST)}"
        card = Card(key=self.key(), held_by="therapy", made_at=NOW)
        card.seal(name=name, pronouns="they/them", birth="1988-05-09")
        self.put(card)
        point = ContactPoint(card=card, kind="email", safe_for=["scheduling"])
        point.seal(value=f"{name.split()[0].lower()}@example.org")
        self.put(point)
        return card, name

    def client(self, therapy: Any, card: Any, began: date) -> Any:
        """Their place in the therapy."""
        from holdfast.web.practice.models import Participant

        return self.put(Participant(therapy=therapy, card=card, since=began, zone=therapy.zone))

    def agreement(self, therapy: Any, clients: list[Any], began: date) -> None:
        """One version, signed by everybody on the first day."""
        from holdfast.web.frame.models import Agreement, Party, Signature

        terms, shown, digest = texts(therapy.kind)
        at = datetime.combine(began, datetime.min.time(), UTC)
        version = Agreement(
            therapy=therapy, number=1, digest=digest, fixed_at=at, fixed_by=self.by.pk
        )
        version.seal(terms=terms, shown=shown)
        self.put(version)
        parties = [Party(agreement=version, signs="therapist", therapist=self.therapist)]
        parties += [Party(agreement=version, signs="consent", participant=c) for c in clients]
        for party in parties:
            self.put(party)
            how = "sign_in" if party.therapist_id else "paper"
            self.put(Signature(party=party, how=how, signed_at=at, signed_on=began, digest=digest))

    def starts(self, number: int, began: date) -> list[datetime]:
        """Weekly local times, on the day and at the hour of this place in the week."""
        day = began + timedelta(days=(number % 5 - began.weekday()) % 7)
        first = datetime(day.year, day.month, day.day, 8) + timedelta(minutes=45 * (number // 5))
        return [first + timedelta(weeks=week) for week in range(self.each)]

    def sessions(
        self, therapy: Any, clients: list[Any], starts: list[datetime], *, long: bool
    ) -> None:
        """Sessions with attendances; those behind are recorded, with `long` the last six ran on."""
        from holdfast.web.practice.models import Attendance, Session

        rows = [Session(therapy=therapy) for _ in starts]
        for row, start in zip(rows, starts, strict=True):
            row.plan(start, 50, therapy.zone)
        past = [row for row in rows if row.starts_at < NOW - timedelta(hours=2)]
        for place, row in enumerate(past):
            self.record(row, over=15 if long and place >= len(past) - 6 else 0)
            for client in clients:
                self.put(Attendance(
                    session=row, participant=client, attended=row.state == "held", due=6000,
                    currency="GBP", paid=6000, paid_on=row.planned_on,
                ))  # fmt: skip
        for row in rows:
            self.put(row)

    def record(self, row: Any, over: int) -> None:
        """Nine in ten took place; half of those were timed; one in four has a note."""
        chance = 0.0 if over else self.random.random()
        row.state = "held" if chance < 0.9 else "cancelled" if chance < 0.97 else "missed"
        row.recorded_at, row.version = row.starts_at + timedelta(hours=1), 2
        if row.state == "cancelled":
            row.cancelled_by, row.cancelled_at = "client", row.starts_at - timedelta(days=3)
        elif row.state == "held" and (over or self.random.random() < 0.5):
            row.started_at = row.starts_at
            row.ended_at = row.planned_end + timedelta(minutes=over)
        row.as_agreed = row.state == "held" and row.started_at is None
        if self.random.random() < 0.25:
            row.seal(note=NOTE)

    def between(
        self, therapy: Any, client: Any, starts: list[datetime], *, open_promise: bool
    ) -> None:
        """A contact after every fourth session, two crossings, and for some a promise."""
        from holdfast.web.practice.models import Contact, Crossing, Promise

        for start in starts[::4]:
            at = start.replace(tzinfo=UTC) + timedelta(days=2)
            if at < NOW:
                self.put(Contact(
                    therapy=therapy, participant=client, channel="text", direction="in",
                    purpose="scheduling", at=at, minutes=2, recorded_at=at,
                ))  # fmt: skip
        for start in (starts[10], starts[20]):
            self.put(Crossing(
                therapy=therapy, participant=client, kind="gift", on=start.date(),
                initiated_by="client", discussed=True, recorded_at=NOW,
            ))  # fmt: skip
        if open_promise:
            promise = Promise(therapy=therapy, made_on=NOW.date() - timedelta(days=7))
            promise.seal(words="send the title of the book")
            self.put(promise)

    def note_in_audit(self) -> None:
        """Chain one entry for each session that was recorded, as the act would have."""
        from holdfast.web.audit.models import BEGINNING, ORDINARY, Entry
        from holdfast.web.practice.actions.sessions import RECORDED
        from holdfast.web.practice.models import Session

        last = Entry.objects.filter(chain=ORDINARY).order_by("-number").first()
        number, mac = (last.number, last.mac) if last else (0, BEGINNING)
        entries = []
        actor, fields = str(self.by.pk), sorted(RECORDED)
        for row in self.rows[Session]:
            if row.recorded_at is None:
                continue
            number += 1
            entry = Entry(
                chain=ORDINARY, number=number, at=row.recorded_at, kind="session recorded",
                actor=actor, subject="practice.session", subject_id=str(row.pk),
                about=str(row.therapy_id), fields=fields,
            )  # fmt: skip
            mac = entry.mac = entry.expected_mac(mac)
            entries.append(entry)
        Entry.objects.bulk_create(entries, batch_size=2000)


TEXTS: dict[str, tuple[str, str, str]] = {}


def texts(kind: str) -> tuple[str, str, str]:
    """Terms as JSON, the words to sign, and their digest, worked out once for each kind."""
    if kind not in TEXTS:
        from holdfast import frame
        from holdfast.web.frame.text import digest_of, text_of

        name = "couple" if kind == "couple" else "psychodynamic"
        terms = frame.template(name).terms
        shown = text_of(terms)
        TEXTS[kind] = json.dumps(frame.write_terms(terms)), shown, digest_of(shown)
    return TEXTS[kind]


def look_for_signals() -> None:
    """Let the worker's own code look at every therapy that goes on."""
    from holdfast.web.home.refresh import refresh_stale

    started = time.monotonic()
    done = refresh_stale(NOW)
    took = time.monotonic() - started
    say(f"signals of {done} therapies in {took:.0f} s")


def remember(people: list[Any]) -> None:
    """Write down whom to sign in as: the therapist with the usual caseload, and with a big one."""
    from holdfast.web.practice.models import Therapy

    who: dict[str, dict[str, Any]] = {}
    for name, therapist in zip(("usual", "big"), people[:2], strict=True):
        own = Therapy.objects.filter(assignments__therapist=therapist, state="active")
        keys = [str(key) for key in own.values_list("pk", flat=True)]
        who[name] = {"user": str(therapist.user_id), "therapies": keys}
    marker = Path(os.environ["HOLDFAST_DATA"]) / "practice.json"
    marker.write_text(json.dumps({"schema": "holdfast/benchmark-practice/1", "who": who}))


if __name__ == "__main__":
    sys.exit(main())
