"""Planning an ending, and ending a therapy."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.endings.models import Closing
from holdfast.web.endings.plan import AFTERWARDS, PARTS, RAISED_BY, Part
from holdfast.web.practice.forms.days import check_foreseeable

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
IN_ORDER_TO = (
    ("", _("No")),
    ("friendship", _("Yes: a friendship")),
    ("romance", _("Yes: a romantic or sexual relationship")),
    ("work", _("Yes: working together, business, employment")),
    ("unsure", _("I am not sure")),
)


class SureForm(OnceForm):
    """Nothing to fill in: an act that is confirmed on a page of its own."""

    keeps_draft = False


class PlanForm(OnceForm):
    """The plan of an ending. Every part may stay empty."""

    raised_by = forms.ChoiceField(
        label=_("Who brought it up"),
        choices=[("", _("not said")), *RAISED_BY.items()],
        required=False,
        widget=forms.RadioSelect,
    )
    last_on = forms.DateField(label=_("The last session"), required=False, widget=DAY)
    in_order_to = forms.ChoiceField(
        label=_("Does it end so that something else between you two can begin?"),
        choices=IN_ORDER_TO,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "For you alone; it is part of no text that is signed. Under every code this decides "
            "more than the time that has passed, so a yes is put to the codes next."
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for part in PARTS:
            self.fields[part.name] = _area(part, part.title)
        for part in AFTERWARDS:
            self.fields[part.name] = _area(part, part.title)
        names = ["raised_by", "last_on", *(p.name for p in (*PARTS, *AFTERWARDS)), "in_order_to"]
        self.order_fields(names)

    def clean_last_on(self) -> date | None:
        """A plan looks ahead, and not further than anybody can see."""
        last: date | None = self.cleaned_data["last_on"]
        if last is not None and last < self.today:
            raise ValidationError(
                gettext(
                    "This day has passed, and a plan looks ahead. Choose a day to come, or leave "
                    "it empty. If the therapy has ended, note that on the page of its ending."
                )
            )
        if last is not None:
            check_foreseeable(last, self.today)
        return last

    def content(self) -> dict[str, str]:
        """Return what was written, by name."""
        names = ("raised_by", *(p.name for p in (*PARTS, *AFTERWARDS)))
        return {name: str(self.cleaned_data[name]) for name in names if self.cleaned_data[name]}

    @property
    def about_the_end(self) -> list[forms.BoundField]:
        """The fields of the first part of the page."""
        return [self[name] for name in ("raised_by", "last_on", *(p.name for p in PARTS))]

    @property
    def afterwards(self) -> list[forms.BoundField]:
        """What is agreed for the time after."""
        return [self[part.name] for part in AFTERWARDS]


def _area(part: Part, label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=part.hint,
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 3}),
    )


class CloseForm(OnceForm):
    """That a therapy has ended: how and on which day."""

    on = forms.DateField(
        label=_("The last day"), widget=DAY, help_text=_("The day of the last session.")
    )
    how = forms.ChoiceField(
        label=_("How it ended"), choices=Closing.How.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What you want to remember about it"),
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Part of the record. Feelings of your own belong in your vault."),
    )
