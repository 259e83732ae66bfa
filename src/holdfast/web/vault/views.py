"""One's own vault: making, opening and shutting it, its passphrase and its recovery key."""

import json
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdfast.web.accounts.answers import shown_once
from holdfast.web.accounts.doors import any_door, fresh
from holdfast.web.accounts.forms.people import SureForm
from holdfast.web.accounts.requests import Request
from holdfast.web.accounts.views.signing_in import way_on
from holdfast.web.vault import actions, after_death, keys
from holdfast.web.vault.after_death import said_of
from holdfast.web.vault.copying import copied
from holdfast.web.vault.discarding import lost_with
from holdfast.web.vault.forms import (
    DiscardForm,
    KeptForm,
    MakeForm,
    OpenForm,
    PaperForm,
    PassphraseForm,
)
from holdfast.web.vault.keys import key_of, open_key, opened, vault_of
from holdfast.web.vault.models import Entry


@any_door
def mine(request: Request) -> HttpResponse:
    """The state of one's vault, what it promises, and what can be done with it."""
    vault = vault_of(request)
    entries = Entry.objects.of(request.user).count() if vault else 0
    context = {
        "vault": vault,
        "open": key_of(request) is not None,
        "entries": entries,
        "said_dead": said_of(vault) if vault else False,
    }
    return render(request, "vault/mine.html", context)


@any_door
@fresh
def make(request: Request) -> HttpResponse:
    """Make a vault. The recovery key is on the answer, once, and nowhere again."""
    if (vault := vault_of(request)) and request.method != "POST":
        return redirect("vault:mine")
    form, printed = MakeForm(request), []

    def act() -> str:
        made, key = actions.make_vault(request.user, form.passphrase, now=request.now)
        keys.keep_open(request, actions.unlock(made, form.passphrase, now=request.now))
        printed.append(key)
        return _then(request, "confirm")

    if vault is not None:  # sent twice, or made in another tab
        return form.again(request) or redirect("vault:mine")
    response = form.once(request, act)
    if printed:
        return _paper(request, printed[0])
    return response or form.page(request, "vault/make.html")


@any_door
@fresh
def open_vault(request: Request) -> HttpResponse:
    """Open with the passphrase."""
    return _open(request, OpenForm, "vault/open.html", way_on(request, reverse("vault:mine")))


@any_door
@fresh
def open_with_paper(request: Request) -> HttpResponse:
    """Open with the recovery key; a new passphrase is what one needs next."""
    return _open(request, PaperForm, "vault/open_with_paper.html", _then(request, "passphrase"))


def _open(request: Request, kind: type[OpenForm], template: str, to: str) -> HttpResponse:
    vault = vault_of(request)
    if vault is None:
        return redirect("vault:make")
    if request.method != "POST" and key_of(request) is not None:
        return redirect(to)
    form = kind(request, vault)

    def act() -> str:
        keys.keep_open(request, form.key)
        return to

    context = {"next": way_on(request, "")}
    return form.once(request, act) or form.page(request, template, context)


@any_door
@require_POST
def shut(request: Request) -> HttpResponse:
    """Shut it here, at once."""
    keys.shut(request)
    messages.success(request, _("Your vault is shut."))
    return redirect("vault:mine")


@any_door
@fresh
@opened
def passphrase(request: Request) -> HttpResponse:
    """Choose another passphrase."""
    form = PassphraseForm(request)

    def act() -> str:
        key = open_key(request)
        actions.change_passphrase(key, form.passphrase, now=request.now)
        actions.shut_elsewhere(key.vault, request.session.session_key or "")
        messages.success(request, _("Your passphrase is changed. The old one opens nothing now."))
        return way_on(request, reverse("vault:mine"))

    return form.once(request, act) or form.page(request, "vault/passphrase.html")


@any_door
@fresh
@opened
def new_paper(request: Request) -> HttpResponse:
    """Make another recovery key. It is on the answer, once; the earlier one opens nothing."""
    form, printed = SureForm(request.POST or None), []

    def act() -> str:
        printed.append(actions.new_recovery_key(open_key(request), now=request.now))
        return _then(request, "confirm")

    response = form.once(request, act)
    if printed:
        return _paper(request, printed[0])
    return response or form.page(request, "vault/new_paper.html")


@any_door
@opened
def confirm(request: Request) -> HttpResponse:
    """Show that the paper is there, by what stands first on it."""
    key = open_key(request)
    form = KeptForm(request, key.vault)

    def act() -> str:
        if not actions.confirm_recovery_key(key.vault, form.cleaned_data["first"], now=request.now):
            raise ValidationError(_("This is not what stands first on the paper. Look once more."))
        messages.success(request, _("Good: you have your recovery key on paper."))
        return way_on(request, reverse("vault:mine"))

    return form.once(request, act) or form.page(request, "vault/confirm.html")


@any_door
@fresh
@opened
def copy(request: Request) -> HttpResponse:
    """Take everything with one: on the answer to a POST, as JSON that says what it is."""
    if request.method != "POST":
        return render(request, "vault/copy.html")
    response = HttpResponse(content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-vault.json"'
    json.dump(copied(open_key(request), now=request.now), response, ensure_ascii=False, indent=1)
    return response


@any_door
@fresh
def discard(request: Request) -> HttpResponse:
    """Throw one's vault away, shut or open, to start anew. It says first what is lost."""
    vault = vault_of(request)
    form = DiscardForm(request.POST or None)
    if vault is None:
        return form.again(request) or redirect("vault:make")

    def act() -> str:
        after_death.destroy(vault, by=request.user, now=request.now)
        keys.shut(request)
        messages.success(request, _("Your old vault is gone. You can make a new one."))
        return reverse("vault:make")

    context = {"held": after_death.must_stay(vault), "lost": lost_with(vault), "vault": vault}
    return form.once(request, act) or form.page(request, "vault/discard.html", context)


def _then(request: Request, name: str) -> str:
    """A page of one's vault on the way to where one was going."""
    onward = way_on(request, reverse("vault:mine"))
    return f"{reverse(f'vault:{name}')}?{urlencode({'next': onward})}"


def _paper(request: Request, printed: str) -> HttpResponse:
    groups = printed.split("-")
    context = {"groups": groups, "on": _then(request, "confirm"), "made": request.now}
    return shown_once(render(request, "vault/paper.html", context))
