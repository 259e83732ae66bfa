"""The particulars of the practice."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice import places
from holdfast.web.practice.models import Practice

CLOCK = forms.TimeInput({"type": "time"}, format="%H:%M")


class PracticeForm(OnceForm):
    """Where and how the practice works."""

    NAMES = (
        "name", "zone", "language", "country", "currency", "opens_at", "closes_at",
        "public_profiles", "takes_new",
    )  # fmt: skip

    name = forms.CharField(label=gettext_lazy("Name of the practice"), max_length=120)
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=places.zones,
        help_text=gettext_lazy("The nearest place in your zone. Sessions already planned stay."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=places.countries,
        help_text=gettext_lazy("Decides which help is shown to clients, and which ages hold."),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        choices=places.currencies,
        help_text=gettext_lazy("For new agreements; those that exist keep theirs."),
    )
    opens_at = forms.TimeField(label=gettext_lazy("Opens at"), widget=CLOCK)
    closes_at = forms.TimeField(label=gettext_lazy("Closes at"), widget=CLOCK)
    public_profiles = forms.BooleanField(
        label=gettext_lazy("Visitors may read the profiles of therapists"),
        required=False,
        help_text=gettext_lazy("Of those therapists who agree to it on their profile."),
    )
    takes_new = forms.BooleanField(
        label=gettext_lazy("The practice takes new people"),
        required=False,
        help_text=gettext_lazy("Visitors are told so of the practice, never of one therapist."),
    )

    def clean(self) -> dict[str, Any]:
        """A day ends after it begins."""
        given: dict[str, Any] = super().clean() or {}
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("This is before opening. Write for example 20:00."))
        return given

    def apply_to(self, practice: Practice) -> Practice:
        """Put what was entered on the practice; the caller saves."""
        for name in self.NAMES:
            setattr(practice, name, self.cleaned_data[name])
        return practice
