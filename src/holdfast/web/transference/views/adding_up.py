"""What it adds up to, for the therapist alone: counts, the picture, themes, resemblance."""

import uuid
from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from holdfast.transference import (
    Episode,
    Reaction,
    caseload_themes,
    counts_per_person,
    draw_map,
    places,
    resemblance,
    theme_rates,
)
from holdfast.transference.words import (
    code_words,
    count_words,
    match_words,
    person_words,
    refusal_words,
    resemblance_limits,
    theme_prompt,
    theme_words,
)
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.models import Session, Therapy
from holdfast.web.transference import beside, opening, shown, whose
from holdfast.web.transference.models import RecordEpisode
from holdfast.web.vault.keys import open_key, opened


@door(Role.THERAPIST)
@opened
def choose(request: Request) -> HttpResponse:
    """Choose a client."""
    key = open_key(request)
    found = whose.marked(request.user, key, request.now)
    told = Counter(o.what.therapy for o in opening.episodes(key) if o.what)
    noted = Counter(o.what.therapy for o in opening.reactions(key) if o.what)
    rows = [(one, told[str(one.id)], noted[str(one.id)]) for one in found]
    rows.sort(key=lambda row: -(row[1] + row[2]))
    return render(request, "transference/adds_up.html", {"rows": rows})


@door(Role.THERAPIST)
@opened
def adds_up(request: Request, mark: str) -> HttpResponse:
    """What the episodes and reactions with one client add up to."""
    key = open_key(request)
    one = whose.by_mark(whose.marked(request.user, key, request.now), mark)
    therapy = Therapy.objects.with_keys().get(pk=one.id)
    told = [o.what.told for o in opening.episodes(key) if o.what and o.what.therapy == str(one.id)]
    told += _of_record(therapy)
    found = places(told)
    context = {
        "whose": one,
        "number": len(told),
        "counts": [_counted(person) for person in counts_per_person(told)],
        "map": mark_safe(draw_map(found)) if found else "",  # noqa: S308  our own SVG, escaped
        "places": shown.spread_rows(found),
        "alike": _alike(told, therapy, request),
        "limits": resemblance_limits(),
        "themes": _themes(request, one.id),
    }
    return render(request, "transference/adds_up_one.html", context)


def _of_record(therapy: Therapy) -> list[Episode]:
    rows = list(RecordEpisode.objects.filter(therapy=therapy))
    for row in rows:
        row.therapy = therapy
    return [row.episode() for row in rows]


def _counted(person: Any) -> dict[str, Any]:
    codes = [(code_words(c.code), count_words(c)) for c in person.codes]
    return {"who": person_words(person), "person": person, "codes": codes}


def _alike(told: list[Episode], therapy: Therapy, request: Request) -> dict[str, Any]:
    """The resemblance in words, or why none was worked out."""
    events = beside.events(therapy, request.user, request.now)
    answer = resemblance(told, events=events)
    if answer.refused:
        near = [shown.event(event) for event in answer.refused.events]
        return {"refused": refusal_words(answer.refused), "events": near}
    return {"matches": [match_words(match) for match in answer.matches]}


def _themes(request: Request, therapy: uuid.UUID) -> list[tuple[str, str]]:
    """Themes with this client against one's own caseload, one line each."""
    own = Therapy.objects.own_of(request.user, request.now)
    held = Session.objects.held().filter(therapy__in=own).values_list("therapy_id", flat=True)
    sessions = {str(pk): 0 for pk in own.values_list("pk", flat=True)}
    sessions.update(Counter(str(pk) for pk in held))
    noted: dict[str, list[Reaction]] = {}
    for one in opening.reactions(open_key(request)):
        if one.what:
            noted.setdefault(one.what.therapy, []).append(one.what.told)
    rates = theme_rates(caseload_themes(noted, sessions), str(therapy))
    return [(theme_words(rate), theme_prompt(rate)) for rate in rates]
