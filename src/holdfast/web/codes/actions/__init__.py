"""Acts of weighing and deciding, each with its audit entry, in one transaction."""

from holdfast.web.codes.actions.adding import add, meet
from holdfast.web.codes.actions.keeping import begin_in_vault, meet_in_vault, move_to_vault
from holdfast.web.codes.actions.signing import NotYet, sign
from holdfast.web.codes.actions.weighing import DISCARDED, begin, discard, keep

__all__ = [
    "DISCARDED",
    "NotYet",
    "add",
    "begin",
    "begin_in_vault",
    "discard",
    "keep",
    "meet",
    "meet_in_vault",
    "move_to_vault",
    "sign",
]
