"""Ties between people, and answers to the question whether two cards are the same person.

Ties that practice knows (client, therapist, supervision, couples and families) are read where
they stand (`screening/graph.py`); these are the ones that people told. No page lists them.
"""

from datetime import datetime
from typing import TypeVar

from django.db import models
from django.db.models import F, Q

from holdfast import screening as rules
from holdfast.web.accounts.models import Role, User
from holdfast.web.screening.models.circles import Circle
from holdfast.web.screening.models.enquiries import Enquiry
from holdfast.web.screening.models.index import Node
from holdfast.web.screening.models.mentioned import Mentioned

Row = TypeVar("Row", bound=models.Model)


class OfTheDesk(models.QuerySet[Row]):
    """Rows that the conflict desk alone may read, and there only with a stated reason."""

    def visible_to(self, user: User, now: datetime) -> "OfTheDesk[Row]":
        """The conflict desk's alone."""
        return self if user.has(Role.DESK) else self.none()


class Ties(OfTheDesk["Tie"]):
    """Ties that people told."""


class Tie(models.Model):
    """`source` is the `kind` of `target` (kinds: `holdfast/screening/data/ties.yaml`).

    Each tie is kept in both directions (`actions.ties.join`). It goes with whatever told of it:
    an enquiry, a declared circle, or somebody a client spoke of.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=20)
    target = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    promised = models.BooleanField(default=False)
    enquiry = models.ForeignKey(Enquiry, null=True, on_delete=models.CASCADE, related_name="ties")
    circle = models.ForeignKey(Circle, null=True, on_delete=models.CASCADE, related_name="ties")
    mentioned = models.ForeignKey(
        Mentioned, null=True, on_delete=models.CASCADE, related_name="ties"
    )

    objects = Ties.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(enquiry__isnull=False, circle=None, mentioned=None)
                | Q(enquiry=None, circle__isnull=False, mentioned=None)
                | Q(enquiry=None, circle=None, mentioned__isnull=False),
                name="screening_tie_was_told_somewhere",
            )
        ]

    def __str__(self) -> str:
        return f"tie {self.pk}"

    def value(self) -> rules.Tie:
        """Return it as the rules take it."""
        return rules.Tie(
            self.source_id, self.kind, self.target_id, self.since, self.until, self.promised
        )


class SamePeople(OfTheDesk["SamePerson"]):
    """Pairs that may be the same person."""


class SamePerson(models.Model):
    """Two nodes that may be the same person: what the match said, and what a person answered.

    Answers are kept: "same" so that it is not asked again, "different" so that it is never taken
    for a match again, "unsure" so that the match alone counts. `one` has the lower id.
    """

    class Answer(models.TextChoices):
        OPEN = "", "not answered"
        SAME = "same", "the same person"
        DIFFERENT = "different", "two people"
        UNSURE = "unsure", "cannot be said"

    id = models.BigAutoField(primary_key=True)
    one = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    weight = models.FloatField()
    band = models.CharField(max_length=8)
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True, default="")
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()

    objects = SamePeople.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="screening_one_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="screening_pair_ordered"),
        ]

    def __str__(self) -> str:
        return f"pair {self.pk}"

    @property
    def probability(self) -> float:
        """How likely it is the same person: certain once somebody could say."""
        if self.answer in (self.Answer.SAME, self.Answer.DIFFERENT):
            return 1.0 if self.answer == self.Answer.SAME else 0.0
        return rules.probability(self.weight)
