"""The application's own index in PostgreSQL: what one query costs, and that it finds as well.

The people of `screening_matching.grown` stand in the application's tables, sealed and under keyed
hashes as `web/screening/index.py` keeps them; one stranger in a hundred is somebody whom an enquiry
named. The server is that of the tests: settings as they come (128 MB of shared buffers), but what
is committed is not flushed to disk, so that writing is cheaper than in life.
"""

import os
import random
import sys
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import screening_data as data
import screening_matching as matching
from holdfast.screening import (
    Answer,
    Match,
    Person,
    Query,
    frequency_keys,
    index_keys,
    match,
    normalise,
    query,
    record,
)
from screening_figures import Figure, Times, recall_at, timed

NOW, DAY = datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)
AT_ONCE = 20_000
NAMED_IN = 100  # one stranger in so many is somebody whom an enquiry named
ASKED = ("full record", "name + birth + postcode")
TABLES = ("screening_node", "screening_posting", "screening_frequency")

Row = tuple[str, Person]


def postgresql(size: int, many: int, folder: Path) -> Iterator[Figure]:
    """FEBRL4's duplicates against a registry grown to `size`, asked for as the application asks."""
    originals, duplicates = data.febrl4()
    with ExitStack() as stack:
        _set_up(stack)
        started = perf_counter()
        index = Index(data.registry(originals, size))
        at = f"PostgreSQL, {size:,}"
        yield Figure(f"{at}: invented, sealed, copied and vacuumed", perf_counter() - started, "s")
        yield Figure(f"{at}: nodes, postings and counts, bytes a person", _bytes() / size, "B")
        asked = random.Random(2).sample(list(duplicates.items()), many)
        for name in ASKED:
            some = [(ref, matching.only(person, matching.FIELDS[name])) for ref, person in asked]
            yield from _one_pattern(index, f"{at}, {name}", some)
        yield from _around(index, at, originals)


def _set_up(stack: ExitStack) -> None:
    """Start a server and set Django up on an empty database of it, with keys of its own."""
    from pages import ROOT, database  # which also makes the helpers of the tests importable
    from postgres import server

    sys.path.insert(0, str(ROOT / "tests" / "web"))
    os.environ["DATABASE_URL"] = database(stack.enter_context(server()), "screening")
    from django.core.management import call_command
    from django.db import connection

    import conftest  # noqa: F401  # sets Django up, in a folder of its own

    stack.callback(connection.close)
    call_command("migrate", verbosity=0)


class Index:
    """The tables of the application, filled, and the model that knows its frequencies."""

    def __init__(self, rows: Iterable[Row]) -> None:
        from holdfast.web.screening import index
        from holdfast.web.sealing.models import DataKey

        self.key, self.card_key = index.key_in_use(NOW), DataKey.new()
        self.refs: list[str] = []
        _fill(self, rows)
        self.known = index.registry(NOW)
        self.model = self.known.model

    def ref(self, number: int) -> str:
        return self.refs[number - 1]

    def ask(self, person: Person, least: float | None = None) -> Answer:
        from holdfast.web.screening.index import people, postings

        model = self.model if least is None else matching.keeping(self.model, least)
        return match(self.asked(person), model, postings(), people(self.key))

    def check(self, person: Person) -> tuple[list[Match], list[Match]]:
        """Ask as a check does: those here to stay, and apart whom enquiries only named."""
        from holdfast.web.screening.actions.ties import who_it_may_be

        return who_it_may_be(self.asked(person), self.known, ())

    def asked(self, person: Person) -> Query:
        return query(normalise(person), self.key.hashing)


def _fill(index: Index, rows: Iterable[Row]) -> None:
    """Copy people into the tables in the order in which they come; counts at the end."""
    from django.db import connection

    shared, rest = Counter[int](), iter(rows)
    with connection.cursor() as cursor:
        # Cards of invented people need no names: foreign keys and triggers are left out.
        cursor.execute("SET session_replication_role = replica")
        while chunk := list(islice(rest, AT_ONCE)):
            _copy_chunk(index, cursor, chunk, shared)
        _copy(cursor, "screening_frequency (key, count)", shared.items())
        cursor.execute("SET session_replication_role = DEFAULT")
        first = len(index.refs) + 1
        cursor.execute(f"ALTER SEQUENCE screening_node_id_seq RESTART WITH {first}")
        cursor.execute("VACUUM ANALYZE")


def _copy_chunk(index: Index, cursor: Any, chunk: Sequence[Row], shared: Counter[int]) -> None:
    cards, named, nodes, postings = [], [], [], []
    for ref, person in chunk:
        index.refs.append(ref)
        number, card, compared = len(index.refs), uuid.uuid4(), normalise(person)
        asks = ref.startswith("x") and number % NAMED_IN == 0
        cards.append((card, index.card_key.pk, "enquiry" if asks else "therapy", NOW))
        nodes.append((number, card, index.key.seal(card, compared), True))
        postings += [(each, number) for each in index_keys(compared, index.key.hashing)]
        if asks:
            named.append(card)
        else:
            shared.update(set(frequency_keys(record(compared), index.key.hashing).values()))
    _copy(cursor, "practice_card (id, key_id, held_by, made_at, name, pronouns, birth, language, "
          "note, version)", [(*card, b"", b"", b"", b"", b"", 1) for card in cards])  # fmt: skip
    _copy(cursor, "screening_node (id, card_id, fields, linked)", nodes)
    _copy(cursor, "screening_posting (key, node_id)", postings)
    _enquire(index, named)


def _copy(cursor: Any, table: str, rows: Iterable[Sequence[Any]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as out:
        for row in rows:
            out.write_row(row)


def _enquire(index: Index, cards: Sequence[uuid.UUID]) -> None:
    """Let each of these cards be that of somebody who asks, in an enquiry of their own."""
    from holdfast.web.screening.models import SELF, Enquiry, Named

    there = Enquiry.objects.bulk_create(
        Enquiry(
            key=index.card_key, card_id=card, source="public", kind="individual",
            state="answered", asked_at=NOW, release_at=NOW, ends_on=DAY,
        )
        for card in cards
    )  # fmt: skip
    Named.objects.bulk_create(
        Named(
            enquiry=enquiry, card_id=enquiry.card_id, relation=SELF, coarse=number, asked_at=NOW,
            ends_on=DAY,
        )
        for number, enquiry in enumerate(there)
    )  # fmt: skip


def _worked() -> float:
    """Return the seconds of processor time that this process and its server process have had."""
    from django.db import connection

    pid = connection.connection.info.backend_pid
    return process_time() + int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def _bytes() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(pg_total_relation_size(t)) FROM unnest(%s::regclass[]) AS t",
                       [list(TABLES)])  # fmt: skip
        (found,) = cursor.fetchone()
    return float(found)


def _one_pattern(index: Index, at: str, asked: list[Row]) -> Iterator[Figure]:
    for how, ask in (("one query", index.ask), ("asked as a check asks", index.check)):
        timed(partial(ask, person) for _, person in asked[:200])  # warm
        _, times = timed((partial(ask, person) for _, person in asked), _worked)
        yield from _times(f"{at}: {how}", times)
    found, _ = matching.pairs(index, asked)
    yield Figure(f"{at}: recall at precision .99", recall_at(0.99, found, len(asked)))


def _times(at: str, times: Times) -> Iterator[Figure]:
    yield Figure(f"{at}, median", times.percentile(50), "ms")
    yield Figure(
        f"{at}, 95th percentile", times.percentile(95), "ms", 10, least=False,
        limit=f"busy machine; {times.percentile(95, cpu=True):.1f} ms of processor time",
    )  # fmt: skip
    worked = times.percentile(95, cpu=True)
    yield Figure(f"{at}, 95th percentile of processor time", worked, "ms")


def _around(index: Index, at: str, originals: dict[str, Person]) -> Iterator[Figure]:
    """What is paid beside: counting everybody, once a check, and putting one more person in."""
    from holdfast.web.practice.actions.people import new_card
    from holdfast.web.screening.index import registry

    _, times = timed(partial(registry, NOW) for _ in range(20))
    yield Figure(f"{at}: everybody counted, once a check, median", times.percentile(50), "ms")
    newcomers = islice(data.strangers(list(originals.values()), random.Random(5)), 200)
    told = [{"name": f"{p.given_name} {p.surname}", "birth": p.date_of_birth} for p in newcomers]
    _, times = timed((partial(new_card, "therapy", now=NOW, **each) for each in told), _worked)
    yield Figure(f"{at}: a card made, indexed, committed, median", times.percentile(50), "ms")
    worked = times.percentile(50, cpu=True)
    yield Figure(f"{at}: the same, median of processor time", worked, "ms")
