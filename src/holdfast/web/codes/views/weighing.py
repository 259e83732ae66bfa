"""Finding the situation, and answering one question after the other."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.codes import SituationKind, Unclear, groups, search, shipped
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.codes import actions
from holdfast.web.codes.asking import advice_on
from holdfast.web.codes.forms.answering import AnswerForm, PrivateAnswerForm
from holdfast.web.codes.forms.choosing import ApartForm, ChooseForm, SeekForm, SureForm, is_apart
from holdfast.web.codes.kept import InVault, begun_in_vault, listed
from holdfast.web.codes.models import Decision, Weighing
from holdfast.web.codes.shown import answered
from holdfast.web.codes.state import Weighed
from holdfast.web.practice.models import Therapist, Therapy
from holdfast.web.vault.keys import key_of, lead, vault_of
from holdfast.web.vault.models import Vault

from .fetching import may_lead, own_therapy, own_weighing

FOUND_AT_MOST = 8


@door(Role.THERAPIST)
def weigh(request: Request, therapy_id: UUID) -> HttpResponseBase:
    """Find the situation to weigh, by typing or browsing."""
    therapy = own_therapy(request, therapy_id)
    seek = SeekForm(request.POST if "sought" in request.POST else None)
    chosen = request.POST if "situation" in request.POST else None
    clients = list(therapy.participants.clients().with_cards().order_by("since", "id"))
    form = ChooseForm(chosen, people=clients)

    def act() -> str:
        return reverse("codes:weighing", args=[_begin(request, therapy, form)])

    if form.is_bound and form.is_valid() and form.is_private and vault_of(request) is None:
        return lead(request)
    if answer := form.once(request, act):
        return answer
    return form.page(request, "codes/weigh.html", _to_choose(request, therapy, seek))


def _begin(request: Request, therapy: Therapy, form: ChooseForm) -> UUID:
    situation, participant = form.cleaned_data["situation"], form.participant
    if form.is_private:
        vault = get_object_or_404(Vault, user=request.user)
        return actions.begin_in_vault(
            vault, therapy, situation, now=request.now, participant=participant
        )
    therapist = Therapist.objects.get(user=request.user)
    weighing = actions.begin(
        therapy, situation, therapist=therapist, by=request.user, now=request.now,
        participant=participant,
    )  # fmt: skip
    return weighing.pk


@door(Role.THERAPIST)
def weigh_apart(request: Request) -> HttpResponseBase:
    """Weigh something of one's private life: a friend who wants advice, a client of long ago.

    It belongs to no therapy and opens for its author alone.
    """
    therapist = get_object_or_404(Therapist, user=request.user)
    seek = SeekForm(request.POST if "sought" in request.POST else None)
    form = ApartForm(request.POST if "situation" in request.POST else None)

    def act() -> str:
        weighing = actions.begin(
            None,
            form.cleaned_data["situation"],
            therapist=therapist,
            by=request.user,
            now=request.now,
        )
        return reverse("codes:weighing", args=[weighing.pk])

    if answer := form.once(request, act):
        return answer
    sought = seek.cleaned_data["sought"] if seek.is_bound and seek.is_valid() else ""
    context = {"sought": sought, **_apart(sought)}
    return form.page(request, "codes/weigh_apart.html", context)


def _apart(sought: str) -> dict[str, Any]:
    """Return the situations that may stand outside a therapy, one's private life first."""
    fitting = search(shipped(), sought) if sought else ()
    titled = [(t, [k for k in kinds if is_apart(k)]) for t, kinds in groups(shipped()).items()]
    return {
        "found": [kind for kind in fitting if is_apart(kind)][:FOUND_AT_MOST],
        "groups": sorted((g for g in titled if g[1]), key=lambda g: not _is_own_life(g[1])),
    }


def _is_own_life(kinds: Sequence[SituationKind]) -> bool:
    return any(kind.id == "friend_wants_advice" for kind in kinds)


def _to_choose(request: Request, therapy: Therapy, seek: SeekForm) -> dict[str, Any]:
    sought = seek.cleaned_data["sought"] if seek.is_bound and seek.is_valid() else ""
    begun = Weighing.objects.filter(therapy=therapy, therapist__user=request.user)
    return {
        "therapy": therapy,
        "sought": sought,
        "found": search(shipped(), sought)[:FOUND_AT_MOST] if sought else (),
        "groups": list(groups(shipped()).items()),
        "begun": [named(row, therapy) for row in begun.order_by("-changed_at")],
        "begun_in_vault": begun_in_vault(listed(key_of(request)), {str(therapy.pk): ""}),
        "vault_open": key_of(request) is not None,
    }


def named(row: Weighing, therapy: Therapy) -> tuple[Weighing, SituationKind]:
    """Return a weighing beside the situation it is about."""
    row.therapy = therapy
    return row, shipped().situation(row.weighed().situation)


@door(Role.THERAPIST)
@may_lead
def weighing(request: Request, weighing_id: UUID) -> HttpResponseBase:
    """Go on where it was left: the next question, or what comes after them."""
    row = own_weighing(request, weighing_id)
    weighed = row.weighed()
    try:
        advice = advice_on(row, weighed, request.now.date())
    except Unclear as error:
        context = {**about(row, weighed), "says": error.says, "so_far": so_far(weighed)}
        return render(request, "codes/contradicted.html", context)
    if advice.next_after(weighed.unknown):
        return redirect("codes:question", row.pk, len(weighed.asked) + 1)
    if not weighed.thoughts:
        return redirect("codes:thoughts", row.pk)
    return redirect("codes:check" if weighed.is_planned else "codes:plan", row.pk)


@door(Role.THERAPIST)
@may_lead
def question(request: Request, weighing_id: UUID, number: int) -> HttpResponseBase:
    """Ask one question: the next, or one that was answered before."""
    row = own_weighing(request, weighing_id)
    weighed = row.weighed()
    fact_id = _asked(row, weighed, number, request)
    if fact_id is None:
        return redirect("codes:weighing", row.pk)
    fact = shipped().facts[fact_id]
    form = (PrivateAnswerForm if isinstance(row, InVault) else AnswerForm)(
        request.POST or None,
        fact=fact,
        given=weighed.answers.get(fact_id),
        known=fact_id not in weighed.unknown,
    )
    if form.is_bound and (before := form.again(request)):
        return before
    if request.method == "POST" and request.POST.get("fact_id") != fact_id:
        return redirect("codes:weighing", row.pk)  # sent from a page that is out of date

    def act() -> str:
        after = _after(form, weighed, request)
        try:
            advice_on(row, after, request.now.date())
        except Unclear as error:
            raise ValidationError(list(error.says)) from None
        actions.keep(row, after, by=request.user, now=request.now)
        done = after.is_planned and number <= len(weighed.asked)
        return reverse("codes:check" if done else "codes:weighing", args=[row.pk])

    context = {**about(row, weighed), "fact": fact, "number": number, "so_far": so_far(weighed)}
    return form.once(request, act) or form.page(request, "codes/question.html", context)


def _asked(row: Weighing | InVault, weighed: Weighed, number: int, request: Request) -> str | None:
    """Return the fact that a question of a number is about; None if no question is left."""
    if 0 < number <= len(weighed.asked):
        return weighed.asked[number - 1]
    if number != len(weighed.asked) + 1:
        raise Http404
    try:
        return advice_on(row, weighed, request.now.date()).next_after(weighed.unknown)
    except Unclear:  # the page of the weighing tells of it
        return None


def _after(form: AnswerForm, weighed: Weighed, request: Request) -> Weighed:
    if form.says_unknown:
        return weighed.without_answer(form.fact.id)
    given = form.given(request.user.shown_name, request.now.date())
    return weighed.with_answer(form.fact.id, given)


def about(row: Weighing | InVault, weighed: Weighed) -> dict[str, Any]:
    """What every page of a weighing says on top."""
    card = row.participant.card if row.participant else None
    return {
        "weighing": row,
        "therapy": row.therapy,
        "kind": shipped().situation(weighed.situation),
        "who": card.shown_name if card else row.with_whom,
        "up": where(row),
        "in_vault": isinstance(row, InVault),
    }


def where(row: Weighing | InVault | Decision) -> str:
    """Return the page one comes from: the relationship, or the list where there is none."""
    if row.therapy is None:
        return reverse("codes:decisions")
    return reverse("home:relationship", args=[row.therapy.pk])


def so_far(weighed: Weighed) -> list[dict[str, Any]]:
    """Return the questions dealt with, with what was answered."""
    facts, told = shipped().facts, []
    for number, fact in enumerate(weighed.asked, start=1):
        given = weighed.answers.get(fact)
        said = answered(facts[fact], given) if given else {"question": facts[fact].question}
        told.append({**said, "number": number})
    return told


@door(Role.THERAPIST)
@may_lead
def discard(request: Request, weighing_id: UUID) -> HttpResponseBase:
    """Throw away a weighing."""
    form = SureForm(request.POST or None)
    if form.is_bound and (before := form.again(request)):
        return before
    row = own_weighing(request, weighing_id)

    def act() -> str:
        # An address that names the therapy would stay with the sent form.
        address = reverse("codes:decisions") if isinstance(row, InVault) else where(row)
        actions.discard(row, by=request.user, now=request.now)
        messages.success(request, _("Thrown away. Nothing of it is left."))
        return address

    context = {**about(row, row.weighed()), "up": reverse("codes:weighing", args=[row.pk])}
    return form.once(request, act) or form.page(request, "codes/discard.html", context)
