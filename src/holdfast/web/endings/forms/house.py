"""Wills, legal holds, erasing."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.endings.models import Erasing

People = Sequence[tuple[str, str]]


class WillForm(OnceForm):
    """Whom a therapist names in case they fall ill or die."""

    colleague = forms.ChoiceField(
        label=gettext_lazy("The colleague who calls"),
        help_text=gettext_lazy("They can open the list of people to call at once."),
    )
    second = forms.ChoiceField(
        label=gettext_lazy("The second person"),
        help_text=gettext_lazy("They are told, and stand beside the first."),
    )
    words = forms.CharField(
        label=gettext_lazy("What they are to know"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy(
            "Where keys and papers are, whom else to tell, what you want said. No clients here: "
            "the list is made from your record when it is opened."
        ),
    )

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("colleague", "second"):
            self.fields[name].choices = [("", _("choose somebody")), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Two different people."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("colleague") and given.get("colleague") == given.get("second"):
            self.add_error("second", _("Name two different people."))
        return given


class OpenWillForm(OnceForm):
    """Why the list of people to call is opened."""

    keeps_draft = False

    reason = forms.CharField(
        label=gettext_lazy("What has happened"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The practice lead and the second person are told at once."),
    )


class TrialForm(OnceForm):
    """What a trial run found."""

    found = forms.CharField(
        label=gettext_lazy("What worked, and what has to be put right"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class HoldForm(OnceForm):
    """Why nothing may be erased for now."""

    reason = forms.CharField(
        label=gettext_lazy("What stands in the way of erasing"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "A court, a claim, an inquiry. The therapists of this work read it."
        ),
    )


class EraseForm(OnceForm):
    """Asking that a record is erased."""

    keeps_draft = False

    why = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=Erasing.Why.choices, widget=forms.RadioSelect
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I know that this cannot be undone."),
        error_messages={"required": gettext_lazy("Tick this if you want to go on.")},
    )

    def __init__(self, *args: Any, early: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if early:
            reasons = [c for c in Erasing.Why.choices if c[0] != Erasing.Why.KEPT_LONG_ENOUGH]
            self.fields["why"].choices = reasons  # type: ignore[attr-defined]


class DecideForm(OnceForm):
    """The answer of the second person."""

    keeps_draft = False

    answer = forms.ChoiceField(label=gettext_lazy("Your answer"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, may_agree: bool, is_second: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agree = [("agree", _("Agree: erase it now"))] if may_agree else []
        refuse = _("Refuse") if is_second else _("Take it back")
        self.fields["answer"].choices = [*agree, ("refuse", refuse)]  # type: ignore[attr-defined]


class MetForm(OnceForm):
    """Somebody of whom only a marker may be left."""

    keeps_draft = False

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    born = forms.CharField(
        label=gettext_lazy("Date of birth"),
        required=False,
        max_length=10,
        help_text=gettext_lazy("As it was known to you then: 1984, 1984-05 or 1984-05-09."),
    )
