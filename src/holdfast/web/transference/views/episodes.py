"""Relationship episodes: writing one, reading it, moving it to the record."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.transference import Event, events_near
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.forms.people import SureForm
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.actions.therapies import record_opening
from holdfast.web.practice.models import Therapy
from holdfast.web.transference import actions, beside, opening, shown, whose
from holdfast.web.transference.forms.episodes import AboutMeForm, EpisodeForm, RecallsForm
from holdfast.web.transference.kept import KeptEpisode
from holdfast.web.transference.models import RecordEpisode
from holdfast.web.vault.keys import has_vault, key_of, open_key, opened, vault_of

from .fetching import came_from, named, narrowed

A_PAGE = 40


@door(Role.THERAPIST)
@has_vault
def write(request: Request) -> HttpResponse:
    """Write an episode about somebody in the client's life."""
    return _write(request, EpisodeForm, "transference/episode_write.html")


@door(Role.THERAPIST)
@has_vault
def write_about_me(request: Request) -> HttpResponse:
    """Write an episode about oneself; what one actually did comes first."""
    return _write(request, AboutMeForm, "transference/episode_about_me.html")


def _write(request: Request, kind: type[EpisodeForm], template: str) -> HttpResponse:
    choices = whose.choices(request.user, request.now)
    initial = {"on": request.now.date().isoformat(), "about": came_from(request, choices)}
    form = kind(request.POST or None, choices=choices, initial=initial)
    form.latest = request.now.date()

    def act() -> str:
        vault = vault_of(request)
        if vault is None:
            raise Http404
        kept = KeptEpisode(request.now, form.cleaned_data["about"], form.episode())
        entry = actions.keep(vault, kept, now=request.now)
        messages.success(request, _("Kept. Only you can open it."))
        if key_of(request) is None:
            return reverse("transference:kept")
        return reverse("transference:episode", args=[entry.series])

    return form.once(request, act) or form.page(request, template, {"nobody": not choices})


@door(Role.THERAPIST)
@opened
def episodes(request: Request) -> HttpResponse:
    """List one's own episodes, the newest first."""
    therapies, chosen = narrowed(request)
    labels = {str(one.id): one.label for one in therapies}
    found = opening.episodes(open_key(request))
    mine = [o for o in found if o.what and (not chosen or o.what.therapy == str(chosen.id))]
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"one": o, "short": shown.in_short(o.what.told), "whose": named(labels, o.what.therapy)}
        for o in page.object_list
        if o.what
    ]
    context = {
        "rows": rows, "page": page, "therapies": therapies, "chosen": chosen,
        "broken": sum(o.what is None for o in found), "number": len(mine),
    }  # fmt: skip
    return render(request, "transference/episodes.html", context)


@door(Role.THERAPIST)
@opened
def episode(request: Request, series: UUID) -> HttpResponse:
    """Read an episode. About oneself: what stands in the same weeks, and only then whom it recalls.

    Where something real stands beside it, the question is not asked.
    """
    found = opening.one(open_key(request), series, KeptEpisode)
    kept = found.what
    therapy = _own(request, kept) if kept else None
    near: tuple[Event, ...] = ()
    if kept and therapy and kept.told.is_therapist:
        near = events_near(kept.told, beside.events(therapy, request.user, request.now))
    form = RecallsForm(
        request.POST or None, initial={"recalls": kept.recalls if kept else ""},
        version=found.version,
    )  # fmt: skip

    def act() -> str:
        if kept is None:
            raise Http404
        after = kept.recalling(form.cleaned_data["recalls"])
        actions.keep(open_key(request).vault, after, now=request.now, series=series)
        return reverse("transference:episode", args=[series])

    context = {
        "found": found, "kept": kept, "therapy": therapy,
        "whole": shown.whole(kept.told) if kept else None,
        "near": [shown.event(one) for one in near],
        "whose": whose.label(therapy) if therapy else "",
        "mark": whose.mark(open_key(request), therapy.pk) if therapy else "",
        "asks": bool(kept and kept.told.is_therapist and not near),
    }  # fmt: skip
    return form.once(request, act) or form.page(request, "transference/episode.html", context)


def _own(request: Request, kept: KeptEpisode) -> Therapy | None:
    own = Therapy.objects.own_of(request.user, request.now).with_keys()
    return own.filter(pk=kept.therapy).first() if kept.therapy else None


@door(Role.THERAPIST)
@opened
def move(request: Request, series: UUID) -> HttpResponse:
    """Move an episode into the record, where whoever may open the therapy can read it."""
    form = SureForm(request.POST or None)
    if (again := form.again(request)) is not None:
        return again
    key = open_key(request)
    found = opening.one(key, series, KeptEpisode)
    therapy = _own(request, found.what) if found.what else None
    if found.what is None or therapy is None:
        raise Http404
    kept, whole = found.what, shown.whole(found.what.told)

    def act() -> str:
        actions.move_to_record(key.vault, series, kept, therapy, by=request.user, now=request.now)
        messages.success(request, _("It is in the record now, and no longer in your vault."))
        return reverse("transference:in_record", args=[therapy.pk])

    context = {"series": series, "whose": whose.label(therapy), "whole": whole}
    return form.once(request, act) or form.page(request, "transference/move.html", context)


@door(Role.THERAPIST)
@opened
def remove(request: Request, series: UUID) -> HttpResponse:
    """Remove an episode from the vault."""
    form = SureForm(request.POST or None)
    if (again := form.again(request)) is not None:
        return again
    key = open_key(request)
    found = opening.one(key, series, KeptEpisode)

    def act() -> str:
        actions.remove(key.vault, series, found.what or KeptEpisode(request.now))
        messages.success(request, _("Removed. Older backups still hold it, sealed to you."))
        return reverse("transference:episodes")

    back = reverse("transference:episode", args=[series])
    context = {"back": back, "what": _("this episode")}
    return form.once(request, act) or form.page(request, "transference/remove.html", context)


@door(Role.THERAPIST, Role.SUPERVISOR)
def in_record(request: Request, therapy_id: UUID) -> HttpResponse:
    """The episodes that are part of the record of a therapy."""
    visible = Therapy.objects.visible_to(request.user, request.now).with_keys()
    therapy = get_object_or_404(visible, pk=therapy_id)
    own = Therapy.objects.own_of(request.user, request.now).filter(pk=therapy.pk).exists()
    role, purpose = (Role.THERAPIST, "care") if own else (Role.SUPERVISOR, "supervision")
    record_opening(therapy, by=request.user, now=request.now, role=role, purpose=purpose)
    rows = RecordEpisode.objects.filter(therapy=therapy).order_by("-moved_at")
    told = [(row, shown.whole(_with_key(row, therapy).episode())) for row in rows]
    context = {"therapy": therapy, "told": told, "whose": whose.label(therapy)}
    return render(request, "transference/in_record.html", context)


def _with_key(row: RecordEpisode, therapy: Therapy) -> RecordEpisode:
    row.therapy = therapy
    return row
