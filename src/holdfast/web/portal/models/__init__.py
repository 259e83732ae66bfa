"""What the client's side keeps; one module per idea."""

from holdfast.web.portal.models.concerns import (
    ANSWER_WITHIN,
    Closeness,
    Concern,
    ConcernTold,
    Mark,
    Peer,
    Writing,
)
from holdfast.web.portal.models.journal import SharedEntry
from holdfast.web.portal.models.records import (
    Copy,
    Permission,
    Release,
    Request,
    Reviewed,
    Statement,
    StatementAnswer,
)

__all__ = [
    "ANSWER_WITHIN",
    "Closeness",
    "Concern",
    "ConcernTold",
    "Copy",
    "Mark",
    "Peer",
    "Permission",
    "Release",
    "Request",
    "Reviewed",
    "SharedEntry",
    "Statement",
    "StatementAnswer",
    "Writing",
]
