"""What a therapy's agreement says about emergencies, told by whichever app keeps agreements.

The frame names its reader when it starts; whoever needs the words asks here and knows nothing of
agreements.
"""

from collections.abc import Callable

from holdfast.web.practice.models.therapies import Therapy

_READERS: list[Callable[[Therapy], str]] = []


def tells_of_emergencies(reader: Callable[[Therapy], str]) -> None:
    """Name a function that returns the words of a therapy's agreement, "" without any."""
    if reader not in _READERS:
        _READERS.append(reader)


def emergencies_of(therapy: Therapy) -> str:
    """Return what was agreed for emergencies in one therapy; "" where nothing was."""
    return "\n".join(said for reader in _READERS if (said := reader(therapy)))
