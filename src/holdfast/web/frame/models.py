"""Templates, drafts, agreements and signatures.

A draft changes; an agreement, once its text is fixed for signing, never does. An agreement is in
force when everybody it names has signed, from that day on.
"""

import json
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Count, Max, Q

from holdfast import frame
from holdfast.frame import Agreement as Version
from holdfast.frame import Terms, read_terms, write_terms
from holdfast.web.accounts.models import User
from holdfast.web.frame.signed import FixedText, PartyTo, SignatureOn, TakenBack
from holdfast.web.practice.models import Participant, Therapy
from holdfast.web.practice.models.therapies import OfTherapy
from holdfast.web.practice.once import once_a_page
from holdfast.web.sealing.models import SealedField


class Template(models.Model):
    """A frame of the practice's own to start a draft from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    about = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=Therapy.Kind.choices)
    terms: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    def as_terms(self) -> Terms:
        """Return the terms it holds."""
        return read_terms(self.terms)


class Draft(OfTherapy):
    """The next version of a therapy's agreement, as far as it has been talked over."""

    class Origin(models.TextChoices):
        TEMPLATE = "template", "from a template"
        VERSION = "version", "from the version in force"
        PRACTICE = "practice", "current practice, not yet agreed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.OneToOneField(Therapy, on_delete=models.CASCADE, related_name="draft")
    origin = models.CharField(max_length=8, choices=Origin.choices)
    terms = SealedField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft {self.pk}"

    def as_terms(self) -> Terms:
        """Open the terms."""
        return read_terms(json.loads(self.text("terms")))

    def put(self, terms: Terms) -> None:
        """Seal the terms; the caller saves."""
        self.seal(terms=json.dumps(write_terms(terms)))


class Agreements(models.QuerySet["Agreement"]):
    """Agreements, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Agreements":
        """Those of the therapies this person may open."""
        return self.filter(therapy__in=Therapy.objects.visible_to(user, now))

    def standing(self) -> "Agreements":
        """Those that were not withdrawn, newest first."""
        return self.filter(withdrawal=None).order_by("-number")

    def waiting(self) -> "Agreements":
        """Those that still wait for somebody's signature, newest first."""
        return self.standing().filter(parties__signature=None).distinct()

    def in_force(self) -> "Agreements":
        """Those that everybody has signed, newest first, each with the day of it (`signed_on`)."""
        everybody = Q(("signed", models.F("named")), ("named__gt", 0))
        return self.standing().counted().filter(everybody)

    def counted(self) -> "Agreements":
        """Bring along how many are named and have signed, and the day of the last signature."""
        return self.annotate(
            named=Count("parties", distinct=True),
            signed=Count("parties__signature", distinct=True),
            signed_on=Max("parties__signature__signed_on"),
        )

    def before(self, version: "Agreement") -> "Agreement | None":
        """Return the version that held when this one was fixed; None for the first."""
        found = self.in_force().filter(therapy=version.therapy_id, number__lt=version.number)
        row: Agreement | None = found.first()
        if row is not None:
            row.therapy = version.therapy
        return row


class Agreement(FixedText):
    """One version of an agreement, with its terms."""

    therapy = models.ForeignKey(Therapy, on_delete=models.PROTECT, related_name="agreements")
    terms = SealedField()

    objects = Agreements.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["therapy", "number"], name="frame_one_text_a_version")
        ]

    def __str__(self) -> str:
        return f"agreement {self.number}"

    @property
    def is_standing(self) -> bool:
        """Whether it was not withdrawn."""
        return getattr(self, "withdrawal", None) is None

    def as_terms(self) -> Terms:
        """Open the terms."""
        return read_terms(json.loads(self.text("terms")))

    def as_version(self, since: date) -> Version:
        """Return the value that the rules know, in force since a day."""
        return Version(version=self.number, in_force=since, terms=self.as_terms())


class Party(PartyTo):
    """Somebody an agreement names, and as what they sign."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")

    class Meta(PartyTo.Meta):
        pass

    def __str__(self) -> str:
        return f"party {self.pk}"

    @property
    def document(self) -> Agreement:
        """Return the agreement."""
        return self.agreement


class Signature(SignatureOn):
    """A signature beneath an agreement."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="signature")

    def __str__(self) -> str:
        return f"signature {self.pk}"


class Withdrawal(TakenBack):
    """An agreement that was taken back."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="withdrawal")

    def __str__(self) -> str:
        return f"withdrawal {self.pk}"


class TeachBack(OfTherapy):
    """What a signer said of the points that matter most, in their words. Never scored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="+")
    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="teach_back")
    words = SealedField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"teach-back {self.pk}"


class Remark(OfTherapy):
    """Something said about a term while a draft or an agreement is talked over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="remarks")
    participant = models.ForeignKey(
        Participant, null=True, on_delete=models.PROTECT, related_name="+"
    )
    term = models.CharField(max_length=40, blank=True)
    words = SealedField()
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"remark {self.pk}"

    @property
    def shown(self) -> str:
        """What was said."""
        return self.text("words")

    @property
    def title(self) -> str:
        """The term it is about, in words; empty for the whole."""
        return frame.title(self.term) if self.term else ""


class AgreedException(OfTherapy):
    """An exception that both agreed: these terms do not bind on these days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="exceptions")
    terms: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    first = models.DateField()
    last = models.DateField()
    note = SealedField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")),
                name="frame_exception_ends_after_it_starts",
                violation_error_message="An exception ends after it starts.",
            )
        ]

    def __str__(self) -> str:
        return f"exception {self.pk}"

    @property
    def shown(self) -> str:
        """What was agreed, and why."""
        return self.text("note")


@once_a_page
def all_versions(therapies: Sequence[Therapy]) -> list[Agreement]:
    """Return every version of some therapies, the newest first, withdrawn ones among them."""
    by_key = {t.pk: t for t in therapies}
    rows = Agreement.objects.counted().filter(therapy__in=by_key).select_related("withdrawal")
    found: list[Agreement] = list(rows.order_by("-number"))
    for row in found:
        row.therapy = by_key[row.therapy_id]
    return found


def ever_in_force(therapies: Sequence[Therapy]) -> dict[uuid.UUID, list[Agreement]]:
    """Return the versions of each therapy that were ever in force, the newest first. One query."""
    found: dict[uuid.UUID, list[Agreement]] = {}
    for row in all_versions(therapies):
        if row.is_standing and row.signed == row.named > 0:  # type: ignore[attr-defined]
            found.setdefault(row.therapy_id, []).append(row)
    return found


def newest_in_force(therapies: Sequence[Therapy]) -> dict[uuid.UUID, Agreement]:
    """Return for each therapy the version in force. One query whatever their number."""
    return {key: rows[0] for key, rows in ever_in_force(therapies).items()}
