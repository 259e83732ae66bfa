"""A page of the journal, and sharing one."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.portal.forms.concerns import words_field
from holdfast.web.portal.journal_entries import FEELINGS
from holdfast.web.vault.forms import VaultForm


class PageForm(VaultForm):
    """One's own words first; a list of feelings only after them. What is begun is in the vault."""

    words = words_field(gettext_lazy("What is on your mind?"), rows=10)
    feelings = forms.MultipleChoiceField(
        label=gettext_lazy("What I feel about my therapist right now"),
        choices=FEELINGS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Only if you like. All of these happen in therapy, often together."),
    )


class ShareForm(OnceForm):
    """With whom an entry is shared, and whether the feelings go with it."""

    keeps_draft = False

    therapy = forms.ChoiceField(label=gettext_lazy("Share it with"), widget=forms.RadioSelect)
    feelings = forms.BooleanField(
        label=gettext_lazy("Share the feelings I ticked too"), required=False
    )

    def __init__(
        self, *args: Any, choices: list[tuple[str, str]], felt: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["therapy"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["therapy"].initial = choices[0][0]
        if not felt:
            del self.fields["feelings"]

    def remembered(self, answer: str) -> str:
        """The journal: beside the vault nothing says which entry was shared."""
        return reverse("portal:journal")


class DeleteForm(OnceForm):
    """Only a button."""

    keeps_draft = False


def said(names: list[str]) -> str:
    """Put names in one line."""
    return _(" and ").join(names)
