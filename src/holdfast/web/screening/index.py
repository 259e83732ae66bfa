"""Keeping the index, and answering from it: the functions that `match` is handed.

Every act that writes a card calls `put` in its own transaction (`practice/hearing.py`). What is
kept is what the rules need to find and to compare; it says nothing without the index key.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from holdfast.screening import (
    Compared,
    Frequencies,
    Model,
    People,
    Person,
    Postings,
    default_model,
    frequency_keys,
    index_keys,
    normalise,
    pack,
    record,
    unpack,
)
from holdfast.screening.keys import digest
from holdfast.screening.normalise import employer
from holdfast.web.accounts.models import CLIENTS_SIDE, Grant, User
from holdfast.web.practice.models import Card
from holdfast.web.screening.models import Enquiry, Frequency, IndexKey, Named, Node, Posting
from holdfast.web.screening.reading import person_on, person_who_works_here
from holdfast.web.sealing import keyring, primitives
from holdfast.web.sealing.models import DataKey


class Key:
    """The index key of this installation, its two uses worked out once."""

    def __init__(self, row: IndexKey) -> None:
        self.hashing, self.sealing = row.hashing(), row.sealing()

    def seal(self, whose: object, compared: Compared) -> bytes:
        """Seal compared fields, bound to the card or account they are of."""
        return primitives.seal(self.sealing, pack(compared), f"screening|{whose}".encode())

    def unseal(self, whose: object, fields: bytes) -> Compared:
        """Open compared fields; raises SealBroken if they are another's or of another key."""
        place = f"screening|{whose}".encode()
        return unpack(primitives.unseal(self.sealing, bytes(fields), place))


def offers_secret() -> bytes:
    """Return the key by which names choose who is left out. It stays when the index is rekeyed:
    otherwise asking again would leave out somebody else."""
    return keyring.ring().derived("offers")


def key_in_use(now: datetime) -> Key:
    """Return the index key, made when it is first needed."""
    row = IndexKey.objects.select_related("key").first()
    return Key(row or IndexKey.objects.create(key=DataKey.new(), made_at=now))


@transaction.atomic
def put(card: Card, now: datetime) -> Node:
    """Put a card into the index, or anew if what it says has changed."""
    node = Node.objects.filter(card=card).first() or Node(card=card)
    node.card = card  # which is loaded already
    return _put(node, person_on(card), now)


@transaction.atomic
def take_out(card: Card, now: datetime) -> None:
    """Take a card out of the index, with all ties that were told of it."""
    node = Node.objects.filter(card=card).first()
    if node is not None:
        node.card = card  # which is loaded already
        _count(node, _opened(node, key_in_use(now)), key_in_use(now), -1)
        node.delete()


@transaction.atomic
def put_staff(now: datetime) -> None:
    """Put everybody who works here into the index, and anew whose name has changed."""
    grants = Grant.objects.filter(until=None, in_force=True).exclude(role__in=CLIENTS_SIDE)
    users = User.objects.filter(is_active=True, pk__in=grants.values("user"))
    there = {node.user_id: node for node in Node.objects.filter(user__isnull=False)}
    key = key_in_use(now)
    for user in users.select_related("key"):
        node, person = there.get(user.pk) or Node(user=user), person_who_works_here(user)
        if node.pk is None or _opened(node, key) != normalise(person):
            _put(node, person, now)


def place_node(kind: str, name: str) -> Node | None:
    """Return the node of an employer, school or congregation; None if the name says nothing.

    Only a keyed hash of its words is kept, so that the same place named twice is one node.
    Its key is not the index key: a hash cannot be made anew from itself.
    """
    words = employer(name)
    if not words:
        return None
    hashed = digest(keyring.ring().derived("places"), [("place", f"{kind} {words}")])[0]
    return Node.objects.get_or_create(place=hashed)[0]


def _put(node: Node, person: Person, now: datetime) -> Node:
    key, compared = key_in_use(now), normalise(person)
    before = _opened(node, key) if node.pk else None
    if before == compared:
        return node
    node.fields, node.linked = key.seal(node.card_id or node.user_id, compared), False
    node.save()
    if before is not None:
        Posting.objects.filter(node=node).delete()
        _count(node, before, key, -1)
    keys = index_keys(compared, key.hashing)
    Posting.objects.bulk_create([Posting(key=each, node=node) for each in keys])
    _count(node, compared, key, +1)
    return node


def _opened(node: Node, key: Key) -> Compared:
    return key.unseal(node.card_id or node.user_id, node.fields)


def is_counted(node: Node) -> bool:
    """Say whether somebody counts where it is asked how many share a name.

    Not whom an enquiry names: whoever named somebody often enough would make the name a common
    one, so that a client of that name is no longer found. Who comes to therapy gets another card.
    """
    return node.card is None or node.card.held_by != Card.HeldBy.ENQUIRY


def _count(node: Node, compared: Compared, key: Key, step: int) -> None:
    """Count one person more or less who shares each of these values, if they count."""
    if not is_counted(node):
        return
    keys = sorted(set(frequency_keys(record(compared), key.hashing).values()))
    if step > 0:
        rows = [Frequency(key=each) for each in keys]
        Frequency.objects.bulk_create(rows, ignore_conflicts=True)
    counted = Frequency.objects.filter(key__in=keys)
    counted.filter(count__gte=-step).update(count=F("count") + step)


# What the rules ask.


def opened(nodes: Iterable[Node], key: Key) -> dict[int, Compared]:
    """Open the compared fields of nodes that are persons."""
    return {node.pk: _opened(node, key) for node in nodes if node.place is None}


def people(key: Key) -> People:
    """Return the function that `match` asks for the compared fields of persons."""

    def find(ids: Sequence[int]) -> Iterator[tuple[int, Compared]]:
        rows = Node.objects.filter(pk__in=ids).values_list("pk", "card", "user", "fields")
        for number, card, user, fields in rows:
            yield number, key.unseal(card or user, fields)

    return find


ONE_KEY = "SELECT key, node_id FROM screening_posting WHERE key = %s LIMIT %s"
ALL_KEYS = """
    SELECT asked.key, found.node_id FROM unnest(%s::bigint[]) AS asked(key), LATERAL (
        SELECT node_id FROM screening_posting AS p WHERE p.key = asked.key LIMIT %s
    ) AS found"""


def postings(*, but: Collection[int] = ()) -> Postings:
    """Return the function that `match` asks for the holders of keys.

    `but`: without these. As many others are read of each key as without it: whoever is named
    often must not take the place of a client.
    """
    find = _of_all_keys if connection.vendor == "postgresql" else _key_by_key
    return _reading_on(find, but) if but else find


def _key_by_key(keys: Sequence[int], limit: int) -> Iterator[tuple[int, int]]:
    """Ask for one key after the other: SQLite has no lateral join, but a statement costs little."""
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute(ONE_KEY, [key, limit])
            yield from cursor.fetchall()


def _of_all_keys(keys: Sequence[int], limit: int) -> Iterator[tuple[int, int]]:
    """Ask for all keys in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(ALL_KEYS, [list(keys), limit])
        yield from cursor.fetchall()


def _reading_on(find: Postings, but: Collection[int]) -> Postings:
    """Read further until there are enough others. That is quicker than to look up of each holder
    who they are: keys with their holders lie together, what is known of a holder lies elsewhere."""

    def find_others(keys: Sequence[int], limit: int) -> Iterator[tuple[int, int]]:
        wanted, reach = set(keys), limit
        while wanted:
            reach *= 2
            read = defaultdict[int, list[int]](list)
            for key, node in find(sorted(wanted), reach):
                read[key].append(node)
            for key in sorted(wanted):
                others = [node for node in read[key] if node not in but][:limit]
                if len(others) == limit or len(read[key]) < reach:
                    yield from ((key, node) for node in others)
                    wanted.remove(key)

    return find_others


def frequencies() -> Frequencies:
    """Return what the index says of how often values are shared, by whoever `is_counted`."""

    def counts(keys: Sequence[int]) -> Mapping[int, int]:
        return dict(Frequency.objects.filter(key__in=keys).values_list("key", "count"))

    named = Named.objects.filter(card__node__isnull=False)
    return Frequencies(Node.objects.filter(place=None).count() - named.count(), counts)


@dataclass(frozen=True)
class Registry:
    """The index as it stands: its key, the model that knows how many people are in it, and the
    nodes of those whom enquiries name that became no therapy.

    Whoever looks for several people in one transaction takes it once: counting a hundred thousand
    people costs as much as finding one of them.
    """

    key: Key
    model: Model
    only_named: frozenset[int]


def registry(now: datetime) -> Registry:
    """Return the index as it stands now."""
    named = Named.objects.exclude(enquiry__state=Enquiry.State.ACCEPTED)
    nodes = frozenset(named.filter(card__node__isnull=False).values_list("card__node", flat=True))
    return Registry(key_in_use(now), default_model().of(frequencies()), nodes)
