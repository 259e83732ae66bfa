"""How a strain was raised, and what was done about an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm, PlainForm
from holdfast.web.alliance.models import Naming

NAMED, ASIDE = "named", "aside"


class RaisedForm(PlainForm):
    """A part of the after-session entry."""

    form = forms.ChoiceField(
        label=gettext_lazy("Was the strain talked about?"),
        required=False,
        choices=[("", gettext_lazy("Not this time")), *Naming.Form.choices],
    )
    said = forms.CharField(
        label=gettext_lazy("What was said"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, whose: str = "", which: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].help_text = which
        if whose:
            label = _("Was the strain with %(who)s talked about?") % {"who": whose}
            self.fields["form"].label = label

    def clean(self) -> dict[str, Any]:
        """Lose nothing that was written beside a choice that was left alone."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("said") and "form" in given and not given["form"]:
            self.add_error("form", _("You wrote what was said. Choose which form it took."))
        return given


class StrainForm(OnceForm):
    """The repair card: that it was named and how, or why it is set aside."""

    needed_at_times = frozenset({"form", "session"})

    answer = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=[
            (NAMED, gettext_lazy("We talked about it")),
            (ASIDE, gettext_lazy("I set it aside: it is not shown any more")),
        ],
        widget=forms.RadioSelect,
        initial=NAMED,
    )
    session = forms.ChoiceField(label=gettext_lazy("In which session"), required=False)
    form = forms.ChoiceField(
        label=gettext_lazy("Which form it took"),
        required=False,
        choices=Naming.Form.choices,
        widget=forms.RadioSelect,
    )
    said = forms.CharField(
        label=gettext_lazy("What was said, or why it is set aside"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, sessions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = sessions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Want a session and a form where it was talked about."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("answer") == NAMED:
            for name, words in (
                ("session", _("Choose the session.")),
                ("form", _("Choose one; “hard to say” is one too.")),
            ):
                if name in given and not given[name]:
                    self.add_error(name, words)
        return given


class DoneForm(OnceForm):
    """What was done about an answer about danger."""

    done = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=4000,
        help_text=gettext_lazy("Whom you reached, when, and what you agreed. It is kept as it is."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
