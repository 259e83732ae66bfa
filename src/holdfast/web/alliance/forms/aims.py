"""Writing a goal, and saying how far it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.alliance.models import Goal


class GoalForm(OnceForm):
    """A goal in the client's words, and what each of you does for it."""

    words = forms.CharField(
        label=gettext_lazy("The goal, in the client's own words"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    tasks = forms.CharField(
        label=gettext_lazy("What each of you does for it"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, whose: list[tuple[str, str]] | None = None, mine: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        if mine:
            self.fields["words"].label = _("What do you want to change, in your own words?")
        if whose:
            self.fields["whose"] = forms.ChoiceField(
                label=_("Whose goal"), choices=whose, widget=forms.RadioSelect
            )


class HowFarForm(OnceForm):
    """How far along, 0 to 10."""

    keeps_draft = False

    value = forms.TypedChoiceField(
        label=gettext_lazy("How far are you? 0: not begun, 10: there"),
        choices=[(str(n), str(n)) for n in range(11)],
        coerce=int,
        widget=forms.RadioSelect,
    )


class StateForm(OnceForm):
    """What became of a goal."""

    keeps_draft = False

    state = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=Goal.State.choices,
        widget=forms.RadioSelect,
    )
