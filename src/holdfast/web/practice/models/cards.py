"""Cards: what one therapy, enquiry or circle holds about a person.

The same human being known to two therapists has two cards. Nothing joins them: no foreign key, no
unique constraint, no comparison outside what one person may see.
"""

import uuid

from django.db import models

from holdfast.web.sealing.models import DataKey, Sealed, SealedField


class Card(Sealed):
    """One holder's knowledge of a person. `birth` may be partial: 1984, 1984-05 or 1984-05-09."""

    class HeldBy(models.TextChoices):
        THERAPY = "therapy"
        ENQUIRY = "enquiry"
        CIRCLE = "circle"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    held_by = models.CharField(max_length=8, choices=HeldBy.choices)
    name = SealedField()
    pronouns = SealedField()
    birth = SealedField()
    language = SealedField()
    note = SealedField()
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"card {self.pk}"

    def data_key(self) -> DataKey:
        """A card has a key of its own."""
        return self.key

    @property
    def shown_name(self) -> str:
        """The name this person wants to be called by."""
        return self.text("name")


class OfCard(Sealed):
    """A row that belongs to a card and is sealed under its key."""

    card: "models.ForeignKey[Card, Card]"

    class Meta:
        abstract = True

    def data_key(self) -> DataKey:
        """Return the card's key."""
        return self.card.key


class CardName(OfCard):
    """A name a person has or had, with its kind and dates."""

    class Kind(models.TextChoices):
        GIVEN = "given", "given name"
        FAMILY = "family", "family name"
        FORMER = "former", "former name"
        NICK = "nick", "short name"
        OFFICIAL = "official", "name on official papers"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = SealedField()
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} name"


class ContactPoint(OfCard):
    """A way to reach a person, and whether, for what and when it is safe. New ones are not.

    Nothing writes to a contact point for a purpose that is not in `safe_for`.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", "e-mail"
        PHONE = "phone", "phone"
        TEXT = "text", "text message"
        POST = "post", "letter"

    class Purpose(models.TextChoices):
        SCHEDULING = "scheduling", "appointments"
        CHECKS = "checks", "session checks"
        AGREEMENT = "agreement", "the agreement"
        ACCOUNT = "account", "signing in"
        OUTREACH = "outreach", "if I stop coming"
        EMERGENCY = "emergency", "emergencies"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    value = SealedField()
    safe_for: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    safe_when = SealedField()
    neutral = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.kind} of a card"

    def is_safe_for(self, purpose: str) -> bool:
        """Say whether this may be used for a purpose."""
        return purpose in self.safe_for


class EmergencyContact(OfCard):
    """Whom to call about a person in an emergency."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="emergency_contacts")
    name = SealedField()
    relation = SealedField()
    phone = SealedField()

    def __str__(self) -> str:
        return "emergency contact"
