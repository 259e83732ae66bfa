"""Choosing a passphrase, opening a vault, confirming its recovery key, and writing into it."""

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.drafts import MARK
from holdfast.web.accounts.forms.once import OnceForm
from holdfast.web.accounts.forms.signing_in import SecretForm, password_field
from holdfast.web.accounts.requests import Request
from holdfast.web.vault import actions, drafts, passphrases
from holdfast.web.vault.keys import key_of
from holdfast.web.vault.models import Vault

ANOTHER, CHOSEN = "another", "begun"  # in an address: start anew; go on with this one
OF = "of"  # the hidden field that says what a draft without a place is about
OFFERED, OWN = "offered", "own"
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class VaultForm(OnceForm):
    """A form whose text goes into a vault: what is begun in it is kept there too.

    While the vault is shut nobody can read what was begun before. Then the page first asks for the
    passphrase; whoever starts another has it kept beside the earlier one.
    """

    beside: Sequence[drafts.Begun] = ()
    query = ""  # of the page's address, in front of which draft is asked for

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.own_draft = uuid.uuid4()
        super().__init__(*args, **kwargs)
        if self.of:
            self.fields[OF] = forms.CharField(
                widget=forms.HiddenInput, initial=self.of, required=False
            )

    @property
    def of(self) -> str:
        """What it is about, where the place of its drafts must not tell: then it is inside them."""
        return ""

    @classmethod
    def kind(cls) -> str:
        """A name that says who keeps the draft: no key of the server may open it."""
        return f"{drafts.WORD}:{cls.__name__.lower()}"

    @property
    def draft_kind(self) -> str:
        """The same, for the place its drafts have: never what they are about."""
        return f"{self.kind()}{drafts.ANYWHERE}" if self.of else self.kind()

    def is_here(self, begun: drafts.Begun) -> bool:
        """Whether what was begun is about what this form is about."""
        return not self.of or begun.fields.get(OF) == self.of

    @property
    def draft_name(self) -> str:
        """The same with the draft that is this form's own, as it was when the form was shown."""
        kind, own = drafts.parted(str(self.data.get(MARK, "")))
        if self.is_bound:
            return f"{kind}:{own}" if own and kind == self.draft_kind else self.draft_kind
        return f"{self.draft_kind}:{self.own_draft}"

    def remembered(self, answer: str) -> str:
        """Where it led, up to the first id: beside the vault nothing says which entry it was."""
        return ID.split(answer, maxsplit=1)[0]

    def page(
        self, request: Request, template: str, context: Mapping[str, Any] | None = None
    ) -> HttpResponse:
        """Show the page; while what was begun on it cannot be read, ask for the passphrase."""
        if not self.is_bound and self._asks_first(request):
            return render(
                request,
                "vault/begun.html",
                {
                    "path": request.path,
                    "another": ANOTHER,
                    "anywhere": bool(self.of),
                },
            )
        return super().page(request, template, context)

    def find_draft(self, request: Request) -> tuple[QueryDict, datetime] | None:
        """What was begun here, once the vault is open: the one asked for, else the newest."""
        key = key_of(request)
        found = drafts.find(key, request.path, self.draft_kind) if key else []
        begun = [one for one in found if self.is_here(one)]
        if not begun:
            return None
        asked = request.GET.get(CHOSEN, "")
        chosen = next((one for one in begun if str(one.id) == asked), begun[0])
        self.own_draft = chosen.id
        self.initial[MARK] = self.draft_name
        self.beside = [one for one in begun if one != chosen]
        rest = [pair for pair in request.GET.items() if pair[0] not in (CHOSEN, ANOTHER)]
        self.query = f"{urlencode(rest)}&" if rest else ""
        return chosen.fields, chosen.at

    def _asks_first(self, request: Request) -> bool:
        if request.method != "GET" or ANOTHER in request.GET or key_of(request) is not None:
            return False
        return drafts.any_begun(request.user, request.path, self.draft_kind)


class PassphraseForm(SecretForm):
    """A passphrase: the six words offered, or one's own."""

    which = forms.ChoiceField(
        label=gettext_lazy("Your passphrase"),
        choices=[
            (OFFERED, gettext_lazy("Take these six words")),
            (OWN, gettext_lazy("Use words of my own")),
        ],
        widget=forms.RadioSelect,
        initial=OFFERED,
    )
    own = password_field(
        gettext_lazy("Words of my own"),
        "off",
        gettext_lazy("At least 20 letters. Five or six words that do not belong together."),
    )
    repeated = password_field(gettext_lazy("The same words once more"), "off")
    offer = forms.CharField(widget=forms.HiddenInput, max_length=100)

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        for name in ("own", "repeated"):
            self.fields[name].required = False
        self.offered = self._sent("offer") if self.is_bound else passphrases.offer()
        if not passphrases.was_offered(self.offered):
            self.offered = passphrases.offer()
        self.initial["offer"] = self.offered

    def clean_offer(self) -> str:
        """Take no other words than such as are offered."""
        return self.offered

    def clean(self) -> dict[str, Any]:
        """Hold the two spellings of one's own words against each other."""
        given = self.cleaned_data
        if given.get("which") != OWN:
            return given
        own = passphrases.normal(given.get("own") or "")
        if len(own) < passphrases.SHORTEST:
            self.add_error("own", _("This is too short to be safe. Take five or six words."))
        elif own != passphrases.normal(given.get("repeated") or ""):
            self.add_error("repeated", _("The two are not the same. Please type both once more."))
        return given

    @property
    def passphrase(self) -> str:
        """What was chosen."""
        given = self.cleaned_data
        return str(given["own"] if given["which"] == OWN else given["offer"])


class MakeForm(PassphraseForm):
    """Making a vault: what can be lost is said and agreed to first."""

    understood = forms.BooleanField(
        label=gettext_lazy(
            "I know: if I lose both the passphrase and the recovery key, nobody can open it again."
        ),
        error_messages={"required": gettext_lazy("Please tick this, so that it is no surprise.")},
    )


class DiscardForm(OnceForm):
    """Throwing a vault away: nobody brings it back, so it is ticked and not only pressed."""

    keeps_draft = False

    understood = forms.BooleanField(
        label=gettext_lazy("I know: nobody can bring back what is in it."),
        error_messages={"required": gettext_lazy("Please tick this, so that it is no surprise.")},
    )


class OpenForm(SecretForm):
    """Opening with the passphrase. What is wrong is not said, and trying again takes longer."""

    passphrase = password_field(
        gettext_lazy("Passphrase"),
        "off",
        gettext_lazy("Capital letters and the number of spaces do not matter."),
    )

    key: actions.Key

    def __init__(self, request: Request, vault: Vault) -> None:
        super().__init__(request)
        self.vault = vault

    def clean(self) -> dict[str, Any]:
        """Try it. It is counted outside the transaction of the form, so that failures stay."""
        given = self.cleaned_data
        if not self.errors and self.again(self.request) is None:
            self.key = self._tried()
        return given

    def _tried(self) -> actions.Key:
        try:
            return self.unlock(now=self.request.now)
        except actions.Wrong:
            raise ValidationError(
                _("This did not open your vault. Look at each word, wait a moment, try once more.")
            ) from None

    def unlock(self, now: datetime) -> actions.Key:
        """Open with what was typed."""
        return actions.unlock(self.vault, self.cleaned_data["passphrase"], now=now)


class PaperForm(OpenForm):
    """Opening with the printed recovery key."""

    passphrase = None  # type: ignore[assignment]
    printed = password_field(
        gettext_lazy("Recovery key"),
        "off",
        gettext_lazy("The groups of letters and digits on your paper. Dashes do not matter."),
    )

    def unlock(self, now: datetime) -> actions.Key:
        """Open with what was typed."""
        return actions.unlock_with_recovery_key(self.vault, self.cleaned_data["printed"], now=now)


class KeptForm(SecretForm):
    """Showing that the paper with the recovery key is there."""

    first = forms.CharField(
        label=gettext_lazy("The first group on the paper"),
        max_length=10,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def __init__(self, request: Request, vault: Vault) -> None:
        super().__init__(request)
        self.vault = vault
