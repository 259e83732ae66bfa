"""One's own places and what belongs to them, or a 404: the same as for what does not exist."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from holdfast.web.accounts.requests import Request
from holdfast.web.portal.models import Request as RecordRequest
from holdfast.web.practice.models import Participant


def own_places(request: Request) -> "QuerySet[Participant]":
    """Return every place of the account that asks, also after the work has ended."""
    rows = Participant.objects.of_account(request.user, request.now).with_cards()
    return rows.select_related("card__key", "therapy__key", "stands_for__card__key").order_by(
        "since", "id"
    )


def own_place(request: Request, participant_id: UUID) -> Participant:
    """Return one of them."""
    return get_object_or_404(own_places(request), pk=participant_id)


def own_request(request: Request, request_id: UUID) -> RecordRequest:
    """Return a request that this account made."""
    rows = RecordRequest.objects.of_account(request.user, request.now).whole()
    return get_object_or_404(rows, pk=request_id)
