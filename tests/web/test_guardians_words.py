"""Every address a guardian gets to: the therapist and the sessions are the child's, not theirs."""

import re
from datetime import datetime

import pytest
from django.urls import reverse
from urls_table import Row, World, all_rows

from conftest import SignedIn, person

ROWS = {
    name: row
    for name, row in all_rows().items()
    if row.method == "get" and "guardian" in {*row.theirs, *row.anyones}
}
NOT_THEIRS = re.compile(r"\b(?:your|my) (?:therapist|sessions|therapy)\b", re.IGNORECASE)


def _spaces() -> list[str]:
    return sorted({name.rpartition(":")[0] for name in ROWS})


@pytest.mark.walk
@pytest.mark.django_db
@pytest.mark.parametrize("space", _spaces())
def test_no_page_calls_it_theirs(space: str, now: datetime, signed_in: SignedIn) -> None:
    world = World(now, person, signed_in)
    found = {name: _said(world, name, row) for name, row in ROWS.items() if _in(name, space)}

    wrong = {name: said for name, said in found.items() if said}

    assert not wrong, wrong


def _in(name: str, space: str) -> bool:
    return name.rpartition(":")[0] == space


def _said(world: World, name: str, row: Row) -> list[str]:
    path = reverse(name, kwargs=dict(row.sample(world, "guardian")))
    answer = world.client("guardian").get(path, follow=True)
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    words = re.sub(r"<[^>]+>", " ", main)
    return [words[max(0, m.start() - 30) : m.end() + 30] for m in NOT_THEIRS.finditer(words)]


@pytest.mark.django_db
def test_their_records_are_named_for_the_child(now: datetime, signed_in: SignedIn) -> None:
    world = World(now, person, signed_in)
    row = ROWS["portal:ask"]
    row.sample(world, "guardian")
    page = world.client("guardian").get("/your-records/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]

    assert NOT_THEIRS.search(main) is None
    assert "Sam’s records" in main
    assert "Sam" not in page[page.index("<title>") : page.index("</title>")]
