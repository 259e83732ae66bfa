"""The page on which a practice lead asks for an export of everything, and fetches it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.web.accounts.doors import door, fresh
from holdfast.web.accounts.models import ALONE_WAIT, Approval, Role
from holdfast.web.accounts.requests import Request
from holdfast.web.audit import models as audit
from holdfast.web.running import actions
from holdfast.web.running.backups import CannotBackUp, recipients
from holdfast.web.running.forms import AskExportForm, DecideExportForm

PIECE = 64 * 1024
LEAD = door(Role.LEAD)


@LEAD
@fresh
def export(request: Request) -> HttpResponseBase:
    """Ask for an export, or answer what another lead asked for."""
    waiting = actions.waiting().first()
    if waiting is not None:
        return _waits(request, waiting)
    form = AskExportForm(request.POST or None)

    def act() -> str:
        actions.ask(reason=form.cleaned_data["reason"], by=request.user, now=request.now)
        return reverse("running:export")

    if lacks := _lacks_recipients():
        return form.page(request, "running/export.html", {"lacks": lacks, **_made(request)})
    return form.once(request, act) or form.page(request, "running/export.html", _made(request))


def _waits(request: Request, row: Approval) -> HttpResponseBase:
    form = DecideExportForm(request.POST or None)

    def act() -> str:
        if form.cleaned_data["answer"] == "agree":
            actions.agree(row, by=request.user, now=request.now)
        else:
            if not actions.may_decide(row, request.user):
                raise Http404
            actions.refuse(row, by=request.user, now=request.now)
        return reverse("running:export")

    alone = None if actions.second_person_exists(row) else row.asked_at + ALONE_WAIT
    context = {
        "waiting": row,
        "why": dict(AskExportForm().fields["reason"].choices).get(row.reason, ""),  # type: ignore[attr-defined]
        "may_decide": actions.may_decide(row, request.user),
        "is_mine": row.asked_by_id == request.user.pk,
        "alone_from": alone,
        **_made(request),
    }
    return form.once(request, act) or form.page(request, "running/export.html", context)


def _lacks_recipients() -> bool:
    try:
        recipients()
    except CannotBackUp:
        return True
    return False


def _made(request: Request) -> dict[str, Any]:
    since = request.now - timedelta(days=7)
    rows = Approval.objects.filter(kind=actions.KIND, done_at__gt=since).order_by("-done_at")
    return {"made": [row for row in rows if actions.path_of(row).exists()]}


@LEAD
@require_POST
@fresh
def export_back(request: Request, approval_id: UUID) -> HttpResponse:
    """Take back what one asked for oneself."""
    row = get_object_or_404(actions.waiting(), pk=approval_id, asked_by=request.user)
    try:
        actions.refuse(row, by=request.user, now=request.now)
    except ValidationError:
        raise Http404 from None
    return redirect("running:export")


@LEAD
@fresh
def export_file(request: Request, approval_id: UUID) -> StreamingHttpResponse:
    """Hand over the locked file."""
    row = get_object_or_404(Approval, pk=approval_id, kind=actions.KIND, done_at__isnull=False)
    path = actions.path_of(row)
    if not path.exists():
        raise Http404
    audit.record(
        "export fetched", now=request.now, actor=request.user, role=Role.LEAD,
        purpose=actions.KIND, subject=row,
    )  # fmt: skip
    answer = StreamingHttpResponse(_pieces(path), content_type="application/octet-stream")
    answer["Content-Disposition"] = 'attachment; filename="practice.export"'
    answer["Content-Length"] = str(path.stat().st_size)
    answer["Cache-Control"] = "no-store"
    return answer


def _pieces(path: Path) -> Iterator[bytes]:
    """Open the file when it is asked for, and close it when it was read or nobody reads on."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
