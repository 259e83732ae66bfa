"""Is this OK? Anybody may look up what is usual in therapy and what is not. Nothing is kept.

Everything is asked by POST at one address, so that no answer stands in an address, a log or the
history of the browser; the title never changes. Nothing here changes anything, so no token is
asked for and no cookie is set.
"""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from holdfast.codes import Country, Topic, search_topics, shipped
from holdfast.web.accounts.answers import kept_nowhere
from holdfast.web.accounts.doors import open_door
from holdfast.web.accounts.requests import Request
from holdfast.web.portal.asked import codes_say, topics_by_kind
from holdfast.web.portal.bodies import countries, country_of, crisis, helpers
from holdfast.web.portal.danger import speaks_of_danger
from holdfast.web.portal.short import short_answer

from .usual import country_of_practice

LONGEST = 200
FOUND_AT_MOST = 6
SAYS_STOP = "You may stop at once"


@open_door
@csrf_exempt
@kept_nowhere
def is_this_ok(request: Request) -> HttpResponse:
    """Show the topics, those that fit some words, or one of them."""
    sent = request.POST
    topic = shipped().topics.get(sent.get("topic", ""))
    context = {
        "country": country_of(sent.get("country", ""), country_of_practice(request)),
        "countries": countries(),
        **(_topic(topic, request) if topic else _list(request)),
    }
    template = "portal/topic.html" if topic else "portal/is_this_ok.html"
    answer = render(request, template, context)
    answer["Cache-Control"] = "no-store"
    return answer


@open_door
def all_on_one_page(request: Request) -> HttpResponse:
    """Show every topic on one page that folds: what somebody opens is not even sent."""
    country, day = country_of(country_of_practice(request)), request.now.date()
    kinds = [
        (kind, title, [_whole(topic, country, day) for topic in topics])
        for kind, title, topics in topics_by_kind()
    ]
    return render(request, "portal/is_this_ok_all.html", {"kinds": kinds, "country": country})


def _whole(topic: Topic, country: Country, day: date) -> dict[str, Any]:
    return {
        "topic": topic,
        "short": short_answer(topic, day),
        "first_says_stop": SAYS_STOP in topic.first,
        "turn_to": [shipped().places[place] for place in topic.turn_to],
        "helpers": helpers(topic, country.code) if topic.kind == "serious" else (),
        "codes": codes_say(topic, day),
    }


def _list(request: Request) -> dict[str, Any]:
    sought = request.POST.get("sought", "")[:LONGEST].strip()
    danger = speaks_of_danger(sought)
    return {
        "sought": sought,
        "nothing_typed": "sought" in request.POST and not sought,
        "listens": crisis(country_of_practice(request)) if danger else (),
        "found": _found(sought, only_serious=danger),
        "kinds": topics_by_kind(),
    }


def _found(sought: str, *, only_serious: bool) -> list[Topic]:
    """Return the topics that fit; somebody in danger is offered none on prices or presents."""
    found = search_topics(shipped(), sought) if sought else []
    return [t for t in found if t.kind == "serious" or not only_serious][:FOUND_AT_MOST]


def _topic(topic: Topic, request: Request) -> dict[str, Any]:
    places, sent = shipped().places, request.POST
    country = country_of(sent.get("country", ""), country_of_practice(request))
    day = request.now.date()
    return {
        "topic": topic,
        "short": short_answer(topic, day),
        "is_serious": topic.kind == "serious",
        "first_says_stop": SAYS_STOP in topic.first,
        "turn_to": [places[place] for place in topic.turn_to],
        "helpers": helpers(topic, country.code),
        "codes": codes_say(topic, day),
    }
