"""The index by which a person is found again, and the nodes between which ties run.

A node is a card of practice, enquiry or circle, somebody who works here, or a place (an employer,
a school, a congregation). Of a person it holds the compared fields, sealed under the index key; of
a place only a keyed hash of its name. It is kept in the transaction of the card it describes. No
page lists any of it.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Card
from holdfast.web.sealing import primitives
from holdfast.web.sealing.models import DataKey


class IndexKey(models.Model):
    """The key of the index. There is one; `holdfast screen-rekey` puts another in its place."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(only=True), name="screening_only_one_index_key")
        ]

    def __str__(self) -> str:
        return "index key"

    def hashing(self) -> bytes:
        """Return the secret of the keys under which people are found."""
        return primitives.derive(self.key.plain(), "holdfast/index/hash/1")

    def sealing(self) -> bytes:
        """Return the key under which the compared fields are sealed."""
        return primitives.derive(self.key.plain(), "holdfast/index/seal/1")


class Node(models.Model):
    """One end of ties: a card, somebody who works here, or a place.

    `linked`: it was compared with everybody else since it last changed.
    """

    id = models.BigAutoField(primary_key=True)
    card = models.OneToOneField(Card, null=True, on_delete=models.CASCADE, related_name="node")
    user = models.OneToOneField(User, null=True, on_delete=models.CASCADE, related_name="node")
    place = models.BigIntegerField(null=True, unique=True)
    fields: "models.BinaryField[Any, Any]" = models.BinaryField(default=b"")
    linked = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(linked=False, card__isnull=False),
                name="screening_to_link",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(card__isnull=False, user=None, place=None)
                | Q(card=None, user__isnull=False, place=None)
                | Q(card=None, user=None, place__isnull=False),
                name="screening_node_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"node {self.pk}"


class Posting(models.Model):
    """A key under which a node is found."""

    pk = models.CompositePrimaryKey("key", "node_id")
    key = models.BigIntegerField()
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="postings")

    def __str__(self) -> str:
        return f"posting of {self.node_id}"


class Frequency(models.Model):
    """How many people of the index share a value, by a keyed hash of it."""

    key = models.BigIntegerField(primary_key=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"shared by {self.count}"
