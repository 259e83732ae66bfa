"""The therapist's side: answering a request item by item, and answering a client's words."""

import hashlib
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.portal import my_copy
from holdfast.web.portal.actions import permitting, requests, statements
from holdfast.web.portal.forms.records import AnswerForm, PaperPermitForm, ReviewForm, items_of
from holdfast.web.portal.laws import access_law
from holdfast.web.portal.models import Permission, Release, Statement
from holdfast.web.portal.models import Request as RecordRequest
from holdfast.web.portal.views.asking import answer_of
from holdfast.web.practice.models import Participant, Therapy

THERAPIST = door(Role.THERAPIST)


@THERAPIST
def review(request: Request, request_id: UUID) -> HttpResponseBase:
    """Look at each item that a client asked for, and answer."""
    rows = RecordRequest.objects.own_of(request.user, request.now).whole()
    row = get_object_or_404(
        rows.select_related("participant__stands_for__card__key"), pk=request_id
    )
    place = row.participant
    place.therapy = row.therapy
    if row.answered_at or row.withdrawn_at:
        return render(request, "portal/records/reviewed.html", {"row": row, **_done(row)})
    parts = my_copy.the_rest(place, request.user)
    items = items_of(parts, permitting.is_permitted(place, request.now))
    form = ReviewForm(request.POST or None, items=items, version=_version(items))

    def act() -> str:
        requests.review(row, form.verdicts(), by=request.user, now=request.now)
        return reverse("portal:review", args=[row.pk])

    context = {
        "row": row, "law": access_law(row.place), "overdue": row.due_on < request.now.date(),
        "rows": list(form.rows()), "left_out": [each for p in parts for each in p.left_out],
        "guardian_told": my_copy.agreed_for_guardian(place) if place.stands_for_id else "",
    }  # fmt: skip
    return form.once(request, act) or form.page(request, "portal/records/review.html", context)


def _version(items: list[Any]) -> str:
    """Names every item, so that one written meanwhile is looked at before the answer goes out."""
    return hashlib.sha256("".join(item.name for item in items).encode()).hexdigest()[:32]


def _done(row: RecordRequest) -> dict[str, Any]:
    items = list(row.items.all())
    for item in items:
        item.request = row
    return {"items": items}


@THERAPIST
def answer_words(request: Request, statement_id: UUID) -> HttpResponseBase:
    """Read what a client wrote about the record, and answer once."""
    rows = Statement.objects.own_of(request.user, request.now).whole()
    row = get_object_or_404(rows, pk=statement_id)
    form = AnswerForm(request.POST or None)

    def act() -> str:
        given = form.cleaned_data
        statements.answer(
            row, given["words"], outcome=given["outcome"], by=request.user, now=request.now
        )
        return reverse("portal:answer_words", args=[row.pk])

    context = {"row": row, "answer": answer_of(row)}
    return form.once(request, act) or form.page(request, "portal/records/answer.html", context)


@THERAPIST
def permissions(request: Request, release_id: UUID) -> HttpResponse:
    """Show the therapist who has permitted what speaks of several, and who was not asked yet."""
    release = _own_release(request, release_id)
    said = permitting.answers_to(release)
    people = [(p, said.get(p.pk)) for p in permitting.who_permits(release, request.now)]
    context = {"release": release, "people": people, "therapy": release.participant.therapy}
    return render(request, "portal/records/permissions.html", context)


@THERAPIST
def permitted_on_paper(
    request: Request, release_id: UUID, participant_id: UUID
) -> HttpResponseBase:
    """Record a permission, or a no, that somebody gave on paper."""
    release = _own_release(request, release_id)
    rows = Participant.objects.filter(therapy=release.participant.therapy_id).with_cards()
    person = get_object_or_404(rows, pk=participant_id)
    own = permitting.own_answer(release, person)
    form = PaperPermitForm(request.POST or None, own=own, who=person.card.shown_name)

    def act() -> str:
        permitting.permit(
            release, person, permits=form.cleaned_data["answer"] == "yes",
            how=Permission.How.PAPER, by=request.user, now=request.now,
        )  # fmt: skip
        return reverse("portal:permissions", args=[release.pk])

    context = {"person": person, "release": release, "own": own}
    return form.once(request, act) or form.page(request, "portal/records/on_paper.html", context)


def _own_release(request: Request, release_id: UUID) -> Release:
    own = Therapy.objects.own_of(request.user, request.now)
    rows = Release.objects.filter(participant__therapy__in=own, ended_at=None)
    return get_object_or_404(
        rows.select_related("participant__therapy__key", "participant__card__key"), pk=release_id
    )
