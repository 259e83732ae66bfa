"""Forms about looking after an installation."""

from django import forms
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm


class AskExportForm(OnceForm):
    """Why the whole practice is exported."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is it for?"),
        choices=[
            ("moving", gettext_lazy("We move to other software.")),
            ("closing", gettext_lazy("The practice closes.")),
            ("authority", gettext_lazy("An authority or a court asks for it.")),
            ("keeping", gettext_lazy("We want to keep it in a form that needs no software.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )


class DecideExportForm(OnceForm):
    """Agreeing to an export, or refusing it."""

    keeps_draft = False

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[("agree", gettext_lazy("I agree.")), ("refuse", gettext_lazy("No."))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
