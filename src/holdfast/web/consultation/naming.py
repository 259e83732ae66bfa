"""Whether agreements with clients name the supervisor who is responsible, too."""

from collections.abc import Sequence

from holdfast.web.consultation.masking import WORD, fold
from holdfast.web.frame.models import Agreement, newest_in_force
from holdfast.web.practice.models import Therapy

TITLES = frozenset({"dr", "mr", "mrs", "ms", "mx", "miss", "prof"})


def not_naming(therapies: Sequence[Therapy], supervisor: str) -> list[Therapy]:
    """Return the therapies whose agreement in force does not name the supervisor.

    One without an agreement in force names nobody, so it is among them.
    """
    agreed = newest_in_force(therapies)
    return [t for t in therapies if t.pk not in agreed or not _names(agreed[t.pk], supervisor)]


def _names(agreement: Agreement, supervisor: str) -> bool:
    term = agreement.as_terms().supervision
    wanted = [word for word in WORD.findall(fold(supervisor)) if word not in TITLES]
    there = set(WORD.findall(fold(term.supervisor))) if term else set()
    return bool(wanted) and wanted[-1] in there
