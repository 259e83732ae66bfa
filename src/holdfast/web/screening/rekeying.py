"""Building the whole index, many people at a time: under a new key, or where there was none."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import compress, islice

from django.db import transaction
from django.db.models import Q

from holdfast.screening import Person, frequency_keys, index_keys, normalise, record
from holdfast.web.practice.models import Card
from holdfast.web.screening.index import Key, is_counted, key_in_use, put_staff
from holdfast.web.screening.models import Frequency, IndexKey, Node, Posting
from holdfast.web.screening.reading import person_on, person_who_works_here
from holdfast.web.sealing.models import DataKey

AT_ONCE = 1000
Progress = Callable[[int], None]


def nobody_waits(done: int) -> None:
    """Say nothing of the progress."""


@transaction.atomic
def rekey(now: datetime, progress: Progress = nobody_waits) -> int:
    """Build the index anew under a new key and destroy the old one; returns how many people.

    Ties and answers stay: they run between nodes. So do places, whose hash has another key.
    """
    old = IndexKey.objects.select_related("key").first()
    Posting.objects.all().delete()
    Frequency.objects.all().delete()
    IndexKey.objects.update_or_create(only=True, defaults={"key": DataKey.new(), "made_at": now})
    done = fill(_everybody(), key_in_use(now), progress)
    if old is not None:
        old.key.destroy(now)
    put_staff(now)
    return done


def _everybody() -> Iterable[tuple[Node, Person]]:
    # A circle may hold places too; those of its people that are searched have a node.
    found = Q(node__isnull=False) | ~Q(held_by=Card.HeldBy.CIRCLE)
    cards = Card.objects.filter(found, key__destroyed_at=None)
    cards = cards.select_related("key", "named", "node").prefetch_related("names", "contact_points")
    for card in cards.iterator(chunk_size=AT_ONCE):
        yield (card.node if hasattr(card, "node") else Node(card=card)), person_on(card)
    for node in Node.objects.filter(user__isnull=False).select_related("user__key"):
        assert node.user is not None
        yield node, person_who_works_here(node.user)


def fill(
    everybody: Iterable[tuple[Node, Person]], key: Key, progress: Progress = nobody_waits
) -> int:
    """Write people into an index that holds no postings of them; returns how many."""
    rows, shared, done = iter(everybody), Counter[int](), 0
    while chunk := list(islice(rows, AT_ONCE)):
        nodes = [_sealed(node, person, key) for node, person in chunk]
        Node.objects.bulk_create([node for node in nodes if node.pk is None])
        Node.objects.bulk_update([node for node in nodes if node.pk is not None], ["fields"])
        compared = [normalise(person) for _node, person in chunk]
        Posting.objects.bulk_create(
            Posting(key=each, node=node)
            for node, person in zip(nodes, compared, strict=True)
            for each in index_keys(person, key.hashing)
        )
        counted = (is_counted(node) for node in nodes)
        for person in compress(compared, counted):
            shared.update(set(frequency_keys(record(person), key.hashing).values()))
        progress(done := done + len(chunk))
    Frequency.objects.bulk_create(
        [Frequency(key=each, count=count) for each, count in sorted(shared.items())],
        batch_size=AT_ONCE,
    )
    return done


def _sealed(node: Node, person: Person, key: Key) -> Node:
    node.fields = key.seal(node.card_id or node.user_id, normalise(person))
    return node
