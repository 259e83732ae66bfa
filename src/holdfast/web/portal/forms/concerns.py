"""Writing a concern and choosing its reader, writing on, and what a reader fills in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.accounts.requests import Request
from holdfast.web.portal.choosing import Choice
from holdfast.web.vault.forms import VaultForm

OUTSIDE = "outside"
LONGEST = 12_000
YES, NO = "yes", "no"
SAME = "same"  # in a draft: the id under which it will be sent


def words_field(label: Any, rows: int = 8, **more: Any) -> forms.CharField:
    """A place to write freely. Nothing in it is checked or corrected by the browser's maker."""
    attrs = {"rows": rows, "autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs=attrs), **more
    )


class ConcernForm(OnceForm):
    """What happened, who reads it, and whether the therapist is told."""

    words = words_field(gettext_lazy("In your own words: what happened, or what feels wrong?"))
    reader = forms.ChoiceField(
        label=gettext_lazy("Who should read it?"), widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who should read it, or keep it for later.")
        },
    )  # fmt: skip
    tell = forms.ChoiceField(
        label=gettext_lazy("Should the therapist know that you raised it?"),
        choices=[
            (NO, gettext_lazy("No, not now. I can tell them later, or never")),
            (YES, gettext_lazy("Yes, tell them now. They read only the lines below")),
        ],
        initial=NO, widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    tell_words = words_field(
        gettext_lazy("What they may read"),
        rows=2,
        required=False,
        initial=gettext_lazy("I have told somebody else here about a worry I have."),
    )
    write_me = forms.BooleanField(
        label=gettext_lazy("Send me a short e-mail when there is something to read"),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        choices: Sequence[Choice],
        restores: bool = True,
        line: str = "",
        about: str = "",
        **kwargs: Any,
    ) -> None:
        self.about = about
        super().__init__(*args, **kwargs)
        self.restores, self.line = restores, line
        self.by_id = {str(choice.user.pk): choice for choice in choices}
        self.fields["reader"].choices = [  # type: ignore[attr-defined]
            *((pk, _label(choice)) for pk, choice in self.by_id.items()),
            (OUTSIDE, _("Nobody here. Show me who outside can help")),
        ]
        if not self._may_tell():
            for name in ("tell", "tell_words"):
                del self.fields[name]

    def _may_tell(self) -> bool:
        return any(not choice.about_them for choice in self.by_id.values())

    def _restore(self, request: Request) -> None:
        """Not over what was just sent to be changed: that is newer than any draft."""
        if self.restores:
            super()._restore(request)
        begun = str(self.initial.get("words", ""))
        if self.line and self.line not in begun:
            parts = (begun.rstrip(), self.line)
            self.initial["words"] = "\n\n".join(part for part in parts if part) + "\n"

    def find_draft(self, request: Request) -> tuple[QueryDict, datetime] | None:
        """The same, with the id it was kept under: however it is taken up, it is sent once."""
        found = super().find_draft(request)
        if found is not None and found[0].get(SAME):
            self.initial["once"] = found[0][SAME]
        return found

    @property
    def choice(self) -> Choice | None:
        """Whom was chosen; None for nobody here."""
        return self.by_id.get(self.cleaned_data["reader"])

    @property
    def tells(self) -> str:
        """The words for the therapist; empty if they are not to be told now."""
        given = self.cleaned_data
        if self.choice is None or self.choice.about_them or given.get("tell") != YES:
            return ""
        return given.get("tell_words") or str(self.fields["tell_words"].initial)


def holds_words(lists: Mapping[str, Sequence[str]]) -> bool:
    """Whether anything was written; what only stands there by itself is nothing."""
    words, told = ("".join(lists.get(name, ())).strip() for name in ("words", "tell_words"))
    return bool(words) or told not in ("", str(ConcernForm.base_fields["tell_words"].initial))


class VaultConcernForm(ConcernForm, VaultForm):
    """The same for somebody with a vault: what is begun is kept there, and whom it is about."""

    @property
    def of(self) -> str:
        """The work it is about: inside the draft alone, since an address could be tried."""
        return self.about

    def remembered(self, answer: str) -> str:
        """Where it led, whole: a concern is a row of its own and not in its writer's vault."""
        return answer


def _label(choice: Choice) -> str:
    name = choice.user.shown_name
    if choice.about_them:
        return _("%(name)s, the therapist it is about") % {"name": name}
    if choice.to_therapist:
        return _("%(name)s, who works with you too") % {"name": name}
    return _("%(name)s, who reads concerns here") % {"name": name}


class AgainForm(OnceForm):
    """Writing on. Nothing of it is kept before it is sent."""

    keeps_draft = False

    words = words_field(gettext_lazy("Write back"), rows=5)


class AnswerForm(OnceForm):
    """A reader's answer. It is sealed when it is sent; until then it is kept nowhere."""

    keeps_draft = False

    words = words_field(
        gettext_lazy("Your answer"),
        rows=7,
        help_text=gettext_lazy(
            "Plain words. Say what you read, what you will do, what you will not, and by when."
        ),
    )


class TellForm(OnceForm):
    """What the therapist may read."""

    keeps_draft = False

    words = words_field(
        gettext_lazy("What they may read"),
        rows=3,
        initial=gettext_lazy("I have told somebody else here about a worry I have."),
    )


class RecordForm(OnceForm):
    """Whether the reader may open the record."""

    keeps_draft = False

    answer = forms.ChoiceField(
        label=gettext_lazy("May they look?"),
        choices=[
            (YES, gettext_lazy("Yes, for two weeks")),
            (NO, gettext_lazy("No")),
        ],
        widget=forms.RadioSelect,
    )


class ButtonForm(OnceForm):
    """Only a button."""

    keeps_draft = False


class ClosenessForm(OnceForm):
    """Which therapists a reader is a partner or relative of."""

    keeps_draft = False

    therapists = forms.MultipleChoiceField(
        label=gettext_lazy("I am a partner or relative of"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["therapists"].choices = choices  # type: ignore[attr-defined]


class PeerForm(OnceForm):
    """A colleague elsewhere whom clients can turn to."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, required=False,
        help_text=gettext_lazy("Somebody who agreed to this. Empty both fields to name nobody."),
    )  # fmt: skip
    reach = forms.CharField(
        label=gettext_lazy("How to reach them"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Want both or neither."""
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("name")) != bool(given.get("reach")):
            raise ValidationError(_("Write both who it is and how to reach them, or neither."))
        return given
