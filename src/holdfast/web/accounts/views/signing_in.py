"""Signing in and out, the second step, and proving it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from holdfast.web.accounts import passkeys, sessions
from holdfast.web.accounts.actions import signing_in
from holdfast.web.accounts.demonstration import code_to_show, doors_to_show
from holdfast.web.accounts.doors import factor_door, open_door
from holdfast.web.accounts.forms.signing_in import CodeForm, ProveForm, SignInForm
from holdfast.web.accounts.leaving import LEAVE_URL
from holdfast.web.accounts.models import Factor
from holdfast.web.accounts.requests import Request

CEREMONY = "passkey"


def way_on(request: HttpRequest, otherwise: str = "/") -> str:
    """Return where to go afterwards: a page of this site that was asked for, else the start."""
    wanted = request.POST.get("next") or request.GET.get("next") or otherwise
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if safe and len(wanted) <= 300 else otherwise


@open_door
def sign_in(request: Request) -> HttpResponse:
    """The first step: address and password, or a passkey, which is both steps at once."""
    if request.method != "POST" and request.user.is_authenticated:
        return redirect(way_on(request))
    form = SignInForm(request)

    def act() -> str:
        if form.user.factors.exclude(kind=Factor.Kind.CODE).exists():
            sessions.wait_for_factor(request, form.user, request.now)
            request.session["next"] = way_on(request)
            return reverse("accounts:second")
        sessions.begin(request, form.user, factor="", now=request.now)
        return way_on(request)

    context = {
        "next": way_on(request), "idle": "idle" in request.GET, "doors": doors_to_show(),
    }  # fmt: skip
    answer = form.once(request, act) or form.page(request, "accounts/sign_in.html", context)
    answer["Cache-Control"] = "no-store"  # going back shows nobody whose address was typed
    return answer


@open_door
def second(request: Request) -> HttpResponse:
    """The second step: a code, or a passkey."""
    user = sessions.pending(request, request.now)
    if user is None:
        return redirect(way_on(request) if request.user.is_authenticated else "accounts:sign_in")
    form, then = CodeForm(request, user), request.session.get("next", "/")

    def act() -> str:
        sessions.begin(request, user, factor=form.kind, now=request.now)
        if form.kind == "handed":
            messages.warning(request, _("Set up a new second factor now, before you go on."))
            return reverse("accounts:factors")
        return str(then)

    context = {"next": then, "code_to_show": code_to_show(user, request.now)}
    return form.once(request, act) or form.page(request, "accounts/second.html", context)


@open_door
@require_POST
def passkey_begin(request: Request) -> JsonResponse:
    """What the browser needs to ask for a passkey. It names nobody."""
    options, request.session[CEREMONY] = passkeys.begin_using()
    return JsonResponse(options)


@open_door
@require_POST
def passkey_use(request: Request) -> JsonResponse:
    """Sign in with a passkey; or, when signed in already, prove it again."""
    try:
        answer = passkeys.answer_in(request)
        state = request.session.pop(CEREMONY)
        user = signing_in.check_passkey(state, answer["credential"], request.now)
    except (ValueError, KeyError, passkeys.PasskeyRefused):
        return JsonResponse({"error": _("This passkey is not known here.")}, status=422)
    if not request.user.is_authenticated:
        sessions.begin(request, user, factor="passkey", now=request.now)
    elif request.user == user:
        sessions.proved(request, factor="passkey", now=request.now)
    else:
        return JsonResponse({"error": _("This passkey belongs to another account.")}, status=422)
    return JsonResponse({"go": way_on(request)})


@factor_door
def prove(request: Request) -> HttpResponse:
    """Ask again who this is, before something that matters."""
    form = ProveForm(request)

    def act() -> str:
        sessions.proved(request, factor=form.kind, now=request.now)
        return way_on(request)

    passkey = request.user.factors.filter(kind=Factor.Kind.PASSKEY).exists()
    shown = code_to_show(request.user, request.now)
    context = {"next": way_on(request), "passkey": passkey, "code_to_show": shown}
    return form.once(request, act) or form.page(request, "accounts/prove.html", context)


@open_door
@csrf_exempt
def leave(request: Request) -> HttpResponse:
    """End the session at once and lead away: whoever goes back finds nothing open.

    No token is asked for. A link has none, and signing out is all that it does.
    """
    if request.user.is_authenticated:
        sessions.end(request, request.now)
    away = HttpResponse(status=204) if request.method == "POST" else redirect(LEAVE_URL)
    away["Clear-Site-Data"] = '"cache", "storage"'
    return away


@factor_door
@require_POST
def sign_out(request: Request) -> HttpResponse:
    """Sign out, and have the browser forget everything of this site."""
    sessions.end(request, request.now)
    response = redirect("accounts:sign_in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
