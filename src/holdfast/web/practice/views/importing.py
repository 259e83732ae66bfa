"""Importing a list: the file, its columns, who is who, a look through, and carrying it out."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.actions import imports
from holdfast.web.practice.forms.importing import (
    CarryOutForm,
    ColumnsForm,
    PeopleForm,
    UploadForm,
    WatchForm,
)
from holdfast.web.practice.importing.caseload import caseload_of, therapists_shown
from holdfast.web.practice.importing.choices import Choices
from holdfast.web.practice.importing.fields import lacking
from holdfast.web.practice.importing.planning import Line, Plan
from holdfast.web.practice.importing.questions import Question, who_is_who, whose
from holdfast.web.practice.importing.reading import Table
from holdfast.web.practice.models import Import, Therapist, Therapy
from holdfast.web.practice.models.therapies import Therapies

A_PAGE = 100
FORGET_AFTER = 20  # of earlier imports so many are listed
OUTCOMES = ("wrong", "ask", "out", "there", "make")


def _own(request: Request, import_id: UUID) -> Import:
    rows = Import.objects.of(request.user).select_related("key", "user__key", "therapist")
    return get_object_or_404(rows, pk=import_id)


def _open(request: Request, import_id: UUID) -> Import:
    """Return an import that is still to be decided about."""
    imported = _own(request, import_id)
    if imported.state != Import.State.OPEN:
        raise Http404
    return imported


@door(Role.THERAPIST, Role.LEAD)
def begin(request: Request) -> HttpResponse:
    """Choose a file; list earlier imports."""
    therapist = Therapist.objects.filter(user=request.user).first()
    may_own = therapist is not None and request.user.has(Role.THERAPIST)
    may_practice = request.user.has(Role.LEAD)
    if not (may_own or may_practice):
        raise Http404
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        may_own=may_own,
        may_practice=may_practice,
    )

    def act() -> str:
        sent = form.cleaned_data["file"]
        imported = imports.begin_import(
            content=sent.read(),
            name=sent.name or "",
            kind=form.cleaned_data["kind"],
            user=request.user,
            therapist=therapist if form.is_own() else None,
            now=request.now,
        )
        page = "columns" if imported.state == Import.State.OPEN else "one"
        return reverse(f"practice:import_{page}", args=[imported.pk])

    earlier = Import.objects.of(request.user).select_related("key").order_by("-begun_at")
    context = {
        "earlier": [(row, row.text("name")) for row in earlier[:FORGET_AFTER]],
        "only_practice": not may_own,
        "unwatched": may_own and _unwatched(request).exists(),
    }
    return form.once(request, act) or form.page(request, "practice/import.html", context)


@door(Role.THERAPIST, Role.LEAD)
def one(request: Request, import_id: UUID) -> HttpResponse:
    """Show how far an import is: being read, refused, to be looked through, carried out.

    A page that waits asks again by htmx, and is told to load anew once there is something to see.
    """
    imported = _own(request, import_id)
    if request.headers.get("HX-Request"):
        waits = imported.state in {Import.State.READING, Import.State.CARRYING}
        return HttpResponse(status=204, headers={} if waits else {"HX-Refresh": "true"})
    context: dict[str, Any] = {"imported": imported, "name": imported.text("name")}
    if imported.state == Import.State.OPEN:
        return _look_through(request, imported, context)
    if imported.state == Import.State.DONE:
        lines = [Line(*row) for row in json.loads(imported.text("report") or "[]")]
        context |= _report(request, lines, done=True)
        context["unwatched"] = not imported.by_column and _unwatched(request).exists()
        return render(request, "practice/import_done.html", context)
    if imported.state == Import.State.REFUSED:
        context |= {"problem": imported.text("problem"), "form": CarryOutForm()}
        return render(request, "practice/import_refused.html", context)
    context["form"] = CarryOutForm()
    return render(request, "practice/import_waiting.html", context)


def _look_through(request: Request, imported: Import, context: dict[str, Any]) -> HttpResponse:
    """Show what would be done, row by row. Nothing is done yet."""
    table, choices = imports.table_of(imported), imports.choices_of(imported)
    if lacking(imported.kind, choices.columns, imported.by_column):
        return redirect("practice:import_columns", imported.pk)
    plan = imports.plan_import(imported, request.now, table)
    context |= _report(request, list(plan.lines))
    context |= {
        "plan": _counts(plan),
        "form": CarryOutForm(version=imported.version),
        "questions": len(_questions(request, imported, table, choices)[0]),
        "same_file": imports.same_file_before(imported),
    }
    return render(request, "practice/import_check.html", context)


def _counts(plan: Plan) -> dict[str, int]:
    opened = {step.target for step in plan.steps} & set(plan.opens)
    return {"steps": plan.count("make"), "opens": len(opened), "asks": plan.count("ask")}


def _report(request: Request, lines: list[Line], done: bool = False) -> dict[str, Any]:
    """Lay out the lines: those of one outcome, so many a page."""
    names = {
        "make": _("taken over") if done else _("to be made"),
        "there": _("there already"),
        "out": _("left out"),
        "wrong": _("cannot be read"),
        "ask": _("wait for an answer"),
    }
    counts = [(key, names[key], sum(x.outcome == key for x in lines)) for key in OUTCOMES]
    shown = request.GET.get("show", "")
    chosen = [x for x in lines if shown not in OUTCOMES or x.outcome == shown]
    return {
        "counts": [entry for entry in counts if entry[2]],
        "shown": shown if shown in OUTCOMES else "",
        "page": Paginator(chosen, A_PAGE).get_page(request.GET.get("page")),
    }


@door(Role.THERAPIST, Role.LEAD)
def columns(request: Request, import_id: UUID) -> HttpResponse:
    """Say what each column holds, and how dates and times are meant."""
    imported = _open(request, import_id)
    table, choices = imports.table_of(imported), imports.choices_of(imported)
    form = ColumnsForm(
        request.POST or None,
        table=table,
        kind=imported.kind,
        choices=choices,
        by_column=imported.by_column,
        version=imported.version,
    )

    def act() -> str:
        chosen = form.chosen()
        imports.decide(imported, chosen)
        who, therapists = _questions(request, imported, table, chosen)
        page = "people" if who or therapists else "one"
        return reverse(f"practice:import_{page}", args=[imported.pk])

    context = {"imported": imported, "table": table, "rows": len(table.rows)}
    return form.once(request, act) or form.page(request, "practice/import_columns.html", context)


def _questions(
    request: Request, imported: Import, table: Table, choices: Choices
) -> tuple[list[Question], list[Question]]:
    caseload = caseload_of(imported, request.now)
    names = therapists_shown(request.now.date()) if imported.by_column else {}
    return (
        who_is_who(table, choices, caseload, imported.kind),
        whose(table, choices, names) if imported.by_column else [],
    )


@door(Role.THERAPIST, Role.LEAD)
def people(request: Request, import_id: UUID) -> HttpResponse:
    """Say who is meant by each name."""
    imported = _open(request, import_id)
    table, choices = imports.table_of(imported), imports.choices_of(imported)
    who, therapists = _questions(request, imported, table, choices)
    form = PeopleForm(request.POST or None, who=who, whose=therapists, version=imported.version)

    def act() -> str:
        imports.decide(
            imported,
            choices.decided(who=form.answers("who"), therapists=form.answers("whose")),
        )
        return reverse("practice:import_one", args=[imported.pk])

    return form.once(request, act) or form.page(
        request, "practice/import_people.html", {"imported": imported}
    )


@door(Role.THERAPIST, Role.LEAD)
def carry_out(request: Request, import_id: UUID) -> HttpResponse:
    """Carry an import out: all of it, or nothing."""
    imported = _own(request, import_id)
    form = CarryOutForm(request.POST or None, version=imported.version)

    def act() -> str:
        imports.ask_to_carry_out(imported, now=request.now)
        return reverse("practice:import_one", args=[imported.pk])

    return form.once(request, act) or redirect("practice:import_one", imported.pk)


@door(Role.THERAPIST, Role.LEAD)
def drop(request: Request, import_id: UUID) -> HttpResponse:
    """Do away with an import and its file."""
    form = CarryOutForm(request.POST or None)
    if (before := form.again(request)) is not None:
        return before
    imported = _own(request, import_id)

    def act() -> str:
        imports.drop_import(imported, now=request.now)
        messages.success(request, _("The file is gone. Nothing was imported."))
        return reverse("practice:import")

    return form.once(request, act) or redirect("practice:import_one", imported.pk)


def _unwatched(request: Request) -> Therapies:
    """Those of one's own therapies that came by an import and are not watched yet."""
    own = Therapy.objects.own_of(request.user, request.now)
    return own.filter(watched_from=None).exclude(state=Therapy.State.ENDED)


@door(Role.THERAPIST)
def watch(request: Request) -> HttpResponse:
    """Say from when imported therapies are looked at."""
    get_object_or_404(Therapist, user=request.user)
    waiting = sorted(_unwatched(request).with_keys(), key=lambda t: t.shown_title.casefold())
    form = WatchForm(request.POST or None, therapies=waiting, today=request.now.date())

    def act() -> str:
        chosen = [t for t in waiting if str(t.pk) in form.cleaned_data["therapies"]]
        imports.watch_from(chosen, form.cleaned_data["since"], by=request.user, now=request.now)
        done = ngettext("%d therapy is watched.", "%d therapies are watched.", len(chosen))
        messages.success(request, done % len(chosen))
        return reverse("practice:import")

    return form.once(request, act) or form.page(
        request, "practice/import_watch.html", {"waiting": waiting}
    )
