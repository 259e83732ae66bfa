"""A boundary while it is weighed, the signed decision, and what is added to it later.

A weighing changes; a decision, once signed, never does. Everything said is sealed under the
therapy's key. In the open stand only ids, days and the editions asked.

What a therapist weighs about their private life (a friend who wants advice, a client of long ago)
belongs to no therapy: it is sealed under their account's key and nobody else may open it.

What they weigh about feelings of their own lies in their vault (`kept.py`). A decision then holds
what was decided, who was asked and a hash of the rest (`RESTS_IN_VAULT`).
"""

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from holdfast.codes import shipped
from holdfast.web.accounts.models import User
from holdfast.web.audit.immutable import Immutable
from holdfast.web.codes.state import Weighed
from holdfast.web.practice.models import Participant, Therapist, Therapy
from holdfast.web.sealing.models import DataKey, Sealed, SealedField

RESTS_IN_VAULT = "holdfast/decision-rests-in-vault/1"


class OfTherapyOrAuthor(Sealed):
    """A row of a therapy, or of its author alone where it is about no therapy."""

    therapy: "models.ForeignKey[Therapy | None, Therapy | None]"

    class Meta:
        abstract = True

    def author(self) -> Therapist:
        """Return the therapist whose row this is."""
        raise NotImplementedError

    def data_key(self) -> DataKey:
        """Return the therapy's key, or that of the author's account."""
        return self.therapy.key if self.therapy is not None else self.author().user.key

    @property
    def is_private(self) -> bool:
        """Whether it is about no therapy, and so its author's alone."""
        return self.therapy_id is None  # type: ignore[attr-defined]

    @property
    def about(self) -> str:
        """The therapy for the audit, nothing where it is about none."""
        return str(self.therapy.pk) if self.therapy is not None else ""

    def mark_stale(self, now: datetime) -> None:
        """Have the worker look at its therapy again, if it has one."""
        if self.therapy is not None:
            Therapy.objects.filter(pk=self.therapy.pk).mark_stale(now)

    @property
    def code(self) -> str:
        """By which it is spoken of without a name."""
        return self.therapy.code if self.therapy is not None else _("private")

    @property
    def with_whom(self) -> str:
        """With whom it is, as its author sees it in a list."""
        return named(self.therapy)


def named(therapy: Therapy | None) -> str:
    """Return how its therapist names a therapy, or what belongs to none."""
    return (therapy.shown_title or therapy.code) if therapy else _("Outside a therapy")


class Weighing(OfTherapyOrAuthor):
    """A boundary that a therapist is thinking through; saved with every answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(
        Therapy, null=True, on_delete=models.CASCADE, related_name="weighings"
    )
    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.PROTECT, related_name="+"
    )
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="weighings")
    state = SealedField()
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["therapist", "changed_at"])]

    def __str__(self) -> str:
        return f"weighing {self.pk}"

    def author(self) -> Therapist:
        """Return whoever weighs it."""
        return self.therapist

    def weighed(self) -> Weighed:
        """Open what was answered so far."""
        return Weighed.read_from(json.loads(self.text("state")), shipped().facts)

    def put(self, weighed: Weighed) -> None:
        """Seal what was answered; the caller saves."""
        self.seal(state=json.dumps(weighed.written()))


def own_private(user: User) -> Q:
    """Select what a therapist weighed or signed that is about no therapy; it is theirs alone."""
    return Q(therapy=None, therapist__user=user)


class Decisions(models.QuerySet["Decision"]):
    """Signed decisions, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Decisions":
        """Those of the therapies this person may open, and their own that are about none."""
        return self.filter(Q(therapy__in=Therapy.objects.visible_to(user, now)) | own_private(user))

    def own_of(self, user: User, now: datetime) -> "Decisions":
        """Those of the therapies in which this person is the therapist now, and their private."""
        return self.filter(Q(therapy__in=Therapy.objects.own_of(user, now)) | own_private(user))

    def whole(self) -> "Decisions":
        """Bring along what it takes to show them: keys, who signed, what was added."""
        keys = self.select_related("therapy__key", "therapist__user__key")
        return keys.prefetch_related("addenda")


class Decision(Immutable, OfTherapyOrAuthor):
    """The signed record of a boundary thought through.

    `content` holds everything as it was shown, with the receipt; `digest` is its SHA-256
    (hexadecimal), safe to hand out because of the random bits in the receipt. `editions` are the
    revisions of the codes asked, such as aca-2014.r1.

    Of what was weighed in the author's vault it holds what was decided, who was asked, and as
    `whole` the SHA-256 of everything signed, which stays in the vault with the receipt.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(
        Therapy, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.PROTECT, related_name="+"
    )
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="decisions")
    content = SealedField()
    digest = models.CharField(max_length=64)
    editions: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    awaits_consultation = models.BooleanField(default=False)
    review_on = models.DateField()
    signed_at = models.DateTimeField()
    signed_on = models.DateField()

    objects = Decisions.as_manager()

    class Meta:
        indexes = [models.Index(fields=["therapy", "signed_at"])]

    def __str__(self) -> str:
        return f"decision {self.pk}"

    def author(self) -> Therapist:
        """Return who signed it."""
        return self.therapist

    def opened(self) -> dict[str, Any]:
        """Open what was signed."""
        found: dict[str, Any] = json.loads(self.text("content"))
        return found


class Addendum(Immutable, OfTherapyOrAuthor):
    """Something added to a signed decision.

    A step is a safeguard met after signing: `fact` is its id in the codes, `on` the day. Of a
    review, `on` is the day of the next one. `words` say what there is to say.
    """

    class Kind(models.TextChoices):
        STEP = "step", "step done"
        NOTE = "note", "addendum"
        CONSULTATION = "consultation", "a colleague's answer"
        REVIEW = "review", "review"
        REPAIR = "repair", "repair"
        SECOND_LOOK = "second_look", "second look after a correction"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="addenda")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = SealedField()
    colleague = SealedField()
    fact = models.CharField(max_length=60, blank=True)
    on = models.DateField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "fact"],
                condition=models.Q(kind="step"),
                name="codes_one_step_a_safeguard",
            )
        ]

    def __str__(self) -> str:
        return f"addendum {self.pk}"

    def author(self) -> Therapist:
        """Return who signed the decision."""
        return self.decision.therapist

    @property
    def shown(self) -> str:
        """What was written."""
        return self.text("words")

    @property
    def shown_colleague(self) -> str:
        """Who answered."""
        return self.text("colleague")


def digest_of(text: str) -> str:
    """Return the SHA-256 of a signed text (hexadecimal)."""
    return hashlib.sha256(text.encode()).hexdigest()


def rests_in_vault(content: Mapping[str, Any]) -> bool:
    """Say whether a decision tells only what was decided: the rest is in its author's vault."""
    schema: str = content.get("schema", "")
    return schema == RESTS_IN_VAULT


def in_a_word(content: Mapping[str, Any]) -> tuple[str, str]:
    """Return a decision in a word with its tone: the verdict, or what was decided."""
    if rests_in_vault(content):
        return content["decided"], "silent"
    return content["verdict"]["words"], content["verdict"]["tone"]


def added_to(decision: Decision, *kinds: str) -> list[Addendum]:
    """Return what was added, of some kinds or of all; its texts can be opened."""
    rows = [row for row in decision.addenda.all() if not kinds or row.kind in kinds]
    for row in rows:
        row.therapy, row.decision = decision.therapy, decision  # whose keys are loaded already
    return rows


def due_on(decision: Decision) -> date | None:
    """Return the day of the next review; None after one that set no other."""
    reviews = added_to(decision, Addendum.Kind.REVIEW)
    return reviews[-1].on if reviews else decision.review_on


def awaits(decision: Decision) -> bool:
    """Say whether a colleague's answer is still to come."""
    return decision.awaits_consultation and not added_to(decision, Addendum.Kind.CONSULTATION)


def unmet(decision: Decision, content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the safeguards that are still open; none where it is not to be done.

    Those of a decision weighed in a vault are there, too.
    """
    if rests_in_vault(content) or content["plan"]["course"] == "not":
        return []
    met = {row.fact for row in added_to(decision, Addendum.Kind.STEP)}
    return [s for s in content["safeguards"] if not s["on"] and s["id"] not in met]


def to_look_at_again(decision: Decision) -> list[str]:
    """Return the revisions it rests on that were corrected since and not yet looked at again."""
    editions = shipped().editions
    looked = [row.at.date() for row in added_to(decision, Addendum.Kind.SECOND_LOOK)]
    newest = {key: editions.get(key.rpartition(".r")[0]) for key in decision.editions}
    return [
        key
        for key, edition in newest.items()
        if edition is not None
        and edition.key != key
        and not any(day >= edition.published_on for day in looked)
    ]
