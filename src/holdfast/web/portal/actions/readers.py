"""What readers say about themselves, and the peer a practice of one names."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from holdfast.web.accounts.models import Role, User
from holdfast.web.audit import models as audit
from holdfast.web.portal.models import Closeness, Peer
from holdfast.web.sealing.models import DataKey


@transaction.atomic
def say_close(therapists: Iterable[str], *, by: User, now: datetime) -> None:
    """Keep of whom a reader says that they are close to; it is in the reserved audit alone."""
    Closeness.objects.filter(reader=by).delete()
    for pk in therapists:
        Closeness.objects.create(reader=by, therapist_id=pk)
    audit.record(
        "closeness said", now=now, actor=by, role=Role.READER, purpose="concern",
        chain=audit.RESERVED,
    )  # fmt: skip


@transaction.atomic
def name_peer(name: str, reach: str, *, by: User, now: datetime) -> None:
    """Name a peer, or nobody."""
    row = Peer.objects.select_related("key").filter(pk=1).first()
    if row is None:
        row = Peer(pk=1, key=DataKey.new(), version=0)
    row.seal(name=name, reach=reach)
    row.version += 1
    row.save()
    audit.record("peer named", now=now, actor=by, subject=row)
