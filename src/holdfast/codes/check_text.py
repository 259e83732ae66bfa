"""What can be seen in the data without trying any facts: clauses, silences, clocks, names."""

from collections.abc import Iterator

from holdfast.codes.conditions import Elapsed, atoms, facts_read
from holdfast.codes.edition import Edition
from holdfast.codes.finding import Finding
from holdfast.codes.library import Library
from holdfast.codes.resolve import slice_of


def check_text(library: Library) -> Iterator[Finding]:
    """Yield what is wrong in the data as written."""
    yield from _needed(library)
    yield from _situations(library)
    for edition in library.editions.values():
        yield from _uncited(edition)
        yield from _unused_clocks(edition)
        yield from _silences(library, edition)
    yield from _unread(library)


def _needed(library: Library) -> Iterator[Finding]:
    for fact in ("crossings_unreviewed", "crossing_kinds", "crossing_secret"):
        if fact not in library.facts:
            yield Finding("missing fact", f"facts.yaml has no {fact}, which the record fills in")
    if not library.always_prohibited:
        yield Finding("missing", "acts.yaml names nothing under always_prohibited")


def _situations(library: Library) -> Iterator[Finding]:
    numbers: dict[int, str] = {}
    for kind in library.situations.values():
        if kind.number is not None and kind.number in numbers:
            says = f"{kind.id} and {numbers[kind.number]} have the same number {kind.number}"
            yield Finding("situation", says)
        numbers[kind.number or 0] = kind.id
        read = _read_for(library, kind.act)
        for fact in kind.asks:
            if fact not in read and not library.facts[fact].is_safeguard:
                yield Finding(
                    "situation", f"{kind.id} asks {fact}, which no rule for {kind.act} reads"
                )


def _read_for(library: Library, act: str) -> set[str]:
    return {
        test.fact
        for edition in library.editions.values()
        for rule in slice_of(edition, act).rules
        for test in atoms(rule.when)
    }


def _uncited(edition: Edition) -> Iterator[Finding]:
    cited = {clause for rule in edition.rules.values() for clause in rule.clauses}
    for clause in edition.clauses:
        if clause not in cited:
            yield Finding("uncited clause", f"no rule names clause {clause}", edition.id)


def _unused_clocks(edition: Edition) -> Iterator[Finding]:
    for clause in edition.clauses.values():
        for clock in clause.clocks:
            if not any(
                isinstance(test, Elapsed) and (test.fact, test.years) == (clock.since, clock.years)
                for rule in edition.rules.values()
                if clause.id in rule.clauses
                for test in atoms(rule.when)
            ):
                yield Finding(
                    "unused clock",
                    f"clause {clause.id} declares {clock.years} years since {clock.since}, "
                    "and none of its rules counts them",
                    edition.id,
                )


def _silences(library: Library, edition: Edition) -> Iterator[Finding]:
    for act in library.acts:
        silent, speaks = slice_of(edition, act).is_silent, edition.speaks_of(act)
        if speaks and silent:
            says = f"{act} stands in silent_on, yet a rule gives a verdict for it"
            yield Finding("silence", says, edition.id, act)
        if edition.covers_all and not speaks and not silent:
            says = f"no rule speaks of {act}: write one, or {act} into silent_on"
            yield Finding("silence", says, edition.id, act)


def _unread(library: Library) -> Iterator[Finding]:
    read: set[str] = set()
    for edition in library.editions.values():
        for rule in edition.rules.values():
            read |= {test.fact for test in atoms(rule.when)} | set(rule.safeguards)
    for each in library.contradictions:
        read |= facts_read(each.when) if each.when else set(each.order or ())
    for fact in library.facts:
        if fact not in read:
            yield Finding("unread fact", f"no rule reads {fact}")
