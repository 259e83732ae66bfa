"""What screening contributes to the pages that gather: see `practice.seam`."""

from collections.abc import Sequence
from datetime import datetime

from holdfast.web.accounts.models import User
from holdfast.web.practice.seam import Told
from holdfast.web.screening.circle_told import told_of_circle
from holdfast.web.screening.intake_told import erase, told_of_ties
from holdfast.web.screening.outcome_words import copy, panel

__all__ = ["copy", "erase", "panel", "told"]


def told(reader: User, now: datetime) -> Sequence[Told]:
    """Tell a therapist what of screening is theirs to know."""
    return [*told_of_ties(reader, now), *told_of_circle(reader, now)]
