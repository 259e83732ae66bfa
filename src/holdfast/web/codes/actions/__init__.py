"""Acts of weighing and deciding, each with its audit entry, in one transaction."""

from holdfast.web.codes.actions.adding import add, meet
from holdfast.web.codes.actions.signing import NotYet, sign
from holdfast.web.codes.actions.weighing import begin, discard, keep

__all__ = ["NotYet", "add", "begin", "discard", "keep", "meet", "sign"]
