"""A marked word in every field of every form, also with an error in each, turns up nowhere.

The forms are those of every address in the table of addresses, opened and sent by their owner.
Then the database is searched row by row, with what was logged, what was mailed, the jobs, the
files below the data folder and the temporary folder, and PostgreSQL's own log.
"""

import logging
import os
import tempfile
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from forms_on_page import FoundForm, forms_on
from urls_table import Row, World, all_rows

from conftest import SignedIn, person
from holdfast.web.audit.logs import PlaceOnly

WORD = "Zyxwortel"
# What a practice says about itself to everybody; it is no secret and is not sealed.
PLAIN = {
    "practice_practice", "practice_credential", "frame_template", "accounts_houserules",
}  # fmt: skip
LEFT_ALONE = {"accounts:sign_out", "accounts:leave", "accounts:drop_draft", "accounts:keep_draft"}


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Every line that the program logs, formatted as an installation does."""
    caught: list[str] = []

    class Catch(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            caught.append(PlaceOnly().format(record))

    handler = Catch()
    logging.getLogger().addHandler(handler)
    yield caught
    logging.getLogger().removeHandler(handler)


ROWS = all_rows()
SPACES = sorted({name.rpartition(":")[0] for name in ROWS})
MANY_FORMS = {"accounts", "frame", "practice"}


@pytest.mark.django_db
@pytest.mark.parametrize("space", SPACES)
def test_a_marked_word_turns_up_nowhere(
    space: str, now: datetime, signed_in: SignedIn, lines: list[str]
) -> None:
    world = World(now, person, signed_in)
    names = [name for name in ROWS if name.rpartition(":")[0] == space]
    found = [_walk(world, name, ROWS[name]) for name in names]

    assert [place for _forms, places in found for place in places] == []
    assert [line for line in lines if _marked(line)] == []
    assert [m.subject for m in mail.outbox if _marked(m.subject + m.body)] == []
    assert list(_in_files()) == []
    assert sum(forms for forms, _places in found) > 4 or space not in MANY_FORMS


def _walk(world: World, name: str, row: Row) -> tuple[int, list[str]]:
    """Open an address as its owner and send each of its forms, once wrong and once right.

    Returns how many forms there were and where in the database the word stood afterwards; what
    was done is taken back, so that the next address meets the world it expects.
    """
    roles = sorted(set(row.theirs) | set(row.anyones))
    if name in LEFT_ALONE or not roles or row.method != "get":
        return 0, []
    with transaction.atomic():
        path = reverse(name, kwargs=dict(row.sample(world, roles[0])))
        world.client(roles[0])
    with transaction.atomic():
        forms = _send_all(world.client(roles[0]), path)
        places = [f"{name}: {place}" for place in _in_the_database()] if forms else []
        transaction.set_rollback(True)
    return forms, places


def _send_all(client: Client, path: str) -> int:
    client.raise_request_exception = False
    page = client.get(path)
    if page.status_code != 200 or "text/html" not in page.headers["Content-Type"]:
        return 0
    found = [f for f in forms_on(page.content.decode(), path) if _is_ours(f)]
    for form in found:
        for wrong in (True, False):
            _send(client, form, wrong)
    return len(found)


def _is_ours(form: FoundForm) -> bool:
    return form.action.startswith("/") and "sign-out" not in form.action


def _send(client: Client, form: FoundForm, wrong: bool) -> None:
    data = form.filled(WORD, wrong=wrong)
    if "once" in data:
        data["once"] = uuid.uuid4()
    cookies = client.cookies.copy()
    answer = client.post(form.action, data)
    client.cookies = cookies
    assert answer.status_code < 500, f"{form.action} answered {answer.status_code}"


def _in_the_database() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in PLAIN:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from (f"{table}.{n}" for n, v in zip(names, row, strict=True) if _marked(v))


def _in_files() -> Iterator[str]:
    folders = [Path(os.environ["HOLDFAST_DATA"]), Path(tempfile.gettempdir()) / "holdfast"]
    files = [p for folder in folders for p in folder.rglob("*") if p.is_file()]
    yield from (str(path) for path in files if _marked(path.read_bytes()))
    if log := os.environ.get("HOLDFAST_TEST_POSTGRES_LOG"):
        yield from _in_the_log_of_postgresql(Path(log))


def _in_the_log_of_postgresql(log: Path) -> Iterator[str]:
    """Lines of its log with the word, but for statements on tables that are plain on purpose.

    The tests' own server logs every statement and its parameters, which a practice's does not.
    """
    plain = False
    for line in log.read_text("utf-8", errors="replace").splitlines():
        if " LOG:  " in line:
            plain = any(f'"{table}"' in line for table in PLAIN)
        if _marked(line) and not plain:
            yield line[:200]


def _marked(value: object) -> bool:
    if isinstance(value, memoryview):
        value = bytes(value)
    if isinstance(value, bytes):
        return WORD.lower().encode() in value.lower()
    return WORD.lower() in str(value).lower()
