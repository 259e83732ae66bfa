"""A declared person in the index and among the ties. Only what holds is there to be found."""

from datetime import datetime

from holdfast.web.screening import index
from holdfast.web.screening.actions.ties import join
from holdfast.web.screening.models import Circle, Node, Tie


def put(row: Circle, now: datetime) -> None:
    """Put somebody into index and ties as they are declared now; done twice it is done once."""
    therapist = _therapist(row, now)
    Tie.objects.filter(circle=row).delete()
    node = index.place_node(row.kind, row.shown_name) if row.is_place else index.put(row.card, now)
    if row.is_place:
        index.take_out(row.card, now)  # its name is no person's
    if node is None:
        return
    join(
        node, row.kind, therapist, circle=row, since=row.since, until=row.until,
        promised=row.promised,
    )  # fmt: skip


def take_out(row: Circle, now: datetime) -> None:
    """Take somebody out of index and ties; what was declared stays with its therapist."""
    Tie.objects.filter(circle=row).delete()
    index.take_out(row.card, now)


def _therapist(row: Circle, now: datetime) -> Node:
    user = row.therapist.user_id
    found = Node.objects.filter(user=user).first()
    if found is None:
        index.put_staff(now)
        found = Node.objects.get(user=user)
    return found
