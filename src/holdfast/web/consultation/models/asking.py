"""A question to a colleague: while it is written, as it was sent, and what became of it.

Once sent it never changes; what happens to it are rows of their own. It is sealed under the key of
the therapy it is about, so it goes when that goes; one about nobody under that of its author.
"""

import json
import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from holdfast.web.accounts.models import User
from holdfast.web.audit.immutable import Immutable
from holdfast.web.codes.models import Decision
from holdfast.web.practice.models import Therapy
from holdfast.web.sealing.models import DataKey, Sealed, SealedField


class Source(models.TextChoices):
    """What a question grew out of."""

    NOTHING = "nothing", "nothing in particular"
    SIGNAL = "signal", "something worth a look"
    DECISION = "decision", "a signed decision"
    WEIGHING = "weighing", "a boundary being weighed"
    REACTION = "reaction", "a reaction of one's own"


class Draft(Sealed):
    """A question while it is written: what was chosen to share, and whom it goes to.

    One built from a vault says so inside its seal alone: beside it stands what stands beside a
    question about the therapy that grew out of nothing in particular.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    therapy = models.ForeignKey(Therapy, null=True, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.NOTHING)
    source_id = models.UUIDField(null=True)
    content = SealedField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"draft {self.pk}"

    def data_key(self) -> DataKey:
        """Sealed under the key of the therapy; without one, under that of its author."""
        return self.therapy.key if self.therapy else self.asker.key

    def opened(self) -> dict[str, Any]:
        """Open what was written."""
        found: dict[str, Any] = json.loads(self.text("content") or "{}")
        return found

    def put(self, content: dict[str, Any], grew_from: str) -> None:
        """Seal what was written and whether it grew from a vault; the caller saves."""
        from_vault = grew_from == Source.REACTION
        self.source = Source.NOTHING if from_vault else grew_from
        whole = {**content, "from_vault": from_vault}
        self.seal(content=json.dumps(whole, ensure_ascii=False))

    @property
    def grew_from(self) -> str:
        """What it grew out of, as only its seal says where that is a vault."""
        return Source.REACTION if self.opened().get("from_vault") else self.source

    @property
    def from_vault(self) -> bool:
        """Whether it goes on only with its author's vault open."""
        return self.grew_from == Source.REACTION

    @property
    def grew_from_words(self) -> str:
        """The same in words."""
        return str(Source(self.grew_from).label)


class Questions(models.QuerySet["Question"]):
    """Questions, selected from the person who asks for them."""

    def asked_by(self, user: User) -> "Questions":
        """Those this person asked."""
        return self.filter(asker=user)

    def asked_of(self, user: User) -> "Questions":
        """Those that were put to this person."""
        return self.filter(to=user)

    def open(self) -> "Questions":
        """Those that wait for an answer: neither answered nor closed nor taken back."""
        return self.exclude(Exists(Step.objects.filter(_ends, question=OuterRef("pk"))))

    def answered(self) -> "Questions":
        """Those that were answered."""
        answer = Step.objects.filter(question=OuterRef("pk"), kind=Step.Kind.ANSWERED)
        return self.filter(Exists(answer))

    def to_be_used(self) -> "Questions":
        """Those with an answer of which nothing is noted yet."""
        done = Step.objects.filter(question=OuterRef("pk"), kind=Step.Kind.DONE)
        return self.answered().exclude(Exists(done))

    def whole(self) -> "Questions":
        """Bring along keys and what became of them, so that opening texts asks nothing more."""
        keys = self.select_related("therapy__key", "asker__key", "to__key")
        return keys.prefetch_related("steps")


class Question(Immutable, Sealed):
    """One question as it was sent. Without `to` it goes to a colleague outside, by a link.

    `content` holds the colleague's copy as JSON: hint, question, items, and on request who asks
    and whom to phone. `outside` is the name of a colleague who has no account.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consultations")
    therapy = models.ForeignKey(Therapy, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=8, choices=Source.choices)
    source_id = models.UUIDField(null=True)
    to = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="asked")
    outside = SealedField()
    content = SealedField()
    urgent = models.BooleanField(default=False)
    asked_at = models.DateTimeField()

    objects = Questions.as_manager()

    class Meta:
        indexes = [models.Index(fields=["therapy", "asked_at"])]

    def __str__(self) -> str:
        return f"question {self.pk}"

    def data_key(self) -> DataKey:
        """Sealed under the key of the therapy; without one, under that of its author."""
        return self.therapy.key if self.therapy else self.asker.key

    @property
    def copy(self) -> dict[str, Any]:
        """What the colleague reads."""
        found: dict[str, Any] = json.loads(self.text("content"))
        return found

    @property
    def colleague(self) -> str:
        """The name of whoever was asked."""
        return self.to.shown_name if self.to else self.text("outside")


_ends = Q(kind__in=["closed", "answered", "withdrawn"])


class Step(Immutable, Sealed):
    """What became of a question.

    `closed` never says whether the colleague could have known the person or had another reason.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", "read, since they could hardly know the person"
        CLOSED = "closed", "could not be taken on"
        ANSWERED = "answered", "answered"
        WITHDRAWN = "withdrawn", "taken back"
        DONE = "done", "what was done"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    words = SealedField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "kind"],
                condition=~Q(kind="done"),
                name="consultation_one_step_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"step {self.pk}"

    def data_key(self) -> DataKey:
        """Sealed as its question is."""
        return self.question.data_key()

    @property
    def shown(self) -> str:
        """What was written."""
        return self.text("words")


class Attached(Immutable):
    """A colleague's answer that was added to a decision of the therapist's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="attached")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"attached {self.pk}"


def steps_of(question: Question) -> list[Step]:
    """Return what became of a question in order; texts can be opened."""
    rows = list(question.steps.all())
    for row in rows:
        row.question = question  # whose key is loaded already
    return rows


def step_of(question: Question, kind: str) -> Step | None:
    """Return the step of a kind, None while there is none."""
    return next((row for row in steps_of(question) if row.kind == kind), None)


def state_of(question: Question) -> str:
    """Return how far a question is: sent, opened, closed, answered, withdrawn or done."""
    kinds = {row.kind for row in question.steps.all()}
    order = (
        Step.Kind.DONE, Step.Kind.ANSWERED, Step.Kind.WITHDRAWN, Step.Kind.CLOSED, Step.Kind.OPENED,
    )  # fmt: skip
    return next((str(kind) for kind in order if kind in kinds), "sent")


def answered_at(question: Question) -> datetime | None:
    """Return when it was answered."""
    found = step_of(question, Step.Kind.ANSWERED)
    return found.at if found else None
