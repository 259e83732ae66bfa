"""What an onlooker learns who names one person under ten invented enquirers, from lists alone.

The application's own leak test measures pages, sizes and times; this is the rule by itself.
"""

import random
from collections import Counter
from collections.abc import Iterator

from holdfast.screening import Named, Person, coarse_key, normalise, offers
from screening_figures import Figure

SECRET = bytes(range(32))
NAMES = "abcdefghijklmnoprstuvwz"


def onlooker(worlds: int = 400, enquiries: int = 10) -> Iterator[Figure]:
    """Half the persons named are a client's; the onlooker sees the lists and counts absences."""
    for therapists in (3, 6, 12):
        rng = random.Random(therapists)
        scores: list[tuple[float, bool]] = []
        guessed = lost = 0
        for world in range(worlds):
            tied = world % 2 == 0
            lists, therapist = _world(rng, therapists, enquiries, tied)
            absent = Counter(t for offered in lists for t in set(range(therapists)) - offered)
            most, times = absent.most_common(1)[0]
            scores.append((times + rng.random() * 1e-6, tied))
            guessed += tied and most == therapist
            lost += therapists - sum(map(len, lists)) / len(lists)
        least = therapists >= 6
        yield Figure(
            f"{therapists} therapists: an onlooker's AUC, client or stranger",
            _auc(scores),
            "",
            0.55 if least else None,
            False,
            "chance in few worlds",
        )
        yield Figure(
            f"{therapists} therapists: therapist guessed, if a client (chance "
            f"{1 / therapists:.2f})",
            guessed / (worlds / 2),
        )
        yield Figure(f"{therapists} therapists: offers lost for each enquiry", lost / worlds)


def _world(
    rng: random.Random, therapists: int, enquiries: int, tied: bool
) -> tuple[list[frozenset[int]], int]:
    """Return the lists that ten enquiries get which all name one person, and the therapist."""
    everybody, therapist = range(therapists), rng.randrange(therapists)
    person = Named(_coarse(rng), frozenset({therapist}) if tied else frozenset())
    lists = []
    for earlier in range(enquiries):
        asker = Named(_coarse(rng))
        named = Named(person.coarse, person.tied, earlier)
        answer = offers(everybody, everybody, [asker, named], SECRET)
        if not answer.waits:
            lists.append(answer.offered)
    return lists, therapist


def _coarse(rng: random.Random) -> int:
    word = "".join(rng.choice(NAMES) for _ in range(6))
    return coarse_key(normalise(Person(word[:3].title(), word.title())), SECRET)


def _auc(scores: list[tuple[float, bool]]) -> float:
    """Return the probability that a client scores higher than a stranger."""
    ranked = sorted(scores)
    ranks = sum(place for place, (_, tied) in enumerate(ranked, start=1) if tied)
    clients = sum(tied for _, tied in scores)
    others = len(scores) - clients
    return (ranks - clients * (clients + 1) / 2) / (clients * others)
