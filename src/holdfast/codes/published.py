"""The list of what was published and must not change: revisions and facts with their hashes.

Receipts rest on it. A revision is corrected by a new one; a fact that needs another value is a
new fact.
"""

import hashlib
from pathlib import Path

from holdfast.codes.finding import Finding
from holdfast.codes.library import DATA, Library, fact_meaning
from holdfast.codes.reading import Reader

SCHEMA = "holdfast/published/1"


def path(folder: Path | None = None) -> Path:
    """Return where the list stands, in a folder of data or in the shipped one."""
    return (folder or DATA) / "published.yaml"


def read(folder: Path | None = None) -> dict[str, str]:
    """Return the hashes published, by revision (`aca-2014.r1`) or fact (`fact person`)."""
    if not path(folder).exists():
        return {}
    reader = Reader()
    item = reader.file(path(folder), SCHEMA)
    reader.mapping(item, ("schema", "published"))
    found = {key: str(entry.value) for key, entry in reader.entries(item, "published")}
    reader.finish()
    return found


def meanings(library: Library) -> dict[str, str]:
    """Return the hashes of what there is now."""
    editions = {key: edition.meaning() for key, edition in library.revisions.items()}
    facts = {
        f"fact {fact.id}": hashlib.sha256(repr(fact_meaning(fact)).encode()).hexdigest()
        for fact in library.facts.values()
    }
    return dict(sorted((editions | facts).items()))


def changed(library: Library, kept: dict[str, str]) -> list[Finding]:
    """Return what was published and is gone or changed."""
    now = meanings(library)
    return [
        Finding("published", f"{key} was published and {_fate(key, now)}")
        for key, kept_hash in kept.items()
        if now.get(key) != kept_hash
    ]


def _fate(key: str, now: dict[str, str]) -> str:
    if key not in now:
        return "is gone; receipts rest on it"
    if key.startswith("fact "):
        return "means something else now; make a new fact instead"
    return "was changed since; put it back and write a new revision instead"


def lines(library: Library) -> str:
    """Return the file that lists everything there is now as published."""
    rows = (f"  {key}: {value}" for key, value in meanings(library).items())
    return "\n".join((f"schema: {SCHEMA}", "published:", *rows, ""))
