"""A client's journal, in their own vault, and sharing one entry of it.

While the vault is shut one can write and nothing more: not even how many entries there are is said.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.turning import turning_for
from holdfast.web.portal import journal_entries as entries
from holdfast.web.portal import private
from holdfast.web.portal.actions import journal as acts
from holdfast.web.portal.forms.journal import DeleteForm, PageForm, ShareForm, said
from holdfast.web.portal.journal_entries import Page
from holdfast.web.portal.models import SharedEntry
from holdfast.web.portal.shown import entries_of, told_of
from holdfast.web.practice.actions.therapies import record_opening
from holdfast.web.practice.models import Assignment, Participant, Therapy
from holdfast.web.practice.models.staff import in_force
from holdfast.web.vault.models import Entry, Vault

CLIENT = door(Role.CLIENT)


def _vault(request: Request) -> Vault:
    vault = private.vault_of(request.user)
    if vault is None:
        raise Http404
    return vault


def _turning(request: Request) -> Any:
    own = Participant.objects.of_account(request.user, request.now).clients()
    return turning_for(own.first())


@CLIENT
def journal(request: Request) -> HttpResponse:
    """Show the journal: what it is and who reads it, and the entries while the vault is open."""
    vault, key = private.vault_of(request.user), private.key_of(request)
    rows = list(entries.newest_of(request.user)) if key else []
    shown = entries.opened(rows, key) if key else []
    context = {
        "vault": vault,
        "key": key,
        "entries": shown,
        "unread": len(rows) - len(shown),
        "begun": private.begun(request.user, reverse("portal:journal_write"), PageForm.kind()),
        "turning": _turning(request),
    }
    return render(request, "portal/journal/journal.html", context)


@CLIENT
def write(request: Request) -> HttpResponse:
    """Write an entry. Only the public half is needed, so this works while the vault is shut."""
    vault = private.vault_of(request.user)
    if vault is None:
        return redirect("portal:journal")
    form = PageForm(request.POST or None)

    def act() -> str:
        acts.write(vault, _page(form), now=request.now)
        messages.success(request, _("Kept in your vault."))
        return reverse("portal:journal")

    context = {"turning": _turning(request)}
    return form.once(request, act) or form.page(request, "portal/journal/write.html", context)


def _page(form: PageForm, before: Page | None = None) -> Page:
    given = form.cleaned_data
    return Page(given["words"], tuple(given["feelings"]), before.shared if before else ())


def _open(request: Request, series: UUID) -> tuple[list[Entry], bytes | None]:
    rows = entries.versions(request.user, series)
    if not rows:
        raise Http404
    return rows, private.key_of(request)


def _shut(request: Request) -> HttpResponse:
    return render(request, "portal/journal/shut.html")


@CLIENT
def entry(request: Request, series: UUID) -> HttpResponse:
    """Read an entry with its earlier versions."""
    rows, key = _open(request, series)
    if key is None:
        return _shut(request)
    opened = entries.opened(rows, key)
    shared = SharedEntry.objects.filter(
        participant__user=request.user, pk__in=opened[0].page.shared if opened else ()
    )
    was_with = {str(row.participant_id) for row in shared}
    context = {
        "series": series,
        "others": [pk for pk in _places(request) if pk not in was_with],
        "opened": opened[0] if opened else None,
        "earlier": entries.said_otherwise(opened),
        "as_shared": entries.is_as_shared(opened),
        "began": entries.began_at(rows),
        "shared": shared.order_by("shared_at"),
    }
    return render(request, "portal/journal/entry.html", context)


@CLIENT
def change(request: Request, series: UUID) -> HttpResponse:
    """Write the next version; the earlier one stays until the entry is deleted."""
    rows, key = _open(request, series)
    if key is None:
        return _shut(request)
    before = entries.read(rows[0], key)
    initial = {"words": before.words, "feelings": list(before.feelings)}
    form = PageForm(request.POST or None, version=rows[0].version, initial=initial)

    def act() -> str:
        acts.write(rows[0].vault, _page(form, before), now=request.now, series=series)
        messages.success(request, _("Kept in your vault."))
        return reverse("portal:journal_entry", args=[series])

    context = {"series": series, "turning": _turning(request)}
    return form.once(request, act) or form.page(request, "portal/journal/write.html", context)


@CLIENT
def delete(request: Request, series: UUID) -> HttpResponse:
    """Delete an entry for good."""
    form = DeleteForm(request.POST or None)
    if (before := form.again(request)) is not None:
        return before
    _open(request, series)

    def act() -> str:
        acts.delete(request.user, series)
        messages.success(request, _("Deleted."))
        return reverse("portal:journal")

    context = {"series": series}
    return form.once(request, act) or form.page(request, "portal/journal/delete.html", context)


@CLIENT
def share(request: Request, series: UUID) -> HttpResponse:
    """Say first what sharing means; then put the entry into the record."""
    rows, key = _open(request, series)
    if key is None:
        return _shut(request)
    page = entries.read(rows[0], key)
    places = _places(request)
    form = ShareForm(
        request.POST or None, choices=[(pk, name) for pk, (_p, name) in places.items()],
        felt=bool(page.feelings),
    )  # fmt: skip

    def act() -> str:
        acts.share(
            rows[0].vault, series, page, places[form.cleaned_data["therapy"]][0],
            written_on=entries.began_at(rows).date(), by=request.user, now=request.now,
            feelings=form.cleaned_data.get("feelings", False),
        )  # fmt: skip
        messages.success(request, _("Shared. Your therapist can read it now."))
        return reverse("portal:journal_entry", args=[series])

    context = {
        "series": series,
        "page": page,
        "places": places,
        "as_shared": entries.is_as_shared(entries.opened(rows, key)),
    }
    return form.once(request, act) or form.page(request, "portal/journal/share.html", context)


def _places(request: Request) -> dict[str, tuple[Participant, str]]:
    """One's own places in therapies that go on, with the names of those who work in them."""
    mine = Participant.objects.of_account(request.user, request.now).clients()
    going_on = mine.exclude(therapy__state=Therapy.State.ENDED).with_cards()
    seats = Assignment.objects.filter(in_force(request.now.date()))
    found = {}
    for who in going_on.order_by("since"):
        there = seats.filter(therapy=who.therapy_id).select_related("therapist__user__key")
        names = [seat.therapist.shown_name for seat in there.order_by("since")]
        if names:
            found[str(who.pk)] = (who, said(names))
    return found


@door(Role.THERAPIST, Role.SUPERVISOR)
def shared(request: Request, therapy_id: UUID) -> HttpResponse:
    """Show a therapist what clients shared from their journals, newest first."""
    therapies = Therapy.objects.visible_to(request.user, request.now).with_keys()
    therapy = get_object_or_404(therapies, pk=therapy_id)
    own = Therapy.objects.own_of(request.user, request.now).filter(pk=therapy.pk).exists()
    role = Role.THERAPIST if own else Role.SUPERVISOR
    record_opening(therapy, by=request.user, now=request.now, role=role)
    context = {"therapy": therapy, "shared": entries_of(therapy), "told": told_of(therapy)}
    return render(request, "portal/journal/shared.html", context)
