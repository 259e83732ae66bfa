"""The ending of one therapy: where it stands, its plan, and the end itself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast import frame
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.aims import aims_of
from holdfast.web.alliance.models import Goal
from holdfast.web.codes import actions as codes_actions
from holdfast.web.endings.actions import plans
from holdfast.web.endings.actions.after import put_known
from holdfast.web.endings.duties import duties
from holdfast.web.endings.former import former
from holdfast.web.endings.forms.plans import CloseForm, PlanForm, SureForm
from holdfast.web.endings.keeping import record_words
from holdfast.web.endings.models import EndingDraft, EndingPlan
from holdfast.web.endings.plan import text_of
from holdfast.web.frame.formats import in_zone
from holdfast.web.frame.forms.agreements import FixForm
from holdfast.web.frame.models import newest_in_force
from holdfast.web.frame.people import is_in_force, is_withdrawn, signatories
from holdfast.web.frame.signers import Signer, because, parties, rules_for, signers, signs_as
from holdfast.web.frame.text import blocks
from holdfast.web.practice.models import Practice, Therapy

from .fetching import (
    clients_of,
    me,
    open_therapy,
    own_draft,
    own_plan,
    own_therapy,
    plan_to_read,
    whole,
)

BEGINS = {"friendship": "friendship", "romance": "end_to_date", "work": "hire_former_client"}


@door(Role.THERAPIST, Role.SUPERVISOR)
def ending(request: Request, therapy_id: UUID) -> HttpResponse:
    """Show how a therapy ends or ended: plan, letters, what came after."""
    therapy, is_own = open_therapy(request, therapy_id)
    versions = list(whole(EndingPlan.objects.filter(therapy=therapy)).order_by("-number"))
    after = former(therapy, request.now.date())
    letters = list(therapy.outreach.select_related("participant__card__key"))
    rows = therapy.approaches.select_related("weighing").order_by("-asked_on")
    asked = list(rows) if is_own else []  # whoever supervises sees decisions, not what was asked
    closing = getattr(therapy, "closing", None)
    for row in [*letters, *asked, *([closing] if closing else [])]:
        row.therapy = therapy
    context = {
        "therapy": therapy,
        "is_own": is_own,
        "draft": EndingDraft.objects.filter(therapy=therapy).first(),
        "versions": [(v, _state(v)) for v in versions],
        "waits": any(not is_withdrawn(v) and not is_in_force(v) for v in versions),
        "former": after,
        "closing": closing,
        "closing_words": closing.text("words") if closing else "",
        "letters": letters,
        "asked": asked,
        "holds": [(h, _reason(h, therapy)) for h in therapy.holds.standing()],
        "back": list(therapy.coming_back.order_by("-asked_at")),
        "kept": [record_words(p, request.now.date()) for p in clients_of(therapy)],
    }
    return render(request, "endings/ending.html", context)


def _reason(hold: Any, therapy: Therapy) -> str:
    hold.therapy = therapy
    return str(hold.text("reason"))


def _state(version: EndingPlan) -> str:
    if is_withdrawn(version):
        return _("taken back")
    if is_in_force(version):
        return _("signed by everybody")
    lacking = sum(getattr(p, "signature", None) is None for p in version.parties.all())
    return ngettext("waits for {n} signature", "waits for {n} signatures", lacking).format(
        n=lacking
    )


@door(Role.THERAPIST)
def plan(request: Request, therapy_id: UUID) -> HttpResponse:
    """Plan an ending, or go on planning it."""
    therapy = own_therapy(request, therapy_id)
    draft = EndingDraft.objects.filter(therapy=therapy).first()
    if draft is not None:
        draft.therapy = therapy
    form = PlanForm(
        request.POST or None,
        today=request.now.date(),
        version=draft.version if draft else "",
        initial=_opened(draft) if draft else _begun(therapy, request),
    )

    def act() -> str:
        given = form.cleaned_data
        plans.keep_draft(
            therapy, form.content(), last_on=given["last_on"], in_order_to=given["in_order_to"],
            by=request.user, now=request.now,
        )  # fmt: skip
        before = draft.text("in_order_to") if draft else ""
        if given["in_order_to"] and given["in_order_to"] != before:
            return _put_to_the_codes(request, therapy, given["in_order_to"])
        return reverse("endings:fix", args=[therapy.pk])

    context = {
        "therapy": therapy,
        "draft": draft,
        "duties": duties(me(request), "no_progress", request.now.date()),
        "up": reverse("endings:ending", args=[therapy.pk]),
    }
    return form.once(request, act) or form.page(request, "endings/plan.html", context)


def _put_to_the_codes(request: Request, therapy: Therapy, what: str) -> str:
    """Begin to weigh what the ending is for, with that already answered."""
    weighing = codes_actions.begin(
        therapy, BEGINS.get(what, "end_to_date"), therapist=me(request), by=request.user,
        now=request.now, participant=next(iter(clients_of(therapy)), None),
    )  # fmt: skip
    if what != "unsure":
        known: dict[str, object] = {"ended_to_begin": True}
        put_known(weighing, known, by=request.user, now=request.now)
    messages.info(
        request,
        _("Before the plan goes on, this is put to the codes. The plan is kept as you left it."),
    )
    return reverse("codes:weighing", args=[weighing.pk])


def _opened(draft: EndingDraft) -> dict[str, Any]:
    return {
        **draft.opened(),
        "last_on": draft.last_on,
        "in_order_to": draft.text("in_order_to"),
    }


def _begun(therapy: Therapy, request: Request) -> dict[str, Any]:
    """Begin with the last version, or with what the frame and the goals say."""
    last = EndingPlan.objects.standing().filter(therapy=therapy).first()
    if last is not None:
        last.therapy = therapy
        return {**last.opened(), "last_on": last.last_on}
    return {
        "notice": _notice(therapy),
        "reached": _reached(therapy),
        "records": "\n".join(record_words(p, request.now.date()) for p in clients_of(therapy)[:1]),
    }


def _notice(therapy: Therapy) -> str:
    agreed = newest_in_force([therapy]).get(therapy.pk)
    if agreed is None:
        return ""
    terms = agreed.as_terms()
    if terms.ending is None:
        return ""
    said = frame.document(terms, in_zone(therapy.tz))
    return "\n".join(s for part in said if part.term == "ending" for s in part.sentences)


def _reached(therapy: Therapy) -> str:
    rows = Goal.objects.filter(therapy=therapy, participant=None) | Goal.objects.filter(
        therapy=therapy, participant__in=_only_client(therapy)
    )
    said = []
    for aim in aims_of(rows.order_by("written_at"), therapy, name_others=False):
        far = aim.latest
        how = _("{n} of 10").format(n=far) if far is not None else _("not said how far")
        said.append(f"{aim.words} ({aim.goal.get_state_display()}, {how})")
    return "\n".join(said)


def _only_client(therapy: Therapy) -> list[Any]:
    """What one person works for stays out of a text that others read."""
    clients = clients_of(therapy)
    return clients if len(clients) == 1 else []


@door(Role.THERAPIST)
def fix(request: Request, therapy_id: UUID) -> HttpResponse:
    """Read the plan as it would be signed, say who signs, and fix the text."""
    empty = FixForm(request.POST or None, signers=(), rules=(), gaps=False)
    if (before := empty.again(request)) is not None:
        return before
    draft = own_draft(request, therapy_id)
    rules = rules_for(Practice.get().country)
    asked = next((r for r in rules if r.id == request.POST.get("rule")), rules[0])
    found = signers(draft.therapy, asked, request.now.date())
    form = FixForm(
        request.POST or None, signers=found, rules=rules, gaps=False, version=draft.version
    )

    def act() -> str:
        decided = signers(
            draft.therapy, asked, request.now.date(),
            mature=form.ticked("mature"), not_alone=form.ticked("not_alone"),
        )  # fmt: skip
        _can_be_signed(decided)
        made = plans.fix(draft, parties(decided), by=request.user, now=request.now)
        return reverse("endings:version", args=[made.pk])

    context = {
        "therapy": draft.therapy,
        "draft": draft,
        "blocks": blocks(_text(draft)),
        "signers": [(s, because(s.signing), signs_as(s.signing)) for s in found],
        "up": reverse("endings:plan", args=[therapy_id]),
    }
    return form.once(request, act) or form.page(request, "endings/fix.html", context)


def _text(draft: EndingDraft) -> str:
    return text_of(draft.opened(), draft.last_on)


def _can_be_signed(found: tuple[Signer, ...]) -> None:
    if not found:
        raise ValidationError(_("This therapy has no client who could sign."))
    for signer in found:
        if signer.nobody_with_authority:
            raise ValidationError(
                _("%(name)s does not sign alone, and nobody with authority is in this therapy.")
                % {"name": signer.name}
            )


@door(Role.THERAPIST)
def discard(request: Request, therapy_id: UUID) -> HttpResponse:
    """Do away with a plan that nobody signed."""
    form = SureForm(request.POST or None)
    if (before := form.again(request)) is not None:
        return before
    draft = own_draft(request, therapy_id)

    def act() -> str:
        plans.discard_draft(draft, by=request.user, now=request.now)
        return reverse("endings:ending", args=[therapy_id])

    context = {
        "title": _("Discard the plan?"),
        "says": _("Nobody has signed it. It cannot be brought back."),
        "go": _("Discard it"),
        "up": reverse("endings:plan", args=[therapy_id]),
    }
    return form.once(request, act) or form.page(request, "endings/sure.html", context)


@door(Role.THERAPIST, Role.SUPERVISOR)
def version(request: Request, plan_id: UUID) -> HttpResponse:
    """Show one version as it was fixed, and who signed."""
    found = plan_to_read(request, plan_id)
    therapy, is_own = open_therapy(request, found.therapy_id)
    waiting = [p for p in found.parties.all() if getattr(p, "signature", None) is None]
    context = {
        "therapy": therapy,
        "is_own": is_own,
        "version": found,
        "state": _state(found),
        "is_in_force": is_in_force(found),
        "is_withdrawn": is_withdrawn(found),
        "blocks": blocks(found.text("shown")),
        "signatories": signatories(found),
        "may_sign": not is_withdrawn(found)
        and any(p.therapist and p.therapist.user_id == request.user.pk for p in waiting),
        "up": reverse("endings:ending", args=[therapy.pk]),
    }
    return render(request, "endings/version.html", context)


@door(Role.THERAPIST)
def withdraw(request: Request, plan_id: UUID) -> HttpResponse:
    """Take a version back that not everybody has signed; it becomes the draft."""
    found = own_plan(request, plan_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        plans.withdraw(found, by=request.user, now=request.now)
        return reverse("endings:plan", args=[found.therapy_id])

    context = {
        "title": _("Take this version back?"),
        "says": _("It can then no longer be signed. It becomes the draft again."),
        "go": _("Take it back"),
        "up": reverse("endings:version", args=[found.pk]),
    }
    return form.once(request, act) or form.page(request, "endings/sure.html", context)


@door(Role.THERAPIST)
def close(request: Request, therapy_id: UUID) -> HttpResponse:
    """Record that a therapy has ended."""
    form = CloseForm(request.POST or None, initial={"on": request.now.date(), "how": "planned"})
    therapy = own_therapy(request, therapy_id)

    def act() -> str:
        given = form.cleaned_data
        plans.close(
            therapy, how=given["how"], on=given["on"], words=given["words"], by=request.user,
            now=request.now,
        )  # fmt: skip
        messages.success(request, _("Ended. What you agreed for afterwards stands below."))
        return reverse("endings:ending", args=[therapy.pk])

    later = therapy.sessions.filter(state="planned", planned_on__gt=request.now.date())
    context = {
        "therapy": therapy,
        "later": later.count(),
        "up": reverse("endings:ending", args=[therapy.pk]),
        "day": formats.date_format(request.now.date(), "j F Y"),
    }
    return form.once(request, act) or form.page(request, "endings/close.html", context)
