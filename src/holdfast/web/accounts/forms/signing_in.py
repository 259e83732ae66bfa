"""Signing in, the second step, proving it again, invitations, and getting back in."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.actions import signing_in
from holdfast.web.accounts.models import User
from holdfast.web.accounts.requests import Request, network_of

from .once import OnceForm

Answer = TypeVar("Answer")


def asked(check: Callable[[], Answer]) -> Answer:
    """Check a secret; too many tries become a sentence that is the same for everybody."""
    try:
        return check()
    except signing_in.TooManyTries:
        raise ValidationError(
            _("That was tried too often. Wait a quarter of an hour, or use a passkey.")
        ) from None


def password_field(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """A password, marked so that password managers know what to do with it."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(
        label=label, widget=widget, strip=False, max_length=300, help_text=help_text
    )


def code_field(label: Any, help_text: Any, required: bool = True) -> forms.CharField:
    """A one-time code."""
    widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    )
    return forms.CharField(
        label=label, widget=widget, max_length=40, required=required, help_text=help_text
    )


class SecretForm(OnceForm):
    """A form with a password or a code in it: never kept as a draft."""

    keeps_draft = False

    def __init__(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(request.POST if request.method == "POST" else None, *args, **kwargs)
        self.request = request


class SignInForm(SecretForm):
    """Address and password."""

    address = forms.CharField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = password_field(gettext_lazy("Password"), "current-password")

    user: User

    def clean(self) -> dict[str, Any]:
        """Hold the two against each other."""
        given = self.cleaned_data
        if "address" not in given or "password" not in given:
            return given
        user = asked(
            lambda: signing_in.check_address_and_password(
                given["address"],
                given["password"],
                network=network_of(self.request),
                now=self.request.now,
            )
        )
        if user is None:
            raise ValidationError(
                _("This address and this password do not belong together. Try once more.")
            )
        self.user = user
        return given


class CodeForm(SecretForm):
    """The second step: a code from the app, a recovery code, or one handed over."""

    code = code_field(
        gettext_lazy("Code"),
        gettext_lazy(
            "From your authenticator app. Or one of your recovery codes, or six digits that "
            "somebody here gave you in person."
        ),
    )

    kind = ""

    def __init__(self, request: Request, user: User) -> None:
        super().__init__(request)
        self.user = user

    def clean_code(self) -> str:
        """Try the code."""
        code: str = self.cleaned_data["code"]
        now = self.request.now
        self.kind = asked(lambda: signing_in.check_code(self.user, code, now))
        if not self.kind:
            raise ValidationError(_("This code does not fit, or was used before."))
        return code


class ProveForm(SecretForm):
    """Proving it again: the password, and a code where there is a second factor."""

    password = password_field(gettext_lazy("Password"), "current-password")
    code = code_field(
        gettext_lazy("Code"), gettext_lazy("From your authenticator app, or a recovery code.")
    )

    kind = ""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if not request.user.factors.exists():
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """Try both; which of them was wrong is not said."""
        user, now, given = self.request.user, self.request.now, self.cleaned_data
        if self.errors:
            return given
        right = asked(lambda: signing_in.check_password_again(user, given["password"], now))
        if right and "code" in self.fields:
            self.kind = asked(lambda: signing_in.check_code(user, given["code"], now))
            right = bool(self.kind)
        if not right:
            raise ValidationError(_("That does not fit. Nothing has changed; try once more."))
        return given


class NewPasswordForm(SecretForm):
    """A new password, typed once and shown on request by the browser."""

    password = password_field(
        gettext_lazy("New password"),
        "new-password",
        gettext_lazy("At least 12 characters. Four or five words in a row are easy to keep."),
    )

    def clean_password(self) -> str:
        """Hold it against the rules of the practice."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class AcceptForm(NewPasswordForm):
    """Accepting an invitation: the address to sign in with, and a password."""

    address = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("You sign in with it. It need not be the one we wrote to."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    typed = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("address", "password")

    def __init__(self, request: Request, invited: str) -> None:
        super().__init__(request)
        self.invited = invited

    def clean_address(self) -> str:
        """Ask once more about an address we have not written to: a slip would lock them out."""
        address: str = self.cleaned_data["address"]
        known = address.casefold() in (self.invited.casefold(), self._sent("typed").casefold())
        if self.invited and not known:
            self.data = self._with("typed", address)
            raise ValidationError(
                _("This is not the address we wrote to. If it is right, send it once more.")
            )
        return address


class RecoverForm(SecretForm):
    """Asking for a letter."""

    address = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class RecoverWithForm(NewPasswordForm):
    """A new password with a second proof."""

    code = code_field(
        gettext_lazy("Recovery code"),
        gettext_lazy("One of the codes you kept, or six digits that we gave you in person."),
    )
    field_order = ("code", "password")

    kind = ""

    def __init__(self, request: Request, user: User | None) -> None:
        super().__init__(request)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Try the code last, so that a password that is too short uses none up."""
        user, now, given = self.user, self.request.now, self.cleaned_data
        if self.errors or user is None:
            return given
        self.kind = asked(lambda: signing_in.check_second_proof(user, given["code"], now))
        if not self.kind:
            raise ValidationError({"code": _("This code does not fit, or was used before.")})
        return given


class NewAddressForm(SecretForm):
    """Another address to sign in with."""

    address = forms.EmailField(
        label=gettext_lazy("New e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
