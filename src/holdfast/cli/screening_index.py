"""The index of the command line: one SQLite file, the same tables as the web application keeps.

A file that is built for one run is thrown away after it; its index key is random and is not kept.
"""

import sqlite3
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from holdfast.screening import (
    Compared,
    Frequencies,
    People,
    Postings,
    frequency_keys,
    index_keys,
    pack,
    record,
    unpack,
)

TABLES = """
CREATE TABLE person (id INTEGER PRIMARY KEY, ref TEXT NOT NULL, fields BLOB NOT NULL);
CREATE TABLE posting (key INTEGER, person INTEGER, PRIMARY KEY (key, person)) WITHOUT ROWID;
CREATE TABLE frequency (key INTEGER PRIMARY KEY, count INTEGER NOT NULL);
"""
BUCKETS = 256  # parts of the key space that are sorted one after the other, to keep memory flat
CACHE = 65_536  # kilobytes of pages: counts fall all over their table
SLICE = 10_000  # rows of such a part that are Python objects at a time
CHUNK = 20_000  # persons between two reports of progress

Row = tuple[str, Compared]


def open_index(path: Path | str) -> sqlite3.Connection:
    """Open a new index at `path` (or ":memory:")."""
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + TABLES)
    return connection


def add(connection: sqlite3.Connection, ref: str, person: Compared, secret: bytes) -> int:
    """Index one more person in the connection's transaction; return the id."""
    cursor = connection.execute(
        "INSERT INTO person (ref, fields) VALUES (?, ?)", (ref, pack(person))
    )
    number = int(cursor.lastrowid or 0)
    connection.executemany(
        "INSERT INTO posting VALUES (?, ?)",
        [(key, number) for key in sorted(index_keys(person, secret))],
    )
    connection.executemany(
        "INSERT INTO frequency VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET count = count + 1",
        [(key,) for key in frequency_keys(record(person), secret).values()],
    )
    return number


def build(
    connection: sqlite3.Connection,
    rows: Iterable[Row],
    secret: bytes,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Index many persons into an empty index; return how many. Memory does not grow with them."""
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute(f"PRAGMA cache_size=-{CACHE}")
    with tempfile.TemporaryFile() as runs, connection:
        offsets = _write_people(connection, rows, secret, runs, progress)
        for bucket in range(BUCKETS):
            connection.executemany(
                "INSERT INTO posting VALUES (?, ?)", _sorted(runs, offsets, bucket)
            )
        (total,) = connection.execute("SELECT count(*) FROM person").fetchone()
    connection.execute("PRAGMA synchronous=NORMAL")
    return int(total)


Offsets = list[list[tuple[int, int]]]


def _write_people(
    connection: sqlite3.Connection,
    rows: Iterable[Row],
    secret: bytes,
    runs: BinaryIO,
    progress: Callable[[int], None],
) -> Offsets:
    """Store the persons and their counts; write their keys to `runs`, chunk by chunk."""
    offsets: Offsets = [[] for _ in range(BUCKETS)]
    number = 0
    for chunk in _chunks(rows):
        keys, owners = array("q"), array("q")
        counts: dict[int, int] = {}
        for ref_and_person in chunk:
            number += 1
            _collect(ref_and_person[1], number, secret, keys, owners, counts)
        first = number - len(chunk) + 1
        connection.executemany(
            "INSERT INTO person VALUES (?, ?, ?)",
            [(first + i, ref, pack(person)) for i, (ref, person) in enumerate(chunk)],
        )
        connection.executemany(
            "INSERT INTO frequency VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET count = count + excluded.count",
            sorted(counts.items()),
        )
        _spill(np.array(keys), np.array(owners), runs, offsets)
        progress(number)
    return offsets


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _collect(
    person: Compared,
    number: int,
    secret: bytes,
    keys: "array[int]",
    owners: "array[int]",
    counts: dict[int, int],
) -> None:
    found = index_keys(person, secret)
    keys.extend(found)
    owners.extend([number] * len(found))
    for key in frequency_keys(record(person), secret).values():
        counts[key] = counts.get(key, 0) + 1


Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


def _spill(keys: Ints, owners: Ints, runs: BinaryIO, offsets: Offsets) -> None:
    order = np.argsort(keys)
    pairs = np.column_stack((keys[order], owners[order]))
    span = 2**64 // BUCKETS
    edges = [-(2**63) + span * bucket for bucket in range(1, BUCKETS)]
    for bucket, part in enumerate(np.split(pairs, np.searchsorted(pairs[:, 0], edges))):
        offsets[bucket].append((runs.tell(), len(part)))
        runs.write(part.tobytes())


def _sorted(runs: BinaryIO, offsets: Offsets, bucket: int) -> Iterator[list[int]]:
    parts = []
    for offset, length in offsets[bucket]:
        runs.seek(offset)
        parts.append(np.frombuffer(runs.read(length * 16), np.int64).reshape(-1, 2))
    pairs = np.concatenate(parts) if parts else np.empty((0, 2), np.int64)
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    for start in range(0, len(order), SLICE):
        yield from pairs[order[start : start + SLICE]].tolist()


def postings(connection: sqlite3.Connection) -> Postings:
    """Return the function that `match` asks for the holders of keys."""
    statement = "SELECT key, person FROM posting WHERE key = ? LIMIT ?"

    def find(keys: Sequence[int], limit: int) -> Iterator[tuple[int, int]]:
        for key in keys:
            yield from connection.execute(statement, (key, limit))

    return find


def people(connection: sqlite3.Connection) -> People:
    """Return the function that `match` asks for the compared fields of persons."""

    def find(ids: Sequence[int]) -> Iterator[tuple[int, Compared]]:
        marks = ",".join("?" * len(ids))
        statement = f"SELECT id, fields FROM person WHERE id IN ({marks})"  # noqa: S608
        for number, fields in connection.execute(statement, ids):
            yield number, unpack(fields)

    return find


def doubles(connection: sqlite3.Connection) -> int:
    """Return how many persons repeat the id of another."""
    sql = "SELECT count(*) - count(DISTINCT ref) FROM person"
    (many,) = connection.execute(sql).fetchone()
    return int(many)


def frequencies(connection: sqlite3.Connection) -> Frequencies:
    """Return what this index says of the frequency of values."""
    (total,) = connection.execute("SELECT count(*) FROM person").fetchone()

    def counts(keys: Sequence[int]) -> Mapping[int, int]:
        marks = ",".join("?" * len(keys))
        statement = f"SELECT key, count FROM frequency WHERE key IN ({marks})"  # noqa: S608
        return dict(connection.execute(statement, list(keys)).fetchall())

    return Frequencies(total, counts)
