"""Something a colleague is told on Today: a kind and ids, worded when it is shown."""

import uuid
from datetime import datetime

from django.db import models

from holdfast.web.accounts.models import User
from holdfast.web.practice.models.therapies import Therapy


class Notices(models.QuerySet["Notice"]):
    """Notices, selected from the person who asks."""

    def visible_to(self, user: User, now: datetime) -> "Notices":
        """Those meant for this person."""
        return self.filter(user=user, made_at__lte=now)

    def unread(self) -> "Notices":
        """Those that were not put away yet."""
        return self.filter(seen_at=None)


class Notice(models.Model):
    """One thing somebody is told. It holds no words: they may say more than they should."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", "what an emergency needs was opened"
        TELL_CLIENT = "tell_client", "the client is to be told of it"
        SUPERVISION_ASKED = "supervision_asked", "supervision was asked for"
        SUPERVISION_BEGAN = "supervision_began", "supervision is in force"
        SUPERVISION_ENDED = "supervision_ended", "supervision has ended"
        JOIN_ASKED = "join_asked", "a colleague is to join a therapy"
        JOINED = "joined", "a colleague has joined a therapy"
        REFUSED = "refused", "what was asked for was refused"
        COVER_NAMED = "cover_named", "named to stand in"
        LOG_NAMED = "log_named", "named to read the separate log"
        RECORD_ASKED = "record_asked", "a client asks for their record"
        SHARED_ASKED = "shared_asked", "a client asks for what speaks of several"
        CLIENT_WORDS = "client_words", "a client wrote about the record"
        EXPORT_ASKED = "export_asked", "an export of the whole practice was asked for"
        EXPORT_MADE = "export_made", "the whole practice was exported"
        WILL_NAMED = "will_named", "named in a professional will"
        WILL_OPENED = "will_opened", "the list of people to call was opened"
        ERASE_ASKED = "erase_asked", "an erasure waits for a second person"
        COMES_BACK = "comes_back", "a former client asks to come back"
        FOR_THE_DESK = "for_the_desk", "the conflict desk is asked to look"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    therapy = models.ForeignKey(Therapy, null=True, on_delete=models.CASCADE, related_name="+")
    subject_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    objects = Notices.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "seen_at"])]

    def __str__(self) -> str:
        return f"notice {self.kind}"
