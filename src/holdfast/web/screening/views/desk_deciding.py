"""Deciding at the desk: whether two are one person, what is done, and reviews of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.models import Therapist
from holdfast.web.practice.models.staff import in_force
from holdfast.web.screening.actions import again
from holdfast.web.screening.actions import desk as actions
from holdfast.web.screening.actions.ties import answer
from holdfast.web.screening.desk_codes import card_label, labels
from holdfast.web.screening.desk_findings import agreement, in_one_line, said_by_codes
from holdfast.web.screening.desk_sight import due_on, sight_of
from holdfast.web.screening.forms.desk import AnswerForm, OutcomeForm, ReviewForm
from holdfast.web.screening.models import Enquiry, Node, Outcome
from holdfast.web.screening.views.desk import card_at_the_desk, identity_of


@door(Role.DESK)
def pair(request: Request, pair_id: int) -> HttpResponseBase:
    """Ask whether two may be one person: what agrees, and who they are while that is open."""
    sight = sight_of(request.user, request.now)
    row = get_object_or_404(sight.pairs(), pk=pair_id)
    form = AnswerForm(request.POST or None)

    def act() -> str:
        answer(row, form.cleaned_data["answer"], by=request.user, now=request.now)
        again.forget_looks([row.one, row.other])
        messages.success(request, _("Kept. It is not asked again."))
        return reverse("screening:desk")

    if given := form.once(request, act):
        return given
    both = Node.objects.filter(pk__in=[row.one_id, row.other_id])
    names = labels([row.one_id, row.other_id])
    context = {
        "row": row,
        "people": [
            {
                "label": names[node.pk],
                "card": node.card_id,
                "identity": identity_of(node.card, request) if node.card else None,
            }
            for node in both.select_related("card__key").order_by("pk")
        ],
        "agree": agreement([(row.one_id, row.other_id)], request.now).get(
            (row.one_id, row.other_id), ()
        ),
    }
    return form.page(request, "screening/desk_pair.html", context)


@door(Role.DESK)
def decide(request: Request, card_id: UUID) -> HttpResponseBase:
    """Write down what is done about a person. Once written it never changes, and this leads there.

    A form that was sent all the same is answered in words, with what was typed still in it.
    """
    sight = sight_of(request.user, request.now)
    card = card_at_the_desk(sight, card_id)
    decided = sight.outcomes().filter(about=card.pk).first()
    if decided is not None and request.method != "POST":
        return redirect("screening:outcome", decided.pk)
    findings = [row for row in sight.findings() if row.card_id == card.pk]
    enquiry = Enquiry.objects.filter(card=card).first()
    there = Therapist.objects.filter(in_force(request.now.date()), user__is_active=True)
    therapists = sorted(there.select_related("user__key"), key=lambda t: t.shown_name)
    form = OutcomeForm(
        request.POST or None,
        today=request.now.date(),
        therapists=therapists if _is_open(enquiry) else (),
        found=in_one_line(therapists, findings, request.user),
    )

    def act() -> str:
        found = form.cleaned_data
        row = actions.decide(
            card, kind=found["kind"], content=form.content(), review_on=found["review_on"],
            findings=findings, offered=form.chosen(), shared=found["shared"], by=request.user,
            now=request.now,
        )  # fmt: skip
        return reverse("screening:outcome", args=[row.pk])

    context = {"card": card, "label": card_label(card), "decided": decided}
    return form.once(request, act) or form.page(request, "screening/desk_decide.html", context)


def _is_open(enquiry: Enquiry | None) -> bool:
    return enquiry is not None and enquiry.state in (
        Enquiry.State.WAITS, Enquiry.State.ANSWERED,
    )  # fmt: skip


@door(Role.DESK)
def outcomes(request: Request) -> HttpResponse:
    """List what was decided, with the next review."""
    rows = sight_of(request.user, request.now).outcomes()
    context = {"rows": [(row, due_on(row)) for row in rows], "today": request.now.date()}
    return render(request, "screening/desk_outcomes.html", context)


def _outcome(request: Request, outcome_id: UUID) -> Outcome:
    rows = sight_of(request.user, request.now).outcomes()
    return get_object_or_404(rows, pk=outcome_id)


@door(Role.DESK)
def outcome(request: Request, outcome_id: UUID) -> HttpResponse:
    """Show what was decided, with the receipts of the codes and the reviews since."""
    row = _outcome(request, outcome_id)
    actions.note("outcome read", by=request.user, now=request.now, subject=row)
    content = row.opened()
    reviews = list(row.reviews.all())
    for each in reviews:
        each.outcome = row  # whose key is loaded already
    offered = Therapist.objects.filter(pk__in=content["offered"]).select_related("user__key")
    context = {
        "row": row,
        "content": content,
        "offered": sorted(t.shown_name for t in offered),
        "codes": [said for receipt in content["receipts"] for said in said_by_codes(receipt)],
        "reviews": [(each, each.text("words")) for each in reviews],
        "due": due_on(row),
        "is_due": (on := due_on(row)) is not None and on <= request.now.date(),
    }
    return render(request, "screening/desk_outcome.html", context)


@door(Role.DESK)
def review(request: Request, outcome_id: UUID) -> HttpResponseBase:
    """Write down what a review found."""
    row = _outcome(request, outcome_id)
    form = ReviewForm(request.POST or None, today=request.now.date())

    def act() -> str:
        found = form.cleaned_data
        actions.review(
            row, words=found["words"], next_on=found["next_on"], by=request.user, now=request.now
        )
        return reverse("screening:outcome", args=[row.pk])

    return form.once(request, act) or form.page(request, "screening/desk_review.html", {"row": row})
