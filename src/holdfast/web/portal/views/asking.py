"""Asking for the rest of the record, adding words to it, and permitting what speaks of several."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from holdfast.web.accounts.doors import door, fresh
from holdfast.web.accounts.forms.people import SureForm
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.portal import my_copy
from holdfast.web.portal.actions import permitting, requests, statements
from holdfast.web.portal.bodies import Body, bodies
from holdfast.web.portal.copy_files import TYPES, Bundle, make
from holdfast.web.portal.forms.records import AskForm, PermitForm, WordsForm
from holdfast.web.portal.laws import access_law
from holdfast.web.portal.models import Permission, Release, Reviewed, Statement
from holdfast.web.portal.models import Request as RecordRequest
from holdfast.web.portal.views.own import own_place, own_places, own_request
from holdfast.web.portal.views.records import as_file
from holdfast.web.practice.models import Participant
from holdfast.web.practice.seam import CopyPart
from holdfast.web.practice.standing_for import child_of, is_guardian
from holdfast.web.practice.took_part import is_only_client

SIDE = door(Role.CLIENT, Role.GUARDIAN)


def _country(request: Request) -> str:
    return str(getattr(request.practice, "country", ""))  # type: ignore[attr-defined]


@SIDE
def ask(request: Request, participant_id: UUID) -> HttpResponseBase:
    """Ask for what is not in one's own copy."""
    place = own_place(request, participant_id)
    law = access_law(_country(request))
    form = AskForm(request.POST or None)

    def act() -> str:
        row = requests.ask(
            place, form.cleaned_data["words"], country=_country(request), by=request.user,
            now=request.now,
        )  # fmt: skip
        return reverse("portal:asked", args=[row.pk])

    waiting = RecordRequest.objects.filter(participant=place).waiting().first()
    context = {
        "law": law,
        "due": law.due(request.now.date()),
        "waiting": waiting,
        "several": not is_only_client(place),
        "seat": place,
        "guardian_told": my_copy.agreed_for_guardian(place) if place.stands_for_id else "",
        "is_guardian": place.stands_for_id is not None,
        "child": child_of(place),
        "over": place.is_over(request.now.date()),
    }
    return form.once(request, act) or form.page(request, "portal/records/ask.html", context)


@SIDE
def asked(request: Request, request_id: UUID) -> HttpResponseBase:
    """Show how a request stands; once answered, what is handed over and what is not."""
    row = own_request(request, request_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        requests.withdraw(row, by=request.user, now=request.now)
        return reverse("portal:kept")

    overdue = row.answered_at is None and row.due_on < request.now.date()
    context = {
        "row": row,
        "law": access_law(row.place),
        "overdue": overdue,
        "bodies": _bodies(request) if overdue else (),
        "guards": row.participant.stands_for_id is not None,
        **_answer(row),
    }
    return form.once(request, act) or form.page(request, "portal/records/asked.html", context)


def _bodies(request: Request) -> tuple[Body, ...]:
    return bodies(_country(request))


def _answer(row: RecordRequest) -> dict[str, Any]:
    if row.answered_at is None:
        return {}
    items = list(row.items.all())
    for item in items:
        item.request = row
    return {
        "given": sum(item.given for item in items),
        "held": [(i.title, i.get_reason_display(), i.shown) for i in items if not i.given],
    }


@SIDE
@fresh
def fetch(request: Request, request_id: UUID, kind: str) -> HttpResponse:
    """Hand over the answer to a request as a file."""
    row = own_request(request, request_id)
    if row.answered_at is None or kind not in TYPES:
        raise Http404
    content = make(_bundle(request, row), kind)
    requests.fetched(row, by=request.user, now=request.now)
    return as_file(content, f"my-record-2.{kind}", TYPES[kind])


def _bundle(request: Request, row: RecordRequest) -> Bundle:
    items = list(row.items.all())
    for item in items:
        item.request = row
    place = row.participant
    names = my_copy.therapists_of([row.therapy_id]).get(row.therapy_id, ())
    held = [(i.title, _why(i)) for i in items if not i.given]
    private = my_copy.always_left_out()[1]
    practice = str(getattr(request.practice, "name", ""))  # type: ignore[attr-defined]
    at: datetime = row.answered_at or request.now
    place.therapy = row.therapy
    return Bundle(
        [my_copy.Place(place, names, tuple(_parts(items)))], practice, at, [*held, private]
    )


def _parts(items: list[Reviewed]) -> list[CopyPart]:
    found: dict[str, list[Any]] = {}
    titles: dict[str, str] = {}
    for item in items:
        if item.given:
            found.setdefault(item.part, []).append(item.row)
            titles[item.part] = item.title
    return [CopyPart(titles[name], rows, name=name) for name, rows in found.items()]


def _why(item: Reviewed) -> str:
    why = str(item.get_reason_display())
    words = item.shown
    return f"{why[:1].upper()}{why[1:]}. {words}".strip()


# My own words ---------------------------------------------------------------------------------


@SIDE
def add_words(request: Request, participant_id: UUID) -> HttpResponseBase:
    """Ask for a correction, or add one's own words to the record."""
    place = own_place(request, participant_id)
    form = WordsForm(request.POST or None)

    def act() -> str:
        given = form.cleaned_data
        statements.state(
            place, given["words"], kind=given["kind"], by=request.user, now=request.now
        )
        return f"{reverse('portal:my_words')}?said=yes"

    over = place.is_over(request.now.date())
    context = {"over": over, "guards": place.stands_for_id is not None}
    return form.once(request, act) or form.page(request, "portal/records/add_words.html", context)


@SIDE
def my_words(request: Request) -> HttpResponse:
    """Show everything this person added to the record, and what was answered."""
    rows = Statement.objects.of_account(request.user, request.now).whole().order_by("-at")
    found = [(row, answer_of(row)) for row in rows]
    places, day = list(own_places(request)), request.now.date()
    over = all(p.is_over(day) for p in places)
    context = {"rows": found, "places": places, "over": over, "guards": is_guardian(places)}
    return render(request, "portal/records/my_words.html", context)


def answer_of(row: Statement) -> Any:
    """Return the answer to a statement, None while there is none."""
    answer = getattr(row, "answer", None)
    if answer is not None:
        answer.statement = row  # whose key is loaded already
    return answer


# What speaks of several -----------------------------------------------------------------------


@SIDE
def shared(request: Request, participant_id: UUID) -> HttpResponseBase:
    """Ask the others to permit what speaks of all, or take that back."""
    place = own_place(request, participant_id)
    if is_only_client(place):
        raise Http404
    release = Release.objects.filter(participant=place, ended_at=None).first()
    form = SureForm(request.POST or None)

    def act() -> str:
        if release is None:
            permitting.ask(place, by=request.user, now=request.now)
        else:
            permitting.end(release, by=request.user, now=request.now)
        return reverse("portal:shared_part", args=[place.pk])

    context = {
        "release": release,
        "permitted": release is not None and permitting.is_permitted(place, request.now),
        "seat": place,
    }
    return form.once(request, act) or form.page(request, "portal/records/shared.html", context)


@SIDE
def permit(request: Request, release_id: UUID) -> HttpResponseBase:
    """Say yes or no when another asks for what speaks of several."""
    release, place = _asked_of_me(request, release_id)
    form = PermitForm(request.POST or None)

    def act() -> str:
        permitting.permit(
            release, place, permits=form.cleaned_data["answer"] == "yes",
            how=Permission.How.SIGN_IN, by=request.user, now=request.now,
        )  # fmt: skip
        return reverse("portal:permit", args=[release.pk])

    said = permitting.answers_to(release).get(place.pk)
    over = permitting.recorded_over([place], release)
    context = {"said": said, "over": bool(over), "kind": place.therapy.kind}
    return form.once(request, act) or form.page(request, "portal/records/permit.html", context)


def _asked_of_me(request: Request, release_id: UUID) -> tuple[Release, Participant]:
    there = own_places(request).values("therapy")
    rows = Release.objects.filter(ended_at=None, participant__therapy__in=there)
    release = get_object_or_404(rows.select_related("participant__therapy__key"), pk=release_id)
    whose = {p.pk for p in permitting.who_permits(release, request.now)}
    mine = [p for p in own_places(request) if p.pk in whose and p.pk != release.participant_id]
    if not mine:
        raise Http404
    return release, mine[0]
