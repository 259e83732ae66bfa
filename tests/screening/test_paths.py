"""Ways from a person to a therapist."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.screening import (
    Found,
    Limits,
    Tie,
    default_kinds,
    finding,
    inverse,
    is_promised,
    most_ties,
    paths,
    situation,
    strength,
)

TODAY = date(2026, 3, 1)
ASKS, EX, FRIEND, HUSBAND, BOSS = 1, 2, 3, 4, 5
THERAPIST, COLLEAGUE = 100, 101
HARBOUR = 200


class Circle:
    """Ties in a dictionary, stored in both directions; it counts the rounds."""

    def __init__(self, ties: Iterable[Tie]) -> None:
        self.ties: dict[int, list[Tie]] = defaultdict(list)
        self.rounds = 0
        for tie in ties:
            self.ties[tie.source].append(tie)
            other = inverse(tie, default_kinds())
            self.ties[other.source].append(other)

    def neighbours(self, nodes: Sequence[int]) -> Iterator[Tie]:
        self.rounds += 1
        for node in nodes:
            yield from self.ties[node]


def search(*ties: Tie, starts: dict[int, float] | None = None, **limits) -> Found:
    therapists = frozenset({THERAPIST, COLLEAGUE})
    asked = Limits(on=TODAY, therapists=therapists, **limits)
    return paths(starts or {ASKS: 1.0}, Circle(ties).neighbours, asked)


def only(found: Found):
    (way,) = found.ways
    return finding(way, TODAY)


def test_her_ex_husband_is_another_therapists_client() -> None:
    found = only(search(Tie(EX, "ex_partner", ASKS), Tie(EX, "client", THERAPIST)))

    assert (found.therapist, found.role, found.side) == (THERAPIST, "someone_close", "client")
    assert [tie.kind for tie in found.ties] == ["ex_partner", "client"]
    assert found.strength == pytest.approx(0.95)
    assert situation(found).facts == {
        "person": "prospective_client",
        "tie": "close_to_client",
        "closeness": "close",
    }


def test_a_therapists_own_friend() -> None:
    found = only(search(Tie(ASKS, "friend", THERAPIST)))

    assert (found.role, found.side) == ("another_role", "therapist")
    assert situation(found).act == "accept_client"
    assert situation(found).facts["tie"] == "friend"


def test_her_own_former_therapy_is_hers_to_speak_of() -> None:
    found = only(search(Tie(ASKS, "former_client", THERAPIST, until=date(2020, 1, 1))))

    assert (found.side, found.over) == ("therapist", True)
    assert situation(found).act == "resume_therapy"


def test_the_same_person_works_here() -> None:
    found = only(search(starts={THERAPIST: 0.9}))

    assert (found.role, found.strength, found.ties) == ("same_person", 0.9, ())


def test_the_probability_that_it_is_she_weakens_all_that_follows() -> None:
    links = Tie(ASKS, "same_person", 7, strength=0.6), Tie(7, "friend", THERAPIST)
    found = only(search(*links))

    assert found.strength == pytest.approx(0.6 * 0.7)
    assert [tie.kind for tie in found.steps] == ["friend"]


def test_cards_of_one_person_cost_no_steps() -> None:
    found = search(
        Tie(ASKS, "same_person", 10),
        Tie(10, "partner", 11),
        Tie(11, "same_person", 12),
        Tie(12, "sibling", 13),
        Tie(13, "same_person", 14),
        Tie(14, "client", THERAPIST),
    )

    assert len(only(found).steps) == 3


def test_a_therapists_other_card_counts_as_the_therapist_when_it_is_said_to_be_one() -> None:
    ties = Tie(ASKS, "friend", 55), Tie(55, "same_person", THERAPIST, strength=0.9)

    assert only(search(*ties)).strength == pytest.approx(0.63)


def test_four_steps_are_too_many() -> None:
    chain = [Tie(n, "partner", n + 1) for n in range(10, 13)]
    ties = [Tie(ASKS, "partner", 10), *chain[:2], Tie(12, "client", THERAPIST)]

    assert search(*ties).ways == ()
    assert len(search(*ties, steps=4).ways) == 1


def test_a_path_does_not_go_on_behind_a_therapist() -> None:
    """Two clients of one therapist are not connected with each other's circles."""
    found = search(
        Tie(ASKS, "client", THERAPIST),
        Tie(FRIEND, "client", THERAPIST),
        Tie(FRIEND, "friend", COLLEAGUE),
    )

    assert [way.end for way in found.ways] == [THERAPIST]


def test_a_therapist_who_is_no_longer_one_of_us_ends_a_path_too() -> None:
    found = search(
        Tie(ASKS, "client", 300), Tie(FRIEND, "client", 300), Tie(FRIEND, "friend", THERAPIST)
    )

    assert found.ways == ()


def test_a_small_employer_connects_and_a_large_one_is_not_followed() -> None:
    def staff(many: int) -> list[Tie]:
        others = [Tie(1000 + n, "works_at", HARBOUR) for n in range(many - 2)]
        return [Tie(ASKS, "works_at", HARBOUR), Tie(THERAPIST, "works_at", HARBOUR), *others]

    small, large = search(*staff(15)), search(*staff(16))

    assert only(small).strength == pytest.approx(0.63**2)
    assert (large.ways, large.hubs) == ((), (HARBOUR,))


def test_storage_may_stop_one_over_the_bound() -> None:
    assert most_ties(default_kinds(), "employs") == 16


def test_weak_paths_are_left() -> None:
    ties = Tie(ASKS, "neighbour", FRIEND), Tie(FRIEND, "neighbour", THERAPIST)

    assert search(*ties).ways == ()
    assert len(search(*ties, weakest=0.05).ways) == 1


def test_every_way_to_a_therapist_is_told_strongest_first() -> None:
    found = search(
        Tie(ASKS, "colleague", THERAPIST),
        Tie(ASKS, "partner", HUSBAND),
        Tie(HUSBAND, "client", THERAPIST),
    )

    assert [finding(way, TODAY).side for way in found.ways] == ["client", "therapist"]


def test_a_promised_role() -> None:
    found = only(search(Tie(ASKS, "supervisee", THERAPIST, promised=True)))

    assert found.role == "promised_role"
    assert is_promised(Tie(1, "friend", 2, since=date(2026, 9, 1)), TODAY)
    assert not is_promised(Tie(1, "friend", 2, since=date(2020, 9, 1)), TODAY)


def test_somebody_known_but_not_close() -> None:
    found = only(search(Tie(BOSS, "manager", ASKS), Tie(BOSS, "client", THERAPIST)))

    assert found.role == "someone_known"


@pytest.mark.parametrize(
    ("tie", "on_that_day"),
    [
        (Tie(1, "friend", 2), 0.7),
        (Tie(1, "friend", 2, until=date(2026, 3, 1)), 0.7),  # its last day
        (Tie(1, "friend", 2, until=date(2021, 3, 1)), 0.35),
        (Tie(1, "friend", 2, until=date(1980, 3, 1)), 0.14),  # the floor
        (Tie(1, "ex_partner", 2, until=date(1980, 3, 1)), 0.95),  # never fades
        (Tie(1, "friend", 2, strength=0.5), 0.5),
    ],
)
def test_strength(tie: Tie, on_that_day: float) -> None:
    assert strength(tie, default_kinds(), TODAY) == pytest.approx(on_that_day, abs=0.001)


def test_an_unknown_kind_names_the_kinds_there_are() -> None:
    with pytest.raises(ValueError, match=r"no kind of tie 'pal'; there are: .*friend"):
        search(Tie(ASKS, "pal", THERAPIST))


def test_the_inverse_of_every_kind_is_its_own() -> None:
    kinds = default_kinds()

    for name, kind in kinds.kinds.items():
        assert kinds[kind.inverse].inverse == name
        assert kinds[kind.inverse].strength == kind.strength


def test_rounds_are_bounded() -> None:
    circle = Circle(Tie(n, "partner", n + 1) for n in range(1, 50))

    paths({1: 1.0}, circle.neighbours, Limits(TODAY, frozenset({THERAPIST})))

    assert circle.rounds <= 6


names = sorted(set(default_kinds().kinds) - {"employs", "has_member"})
strengths = st.none() | st.floats(0, 1)
webs = st.lists(
    st.builds(
        Tie, st.integers(1, 9), st.sampled_from(names), st.integers(1, 9), strength=strengths
    ),
    max_size=14,
)


@pytest.mark.parametrize("strength", [float("nan"), -0.1, 1.5])
def test_a_strength_is_a_share(strength: float) -> None:
    circle = Circle([Tie(1, "partner", THERAPIST, strength=strength)])

    with pytest.raises(ValueError, match="between 0 and 1"):
        paths({1: 1.0}, circle.neighbours, Limits(TODAY, frozenset({THERAPIST})))


@given(webs)
def test_the_strongest_way_agrees_with_trying_all(ties: list[Tie]) -> None:
    """Depth first over every simple path finds the same strongest way to each therapist."""
    ties = [tie for tie in ties if tie.source != tie.target]
    circle, kinds, ends = Circle(ties), default_kinds(), frozenset({8, 9})
    limits = Limits(on=TODAY, therapists=ends, ways=50)
    best: dict[int, float] = {}

    def walk(node: int, seen: tuple[int, ...], weight: float, steps: int) -> None:
        if node in ends:
            best[node] = max(best.get(node, 0.0), weight)
            return
        for tie in circle.ties[node]:
            taken = steps + (tie.kind != "same_person")
            carried = weight * strength(tie, kinds, TODAY)
            ended = kinds[tie.kind].ends and tie.target not in ends
            last = taken == 3 and tie.target not in ends
            if tie.target in seen or taken > 3 or last or ended:
                continue
            if carried >= limits.weakest:
                walk(tie.target, (*seen, tie.target), carried, taken)

    walk(1, (1,), 1.0, 0)
    found: dict[int, float] = {}
    for way in paths({1: 1.0}, circle.neighbours, limits).ways:
        found.setdefault(way.end, way.strength)

    assert found == pytest.approx(best)


def spelt_five_ways() -> list[Tie]:
    """Five people named together, each of whom may be one client."""
    dana, named = 50, range(60, 65)
    ties = [Tie(each, "friend", ASKS) for each in named]
    ties += [Tie(each, "same_person", dana, strength=0.9) for each in named]
    return [*ties, Tie(dana, "client", THERAPIST)]


def test_each_of_those_named_together_keeps_a_way_of_their_own() -> None:
    named = frozenset(range(60, 65))
    found = search(*spelt_five_ways(), apart=named)

    assert {way.through(named) for way in found.ways} == named


def test_no_way_passes_two_of_those_named_together() -> None:
    """Else the tie of one would be taken for the other's."""
    named = frozenset({60, 61})
    both = [Tie(60, "friend", ASKS), Tie(61, "friend", ASKS), Tie(60, "same_person", 61)]
    found = search(*both, Tie(61, "client", THERAPIST), apart=named)

    assert [way.through(named) for way in found.ways] == [61]
