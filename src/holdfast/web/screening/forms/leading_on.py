"""Which offer was accepted and when the first session is; and that nothing comes of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice.forms.days import check_foreseeable
from holdfast.web.practice.models import Therapist

OTHER = "other"
YEARS_AHEAD = 2  # a first session that lies further ahead is a slip of the year


class AcceptForm(OnceForm):
    """The therapist who was chosen, with one of the times or another."""

    needed_at_times = frozenset({"at"})

    keeps_draft = False

    at = forms.DateTimeField(
        label=gettext_lazy("Another time"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy(
            "Any time to come that the two agree on, whoever else has a session that day."
        ),
    )

    def __init__(
        self,
        *args: Any,
        offers: Sequence[tuple[Therapist, Sequence[datetime]]],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
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
        """Another time has to be said, and be one that can be right."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("chosen", "").endswith(OTHER) and "at" not in self.errors:
            try:
                self._check_day(given.get("at"))
            except forms.ValidationError as error:
                self.add_error("at", error)
        return given

    def _check_day(self, at: datetime | None) -> None:
        if at is None:
            raise forms.ValidationError(_("Say when."))
        if at.date() < self.today:
            raise forms.ValidationError(_("This day is over. Write one that is to come."))
        check_foreseeable(at.date(), self.today, years=YEARS_AHEAD)

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
