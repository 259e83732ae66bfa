"""Lists of many entries are built a part at a time, and end up whole."""

from datetime import datetime, timedelta

import pytest

from holdfast.web.vault import actions
from holdfast.web.vault.listing import listing

pytestmark = pytest.mark.django_db
WORDS = "kelp rock tide lantern harbour quiet"


def test_many_new_ones_come_in_parts_the_latest_first(alice, now: datetime) -> None:
    vault = actions.make_vault(alice, WORDS, now=now)[0]
    key = actions.unlock(vault, WORDS, now=now)
    for n in range(7):
        actions.write(vault, "notes", f"{n}".encode(), now=now - timedelta(days=n))

    def told(most: int | None = 3) -> tuple[list[int], int]:
        found = listing(key, "notes", lambda plain: {"n": int(plain)}, most=most)
        return sorted(line.about["n"] for line in found.lines if line.about), found.waiting

    assert told() == ([0, 1, 2], 4)
    assert told() == ([0, 1, 2, 3, 4, 5], 1)
    assert told() == (list(range(7)), 0)
    actions.write(vault, "notes", b"7", now=now)
    assert told(None) == (list(range(8)), 0)


def test_one_that_does_not_open_holds_nothing_up(alice, now: datetime) -> None:
    vault = actions.make_vault(alice, WORDS, now=now)[0]
    key = actions.unlock(vault, WORDS, now=now)
    for n in range(4):
        entry = actions.write(vault, "notes", b"1", now=now - timedelta(days=3 - n))
    entry.sealed = bytes(entry.sealed[:-1]) + bytes([entry.sealed[-1] ^ 1])
    entry.save()

    for _again in range(3):
        found = listing(key, "notes", lambda plain: {"n": int(plain)}, most=2)
    assert [line.about is None for line in found.lines].count(True) == 1
    assert (len(found.lines), found.waiting) == (4, 0)
