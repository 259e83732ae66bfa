"""Emergency access: who is meant, why, and what a therapist prepares for it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm

AREA = {"rows": 4}
LEAST = 10


NOBODY = gettext_lazy(
    "Nobody by that name or code among those you stand in for. Look at how it is spelt. "
    "In couples, families and groups, write the person's name."
)


class SoughtForm(OnceForm):
    """Whom an emergency is about, and why. Posted, so that no name stands in an address."""

    sought = forms.CharField(
        label=gettext_lazy("Who is it about?"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("The whole first and family name, or the code of the therapy."),
        error_messages={"required": gettext_lazy("Write the whole name, or a code.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("What is happening?"),
        max_length=500, widget=forms.Textarea(AREA),
        help_text=gettext_lazy("One or two sentences. The therapist reads them at once."),
    )  # fmt: skip

    def clean_reason(self) -> str:
        """A word is not a reason."""
        reason: str = self.cleaned_data["reason"].strip()
        if len(reason) < LEAST:
            raise ValidationError(_("Say a little more, for example: her sister called, worried."))
        return reason


class SafetyForm(OnceForm):
    """What somebody who stands in needs to know in an emergency."""

    whereabouts = forms.CharField(
        label=gettext_lazy("Where this person is"),
        max_length=500, required=False, widget=forms.Textarea(AREA),
        help_text=gettext_lazy("For remote sessions: the address, and how to get in."),
    )  # fmt: skip
    safety = forms.CharField(
        label=gettext_lazy("Safety arrangements"),
        max_length=2000, required=False, widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy(
            "Warning signs, what helps, whom to call, what was agreed. Write it together."
        ),
    )  # fmt: skip
