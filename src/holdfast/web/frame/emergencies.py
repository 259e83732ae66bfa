"""What the agreement in force says about emergencies, for pages that need it at once."""

from holdfast.web.frame.models import newest_in_force
from holdfast.web.practice.models import Therapy


def emergencies(therapy: Therapy) -> str:
    """Return the agreed words and numbers, "" where nothing was agreed about emergencies."""
    agreement = newest_in_force([therapy]).get(therapy.pk)
    agreed = agreement.as_terms().emergencies if agreement else None
    if agreed is None:
        return ""
    numbers = [f"{one.name}: {one.number}" for one in agreed.numbers]
    return "\n".join(part for part in (agreed.words, *numbers) if part)
