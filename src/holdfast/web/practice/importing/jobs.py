"""Reading and carrying out large files, by the worker."""

from datetime import datetime

from holdfast.web.jobs.kinds import job
from holdfast.web.practice.actions import imports
from holdfast.web.practice.models.imports import Import, Imports


@job("practice.read_import", tries=2)
def read_import(*, now: datetime, imported: str) -> None:
    """Read a file that is too large to be read while somebody waits."""
    row = _rows(imported).filter(state=Import.State.READING).first()
    if row is not None:
        imports.read_import(row, now=now)


@job("practice.carry_out_import", tries=3)
def carry_out_import(*, now: datetime, imported: str) -> None:
    """Carry out an import with many rows. Done twice it is done once."""
    row = _rows(imported).filter(state=Import.State.CARRYING).first()
    if row is not None:
        imports.carry_out_import(row, now=now)


def _rows(imported: str) -> Imports:
    return Import.objects.filter(pk=imported).select_related("key", "user__key", "therapist")
