"""What a check costs does not change what it answers: each shortcut beside the long way."""

import hashlib
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.screening import match, query
from holdfast.web.practice.actions.sessions import plan_sessions
from holdfast.web.practice.models import Assignment, Break, Therapist
from holdfast.web.screening import graph, index
from holdfast.web.screening.actions.checking import check
from holdfast.web.screening.models import Node, Posting, SamePerson
from holdfast.web.screening.suitable import suitable
from holdfast.web.screening.times import TIMES, _few, _taken

from .made import HER_EX, SINCE, ask, checked, client_of

pytestmark = pytest.mark.django_db


def test_people_are_counted_once_whoever_many_are_named(house, mike, now) -> None:
    enquiry = ask(now, HER_EX)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        check(str(enquiry.pk), now=now)

    counts = [q for q in asked if "COUNT" in q["sql"] and '"place" IS NULL' in q["sql"]]
    assert len(counts) == 1


def test_each_pair_weighs_what_it_weighs_when_asked_alone(house, mike, now) -> None:
    checked(now, HER_EX)

    pairs = list(SamePerson.objects.all())
    assert pairs
    for pair in pairs:
        key = index.key_in_use(now)
        held = index.opened(Node.objects.filter(pk__in=[pair.one_id, pair.other_id]), key)
        alone = match(
            query(held[pair.other_id], key.hashing),
            index.registry(now).model, index.postings(), index.people(key),
        )  # fmt: skip
        assert pair.weight in {each.weight for each in alone.matches if each.person == pair.one_id}


@pytest.mark.database
def test_as_many_are_read_of_each_key_whoever_is_left_out() -> None:
    nodes = [Node.objects.create(place=number) for number in range(40)]
    holders = {1: nodes, 2: nodes[28:34], 3: nodes[:31], 4: nodes[:30]}
    for key, those in holders.items():
        Posting.objects.bulk_create([Posting(key=key, node=node) for node in those])
    but = {node.pk for node in nodes[:30]}

    read = list(index.postings(but=but)([1, 2, 3, 4, 5], 4))
    assert Counter(key for key, _ in read) == {1: 4, 2: 4, 3: 1}
    assert not but & {node for _, node in read}
    assert len(read) == len(set(read))
    assert Counter(key for key, _ in index.postings()([1, 3], 35)) == {1: 35, 3: 31}


def test_ways_are_the_same_with_therapists_given(house, mike, now) -> None:
    enquiry = checked(now, HER_EX)
    node, day = enquiry.card.node.pk, now.date()

    given = graph.ways(node, day, enquiry, graph.therapist_nodes(day))
    assert given.ways
    assert given == graph.ways(node, day, enquiry)


def test_what_is_taken_is_that_of_therapies_one_still_works_in(house, now) -> None:
    alice, bob = house["alice"], house["bob"]
    both, left = (client_of(alice, name).therapy for name in ("Howard Tull", "Ann Poe"))
    Assignment.objects.create(therapy=both, therapist=bob, since=SINCE)
    Assignment.objects.filter(therapy=left).update(until=now.date() - timedelta(days=1))
    at = now.replace(tzinfo=None, hour=9, minute=0) + timedelta(days=3)
    for number, therapy in enumerate((both, left)):
        start = at + timedelta(hours=2 * number)
        plan_sessions(therapy, [start], minutes=50, by=alice.user, now=now)

    taken = _taken([alice, bob], now)
    assert taken[alice.pk] == taken[bob.pk]
    assert [start.hour for start, _end in taken[alice.pk]] == [9]


def test_suitable_is_who_is_there_takes_new_people_and_speaks_the_language(house, now) -> None:
    day = now.date()
    Break.objects.create(therapist=house["alice"], since=day, until=day, announced_on=day)
    Therapist.objects.filter(pk=house["bob"].pk).update(takes_new=False)
    Therapist.objects.filter(pk=house["clara"].pk).update(languages=["pl"])
    index.put_staff(now)

    found = suitable(graph.therapist_nodes(day), ask(now, language="en"), now)
    assert {t.pk for t in found.values()} == {house[n].pk for n in ("david", "eva", "frank")}


def test_hours_are_drawn_by_the_hash_of_before(now) -> None:
    """Another one would show other hours to whoever asks again after an upgrade."""
    free, secret = [now + timedelta(hours=n) for n in range(48)], bytes(range(32))

    def drawn(at) -> bytes:
        message = f"self 7 abc {(at.weekday(), at.hour)}".encode()
        return hashlib.blake2b(message, digest_size=8, key=secret, person=b"times").digest()

    assert _few(free, "self 7 abc", secret) == sorted(sorted(free, key=drawn)[:TIMES])
