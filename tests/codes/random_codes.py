"""Random codes for tests: rules with exceptions, reinstatements, priorities, a general clause."""

from datetime import date

from hypothesis import strategies as st

from holdfast.codes.conditions import ALWAYS, All, AnyOf, AtLeast, Condition, Elapsed, Is, Not
from holdfast.codes.edition import Check, Clause, Edition, Effect, Rank, Rule, RuleKind
from holdfast.codes.facts import Direction, Fact, Kind

FACTS = {
    "a": Fact("a", Kind.YES_NO, "a?", values={False: "not a", True: "a"}, while_unknown=False),
    "b": Fact("b", Kind.YES_NO, "b?", values={False: "not b", True: "b"}, while_unknown=True),
    "c": Fact(
        "c", Kind.CHOICE, "c?", "the c", values={"x": "x", "y": "y", "z": "z"}, while_unknown="y"
    ),
    "s": Fact(
        "s", Kind.YES_NO, "s?", values={False: "not s", True: "s"},
        direction=Direction.SAFEGUARD, todo="Do s.",
    ),
    "n": Fact("n", Kind.NUMBER, "n?", "the n", while_unknown=0, unit="times"),
    "d": Fact("d", Kind.DATE, "d?", "the d"),
}  # fmt: skip

ATOMS: st.SearchStrategy[Condition] = st.one_of(
    st.sampled_from(["a", "b", "s"]).flatmap(
        lambda f: st.booleans().map(lambda v: Is(f, frozenset((v,))))
    ),
    st.sets(st.sampled_from("xyz"), min_size=1, max_size=2).map(lambda v: Is("c", frozenset(v))),
    st.integers(1, 3).map(lambda n: AtLeast("n", n)),
    st.sampled_from([2, 5]).map(lambda y: Elapsed("d", y)),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.one_of(st.just(ALWAYS), ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda p: All(tuple(p))),
        st.lists(inner, min_size=1, max_size=3).map(lambda p: AnyOf(tuple(p))),
        inner.map(Not),
    ),
    max_leaves=4,
)
GIVING = st.sampled_from([Effect.PROHIBIT, Effect.AVOID, Effect.PERMIT_IF, Effect.PERMIT])


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """Draw an edition with up to seven rules about one act."""
    rules: dict[str, Rule] = {}
    for number in range(draw(st.integers(1, 7))):
        rule = _rule(draw, f"r{number}", rules)
        rules[rule.id] = rule
    return edition_of(*rules.values())


def edition_of(*rules: Rule) -> Edition:
    """Return an edition with these rules and one clause."""
    clause = Clause("1", "One", "One.", "https://example.org", Check.VERIFIED, date(2026, 1, 1))
    return Edition(
        id="drawn-2026", revision=1, revised_because="drawn", published_on=date(2026, 1, 1),
        body="Drawn", title="Drawn", edition="2026", rank=Rank.CODE, profession="any",
        url="https://example.org", ethics_line="none", in_force_from=date(2026, 1, 1),
        in_force_until=None, checked_on=date(2026, 1, 1), clauses={"1": clause},
        rules={rule.id: rule for rule in rules}, silent_on=(),
    )  # fmt: skip


def _rule(draw: st.DrawFn, name: str, rules: dict[str, Rule]) -> Rule:
    when = draw(CONDITIONS)
    open_to = [r.id for r in rules.values() if not r.is_strict]
    if open_to and draw(st.booleans()):
        effect = draw(st.one_of(st.none(), GIVING))
        of = draw(st.sampled_from(open_to))
        return Rule(name, ("1",), RuleKind.EXCEPTION, effect, when, of=of)
    kind = draw(st.sampled_from([RuleKind.STRICT, RuleKind.DEFEASIBLE]))
    over = tuple(draw(st.sets(st.sampled_from(open_to), max_size=2))) if open_to else ()
    acts = draw(st.sampled_from([None, frozenset(("act",))]))
    general = kind is RuleKind.DEFEASIBLE and draw(st.booleans())
    return Rule(name, ("1",), kind, draw(GIVING), when, acts=acts, over=over, general=general)
