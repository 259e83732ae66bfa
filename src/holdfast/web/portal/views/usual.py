"""What is usual: open to everybody, signed in or not; nothing is asked and nothing kept."""

from itertools import pairwise

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from holdfast.web.accounts.doors import open_door
from holdfast.web.accounts.requests import Request
from holdfast.web.portal.bodies import country_of
from holdfast.web.portal.usual import Page, by_group, pages


@open_door
def usual(request: Request) -> HttpResponse:
    """List the pages."""
    return render(request, "portal/usual/index.html", {"groups": by_group()})


@open_door
def usual_page(request: Request, slug: str) -> HttpResponse:
    """Show one page."""
    page = pages().get(slug)
    if page is None:
        raise Http404
    context = {
        "page": page,
        "next": _after(page),
        "country": country_of(country_of_practice(request)),
        "enquire_url": enquire_url(),
    }
    return render(request, "portal/usual/page.html", context)


def _after(page: Page) -> Page | None:
    following = dict(pairwise(pages()))
    return pages()[following[page.slug]] if page.slug in following else None


def enquire_url() -> str:
    """Return where one can ask for a place, if this installation has such a page."""
    try:
        return reverse("screening:enquire")
    except NoReverseMatch:
        return ""


def country_of_practice(request: Request) -> str:
    """Return the country in which the practice is, as an ISO 3166 code."""
    return str(getattr(request.practice, "country", ""))  # type: ignore[attr-defined]
