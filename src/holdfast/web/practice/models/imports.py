"""Imports: a file, kept sealed until it is carried out, and how its rows are known again."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from holdfast.web.accounts.models import User
from holdfast.web.practice.models.staff import Therapist
from holdfast.web.practice.models.therapies import Therapy
from holdfast.web.sealing.models import DataKey, Sealed, SealedField


class Imports(models.QuerySet["Import"]):
    """Imports, selected from the person who asks."""

    def of(self, user: User) -> "Imports":
        """Those this person began: an import is nobody else's business."""
        return self.filter(user=user)


class Import(Sealed):
    """One uploaded file on its way into the record.

    `therapist` is whose caseload it goes to; None where a column says so for each row. `file` is
    Base64, `table` what was read, `choices` what was decided, `report` what became of each row.
    The first three are gone, and their key with them, once it is carried out or dropped.
    """

    class State(models.TextChoices):
        READING = "reading", _("being read")
        REFUSED = "refused", _("cannot be read")
        OPEN = "open", _("to be looked through")
        CARRYING = "carrying", _("being carried out")
        DONE = "done", _("carried out")

    class Kind(models.TextChoices):
        CLIENTS = "clients", _("Clients")
        SESSIONS = "sessions", _("Sessions")
        CONTACTS = "contacts", _("Contacts between sessions")
        CALENDAR = "calendar", _("Planned sessions, from a calendar")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="imports")
    therapist = models.ForeignKey(
        Therapist, null=True, on_delete=models.CASCADE, related_name="imports"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.READING)
    name = SealedField()
    file = SealedField()
    table = SealedField()
    choices = SealedField()
    report = SealedField()
    problem = SealedField()
    digest = models.CharField(max_length=64, db_index=True)
    rows = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = Imports.as_manager()

    def __str__(self) -> str:
        return f"import {self.pk}"

    def data_key(self) -> DataKey:
        """An import has a key of its own."""
        return self.key

    @property
    def by_column(self) -> bool:
        """Whether a column says whose each row is."""
        return self.therapist_id is None


class ImportedRow(models.Model):
    """Which therapy a row went to, found again by a keyed hash of its number or its content.

    Only the same person's later imports are compared with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="+")
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=11)
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "therapist", "kind", "mark"], name="practice_one_mark_a_row"
            )
        ]

    def __str__(self) -> str:
        return f"imported {self.kind}"
