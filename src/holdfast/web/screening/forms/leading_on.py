"""Which offer was accepted and when the first session is; and that nothing comes of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice.models import Therapist

OTHER = "other"


class AcceptForm(OnceForm):
    """The therapist who was chosen, with one of the times or another."""

    needed_at_times = frozenset({"at"})

    keeps_draft = False

    at = forms.DateTimeField(
        label=gettext_lazy("Another time"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Any time the two agree on. It is never refused here."),
    )

    def __init__(
        self, *args: Any, offers: Sequence[tuple[Therapist, Sequence[datetime]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {str(therapist.pk): therapist for therapist, _times in offers}
        self.fields["chosen"] = forms.ChoiceField(
            label=_("Accepted"),
            choices=[
                (f"{therapist.pk} {each}", "")
                for therapist, times in offers
                for each in [*(at.strftime("%Y-%m-%dT%H:%M") for at in times), OTHER]
            ],
            error_messages={"required": _("Choose who was accepted, with a time.")},
        )

    def clean(self) -> dict[str, Any]:
        """Another time has to be said."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("chosen", "").endswith(OTHER) and not given.get("at"):
            self.add_error("at", _("Say when."))
        return given

    @property
    def therapist(self) -> Therapist:
        """Who was accepted."""
        return self.offers[self.cleaned_data["chosen"].partition(" ")[0]]

    @property
    def first(self) -> datetime:
        """The first session, in local time without zone."""
        time = self.cleaned_data["chosen"].partition(" ")[2]
        if time != OTHER:
            return datetime.fromisoformat(time)
        at: datetime = self.cleaned_data["at"]
        return at.replace(tzinfo=None)


class SureForm(OnceForm):
    """Nothing to fill in: pressing the button is the act."""

    keeps_draft = False
