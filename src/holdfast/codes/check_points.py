"""What shows only when facts are tried: every combination of them, for one code and one act."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from holdfast.codes.conditions import facts_read
from holdfast.codes.edition import Verdict
from holdfast.codes.facts import Fact, Kind, Value
from holdfast.codes.finding import Finding, smallest
from holdfast.codes.library import Library
from holdfast.codes.points import Axis, Grid
from holdfast.codes.resolve import Outcome, Slice, resolve

_SEVERITIES = (
    (Verdict.PROHIBITED,),
    (Verdict.PROHIBITED, Verdict.AVOID),
    (Verdict.PROHIBITED, Verdict.AVOID, Verdict.WITH_SAFEGUARDS),
)


@dataclass(frozen=True, eq=False)
class Tried:
    """A grid of points and what one code says at each of them."""

    library: Library
    rules: Slice
    grid: Grid
    possible: int
    outcome: Outcome

    def finding(self, check: str, says: str, bad: int) -> Finding:
        """Return a finding with the smallest facts that show it."""
        facts = smallest(self.grid, bad, self.possible)
        known = {a: self.grid.columns[a][0][1] for a in self._given() - facts.keys()}
        shown = {fact: self._shown(fact, value) for fact, value in (facts | known).items()}
        return Finding(check, says, self.rules.edition.id, self.rules.act, shown)

    def _shown(self, fact: str, value: Value) -> Value:
        """A date stands on a grid as the whole years gone by since."""
        years_ago = self.library.facts[fact].kind is Kind.DATE and isinstance(value, int)
        return f"{value} whole years ago" if years_ago else value

    def _given(self) -> set[str]:
        """The facts that were held still while the others were tried."""
        return self.grid.columns.keys() - self.grid.strides.keys()


def try_points(library: Library, rules: Slice, grid: Grid, possible: int) -> Tried:
    """Work out what the code says at every point of a grid."""
    return Tried(library, rules, grid, possible, resolve(rules, grid, library.facts))


def check_points(tried: Tried) -> Iterator[Finding]:
    """Yield what is wrong at the points tried."""
    yield from _gaps(tried)
    yield from _conflicts(tried)
    yield from _always(tried)
    for each in tried.grid.axes:
        yield from _monotone(tried, each)


def _gaps(tried: Tried) -> Iterator[Finding]:
    """Every point has a verdict, or the code says openly that it is silent there."""
    if not tried.rules.edition.covers_all:
        return
    silent = 0
    for when in tried.rules.silent_when:
        silent |= when.bits(tried.grid)[0]
    bad = tried.outcome.verdicts[Verdict.NOT_ADDRESSED] & tried.possible & ~silent
    if bad:
        yield tried.finding("gap", "no rule gives a verdict, and silent_on does not say so", bad)


def _conflicts(tried: Tried) -> Iterator[Finding]:
    """No two rules that hold disagree."""
    bad = tried.outcome.conflict & tried.possible
    while bad:
        bit = bad & -bad
        holding = [r for r, mask in tried.outcome.holds.items() if mask & bit]
        rules = [tried.rules.edition.rules[r] for r in holding]
        against = next(r for r in rules if r.effect and not r.effect.permits)
        allows = next(r for r in rules if r.effect and r.effect.permits)
        both = tried.outcome.holds[against.id] & tried.outcome.holds[allows.id] & bad
        says = (
            f"{allows.id} ({', '.join(allows.clauses)}) permits what {against.id} "
            f"({', '.join(against.clauses)}) does not, and neither goes before the other (over)"
        )
        yield tried.finding("contradiction", says, both)
        bad &= ~both


def _always(tried: Tried) -> Iterator[Finding]:
    """What is always prohibited is so whatever else is true."""
    for each in tried.library.always_prohibited:
        if each.act != tried.rules.act or tried.rules.is_silent:
            continue
        if not tried.rules.edition.covers_all:
            continue
        meant = each.when.bits(tried.grid)[0] & tried.possible
        bad = meant & ~tried.outcome.verdicts[Verdict.PROHIBITED]
        if bad:
            yield tried.finding("always prohibited", f"{each.act} is not prohibited here", bad)


def _monotone(tried: Tried, axis: Axis) -> Iterator[Finding]:
    """More of a fact with a direction never moves a verdict the other way."""
    fact = tried.library.facts[axis.fact]
    eases = _eases(fact)
    if eases is None:
        return
    for worse in _SEVERITIES:
        severe = 0
        for verdict in worse:
            severe |= tried.outcome.verdicts[verdict]
        for less, more in _pairs(tried, axis):
            bad = more(severe, ~severe) if eases else less(severe, ~severe)
            if bad:
                way = "severer" if eases else "milder"
                says = f"more of {fact.id} makes the verdict {way}"
                yield tried.finding("direction", says, bad)
                return


def _eases(fact: Fact) -> bool | None:
    """Tell whether more of a fact is never severer; None if it has no direction."""
    if fact.kind is Kind.DATE:
        return True
    return fact.direction.eases if fact.direction else None


Moved = Callable[[int, int], int]


def _pairs(tried: Tried, axis: Axis) -> Iterator[tuple[Moved, Moved]]:
    """Yield, for each two values of a fact, how points with the one compare to the other.

    The first function returns the points with the smaller value where `here` is true, and where
    `there` is true at the same point with the larger value; the second starts at the larger.
    """
    stride, column = tried.grid.strides[axis.fact], tried.grid.columns[axis.fact]
    possible = tried.possible & ~_declared(tried, axis.fact)
    for i in range(len(column)):
        for j in range(i):
            shift = (i - j) * stride
            low = column[j][0] & possible & (possible >> shift)
            high = column[i][0] & possible & (possible << shift)
            yield _from_less(low, high, shift), _from_more(low, high, shift)


def _from_less(low: int, high: int, shift: int) -> Moved:
    return lambda here, there: low & here & ((high & there) >> shift)


def _from_more(low: int, high: int, shift: int) -> Moved:
    return lambda here, there: high & here & ((low & there) << shift)


def _declared(tried: Tried, fact: str) -> int:
    """Return the points where a rule holds that goes against the fact's direction on purpose."""
    found = 0
    for rule in tried.rules.deciding:
        if fact in rule.against_direction:
            found |= tried.outcome.met[rule.id]
    return found


def acting(tried: Tried) -> tuple[set[str], set[str]]:
    """Return the rules that fire somewhere here, and those that hold somewhere."""
    fires = {r for r, mask in tried.outcome.lives.items() if mask & tried.possible}
    return fires, {r for r in fires if _acts(tried, r) & tried.possible}


def _acts(tried: Tried, rule: str) -> int:
    """Where a rule makes itself felt: it holds, or it takes its rule away."""
    if rule in tried.outcome.holds:
        return tried.outcome.holds[rule]
    return tried.outcome.met[rule]


def facts_of(rules: Slice) -> frozenset[str]:
    """Return the facts that the rules of a slice read, with those of its silences."""
    return rules.facts.union(*(facts_read(when) for when in rules.silent_when))
