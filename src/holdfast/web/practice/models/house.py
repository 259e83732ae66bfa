"""The practice itself: one row that says where and how it works."""

import uuid
from datetime import time
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q


class Practice(models.Model):
    """The organisation that runs this installation. There is exactly one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    only = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=60, default="Europe/London")
    language = models.CharField(max_length=12, default="en")
    country = models.CharField(max_length=2, default="GB")
    currency = models.CharField(max_length=3, default="GBP")
    opens_at = models.TimeField(default=time(8))
    closes_at = models.TimeField(default=time(20))
    # Whether visitors may read the profiles of therapists who agreed to that.
    public_profiles = models.BooleanField(default=False)
    takes_new = models.BooleanField(default=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="practice_only_one")]

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        """The time zone of the practice."""
        return ZoneInfo(self.zone)

    @classmethod
    def get(cls) -> "Practice":
        """Return the practice; makes it on the first call."""
        return cls.objects.get_or_create(only=True, defaults={"name": "Our practice"})[0]
