"""Sessions in the database, sealed, and found by a keyed hash of what the cookie holds.

A stolen database or backup therefore signs nobody in, and shows nothing that is handed from one
page to the next, such as six digits. The engine is Django's own database engine with the key hashed
wherever it meets the table.
"""

import base64
import json
from binascii import Error as NotBase64
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from holdfast.web.sealing import keyring, primitives

from .models import Session


def stored_key(session_key: str) -> str:
    """Return the keyed hash (160 bits, hexadecimal) under which a session is stored."""
    key = keyring.ring().derived("sessions")
    return primitives.lookup_hash(key, session_key)[:40]


class SessionStore(DatabaseStore):
    """Django's database sessions, with hashed keys and whose session it is."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our own table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        from django.utils import timezone

        row: Session | None = Session.objects.filter(
            session_key=stored_key(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if row is None:
            self._session_key = None
        return row

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the session sealed for its row."""
        plain = json.dumps(session_dict).encode()
        return base64.b64encode(primitives.seal(_data_key(), plain, self._place())).decode()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Open what `encode` sealed; an empty session where it does not open here."""
        try:
            sealed = base64.b64decode(session_data, validate=True)
            found: dict[str, Any] = json.loads(
                primitives.unseal(_data_key(), sealed, self._place())
            )
        except (NotBase64, primitives.SealBroken):
            return {}
        return found

    def _place(self) -> bytes:
        return stored_key(self.session_key or "").encode()

    def exists(self, session_key: str) -> bool:
        """Say whether a session of this key is stored."""
        return Session.objects.filter(session_key=stored_key(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row for `data`, with the columns its owner is shown."""
        return Session(
            session_key=stored_key(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=data.get("_auth_user_id"),
            began_at=_instant(data.get("began")),
            seen_at=_instant(data.get("seen")),
            device=data.get("device", ""),
        )

    def delete(self, session_key: str | None = None) -> None:
        """Forget a session; the own one without an argument."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=stored_key(key)).delete()


def _data_key() -> bytes:
    return keyring.ring().derived("session data")


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
