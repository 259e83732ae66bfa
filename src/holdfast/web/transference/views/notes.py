"""Process notes: the list, one note, writing it, changing it, removing it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.forms.people import SureForm
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.transference import actions, opening, whose
from holdfast.web.transference.forms.notes import NoteForm
from holdfast.web.transference.kept import Note
from holdfast.web.vault.keys import has_vault, key_of, open_key, opened, vault_of
from holdfast.web.vault.models import Vault

from .fetching import came_from, named, narrowed, pointed_out

A_PAGE = 50
NEW_AT_ONCE = 400  # opening one takes about a millisecond


@door(Role.THERAPIST)
@opened
def notes(request: Request) -> HttpResponse:
    """List one's own notes, the newest first; what it shows comes from the sealed index."""
    therapies, chosen = narrowed(request)
    labels = {str(one.id): one.label for one in therapies}
    listing = opening.note_lines(open_key(request), most=NEW_AT_ONCE)
    lines = listing.lines
    broken = sum(line.about is None for line in lines)
    shown = [
        (line.about["at"], line)
        for line in lines
        if line.about and (chosen is None or line.about["therapy"] == str(chosen.id))
    ]
    page = Paginator(sorted(shown, key=lambda s: s[0], reverse=True), A_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [
        {
            "series": line.series,
            "at": datetime.fromisoformat(at),
            "heading": line.about["heading"],
            "whose": named(labels, line.about["therapy"]),
        }
        for at, line in page.object_list
        if line.about
    ]
    context = {
        "rows": rows, "page": page, "therapies": therapies, "chosen": chosen, "broken": broken,
        "number": len(shown), "waiting": listing.waiting,
    }  # fmt: skip
    return render(request, "transference/notes.html", context)


@door(Role.THERAPIST)
@has_vault
def write(request: Request) -> HttpResponse:
    """Write a note. It is sealed to its author at once; the vault may be shut."""
    choices = whose.choices(request.user, request.now)
    initial = {"about": came_from(request, choices)}
    form = NoteForm(request.POST or None, choices=choices, initial=initial)

    def act() -> str:
        given = form.cleaned_data
        note = Note(request.now, given["about"], given["title"], given["text"])
        entry = actions.keep(_vault(request), note, now=request.now)
        messages.success(request, _("Kept. Only you can open it."))
        if key_of(request) is None:
            return reverse("transference:kept")
        return reverse("transference:note", args=[entry.series])

    context = {"pointed": pointed_out(request.POST.get("text", ""))}
    return form.once(request, act) or form.page(request, "transference/note_write.html", context)


@door(Role.THERAPIST)
@opened
def note(request: Request, series: UUID) -> HttpResponse:
    """Read a note, and what it said before."""
    found = opening.one(open_key(request), series, Note)
    earlier = opening.versions(open_key(request), series, Note)
    labels = whose.names(request.user, request.now)
    context = {
        "found": found, "note": found.what, "earlier": earlier,
        "whose": named(labels, found.what.therapy) if found.what else "",
        "pointed": pointed_out(found.what.text) if found.what else [],
    }  # fmt: skip
    return render(request, "transference/note.html", context)


@door(Role.THERAPIST)
@opened
def change(request: Request, series: UUID) -> HttpResponse:
    """Write its next version; what was there before stays readable."""
    found = opening.one(open_key(request), series, Note)
    if found.what is None:
        raise Http404
    before = found.what
    initial = {"about": before.therapy, "title": before.title, "text": before.text}
    form = NoteForm(
        request.POST or None, choices=_choices(request, before.therapy), initial=initial,
        version=found.version,
    )  # fmt: skip

    def act() -> str:
        given = form.cleaned_data
        after = replace(before, therapy=given["about"], title=given["title"], text=given["text"])
        actions.keep(_vault(request), after, now=request.now, series=series)
        messages.success(request, _("Kept. What it said before is below it."))
        return reverse("transference:note", args=[series])

    context = {"pointed": pointed_out(before.text), "series": series}
    return form.once(request, act) or form.page(request, "transference/note_write.html", context)


def _choices(request: Request, therapy: str) -> list[tuple[str, str]]:
    """One's own therapies, and the one a note is about already though it is no longer one's own."""
    choices = whose.choices(request.user, request.now)
    if therapy and therapy not in dict(choices):
        choices.append((therapy, _("A therapy that is no longer yours")))
    return choices


@door(Role.THERAPIST)
@opened
def remove(request: Request, series: UUID) -> HttpResponse:
    """Remove a note with everything it said before."""
    found = opening.one(open_key(request), series, Note)
    form = SureForm(request.POST or None)

    def act() -> str:
        actions.remove(_vault(request), series, found.what or Note(request.now))
        messages.success(request, _("Removed. Older backups still hold it, sealed to you."))
        return reverse("transference:notes")

    again = form.again(request)
    context = {"back": reverse("transference:note", args=[series]), "what": _("this note")}
    return (
        again or form.once(request, act) or form.page(request, "transference/remove.html", context)
    )


@door(Role.THERAPIST)
@require_POST
def look(request: Request) -> HttpResponse:
    """Point out, while it is being written, what belongs in the record. Nothing is kept."""
    text = request.POST.get("text", "")[:150_000]
    return render(request, "transference/pointed.html", {"pointed": pointed_out(text)})


@door(Role.THERAPIST)
def kept(request: Request) -> HttpResponse:
    """Say that something was kept while the vault is shut, and lead on."""
    return render(request, "transference/kept.html")


def _vault(request: Request) -> Vault:
    vault = vault_of(request)
    if vault is None:
        raise Http404
    return vault
