"""Ways on from a page."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Way:
    """A page somebody may want next, with a line on what it is for."""

    label: Any
    what: Any
    url: str
