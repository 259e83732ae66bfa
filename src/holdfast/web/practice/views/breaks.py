"""Breaks: announcing, changing and withdrawing one, and the sessions that are planned in it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.actions import betweens
from holdfast.web.practice.forms.breaks import BreakForm, InBreakForm, WithdrawForm
from holdfast.web.practice.models import Break, Therapist
from holdfast.web.practice.pauses import Pause, days_words, pauses, planned_in
from holdfast.web.practice.views.emergency import who_may_cover


@door(Role.THERAPIST)
def breaks(request: Request) -> HttpResponse:
    """Announce a break of one's own, and see those that were announced."""
    therapist = get_object_or_404(Therapist, user=request.user)
    colleagues = who_may_cover(request.user)
    own = Break.objects.filter(therapist=therapist).select_related("cover__key")
    own = own.order_by("-since")
    form = BreakForm(request.POST or None, colleagues=colleagues, today=request.now.date(), own=own)

    def act() -> str:
        given = form.cleaned_data
        betweens.announce_break(
            since=given["since"],
            until=given["until"],
            by=request.user,
            now=request.now,
            therapist=therapist,
            cover=_chosen(form),
        )
        planned = list(planned_in(given["since"], given["until"], request.user, request.now))
        messages.success(request, announced_words(len(planned)))
        return reverse("practice:breaks")

    shown = [
        (pause, InBreakForm(among=pause.planned), InBreakForm(among=pause.called_off))
        for pause in pauses(own, request.user, request.now)
    ]
    context = {"shown": shown, "today": request.now.date()}
    return form.once(request, act) or form.page(request, "practice/breaks.html", context)


def _chosen(form: BreakForm) -> User | None:
    chosen = form.cleaned_data["cover"]
    return User.objects.filter(pk=chosen).first() if chosen else None


def announced_words(planned: int) -> str:
    """Say that a break was announced, and how much is still planned in it."""
    if not planned:
        return _("Announced. Nothing is planned in it.")
    return ngettext(
        "Announced. {n} session is still planned in it: call it off below, or let it stand.",
        "Announced. {n} sessions are still planned in it: call them off below, or let them stand.",
        planned,
    ).format(n=planned)


@door(Role.THERAPIST)
def change_break(request: Request, break_id: UUID) -> HttpResponse:
    """Change the days of a break that is not over, or who covers it."""
    row = _not_over(request, break_id)
    today = request.now.date()
    form = BreakForm(
        request.POST or None,
        colleagues=who_may_cover(request.user),
        today=today,
        own=Break.objects.filter(therapist=row.therapist_id).exclude(pk=row.pk),
        version=f"{row.since} {row.until} {row.cover_id}",
        initial={"since": row.since, "until": row.until, "cover": str(row.cover_id or "")},
    )

    def act() -> str:
        given = form.cleaned_data
        betweens.change_break(
            row,
            since=given["since"],
            until=given["until"],
            cover=_chosen(form),
            by=request.user,
            now=request.now,
        )
        messages.success(request, _("Changed. What was called off stays called off."))
        return reverse("practice:breaks")

    context = {"days": days_words(row.since, row.until, today)}
    return form.once(request, act) or form.page(request, "practice/break_change.html", context)


@door(Role.THERAPIST)
def withdraw_break(request: Request, break_id: UUID) -> HttpResponse:
    """Take back that a break was announced, after asking."""
    form = WithdrawForm(request.POST or None)
    if (before := form.again(request)) is not None:  # the act takes away what is looked for
        return before
    row = _not_over(request, break_id)
    today = request.now.date()
    days = days_words(row.since, row.until, today)

    def act() -> str:
        betweens.withdraw_break(row, by=request.user, now=request.now)
        said = _("Withdrawn: {days}. To have it again, announce it again.")
        messages.success(request, said.format(days=days))
        return reverse("practice:breaks")

    pause = pauses([row], request.user, request.now)[0]
    context = {"days": days, "off": len(pause.called_off), "has_begun": row.since < today}
    return form.once(request, act) or form.page(request, "practice/break_withdraw.html", context)


def _not_over(request: Request, break_id: UUID) -> Break:
    own = Break.objects.filter(therapist__user=request.user, until__gte=request.now.date())
    return get_object_or_404(own.select_related("therapist", "cover"), pk=break_id)


@door(Role.THERAPIST)
@require_POST
def call_off(request: Request, break_id: UUID) -> HttpResponse:
    """Call off what is planned in a break, in one act."""
    form = InBreakForm(request.POST, among=_own_pause(request, break_id).planned)

    def act() -> str:
        betweens.call_off_in_break(form.chosen, by=request.user, now=request.now)
        n = len(form.chosen)
        words = ngettext(
            "{n} session is called off, without a fee. No letter goes out: tell them yourself.",
            "{n} sessions are called off, without a fee. No letter goes out: tell them yourself.",
            n,
        )
        messages.success(request, words.format(n=n))
        return reverse("practice:breaks")

    return form.once(request, act) or _not_done(request, form)


@door(Role.THERAPIST)
@require_POST
def plan_again(request: Request, break_id: UUID) -> HttpResponse:
    """Take back that sessions in a break were called off."""
    form = InBreakForm(request.POST, among=_own_pause(request, break_id).called_off)

    def act() -> str:
        betweens.plan_again_in_break(form.chosen, by=request.user, now=request.now)
        n = len(form.chosen)
        words = ngettext("{n} session is planned again.", "{n} sessions are planned again.", n)
        messages.success(request, words.format(n=n))
        return reverse("practice:breaks")

    return form.once(request, act) or _not_done(request, form)


def _own_pause(request: Request, break_id: UUID) -> Pause:
    row = get_object_or_404(Break, pk=break_id, therapist__user=request.user)
    return pauses([row], request.user, request.now)[0]


def _not_done(request: Request, form: InBreakForm) -> HttpResponse:
    """Lead back to the list as it stands now; nothing was written that could be lost."""
    for said in (*form.non_field_errors(), *form.errors.get("sessions", ())):
        messages.error(request, f"{said}")
    return redirect("practice:breaks")
