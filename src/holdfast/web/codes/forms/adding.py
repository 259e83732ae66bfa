"""What is added to a signed decision."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms.once import OnceForm
from holdfast.web.codes.models import Addendum

from .answering import check_review, day_field, text_field

KINDS = [
    (Addendum.Kind.NOTE, gettext_lazy("A note")),
    (Addendum.Kind.CONSULTATION, gettext_lazy("A colleague's answer")),
    (Addendum.Kind.REVIEW, gettext_lazy("A review: how it went")),
]


class AddForm(OnceForm):
    """A note, a colleague's answer, or a review."""

    needed_at_times = frozenset({"colleague"})

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
    colleague = forms.CharField(
        label=gettext_lazy("Who answered"),
        help_text=gettext_lazy("For a colleague's answer."),
        max_length=120,
        required=False,
    )
    words = text_field(gettext_lazy("In words"), 4)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"] = day_field(
            label=_("Look at it again on"),
            help_text=_("For a review. Leave it empty if that was the last."),
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """A colleague's answer has a name."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("kind") == Addendum.Kind.CONSULTATION and not found.get("colleague"):
            self.add_error("colleague", _("Say who answered."))
        return found

    def clean_on(self) -> date | None:
        """The next review is still to come."""
        on: date | None = self.cleaned_data["on"]
        if on:
            check_review(on, self.today)
        return on


class LookForm(OnceForm):
    """What a second look at a decision found, after a correction of our data."""

    words = text_field(gettext_lazy("What you found when you looked again"), 3)


class RepairForm(OnceForm):
    """When something went wrong: heard from the client's side, asked about, mended."""

    happened = text_field(gettext_lazy("What happened"), 2)
    heard = text_field(
        gettext_lazy("How it was for the client, in their words"),
        2,
        help_text=gettext_lazy("Listen first; explaining can wait."),
    )
    asked = text_field(gettext_lazy("Whom you asked, and what they see"), 2, required=False)
    mended = text_field(
        gettext_lazy("What you said or did to mend it"),
        2,
        help_text=gettext_lazy(
            "An open word, an apology where one is due, what will be otherwise."
        ),
    )
    follow = text_field(gettext_lazy("How you will see whether it is mended"), 2)

    def words(self) -> str:
        """Return the whole as one text, each part beneath what was asked."""
        said = ((bound.label, self.cleaned_data.get(bound.name)) for bound in self.visible_fields())
        return "\n\n".join(f"{label}\n{text}" for label, text in said if text)
