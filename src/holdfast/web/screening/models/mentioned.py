"""People whom a client speaks of, and whom the therapist chose to have looked for."""

import uuid
from datetime import datetime, timedelta

from django.db import models

from holdfast.web.accounts.models import User
from holdfast.web.practice.models import Card, Participant, Therapy
from holdfast.web.practice.models.cards import OfCard

HELD = timedelta(days=365)


class MentionedPeople(models.QuerySet["Mentioned"]):
    """People spoken of, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "MentionedPeople":
        """Whoever is the therapist now. No supervisor, no lead, no desk."""
        return self.filter(therapy__in=Therapy.objects.own_of(user, now))


class Mentioned(OfCard):
    """Somebody a client spoke of: this person is the `relation` of the client.

    No more than a name, a year and a place are kept, and these until `ends_on`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(Therapy, on_delete=models.CASCADE, related_name="mentioned")
    client = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="mentioned")
    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="mentioned")
    relation = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    ends_on = models.DateField(db_index=True)

    objects = MentionedPeople.as_manager()

    def __str__(self) -> str:
        return f"mentioned {self.pk}"
