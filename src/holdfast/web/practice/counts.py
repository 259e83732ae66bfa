"""Numbers about the practice as its lead may see them: small ones are not told exactly."""

from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import gettext as _

from holdfast.web.practice.models import Therapy

FEW = 5


def told(number: int) -> str:
    """Return a count of people's doings in words; 1 to 4 could point at somebody."""
    if 0 < number < FEW:
        return _("fewer than {few}").format(few=FEW)
    return str(number)


def words_for(number: int) -> int:
    """Return the number whose plural the words behind `told` take."""
    return FEW if 0 < number < FEW else number


def therapies_by_state() -> Sequence[tuple[str, str]]:
    """Return each state of a therapy and how many are in it, as their lead may read it."""
    states = dict(Therapy.objects.values_list("state").annotate(Count("pk")))
    return [(str(label), told(states.get(state, 0))) for state, label in Therapy.State.choices]
