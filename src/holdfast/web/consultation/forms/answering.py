"""First whether one could know the person; then the answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms.once import OnceForm

from .asking import text_field

READ_ON, CLOSE = "read_on", "close"


class CouldYouForm(OnceForm):
    """Whether the colleague could know the person it is about."""

    keeps_draft = False

    could = forms.ChoiceField(
        label=gettext_lazy("Could you know this person?"),
        choices=[
            (READ_ON, gettext_lazy("No, hardly: let me read the question")),
            (CLOSE, gettext_lazy("I could, or I cannot take this on: close it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )


class AnswerForm(OnceForm):
    """The answer; or, on reading, that it has to be closed after all."""

    needed_at_times = frozenset({"words"})

    words = text_field(gettext_lazy("Your answer"), 7, required=False)
    close = forms.BooleanField(
        label=gettext_lazy("Close it instead: I could know them after all, or cannot answer"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """There is an answer, or it is closed."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("close") and not given.get("words", "").strip():
            self.add_error("words", gettext_lazy("Write your answer, or close the question."))
        return given


class UnkeptAnswerForm(AnswerForm):
    """The same by a link, where nobody is signed in and nothing is kept."""

    keeps_draft = False


class CodeForm(OnceForm):
    """The six digits that open a link."""

    keeps_draft = False

    code = forms.CharField(
        label=gettext_lazy("The six digits"),
        max_length=12,
        help_text=gettext_lazy("Your colleague gave them to you, in person or by phone."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "digits"}
        ),
    )
