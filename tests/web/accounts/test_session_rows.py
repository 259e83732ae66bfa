"""What a session holds from one page to the next stands sealed in its row, for that row alone."""

import base64

import pytest

from holdfast.web.accounts.models import Session
from holdfast.web.accounts.session_store import SessionStore

pytestmark = pytest.mark.django_db
DIGITS = "134811"


def _row(word: str = DIGITS) -> tuple[SessionStore, Session]:
    store = SessionStore()
    store["handed"] = word
    store.save()
    return store, Session.objects.latest("pk")


def test_it_works() -> None:
    store, _ = _row()
    assert SessionStore(store.session_key)["handed"] == DIGITS


def test_its_row_does_not_say_what_it_holds() -> None:
    _, row = _row()
    assert DIGITS.encode() not in base64.b64decode(row.session_data)
    assert base64.b64decode(row.session_data)[:1] == b"\x01"


@pytest.mark.parametrize("broken", ["", "no base64!", "AAAA"])
def test_a_broken_row_is_an_empty_session(broken: str) -> None:
    store, _ = _row()
    Session.objects.update(session_data=broken)
    assert SessionStore(store.session_key).get("handed") is None


def test_the_content_of_another_row_does_not_open() -> None:
    theirs, mine = _row()[0], _row("other")[0]
    stolen = theirs.encode({"handed": DIGITS})
    assert theirs.decode(stolen) == {"handed": DIGITS}
    assert mine.decode(stolen) == {}
