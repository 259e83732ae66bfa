"""What a practice lead oversees: rights, sign-ins, exports, verification, and work given up on."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import CLIENTS_SIDE, Grant, Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.audit import models as audit
from holdfast.web.jobs.models import Job, enqueue
from holdfast.web.practice.actions import oversight
from holdfast.web.practice.models import Cover, Credential, SupervisionAgreement, Therapist
from holdfast.web.practice.words import role_words, work_words

LEAD = door(Role.LEAD)
A_PAGE = 50

# What a lead sees of the audit, in groups. Openings of records are not among them: those are for
# the people they concern.
RIGHTS = (
    "granted a role", "asked for a role", "ended a role", "agreed to", "refused", "invited",
    "accepted an invitation", "closed an account", "handed over a code", "therapist added",
    "standing changed", "credential added", "credential changed", "credential checked",
    "supervision asked for", "supervision agreed", "supervision ended", "cover named",
    "cover changed", "cover ended", "changed the house rules", "practice changed",
)  # fmt: skip
SIGN_INS = (
    "signed in", "signed out", "failed to sign in", "added a factor", "removed a factor",
    "made recovery codes", "used a recovery code", "used a code handed over",
    "recovered an account", "changed the password", "asked for a new address",
    "changed the address", "kept the old address", "ended a session",
)  # fmt: skip
EXPORTS = ("exported", "export asked for", "backup made", "backup restored", "erased")
WORKINGS = (oversight.VERIFIED, oversight.BROKEN, "work tried again", "work let go")
GROUPS = {
    "rights": (gettext_lazy("Rights"), RIGHTS),
    "sign-ins": (gettext_lazy("Sign-ins"), SIGN_INS),
    "exports": (gettext_lazy("Exports and backups"), EXPORTS),
    "workings": (gettext_lazy("Verification and work"), WORKINGS),
}


@dataclass(frozen=True)
class Line:
    """One row of the audit as a lead sees it."""

    at: datetime
    kind: str
    who: str
    detail: str


@LEAD
def audit_page(request: Request) -> HttpResponse:
    """Show rights, sign-ins, exports and verification, the newest first."""
    chosen = request.GET.get("kind", "rights")
    kinds = GROUPS.get(chosen, GROUPS["rights"])[1]
    known = _colleagues(request)
    page = Paginator(_seen(kinds, list(known)), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "groups": [(key, label) for key, (label, _kinds) in GROUPS.items()],
        "chosen": chosen if chosen in GROUPS else "rights",
        "page": page,
        "lines": _lines(list(page.object_list), known),
        "verified": _last_verified(),
        "head": audit.Head.objects.order_by("-at").first(),
    }
    return render(request, "practice/audit.html", context)


def _seen(kinds: tuple[str, ...], staff: list[str]) -> QuerySet[audit.Entry]:
    """Rows of these kinds by and about people who work here. A client's leave no trace in them."""
    rows = audit.Entry.objects.filter(chain=audit.ORDINARY, kind__in=kinds)
    by_staff = rows.filter(actor__in=["", *staff])
    about_staff = Q(subject_id__in=staff) | ~Q(subject="accounts.user")
    return by_staff.filter(about_staff).order_by("-number")


def _colleagues(request: Request) -> dict[str, str]:
    """The names of those who work or worked here, by id."""
    staff = Grant.objects.exclude(role__in=CLIENTS_SIDE).values("user")
    seen = User.objects.visible_to(request.user, request.now).filter(pk__in=staff)
    return {str(user.pk): user.shown_name for user in seen}


def _lines(rows: list[audit.Entry], known: dict[str, str]) -> list[Line]:
    """Word the rows. What belongs to somebody who works here goes by their name."""
    names = known | {pk: known.get(user, "") for pk, user in _owners(rows).items()}
    return [
        Line(
            row.at,
            row.kind,
            known.get(row.actor, "Holdfast"),
            ", ".join(filter(None, (role_words(row.purpose), names.get(row.subject_id)))),
        )
        for row in rows
    ]


def _owners(rows: list[audit.Entry]) -> dict[str, str]:
    """Whose the therapists, credentials, agreements and covers among the subjects are."""
    found: dict[str, str] = {}
    for model, owner in _OWNED.items():
        ids = [row.subject_id for row in rows if row.subject == model._meta.label_lower]
        pairs = model._default_manager.filter(pk__in=ids).values_list("pk", owner)
        found.update((str(pk), str(user)) for pk, user in pairs)
    return found


_OWNED: dict[type[Model], str] = {
    Therapist: "user_id",
    Credential: "therapist__user_id",
    SupervisionAgreement: "supervisee__user_id",
    Cover: "colleague_id",
}


def _last_verified() -> audit.Entry | None:
    results = audit.Entry.objects.filter(kind__in=(oversight.VERIFIED, oversight.BROKEN))
    return results.order_by("-at").first()


@LEAD
@require_POST
def verify(request: Request) -> HttpResponse:
    """Have the audit verified; the worker does it, since a long one takes a while."""
    enqueue("practice.verify_audit", due_at=request.now)
    messages.success(request, _("It is being verified. The result appears here in a while."))
    return redirect("practice:audit")


@dataclass(frozen=True)
class GivenUp:
    """Work that was given up on, as it is shown."""

    job: Job
    what: str
    is_unknown: bool
    place: str


@LEAD
def work(request: Request) -> HttpResponse:
    """Show work that failed or whose fate nobody knows: what, when, type and place of the error."""
    rows = Job.objects.filter(state__in=oversight.GIVEN_UP).order_by("-due_at")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    given_up = [
        GivenUp(job, work_words(job.kind), job.state == Job.State.UNKNOWN, job.error)
        for job in page.object_list
    ]
    return render(request, "practice/work.html", {"page": page, "given_up": given_up})


@LEAD
@require_POST
def work_again(request: Request, job_id: uuid.UUID) -> HttpResponse:
    """Try it again."""
    return _act(request, job_id, again=True)


@LEAD
@require_POST
def work_let_go(request: Request, job_id: uuid.UUID) -> HttpResponse:
    """Let it go."""
    return _act(request, job_id, again=False)


def _act(request: Request, job_id: uuid.UUID, again: bool) -> HttpResponse:
    job = get_object_or_404(Job, pk=job_id, state__in=oversight.GIVEN_UP)
    act = oversight.try_again if again else oversight.let_go
    try:
        act(job, by=request.user, now=request.now)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Back on the list.") if again else _("Let go."))
    return redirect("practice:work")
