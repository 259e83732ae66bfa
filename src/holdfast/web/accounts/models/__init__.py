"""The tables of people who sign in: who they are, how they do it, and what they may."""

from .approvals import ALONE_WAIT, Approval
from .links import Link
from .people import CLIENTS_SIDE, OPENS_CONTENT, Grant, Role, User, Users, address_hash
from .signing_in import Factor, Failure, HouseRules, Letter, NewAddress, Session
from .writing import Answer, Draft, Once

__all__ = [
    "ALONE_WAIT",
    "CLIENTS_SIDE",
    "OPENS_CONTENT",
    "Answer",
    "Approval",
    "Draft",
    "Factor",
    "Failure",
    "Grant",
    "HouseRules",
    "Letter",
    "Link",
    "NewAddress",
    "Once",
    "Role",
    "Session",
    "User",
    "Users",
    "address_hash",
]
