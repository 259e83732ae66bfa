"""My sign-in: factors, recovery codes, address, password, devices."""

import uuid

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdfast.web.accounts import passkeys, qr, sessions, totp
from holdfast.web.accounts.actions import account as acts
from holdfast.web.accounts.actions import addresses, factors
from holdfast.web.accounts.answers import shown_once
from holdfast.web.accounts.doors import PROVED_TWICE, any_door, factor_door, fresh, is_fresh
from holdfast.web.accounts.forms.factors import AppForm
from holdfast.web.accounts.forms.people import SureForm
from holdfast.web.accounts.forms.signing_in import NewAddressForm, NewPasswordForm
from holdfast.web.accounts.models import Factor
from holdfast.web.accounts.requests import Request
from holdfast.web.accounts.session_store import stored_key

CEREMONY = "passkey"


@any_door
def account(request: Request) -> HttpResponse:
    """Everything about one's own sign-in, on one page."""
    held = list(request.user.factors.order_by("added_at").select_related("user__key"))
    devices = request.user.sessions.filter(expire_date__gt=request.now).order_by("-seen_at")
    changes = request.user.new_addresses.filter(done_at=None, stopped_at=None)
    change = changes.select_related("user__key").first()
    context = {
        "address": request.user.text("address"),
        "new_address": change.text("address") if change else "",
        "new_address_change": change,
        "app": next((f for f in held if f.kind == Factor.Kind.APP), None),
        "passkeys": [(f, f.text("name")) for f in held if f.kind == Factor.Kind.PASSKEY],
        "codes_left": sum(f.kind == Factor.Kind.CODE and f.used_at is None for f in held),
        "devices": devices,
        "this_device": stored_key(request.session.session_key or ""),
        "must": factors.must_have_factor(request.user),
    }
    return render(request, "accounts/account.html", context)


@factor_door
def choose_factor(request: Request) -> HttpResponse:
    """Where somebody is led who needs a second factor: choose an app or a passkey."""
    return render(request, "accounts/factors.html")


@factor_door
@fresh
def add_app(request: Request) -> HttpResponse:
    """Set up an authenticator app."""
    form = AppForm(request)

    def act() -> str:
        factors.add_app(user=request.user, secret=form.secret, step=form.step, now=request.now)
        sessions.proved(request, factor="app", now=request.now)
        return _after_adding(request)

    shown = totp.address_for_app(form.secret, "Holdfast", request.user.text("address"))
    groups = [form.secret[i : i + 4] for i in range(0, len(form.secret), 4)]
    context = {"drawing": qr.draw(shown), "groups": groups}
    return form.once(request, act) or form.page(request, "accounts/add_app.html", context)


@factor_door
@fresh
def add_passkey(request: Request) -> HttpResponse:
    """The page on which the browser makes a passkey."""
    return render(request, "accounts/add_passkey.html")


@factor_door
@require_POST
def passkey_options(request: Request) -> JsonResponse:
    """What the browser needs to make a passkey."""
    if not is_fresh(request):
        return JsonResponse({"go": reverse("accounts:add_passkey")}, status=403)
    known = request.user.factors.filter(kind=Factor.Kind.PASSKEY).select_related("user__key")
    options, request.session[CEREMONY] = passkeys.begin_adding(
        request.user.pk.bytes, request.user.text("address"), [f.text("secret") for f in known]
    )
    return JsonResponse(options)


@factor_door
@require_POST
def passkey_made(request: Request) -> JsonResponse:
    """Keep the passkey the browser made."""
    if not is_fresh(request):
        return JsonResponse({"go": reverse("accounts:add_passkey")}, status=403)
    try:
        answer = passkeys.answer_in(request)
        made = passkeys.finish_adding(request.session.pop(CEREMONY), answer["credential"])
        name = str(answer.get("name") or _("Passkey"))[:60]
        factors.add_passkey(user=request.user, made=made, name=name, now=request.now)
    except (ValueError, KeyError, passkeys.PasskeyRefused):
        return JsonResponse({"error": _("That did not work. Please try once more.")}, status=422)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    sessions.proved(request, factor="passkey", now=request.now)
    return JsonResponse({"go": _after_adding(request)})


@any_door
@fresh
def remove_factor(request: Request, factor_id: uuid.UUID) -> HttpResponse:
    """Remove an app or a passkey."""
    own = request.user.factors.exclude(kind=Factor.Kind.CODE).select_related("user__key")
    factor = get_object_or_404(own, pk=factor_id)
    form = SureForm(request.POST or None)

    def act() -> str:
        factors.remove_factor(factor=factor, user=request.user, now=request.now)
        messages.success(request, _("Removed."))
        return reverse("accounts:account")

    context = {"factor": factor, "name": factor.text("name")}
    return form.once(request, act) or form.page(request, "accounts/remove_factor.html", context)


@any_door
@fresh
def recovery_codes(request: Request) -> HttpResponse:
    """Make new recovery codes. They are shown on this one answer and nowhere again."""
    codes: list[str] = []
    if request.method == "POST":
        codes = factors.new_recovery_codes(user=request.user, now=request.now)
    return shown_once(render(request, "accounts/recovery_codes.html", {"codes": codes}))


@any_door
@fresh
def change_password(request: Request) -> HttpResponse:
    """Choose another password; every other device is signed out."""
    form = NewPasswordForm(request)

    def act() -> str:
        password = form.cleaned_data["password"]
        acts.change_password(user=request.user, password=password, now=request.now)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password is changed. Other devices are signed out."))
        return reverse("accounts:account")

    return form.once(request, act) or form.page(request, "accounts/password.html")


@any_door
@fresh
def change_address(request: Request) -> HttpResponse:
    """Ask to sign in with another address."""
    form = NewAddressForm(request)

    def act() -> str:
        addresses.ask(
            user=request.user,
            address=form.cleaned_data["address"],
            proved_twice=is_fresh(request, PROVED_TWICE),
            now=request.now,
        )
        messages.success(request, _("We wrote to both addresses. Open the link in the new one."))
        return reverse("accounts:account")

    context = {"at_once": is_fresh(request, PROVED_TWICE)}
    return form.once(request, act) or form.page(request, "accounts/address.html", context)


@any_door
@require_POST
def end_session(request: Request, session_key: str) -> HttpResponse:
    """Sign out one of one's own devices."""
    if not acts.end_session(user=request.user, session_key=session_key, now=request.now):
        raise Http404
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:account")


def _after_adding(request: Request) -> str:
    """Lead to recovery codes while there are none: without them a lost phone locks out."""
    messages.success(request, _("Added."))
    if request.user.factors.filter(kind=Factor.Kind.CODE, used_at=None).exists():
        return reverse("accounts:account")
    return reverse("accounts:recovery_codes")
