"""What stands in the same weeks as an episode about the therapist: it comes before any likeness."""

from datetime import UTC, datetime, timedelta

from holdfast.transference import Event
from holdfast.web.accounts.models import User
from holdfast.web.practice.contributors import offers
from holdfast.web.practice.models import Crossing, Therapy

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def events(therapy: Therapy, reader: User, now: datetime) -> tuple[Event, ...]:
    """Return crossings, concerns that this therapist knows of, and answers that it felt off."""
    crossings = Crossing.objects.filter(therapy=therapy).values_list("on", flat=True)
    found = [Event("crossing", day) for day in crossings]
    for offered in offers("between_us"):
        found += [Event(one.kind, one.on) for one in offered(therapy, reader)]
    until = now + timedelta(days=1)
    for offered in offers("moments"):
        found += [
            Event("concern", moment.at.astimezone(therapy.tz).date())
            for moment in offered(therapy, reader, LONG_AGO, until)
            if moment.kind == "concern"
        ]
    return tuple(sorted(found, key=lambda event: event.on))
