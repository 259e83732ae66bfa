"""Clients and guardians of the demonstration who sign in themselves."""

from datetime import datetime

from holdfast.web.accounts.models import User
from holdfast.web.running.demonstration.people import CLIENTS, GUARDIANS
from holdfast.web.running.demonstration.signing_in import accepted


def account_of_client(name: str, now: datetime) -> User | None:
    """Return the account of a client who has one; made when the therapy begins."""
    address = CLIENTS.get(name)
    return accepted(address, name, ("client",), now) if address else None


def account_of_guardian(name: str, now: datetime) -> User | None:
    """Return the account of a guardian who has one."""
    address = GUARDIANS.get(name)
    return accepted(address, name, ("guardian",), now) if address else None
