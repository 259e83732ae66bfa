"""Setting up an authenticator app."""

import base64
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts import totp
from holdfast.web.accounts.requests import Request
from holdfast.web.sealing import primitives

from .signing_in import SecretForm, code_field


class AppForm(SecretForm):
    """A code that shows that the app holds the secret.

    The secret travels in the form sealed under the account's key, so it is nowhere in the clear
    and nothing is stored before the app is known to work.
    """

    code = code_field(gettext_lazy("Code shown by the app"), gettext_lazy("Six digits."))
    sealed = forms.CharField(widget=forms.HiddenInput)

    step = 0

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.secret = self._open() or totp.new_secret()
        self.initial["sealed"] = self._seal()

    def clean(self) -> dict[str, Any]:
        """Hold the code against the secret that was shown."""
        code = self.cleaned_data.get("code")
        if code:
            step = totp.step_that_fits(self.secret, code, self.request.now, after=0)
            if step is None:
                said = _("This code does not fit. Check your phone's clock and take the next code.")
                raise ValidationError({"code": said})
            self.step = step
        return self.cleaned_data

    def _open(self) -> str:
        sent = self.data.get("sealed", "")
        try:
            sealed = base64.b64decode(sent, validate=True)
            return primitives.unseal(self._key(), sealed, self._place()).decode()
        except (ValueError, primitives.SealBroken):
            return ""

    def _seal(self) -> str:
        sealed = primitives.seal(self._key(), self.secret.encode(), self._place())
        return base64.b64encode(sealed).decode()

    def _key(self) -> bytes:
        return self.request.user.key.plain()

    def _place(self) -> bytes:
        return f"app to be added|{self.request.user.pk}".encode()
