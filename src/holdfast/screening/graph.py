"""Every way in which a person is connected with a therapist, within a few typed steps.

The search goes outward in rounds and asks storage once a round. It is bounded three ways: steps,
strength, and hubs (a node with more ties of a kind than the kind allows is not followed). Links
between two cards of the same person are followed without counting as a step, and the last step has
to reach a therapist. On each node only the strongest few ways are kept; of people named together
each has those few for themselves, so that one of them never takes the place of another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from holdfast.screening.ties import SAME_PERSON, Kinds, Tie, default_kinds, strength

Neighbours = Callable[[Sequence[int]], Iterable[Tie]]
Kept = dict[tuple[int, int | None], list["Way"]]  # by node, and by whom of `Limits.apart` they pass


@dataclass(frozen=True, slots=True)
class Limits:
    """How far to search, and on which day. `therapists` are the nodes where a way ends.

    A link from another card to a therapist's node is followed while a step is left; give such
    cards as therapists too if the third step may end on one. `apart` are people named together: a
    way passes one of them at most.
    """

    on: date
    therapists: Set[int]
    steps: int = 3
    weakest: float = 0.1
    ways: int = 3  # kept for each node on the way; for each therapist four times as many
    kinds: Kinds = field(default_factory=default_kinds)
    apart: Set[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Way:
    """A path from a start to a node; its strength is the product of all that it passes."""

    start: int
    ties: tuple[Tie, ...]
    strength: float

    @property
    def end(self) -> int:
        """The node it has reached."""
        return self.ties[-1].target if self.ties else self.start

    @property
    def steps(self) -> tuple[Tie, ...]:
        """The ties that are steps: all but the links between cards of one person."""
        return tuple(tie for tie in self.ties if tie.kind != SAME_PERSON)

    def passes(self, node: int) -> bool:
        """Whether the way has been at `node`."""
        return node == self.start or any(tie.target == node for tie in self.ties)

    def through(self, nodes: Set[int]) -> int | None:
        """Return the first of `nodes` that the way comes to after its start, if any."""
        return next((tie.target for tie in self.ties if tie.target in nodes), None)


@dataclass(frozen=True, slots=True)
class Found:
    """The ways to therapists, strongest first, and the hubs that were not followed."""

    ways: tuple[Way, ...]
    hubs: tuple[int, ...]


def paths(starts: Mapping[int, float], neighbours: Neighbours, limits: Limits) -> Found:
    """Return the strongest ways from `starts` to each therapist.

    `starts` maps nodes to the probability that they are the person asked about.
    `neighbours(nodes)` yields the ties whose source is one of `nodes`, stored in both directions;
    it may stop after `most + 1` ties of one kind from one node (`most_ties` gives the number).
    It is called at most 2 * steps times.
    """
    frontier = {node: [Way(node, (), p)] for node, p in starts.items() if p >= limits.weakest}
    kept: Kept = defaultdict(list)
    for node, ways in frontier.items():
        kept[node, None].extend(ways)
    hubs: set[int] = set()
    for _ in range(2 * limits.steps):
        going = [node for node in frontier if node not in limits.therapists]
        if not going:
            break
        ties = _followed(neighbours(going), limits.kinds, hubs)
        frontier = _advance(frontier, ties, kept, limits)
    reached = (way for (node, _), ways in kept.items() if node in limits.therapists for way in ways)
    ordered = sorted(reached, key=lambda way: (-way.strength, way.end, len(way.ties)))
    return Found(tuple(ordered), tuple(sorted(hubs)))


def most_ties(kinds: Kinds, kind: str) -> int:
    """Return how many ties of a kind storage needs to yield from one node: one over the bound."""
    return kinds[kind].most + 1


def _followed(ties: Iterable[Tie], kinds: Kinds, hubs: set[int]) -> dict[int, list[Tie]]:
    """Group ties by source; leave out, and note, those of which a node has too many."""
    groups: dict[tuple[int, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        groups[tie.source, tie.kind].append(tie)
    followed: dict[int, list[Tie]] = defaultdict(list)
    for (node, kind), group in groups.items():
        if len(group) > kinds[kind].most:
            hubs.add(node)
        else:
            followed[node].extend(group)
    return followed


def _advance(
    frontier: dict[int, list[Way]],
    ties: dict[int, list[Tie]],
    kept: Kept,
    limits: Limits,
) -> dict[int, list[Way]]:
    """Take every way one tie further; return those that are worth going on with."""
    further: dict[int, list[Way]] = defaultdict(list)
    for node, group in ties.items():
        so_far = [(way, len(way.steps)) for way in frontier[node]]
        last = all(steps + 1 >= limits.steps for _, steps in so_far)
        for tie in group:
            if last and tie.target not in limits.therapists and tie.kind != SAME_PERSON:
                continue  # most ties of most searches end here
            for way, steps in so_far:
                if not _may_follow(tie, steps, limits):
                    continue
                longer = _longer(way, tie, limits)
                if longer and _keep(kept[_place(longer, limits)], longer, limits):
                    further[tie.target].append(longer)
    return {
        node: still
        for node, ways in further.items()
        if (still := [w for w in ways if any(w is one for one in kept[_place(w, limits)])])
    }


def _may_follow(tie: Tie, steps: int, limits: Limits) -> bool:
    """Whether a tie is worth a look after `steps` steps: the last one must reach a therapist."""
    if tie.target in limits.therapists:
        return True
    taken = steps + (tie.kind != SAME_PERSON)
    return taken < limits.steps and not limits.kinds[tie.kind].ends


def _longer(way: Way, tie: Tie, limits: Limits) -> Way | None:
    weight = way.strength * strength(tie, limits.kinds, limits.on)
    if weight < limits.weakest or way.passes(tie.target):
        return None
    if tie.target in limits.apart and way.through(limits.apart) is not None:
        return None
    return Way(way.start, (*way.ties, tie), weight)


def _place(way: Way, limits: Limits) -> tuple[int, int | None]:
    return way.end, way.through(limits.apart) if limits.apart else None


def _keep(kept: list[Way], way: Way, limits: Limits) -> bool:
    """Put `way` among the strongest of its node; say whether it is one of them."""
    most = limits.ways * (4 if way.end in limits.therapists else 1)
    kept.append(way)
    if len(kept) > 1:
        kept.sort(key=lambda kept_way: (-kept_way.strength, len(kept_way.ties)))
        del kept[most:]
    return any(way is one for one in kept)
