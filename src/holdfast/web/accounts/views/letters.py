"""What the links in letters open. Each shows no name, and acts only when its form is sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from holdfast.web.accounts import links, sessions
from holdfast.web.accounts.actions import addresses, people, recovery
from holdfast.web.accounts.doors import link_door
from holdfast.web.accounts.forms.people import SureForm
from holdfast.web.accounts.forms.signing_in import AcceptForm, RecoverForm, RecoverWithForm
from holdfast.web.accounts.models import User
from holdfast.web.accounts.requests import Request


@link_door
def accept(request: Request, secret: str) -> HttpResponse:
    """Accept an invitation: choose the address and the password to sign in with."""
    link = links.find(secret, "invite", request.now)
    form = AcceptForm(request, people.invited_address(link) if link else "")
    if link is None:
        return form.again(request) or _spent(request)

    def act() -> str:
        given = form.cleaned_data
        user = people.accept(
            link=link,
            address=given["address"],
            password=given["password"],
            now=request.now,
        )
        sessions.begin(request, user, factor="", now=request.now)
        return "/"

    return form.once(request, act) or form.page(request, "accounts/accept.html")


@link_door
def recover(request: Request) -> HttpResponse:
    """Ask for a letter. The answer is the same for every address."""
    form = RecoverForm(request)

    def act() -> str:
        recovery.ask(address=form.cleaned_data["address"], now=request.now)
        messages.success(
            request, _("If this address signs in here, a letter is on its way. Look in your mail.")
        )
        return request.path

    return form.once(request, act) or form.page(request, "accounts/recover.html")


@link_door
def recover_with(request: Request, secret: str) -> HttpResponse:
    """Choose a new password with a second proof."""
    link = links.find(secret, "recover", request.now)
    user = User.objects.select_related("key").get(pk=link.subject_id) if link else None
    form = RecoverWithForm(request, user)
    if link is None or user is None:
        return form.again(request) or _spent(request)

    def act() -> str:
        password = form.cleaned_data["password"]
        recovery.recover(user=user, link=link, proof=form.kind, password=password, now=request.now)
        sessions.begin(request, user, factor=form.kind, now=request.now)
        return "/"

    return form.once(request, act) or form.page(request, "accounts/recover_with.html")


@link_door
def confirm_address(request: Request, secret: str) -> HttpResponse:
    """Confirm the address one asked to sign in with."""
    link = links.find(secret, "address", request.now)
    row = addresses.subject_of(link) if link else None
    if link is None or row is None:
        return _spent(request)
    if request.method == "POST":
        done = addresses.confirm(row=row, link=link, now=request.now)
        said = (
            _("Done. Sign in with this address from now on.")
            if done
            else _("Thank you. For your safety the change takes 72 hours from when it was asked.")
        )
        messages.success(request, said)
        return redirect("accounts:sign_in")
    context = {"form": SureForm(), "keep": False}
    return render(request, "accounts/confirm_address.html", context)


@link_door
def keep_address(request: Request, secret: str) -> HttpResponse:
    """Stop a change of address that somebody else asked for."""
    link = links.find(secret, "keep-address", request.now)
    row = addresses.subject_of(link) if link else None
    if link is None or row is None:
        return _spent(request)
    if request.method == "POST":
        addresses.stop(row=row, now=request.now)
        messages.success(
            request, _("Your address stays. Every device is signed out; please sign in.")
        )
        return redirect("accounts:sign_in")
    return render(request, "accounts/confirm_address.html", {"form": SureForm(), "keep": True})


def _spent(request: Request) -> HttpResponse:
    return render(request, "accounts/spent.html", status=404)
