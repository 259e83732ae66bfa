"""Acts of the frame, each with its audit entry, in one transaction."""

from holdfast.web.frame.actions.agreements import (
    AlreadySigned,
    Refused,
    change_draft,
    change_term,
    discard_draft,
    fix,
    sign,
    start_draft,
    withdraw,
)

__all__ = [
    "AlreadySigned",
    "Refused",
    "change_draft",
    "change_term",
    "discard_draft",
    "fix",
    "sign",
    "start_draft",
    "withdraw",
]
