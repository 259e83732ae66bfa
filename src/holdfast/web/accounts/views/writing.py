"""Staying signed in, and keeping what is being written."""

from urllib.parse import urlsplit

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from holdfast.web.accounts import drafts
from holdfast.web.accounts.doors import any_door, idle_limit, open_door
from holdfast.web.accounts.requests import Request


@any_door
@require_POST
def stay(request: Request) -> HttpResponse:
    """Say that one is still here. That the request came in is all it takes."""
    return JsonResponse({"seconds": int(idle_limit(request).total_seconds())})


@any_door
@require_POST
def draft(request: Request) -> HttpResponse:
    """Keep what a marked form holds; the page it stands on is where the request came from."""
    return HttpResponse(status=204 if drafts.keep_from(request) else 422)


@any_door
@require_POST
def drop_draft(request: Request) -> HttpResponse:
    """Forget a draft and show the page as it is saved."""
    page = drafts.page_of(request)
    drafts.drop(request.user, page, request.POST.get(drafts.MARK, ""))
    return redirect(page)


@open_door
def too_old(request: Request, reason: str = "") -> HttpResponse:
    """Answer a form that carries no valid token, such as one from before signing in again.

    Django calls this instead of the view. What was written is kept only if the form stood on a
    page of this site and its sender is signed in, so that no other site can put words in.
    """
    sent_from = urlsplit(request.headers.get("Referer", "")).netloc
    kept = sent_from == request.get_host() and drafts.keep_from(request)
    context = {"kept": kept, "page": drafts.page_of(request)}
    return render(request, "accounts/too_old.html", context, status=403)
