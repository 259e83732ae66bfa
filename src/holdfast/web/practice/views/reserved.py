"""The separate log: openings for a concern and by the conflict desk, for the one who reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door, fresh
from holdfast.web.accounts.models import CLIENTS_SIDE, Grant, Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.audit import models as audit
from holdfast.web.practice.actions import reserved as acts
from holdfast.web.practice.forms.reserved import LogReaderForm
from holdfast.web.practice.models.reserved import NEVER, LogReader
from holdfast.web.practice.views.house import LEAD
from holdfast.web.practice.words import purpose_words, role_words

A_PAGE = 50
STAFF = door(*(set(Role.values) - {str(role) for role in CLIENTS_SIDE}))


@dataclass(frozen=True)
class Line:
    """One row: when, in which role, for what. Neither who nor about whom."""

    at: datetime
    role: str
    purpose: str


@STAFF
def reserved_log(request: Request) -> HttpResponse:
    """Show the reserved chain to the one person named for it, and to nobody else."""
    if not LogReader.is_named(request.user):
        raise Http404
    rows = audit.Entry.objects.filter(chain=audit.RESERVED).exclude(role__in=CLIENTS_SIDE)
    page = Paginator(rows.order_by("-number"), A_PAGE).get_page(request.GET.get("page"))
    lines = [
        Line(row.at, role_words(row.role), purpose_words(row.purpose)) for row in page.object_list
    ]
    return render(request, "practice/reserved_log.html", {"page": page, "lines": lines})


@LEAD
@fresh
def name_log_reader(request: Request) -> HttpResponse:
    """Choose who reads the separate log; a second person has to agree."""
    people = _free(request)
    named = sorted(((str(u.pk), u.shown_name) for u in people), key=lambda one: one[1])
    form = LogReaderForm(request.POST or None, people=named)

    def act() -> str:
        chosen = next(u for u in people if str(u.pk) == form.cleaned_data["who"])
        acts.ask_to_name(chosen, by=request.user, now=request.now)
        messages.success(request, _("Asked for. It waits for a second person."))
        return reverse("practice:waiting")

    present = LogReader.present()
    context = {"present": present.user.shown_name if present else "", "people": people}
    return form.once(request, act) or form.page(request, "practice/name_log_reader.html", context)


def _free(request: Request) -> list[User]:
    """Those who work here and hold no role that forbids it."""
    held = Grant.objects.filter(until=None, in_force=True)
    seen = User.objects.visible_to(request.user, request.now).exclude(accepted_at=None)
    here = seen.filter(is_active=True, pk__in=held.values("user"))
    return list(here.exclude(pk__in=held.filter(role__in=NEVER).values("user")))
