"""The proof that the data are sound: every code and act, every combination of facts.

The quick run takes each slice (one code, one act) of up to 20,000 points whole, and 20,000
points of each larger one, in random boxes. The exhaustive run takes them all whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from math import prod
from random import Random

from holdfast.codes.answer import verdict_alone
from holdfast.codes.check_points import acting, check_points, facts_of, try_points
from holdfast.codes.check_text import check_text
from holdfast.codes.conditions import atoms, facts_read
from holdfast.codes.edition import Edition, Effect, Rule, Verdict
from holdfast.codes.facts import Facts, Value
from holdfast.codes.finding import Finding
from holdfast.codes.library import Library
from holdfast.codes.outlook import LIMIT, impossible, look
from holdfast.codes.points import Axis, Grid, axis, single
from holdfast.codes.resolve import Slice, slice_of

WHOLE = 20_000
BOXES = 20
ANY_DAY = date(2026, 1, 1)  # on a grid dates are whole years gone by, whatever the day


@dataclass
class Report:
    """What was tried, and what was found."""

    findings: list[Finding] = field(default_factory=list)
    slices: int = 0
    points: int = 0
    sampled: list[str] = field(default_factory=list)
    acting: dict[str, set[str]] = field(default_factory=dict)
    firing: dict[str, set[str]] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings


def check(library: Library, exhaustive: bool = False, seed: int = 0) -> Report:
    """Check the whole library and return what was found."""
    report = Report()
    for _ in checking(library, report, exhaustive, seed):
        pass
    return report


def slices(library: Library) -> list[Slice]:
    """Return every code with every act."""
    return [slice_of(e, act) for e in library.editions.values() for act in library.acts]


def checking(
    library: Library, report: Report, exhaustive: bool = False, seed: int = 0
) -> Iterator[Slice]:
    """Check into `report`, yielding each slice when it is done, for a progress bar."""
    report.findings += check_text(library)
    random = Random(seed)  # noqa: S311 - a sample of points, nothing secret
    for rules in slices(library):
        _check_slice(library, rules, report, exhaustive, random)
        yield rules
    for edition in library.editions.values():
        report.findings += _idle(library, edition, report, exhaustive)


def _check_slice(
    library: Library, rules: Slice, report: Report, exhaustive: bool, random: Random
) -> None:
    axes = axes_of(library, rules)
    size = prod(len(each.values) for each in axes)
    report.slices += 1
    if size > LIMIT:
        report.findings.append(too_many(rules, size))
        return
    grids = [Grid(axes, {}, ANY_DAY)] if exhaustive or size <= WHOLE else boxes(axes, random)
    if len(grids) > 1:
        report.sampled.append(f"{rules.edition.id} / {rules.act}")
    found: dict[tuple[str, str], Finding] = {}
    for grid in grids:
        tried = try_points(library, rules, grid, possible(library, grid))
        report.points += tried.possible.bit_count()
        for finding in check_points(tried):
            found.setdefault((finding.check, finding.says), finding)
        fires, acts = acting(tried)
        report.firing.setdefault(rules.edition.id, set()).update(fires)
        report.acting.setdefault(rules.edition.id, set()).update(acts)
    report.findings += found.values()
    report.findings += _bounds(library, rules, axes, random, 10 if exhaustive else 5)


def axes_of(library: Library, rules: Slice) -> list[Axis]:
    """Return the facts that a slice reads, with the values that it tells apart."""
    tests = [test for rule in rules.deciding for test in atoms(rule.when)]
    tests += [test for when in rules.silent_when for test in atoms(when)]
    return [axis(library.facts[fact], tests) for fact in sorted(facts_of(rules))]


def possible(library: Library, grid: Grid) -> int:
    """Return the points of a grid whose facts do not contradict each other."""
    return grid.full & ~impossible(grid, library.contradictions)


def boxes(axes: list[Axis], random: Random) -> list[Grid]:
    """Return random boxes out of a large grid: some facts free, the others held at a value."""
    grids = []
    for _ in range(BOXES):
        free: list[Axis] = []
        for each in random.sample(axes, len(axes)):
            if prod(len(a.values) for a in (*free, each)) <= WHOLE // BOXES:
                free.append(each)
        held = {a.fact: random.choice(a.values) for a in axes if a not in free}
        grids.append(Grid(free, held, ANY_DAY))
    return grids


def too_many(rules: Slice, size: int) -> Finding:
    """Say that a slice has too many points, and which rule reads most that no other reads."""
    readers: dict[str, list[str]] = {}
    for rule in rules.deciding:
        for fact in facts_read(rule.when):
            readers.setdefault(fact, []).append(rule.id)
    alone = [ids[0] for ids in readers.values() if len(ids) == 1]
    widest = max(rules.deciding, key=lambda r: (alone.count(r.id), len(facts_read(r.when)), r.id))
    says = (
        f"{size:,} points are more than {LIMIT:,}: narrow rule {widest.id} (line {widest.line}), "
        f"which reads {', '.join(sorted(facts_read(widest.when)))}, or make two acts of one"
    )
    return Finding("too many points", says, rules.edition.id, rules.act)


def _idle(
    library: Library, edition: Edition, report: Report, exhaustive: bool
) -> Iterator[Finding]:
    """Yield the rules that never fire, and, when all was tried, those that never matter."""
    whole = exhaustive or not any(each.startswith(f"{edition.id} /") for each in report.sampled)
    fired = report.firing.get(edition.id, set())
    for rule in edition.rules.values():
        place = f"{rule.id} (line {rule.line})"
        if rule.id not in fired and not _can_fire(library, edition, rule):
            yield Finding("dead rule", f"{place} never fires", edition.id)
        elif whole and _never_holds(edition, rule, report):
            says = f"{place} fires but never holds: others always go before it"
            yield Finding("dead rule", says, edition.id)


def _never_holds(edition: Edition, rule: Rule, report: Report) -> bool:
    """Tell whether a rule had no effect anywhere; a duty has its own, beside the verdict."""
    is_duty = rule.effect is Effect.REQUIRE and not rule.is_exception
    return not is_duty and rule.id not in report.acting.get(edition.id, ())


def _can_fire(library: Library, edition: Edition, rule: Rule) -> bool:
    """Tell whether a rule, with all that it stands against, fires at some possible point."""
    chain = [rule]
    while chain[-1].of:
        chain.append(edition.rules[chain[-1].of])
    tests = [test for rule in chain for test in atoms(rule.when)]
    axes = [axis(library.facts[fact], tests) for fact in sorted({t.fact for t in tests})]
    if prod(len(each.values) for each in axes) > LIMIT:
        return False
    grid = Grid(axes, {}, ANY_DAY)
    fires = possible(library, grid)
    for each in chain:
        fires &= each.when.bits(grid)[0]
    return bool(fires)


def _bounds(
    library: Library, rules: Slice, axes: list[Axis], random: Random, unknown: int
) -> Iterator[Finding]:
    """Leave some facts unknown and compare the bounds with every combination, one by one."""
    hidden = random.sample(axes, min(unknown, len(axes)))
    known = {a.fact: random.choice(a.values) for a in axes if a not in hidden}
    if library.contradicted(known, ANY_DAY):
        return
    outlook = look(rules, known, ANY_DAY, library.facts, library.contradictions)
    reached = frozenset(_one_by_one(library, rules, known, hidden))
    if reached != outlook.reachable:
        says = f"bounds {_list(outlook.reachable)} are not those of every point {_list(reached)}"
        yield Finding("bounds", says, rules.edition.id, rules.act, known)
    now = verdict_alone(rules.edition, rules.act, known, ANY_DAY, library.facts)
    order = list(Verdict)
    if not order.index(outlook.mildest) <= order.index(now) <= order.index(outlook.severest):
        says = f"with what is known it is {now}, outside what is left open {_list(reached)}"
        yield Finding("bounds", says, rules.edition.id, rules.act, known)


def _one_by_one(
    library: Library, rules: Slice, known: Mapping[str, Value], hidden: list[Axis]
) -> Iterator[Verdict]:
    for values in product(*(each.values for each in hidden)):
        point: Facts = dict(known) | {a.fact: v for a, v in zip(hidden, values, strict=True)}
        if not impossible(single(point, ANY_DAY), library.contradictions):
            yield verdict_alone(rules.edition, rules.act, point, ANY_DAY, library.facts)


def _list(verdicts: frozenset[Verdict]) -> str:
    return ", ".join(sorted(verdicts))
