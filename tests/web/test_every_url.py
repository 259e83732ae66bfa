"""Every address of the project, for every role, as owner and as stranger.

An address nobody classified fails here: add its row in `tests/web/<app>/urls_rows.py`.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from urls_table import OWNER, ROLES, STRANGER, Row, World, all_rows

from conftest import SignedIn, person
from holdfast.web.accounts.doors import door_of

ROWS = all_rows()


def _patterns(
    inside: URLResolver | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every address with its full name; one without a name shows its pattern instead."""
    for entry in (inside or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            deeper = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from _patterns(entry, deeper)
        else:
            yield f"{prefix}{entry.name or entry.pattern}", entry


PATTERNS = dict(_patterns())
SPACES = sorted({name.rpartition(":")[0] for name in PATTERNS})


def test_every_address_is_classified() -> None:
    missing = sorted(set(PATTERNS) - set(ROWS))

    assert not missing, f"Say who gets these, in tests/web/<app>/urls_rows.py: {missing}"


def test_no_row_is_about_an_address_that_is_gone() -> None:
    assert sorted(set(ROWS) - set(PATTERNS)) == []


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_every_view_has_a_door(name: str) -> None:
    assert door_of(PATTERNS[name].callback) is not None, f"{name}: use a decorator of `doors`."


@pytest.mark.parametrize("name", sorted(set(PATTERNS) & set(ROWS)))
def test_the_table_opens_to_the_world_what_the_view_does(name: str) -> None:
    found = door_of(PATTERNS[name].callback)

    assert found is not None
    assert found.open == ROWS[name].open


@pytest.mark.walk
@pytest.mark.django_db
@pytest.mark.parametrize("space", SPACES)
def test_it_opens_to_its_people_and_nobody_else(
    space: str, now: datetime, signed_in: SignedIn
) -> None:
    world = World(now, person, signed_in)
    wrong = [
        said
        for name in sorted(set(PATTERNS) & set(ROWS))
        if name.rpartition(":")[0] == space
        for said in _walk(world, name, ROWS[name])
    ]

    assert not wrong, "\n".join(wrong)


def _walk(world: World, name: str, row: Row) -> Iterator[str]:
    """Knock as everybody; says what went otherwise than the row says."""
    for role in ROLES:
        for who in (OWNER, STRANGER):
            client = world.client(role, who)
            path = reverse(name, kwargs=dict(row.sample(world, role)))
            status, _to = _knock(client, path, row)
            if (status != 404) != row.lets_in(role, who):
                yield f"{name} as {role} ({who}): {status}"
            if status >= 500:
                yield f"{name} as {role} ({who}): {status}"
    path = reverse(name, kwargs=dict(row.sample(world, ROLES[-1])))
    status, to = _knock(Client(), path, row)
    led_to_sign_in = status == 302 and to.startswith("/sign-in/?next=")
    if status == 404 or (not row.open and not led_to_sign_in):
        yield f"{name} as nobody: {status} {to}"


def _knock(client: Client, path: str, row: Row) -> tuple[int, str]:
    """Ask once and take back whatever it did, so that the next one meets the same world."""
    client.raise_request_exception = False
    fields = {"once": uuid.uuid4(), **row.fields}
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = getattr(client, row.method)(path, fields if row.method == "post" else None)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer.status_code, answer.headers.get("Location", "")
