"""The audit: what was done, by whom and when, in a chain that shows every later change.

A row holds random ids, a kind, a time and the names of changed fields; never a value, never a
person's name. It keeps no foreign key, so it outlives what it speaks of. Two chains exist, so that
a reading in the reserved one (conflict desk, concerns) leaves no gap in the ordinary one.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, models, transaction

from holdfast.web.sealing import keyring, primitives

from .immutable import Immutable

ORDINARY, RESERVED = "ordinary", "reserved"
BEGINNING = "0" * 64


@dataclass(frozen=True)
class Break:
    """The first place where a chain is not what was written: its row and what is wrong."""

    chain: str
    number: int
    what: str  # "changed", "missing", "cut"


class Entry(Immutable):
    """One thing that was done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.CharField(max_length=8, default=ORDINARY)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor = models.CharField(max_length=36, blank=True)
    role = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=36, blank=True)
    about = models.CharField(max_length=36, blank=True)
    fields = models.JSONField(default=list)
    mac = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_one_row_per_number")
        ]
        indexes = [
            models.Index(fields=["about", "at"]),
            models.Index(fields=["about", "chain", "number"]),  # or a page reads a whole chain
            models.Index(fields=["actor", "at"]),
            models.Index(fields=["kind", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number} {self.kind}"

    def expected_mac(self, before: str) -> str:
        """Return the HMAC of this row chained to the one before it, in hexadecimal."""
        said = [
            before, self.chain, self.number, str(self.id), self.at.astimezone(UTC).isoformat(),
            self.kind, self.actor, self.role, self.purpose, self.subject, self.subject_id,
            self.about, list(self.fields),
        ]  # fmt: skip
        key = keyring.ring().derived("audit")
        return primitives.mac(key, json.dumps(said).encode()).hex()


class Head(models.Model):
    """The end of a chain on a day, signed and also kept outside the database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.CharField(max_length=8)
    count = models.PositiveBigIntegerField()
    mac = models.CharField(max_length=64)
    at = models.DateTimeField()
    signature = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"{self.chain} {self.count}"


@transaction.atomic
def record(
    kind: str,
    *,
    now: datetime,
    actor: object = "",
    role: str = "",
    purpose: str = "",
    subject: models.Model | None = None,
    about: object = "",
    fields: Iterable[str] = (),
    chain: str = ORDINARY,
) -> Entry:
    """Append one row to a chain, inside the caller's transaction.

    `actor` is the account that acts, `subject` the row acted on, `about` the therapy whose people
    may ask who opened it. Give field names only, never values.
    """
    _lock(chain)
    last = Entry.objects.filter(chain=chain).order_by("-number").first()
    entry = Entry(
        chain=chain,
        number=last.number + 1 if last else 1,
        at=now,
        kind=kind,
        actor=_id(actor),
        role=role,
        purpose=purpose,
        subject=subject._meta.label_lower if subject else "",
        subject_id=_id(subject) if subject else "",
        about=_id(about),
        fields=sorted(fields),
    )
    entry.mac = entry.expected_mac(last.mac if last else BEGINNING)
    entry.save(force_insert=True)
    return entry


def _id(thing: object) -> str:
    return str(thing.pk) if isinstance(thing, models.Model) else str(thing or "")


def _lock(chain: str) -> None:
    """Let one writer at a time append; SQLite's transactions are IMMEDIATE and need no more."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"audit {chain}"])


def broken(chain: str) -> Break | None:
    """Walk a chain from its beginning; returns the first row that is not as written, or None."""
    before = BEGINNING
    for number, entry in enumerate(_in_order(chain), start=1):
        if entry.number != number:
            return Break(chain, number, "missing")
        if not primitives.same(entry.mac.encode(), entry.expected_mac(before).encode()):
            return Break(chain, number, "changed")
        before = entry.mac
    return None


def _in_order(chain: str) -> Iterator[Entry]:
    return Entry.objects.filter(chain=chain).order_by("number").iterator(chunk_size=2000)


def sign_head(chain: str, now: datetime) -> Head:
    """Sign the present end of a chain; the caller stores it and writes it outside."""
    last = Entry.objects.filter(chain=chain).order_by("-number").first()
    head = Head(
        chain=chain,
        count=last.number if last else 0,
        mac=last.mac if last else BEGINNING,
        at=now,
    )
    head.signature = primitives.sign(_seed(), head_message(head)).hex()
    return head


def head_message(head: Head) -> bytes:
    """Return the bytes that a head's signature covers."""
    at = head.at.astimezone(UTC).isoformat()
    return json.dumps([head.chain, head.count, head.mac, at]).encode()


def head_holds(head: Head) -> Break | None:
    """Hold the chain against a head kept outside: is its end still there, and the same?"""
    public = primitives.signing_public(_seed())
    if not primitives.signed_by(public, bytes.fromhex(head.signature), head_message(head)):
        return Break(head.chain, head.count, "head not signed here")
    if head.count == 0:
        return None
    row = Entry.objects.filter(chain=head.chain, number=head.count).first()
    if row is None:
        return Break(head.chain, head.count, "cut")
    return None if row.mac == head.mac else Break(head.chain, head.count, "changed")


def _seed() -> bytes:
    return keyring.ring().derived("audit heads")
