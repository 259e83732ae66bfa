"""For whom a guardian stands: the name their pages say instead of "you"."""

from collections.abc import Iterable

from holdfast.web.practice.models import Participant


def child_of(place: Participant) -> str:
    """Return how the client is called for whom a guardian stands; empty for a client."""
    return place.stands_for.card.shown_name if place.stands_for else ""


def is_guardian(places: Iterable[Participant]) -> bool:
    """Say whether every place is held for somebody else: the therapist is not their own."""
    found = [place.stands_for_id for place in places]
    return bool(found) and None not in found


def one_child_of(places: Iterable[Participant]) -> str:
    """Return the one child all of these places are held for; empty where anything else is."""
    children = {place.stands_for_id: child_of(place) for place in places}
    return next(iter(children.values())) if len(children) == 1 else ""
