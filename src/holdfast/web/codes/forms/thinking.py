"""The options with their outcomes, whose need it is, whom one asked, and what follows."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms.once import OnceForm
from holdfast.web.codes.said import COURSES

from .answering import check_review, day_field, text_field
from .private import PrivateForm


class ThoughtsForm(OnceForm):
    """Best and worst outcome of doing it and of not doing it, and whose need it meets."""

    what = text_field(
        gettext_lazy("What exactly you are thinking of doing"),
        2,
        required=False,
        help_text=gettext_lazy("For example: the ceremony only, standing at the back."),
    )
    do_best = text_field(gettext_lazy("Doing it, at best"), 2)
    do_worst = text_field(gettext_lazy("Doing it, at worst"), 2)
    not_best = text_field(gettext_lazy("Not doing it, at best"), 2)
    not_worst = text_field(gettext_lazy("Not doing it, at worst"), 2)
    need = text_field(
        gettext_lazy("Whose need does it meet?"),
        2,
        help_text=gettext_lazy(
            "The client's, yours, somebody else's; often more than one. Helping and being needed "
            "are needs too."
        ),
    )


class PrivateThoughtsForm(PrivateForm, ThoughtsForm):
    """The same in one's vault."""


class PlanForm(OnceForm):
    """What will be done, who was asked, what the client is told, and when to look again."""

    colleague = forms.CharField(
        label=gettext_lazy("Whom you asked"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A colleague or supervisor, without naming the client."),
    )
    answered = text_field(gettext_lazy("What they answered"), 2, required=False)
    awaits = forms.BooleanField(
        label=gettext_lazy("I am still waiting for a colleague's answer"), required=False
    )
    course = forms.ChoiceField(
        label=gettext_lazy("What you will do"),
        choices=list(COURSES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
    told = text_field(gettext_lazy("What the client is told, and when"), 2)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["review_on"] = day_field(
            label=_("Look at it again on"), help_text=_("Some weeks after it, most often.")
        )

    def clean(self) -> dict[str, Any]:
        """An answer has somebody who gave it."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("answered") and not found.get("colleague"):
            self.add_error("colleague", _("Say who answered."))
        return found

    def clean_review_on(self) -> date:
        """A review is still to come."""
        review: date = self.cleaned_data["review_on"]
        check_review(review, self.today)
        return review


class PrivatePlanForm(PrivateForm, PlanForm):
    """The same in one's vault, and what the record gets of it."""

    decided = text_field(
        gettext_lazy("What the record is to hold of it"),
        2,
        help_text=gettext_lazy(
            "What you decided, in a sentence or two that others may read. Your feeling need not "
            "be named. Whom you asked stands beside it; what you weighed stays here."
        ),
    )
