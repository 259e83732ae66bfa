"""Data keys, and rows whose texts are sealed under them.

Reading is always an explicit call (`row.text("note")`), so that a reader of the code sees where
something is opened and a list of rows opens nothing by accident.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from . import keyring, primitives


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A text kept sealed; write it with `Sealed.seal`, read it with `Sealed.text`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


class DataKey(models.Model):
    """The key of one card, therapy or account, wrapped by the key ring.

    Destroying it is how sealed rows that may not change are erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ring_id = models.CharField(max_length=16, db_index=True)
    wrapped = models.BinaryField()
    destroyed_at = models.DateTimeField(null=True)

    _plain: bytes | None = None

    def __str__(self) -> str:
        return f"data key {self.id}"

    @classmethod
    def new(cls) -> "DataKey":
        """Make and store a data key."""
        row = cls(id=uuid.uuid4())
        row.wrap(primitives.new_key())
        row.save(force_insert=True)
        return row

    def wrap(self, plain: bytes) -> None:
        """Wrap `plain` under the ring's key in use; the caller saves."""
        self.ring_id, self.wrapped = keyring.ring().wrap(plain, self._place)
        self._plain = plain

    def plain(self) -> bytes:
        """Return the key itself; raises SealBroken once it was destroyed."""
        if self.destroyed_at is not None:
            raise primitives.SealBroken("What was kept here was erased.")
        if self._plain is None:
            wrapped = bytes(self.wrapped)
            self._plain = keyring.ring().unwrap(self.ring_id, wrapped, self._place)
        return self._plain

    def destroy(self, now: datetime) -> None:
        """Forget the key for good: what is sealed under it can never be read again."""
        self.wrapped, self.destroyed_at, self._plain = b"", now, None
        self.save(update_fields=["wrapped", "destroyed_at"])

    @property
    def _place(self) -> str:
        return f"datakey|{self.pk}"


class Sealed(models.Model):
    """A row with sealed texts. It says in `data_key` which key seals them.

    The primary key must be known before anything is sealed, since it is bound into the seal.
    """

    class Meta:
        abstract = True

    def data_key(self) -> DataKey:
        """Return the key under which this row's texts are sealed."""
        raise NotImplementedError

    def seal(self, **texts: str) -> None:
        """Seal each text into the field of that name; the caller saves. Empty stays empty."""
        key = self.data_key().plain()
        for field, text in texts.items():
            sealed = primitives.seal(key, text.encode(), self._place(field)) if text else b""
            setattr(self, field, sealed)

    def text(self, field: str) -> str:
        """Open one field; raises SealBroken if it was changed or moved, or its key destroyed."""
        sealed = bytes(getattr(self, field))
        if not sealed:
            return ""
        return primitives.unseal(self.data_key().plain(), sealed, self._place(field)).decode()

    def _place(self, field: str) -> bytes:
        return f"{self._meta.label_lower}|{field}|{self.pk}".encode()


def sealed_fields(model: type[models.Model]) -> Iterable[str]:
    """Name the sealed fields of a model."""
    return (f.name for f in model._meta.get_fields() if isinstance(f, SealedField))


def rewrap_all() -> int:
    """Wrap every data key under the ring's key in use; returns how many were changed."""
    active = keyring.ring().active
    changed = 0
    for row in DataKey.objects.exclude(ring_id=active).filter(destroyed_at=None).iterator():
        row.wrap(row.plain())
        row.save(update_fields=["ring_id", "wrapped"])
        changed += 1
    return changed
