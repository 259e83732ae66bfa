"""A colleague joins a therapy, and the second person's answer to what opens records."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door, fresh
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.actions import approving, joining
from holdfast.web.practice.forms.supervision import AnswerForm, JoinByCodeForm, JoinForm
from holdfast.web.practice.models import (
    Joining,
    LogReader,
    SupervisionAgreement,
    Therapist,
    Therapy,
)
from holdfast.web.practice.views.house import LEAD
from holdfast.web.practice.views.supervision import therapist_choices
from holdfast.web.practice.views.therapies import own_therapy


@door(Role.THERAPIST)
@fresh
def ask_in(request: Request, therapy_id: UUID) -> HttpResponse:
    """Ask that a colleague may join one's own therapy."""
    therapy = own_therapy(request, therapy_id)
    form = JoinForm(request.POST or None, therapists=therapist_choices(request, request.user))

    def act() -> str:
        _ask(therapy, form.cleaned_data["who"], request)
        return reverse("home:relationship", args=[therapy.pk])

    return form.once(request, act) or form.page(request, "practice/join.html", {"therapy": therapy})


@LEAD
@fresh
def join_by_code(request: Request) -> HttpResponse:
    """Ask that somebody may join a therapy, as a practice lead, who knows it by its code only."""
    form = JoinByCodeForm(request.POST or None, therapists=therapist_choices(request))

    def act() -> str:
        code = form.cleaned_data["code"].strip().upper()
        therapy = Therapy.objects.with_keys().filter(code=code).first()
        if therapy is None:
            raise ValidationError(_("There is no therapy with the code %(code)s."), params={
                "code": code})  # fmt: skip
        _ask(therapy, form.cleaned_data["who"], request)
        return reverse("practice:waiting")

    return form.once(request, act) or form.page(request, "practice/join_by_code.html")


def _ask(therapy: Therapy, who: str, request: Request) -> None:
    therapist = Therapist.objects.select_related("user__key").get(pk=who)
    joining.ask_to_join(therapy, therapist, by=request.user, now=request.now)
    messages.success(request, _("Asked for. It waits for a second person."))


def _asked(request: Request) -> list[approving.Asked]:
    """What waits and is this person's business: theirs to decide, or asked for by them."""
    rows = approving.look_at(list(approving.waiting_for(request.user, request.now)), request.now)
    return [asked for asked in rows if asked.may_be_seen_by(request.user)]


def _shown(asked: approving.Asked, request: Request) -> dict[str, object]:
    about = asked.about
    if isinstance(about, SupervisionAgreement):
        words = _("%(one)s is to supervise %(other)s, with clinical responsibility") % {
            "one": about.supervisor.shown_name, "other": about.supervisee.shown_name,
        }  # fmt: skip
    elif isinstance(about, LogReader):
        words = _("%(who)s is to read the separate log") % {"who": about.user.shown_name}
    else:
        words = _join_words(about)
    return {
        "asked": asked,
        "words": words,
        "by": asked.approval.asked_by.shown_name,
        "mine": request.user.pk in asked.deciders,
        "is_log": isinstance(about, LogReader),
    }


def _join_words(about: Joining) -> str:
    return _("%(who)s is to join the therapy %(code)s") % {
        "who": about.therapist.shown_name, "code": about.therapy.code,
    }  # fmt: skip


@door(Role.LEAD, Role.THERAPIST)
def waiting(request: Request) -> HttpResponse:
    """Show what waits for a second person, who can be the reader."""
    rows = [_shown(asked, request) for asked in _asked(request)]
    return render(request, "practice/waiting.html", {"rows": rows})


@door(Role.LEAD, Role.THERAPIST)
@fresh
def decide(request: Request, approval_id: UUID) -> HttpResponse:
    """Answer as the second person, or take back what one asked for."""
    asked = _find(request, approval_id)
    mine = request.user.pk in asked.deciders
    form = AnswerForm(request.POST or None, may_agree=mine)

    def act() -> str:
        answer = approving.agree if form.cleaned_data["answer"] == "agree" else approving.refuse
        answer(asked, by=request.user, now=request.now)
        messages.success(request, _("Answered."))
        return reverse("practice:waiting")

    context = {"shown": _shown(asked, request), "covers": _covers(asked)}
    return form.once(request, act) or form.page(request, "practice/decide.html", context)


def _find(request: Request, approval_id: UUID) -> approving.Asked:
    mine = approving.waiting_for(request.user, request.now)
    approval = get_object_or_404(mine, pk=approval_id)
    found = approving.look_at([approval], request.now)
    if not found or not found[0].may_be_seen_by(request.user):
        raise Http404
    return found[0]


def _covers(asked: approving.Asked) -> dict[str, object]:
    about = asked.about
    if not isinstance(about, SupervisionAgreement):
        return {}
    codes = [] if about.covers_all else list(about.therapies.values_list("code", flat=True))
    return {"all": about.covers_all, "codes": codes, "ties": about.text("ties"), "row": about}
