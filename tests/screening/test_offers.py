"""Who may be offered, and that the list tells nothing."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.screening import Named, Person, coarse_key, left_out, normalise, offers

SECRET = b"an offer key of 32 bytes to test"
THERAPISTS = frozenset(range(1, 9))


def key(given_name: str, surname: str) -> int:
    return coarse_key(normalise(Person(given_name, surname)), SECRET)


def offered(*named: Named, suitable: frozenset[int] = THERAPISTS) -> frozenset[int]:
    return offers(THERAPISTS, suitable, named, SECRET).offered


def test_a_person_without_a_tie_leaves_out_one_all_the_same() -> None:
    assert len(offered(Named(key("Mike", "Johansen")))) == len(THERAPISTS) - 1


def test_a_tie_takes_that_place() -> None:
    named = Named(key("Mike", "Johansen"), tied=frozenset({5}))

    assert offered(named) == THERAPISTS - {5}


def test_two_ties_leave_out_two() -> None:
    assert offered(Named(1, tied=frozenset({5, 6}))) == THERAPISTS - {5, 6}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Mike", "Johansen"), ("Michael", "Johanson")),
        (("Mike", "Johansen"), ("M", "Johannsen")),
        (("Catherine", "Smith"), ("Kathy", "Smyth")),
        (("Anna", "van der Berg"), ("Anna", "Berg")),
    ],
)
def test_asking_with_another_spelling_teaches_nothing(one, other) -> None:
    assert key(*one) == key(*other)


def test_asking_again_teaches_nothing() -> None:
    named = Named(key("Mike", "Johansen"), earlier=1)

    assert offered(named) == offered(Named(named.coarse))


def test_a_third_enquiry_within_a_year_waits() -> None:
    found = offers(THERAPISTS, THERAPISTS, [Named(1), Named(2, earlier=2)], SECRET)

    assert (found.offered, found.waits) == (frozenset(), True)


def test_waiting_does_not_depend_on_a_tie() -> None:
    tied = offers(THERAPISTS, THERAPISTS, [Named(2, frozenset({3}), earlier=2)], SECRET)
    free = offers(THERAPISTS, THERAPISTS, [Named(2, earlier=2)], SECRET)

    assert tied == free


def test_a_list_once_given_stays() -> None:
    given_before = frozenset({2, 3})
    named = [Named(1, tied=frozenset({2}), earlier=9)]

    found = offers(THERAPISTS, THERAPISTS, named, SECRET, given=given_before)

    assert (found.offered, found.waits) == (given_before, False)


def test_nobody_is_offered_who_is_not_suitable() -> None:
    assert offered(Named(1), suitable=frozenset({1, 2})) <= {1, 2}


def test_a_practice_without_therapists() -> None:
    assert offers([], [], [Named(1)], SECRET).offered == frozenset()


def test_somebody_from_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError, match=r"not among the therapists: \[99\]"):
        offers(THERAPISTS, [99], [], SECRET)


def test_names_fall_evenly_on_therapists() -> None:
    """800 names over 8 therapists: chi-squared with 7 degrees of freedom, 0.999 at 24.3."""
    counts = Counter(left_out(n, THERAPISTS, SECRET) for n in range(800))
    chi = sum((counts[t] - 100) ** 2 / 100 for t in THERAPISTS)

    assert chi < 24.3


@given(st.integers(), st.sets(st.integers(1, 20), min_size=2))
def test_who_joins_changes_only_the_names_that_fall_on_them(coarse: int, there: set[int]) -> None:
    newcomer = max(there)
    before, after = left_out(coarse, there - {newcomer}, SECRET), left_out(coarse, there, SECRET)

    assert after in {before, newcomer}


@given(st.sets(st.integers(1, 8)), st.lists(st.integers(1, 8), max_size=3))
def test_tied_or_not_as_many_are_left_out(suitable: set[int], tied: list[int]) -> None:
    """For a person with one tie the list is one that a stranger of another name could get."""
    names = [Named(n, frozenset({t})) for n, t in enumerate(tied)]
    found = offers(THERAPISTS, suitable, names, SECRET)

    assert found.offered == suitable - set(tied)
    assert found.waits is False
