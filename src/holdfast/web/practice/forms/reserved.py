"""Who is to read the separate log."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm


class LogReaderForm(OnceForm):
    """One person who works here."""

    who = forms.ChoiceField(label=gettext_lazy("Who is to read it"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = people  # type: ignore[attr-defined]
