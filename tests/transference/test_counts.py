"""Counts per person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.transference import Episode, counts_per_person
from holdfast.transference.counts import wilson


def episode(person, codes, *, me=False, told_by="unknown", time="unknown"):
    return Episode("e", person, me, frozenset(codes.split()), told_by=told_by, time=time)


def test_it_counts_episodes_not_mentions():
    counts = counts_per_person(
        [
            episode("mother", "wish.close self.sad", told_by="client", time="past"),
            episode("mother", "wish.close", told_by="therapist"),
            episode("mother", "wish.apart", time="past"),
            episode("Ms T", "wish.close", me=True),
        ]
    )

    assert [(c.person, c.is_therapist, c.n) for c in counts] == [
        ("Ms T", True, 1),
        ("mother", False, 3),
    ]
    mother = counts[1]
    assert (mother.from_client, mother.past) == (1, 2)
    assert [(c.code, c.count, c.n) for c in mother.codes] == [
        ("wish.close", 2, 3),
        ("self.sad", 1, 3),
        ("wish.apart", 1, 3),
    ]


# Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3 (score, without correction).
@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_agrees_with_published_intervals(count, n, low, high):
    assert wilson(count, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share(pair):
    count, n = pair
    low, high = wilson(count, n)

    assert 0 <= low <= count / n + 1e-12
    assert count / n - 1e-12 <= high <= 1
