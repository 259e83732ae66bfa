"""What stands beside a vault: nothing that tells at what minute an entry was written."""

import uuid
from datetime import datetime, timedelta

import pytest

from holdfast.web.accounts.jobs import forget
from holdfast.web.accounts.models import Once

pytestmark = pytest.mark.django_db
_PLACE = {"sqlite": "rowid", "postgresql": "ctid"}


def test_sent_forms_lose_the_order_in_which_they_came(now: datetime) -> None:
    ids = [uuid.UUID(int=n) for n in (9, 3, 7, 1, 5)]
    for pk in ids:
        Once.objects.create(pk=pk, at=now.replace(hour=0, minute=0, second=0, microsecond=0))
    forget(now=now)
    assert _as_stored() == ids

    forget(now=now + timedelta(days=1))
    assert _as_stored() == sorted(ids)


def _as_stored() -> list[uuid.UUID]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM accounts_once ORDER BY {_PLACE[connection.vendor]}")
        return [uuid.UUID(str(row[0])) for row in cursor.fetchall()]
