"""Sessions of supervision: noted, with topics by code and what was agreed to be done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.requests import Request
from holdfast.web.consultation.actions import supervising as acts
from holdfast.web.consultation.countersigned import supervised
from holdfast.web.consultation.forms.supervising import SitForm, TaskForm, TickForm, TopicForm
from holdfast.web.consultation.models import Seat, Sitting, Task
from holdfast.web.practice.models import SupervisionAgreement, Therapy
from holdfast.web.practice.models.staff import in_force

from .fetching import ASKED, agreements_of, seat_of, therapist_of
from .supervision import covered_by, tasks_of


@door(*ASKED)
def sit(request: Request) -> HttpResponseBase:
    """Note a session of supervision."""
    agreements = list(agreements_of(request))
    own = therapist_of(request.user)
    names = [(str(a.pk), _with(a, request)) for a in agreements]
    form = SitForm(
        request.POST or None, agreements=agreements, names=names, may_peer=own is not None,
        today=request.now.date(), initial={"on": request.now.date(), "minutes": 60},
    )  # fmt: skip

    def act() -> str:
        given = form.cleaned_data
        seats = acts.note_sitting(
            kind=given["kind"], on=given["on"], minutes=given["minutes"],
            agreements=form.agreements, peer=own if given["kind"] == Sitting.Kind.PEER else None,
            by=request.user, now=request.now,
        )  # fmt: skip
        if len(seats) == 1:
            return reverse("consultation:seat", args=[seats[0].pk])
        messages.success(
            request, _("The session of supervision is noted. Add what each of them brought.")
        )
        return reverse("consultation:supervision")

    return form.once(request, act) or form.page(request, "consultation/sit.html")


def _with(agreement: SupervisionAgreement, request: Request) -> str:
    if agreement.supervisor_id == request.user.pk:
        return agreement.supervisee.shown_name
    return _("with {name}").format(name=agreement.supervisor.shown_name)


@door(*ASKED)
def seat(request: Request, seat_id: UUID) -> HttpResponseBase:
    """Show one's part in a session; a topic is added here."""
    row = seat_of(request, seat_id)
    therapies = _that_can_be_brought(row, request)
    form = TopicForm(request.POST or None, codes=[(str(t.pk), t.code) for t in therapies])

    def act() -> str:
        chosen = {str(t.pk): t for t in therapies}.get(form.cleaned_data["therapy"])
        words = form.cleaned_data["words"]
        acts.add_topic(row, words, chosen, by=request.user, now=request.now)
        return reverse("consultation:seat", args=[row.pk])

    context = {**_of_seat(row, request), "task_form": TaskForm(prefix="task")}
    return form.once(request, act) or form.page(request, "consultation/seat.html", context)


def _that_can_be_brought(row: Seat, request: Request) -> list[Therapy]:
    """By code: the supervisee's own therapies, as far as the agreement covers them."""
    if row.agreement is not None:
        return covered_by(row.agreement, request.now)
    seats = row.therapist.assignments.filter(in_force(request.now.date()))
    return list(Therapy.objects.filter(pk__in=seats.values("therapy")).order_by("code"))


def _of_seat(row: Seat, request: Request) -> dict[str, Any]:
    topics = list(row.topics.all())
    for topic in topics:
        topic.seat = row  # whose key is loaded already
    opens = {t.pk for t in supervised(request.user, request.now)}
    own = row.therapist.user_id == request.user.pk
    return {
        "seat": row,
        "topics": [(topic, own or topic.therapy_id in opens) for topic in topics],
        "tasks": [(task, TickForm(initial={"done": not task.done_at})) for task in tasks_of(row)],
        "supervisee": row.therapist.shown_name,
        "supervisor": row.agreement.supervisor.shown_name if row.agreement else "",
        "is_own": own,
    }


@door(*ASKED)
@require_POST
def add_task(request: Request, seat_id: UUID) -> HttpResponseBase:
    """Add what was agreed to be done."""
    row = seat_of(request, seat_id)
    form = TaskForm(request.POST, prefix="task")
    page = reverse("consultation:seat", args=[row.pk])

    def act() -> str:
        acts.add_task(row, form.cleaned_data["words"], by=request.user, now=request.now)
        return page

    therapies = _that_can_be_brought(row, request)
    topic = TopicForm(codes=[(str(t.pk), t.code) for t in therapies])
    context = {**_of_seat(row, request), "form": topic, "task_form": form}
    return form.once(request, act) or render(request, "consultation/seat.html", context, status=422)


@door(*ASKED)
@require_POST
def tick(request: Request, task_id: UUID) -> HttpResponseBase:
    """Note that something agreed was done, or was not after all."""
    seats = Seat.objects.visible_to(request.user, request.now)
    task = get_object_or_404(Task.objects.filter(seat__in=seats), pk=task_id)
    form = TickForm(request.POST)
    page = reverse("consultation:seat", args=[task.seat_id])

    def act() -> str:
        acts.tick(task, done=form.cleaned_data["done"], by=request.user, now=request.now)
        return page

    return form.once(request, act) or redirect(page)
