"""Starting a draft, fixing its text, and talking it over."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast import frame
from holdfast.web.accounts.forms.once import OnceForm
from holdfast.web.frame.signers import Signer
from holdfast.web.practice.forms.days import check_begun, check_foreseeable
from holdfast.web.practice.models import Therapy

from .fields import date_field

EXCEPTION_YEARS = 2  # longer than that is another frame, for a new version


class SureForm(OnceForm):
    """Nothing to fill in: an act that is confirmed on a page of its own."""

    keeps_draft = False


class StartForm(OnceForm):
    """What the next version begins with."""

    keeps_draft = False

    start = forms.ChoiceField(
        label=gettext_lazy("Begin with"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"].choices = choices  # type: ignore[attr-defined]
        self.fields["start"].initial = choices[0][0]


class RemarkForm(OnceForm):
    """Something said about a term while it is talked over."""

    words = forms.CharField(
        label=gettext_lazy("What was said, or is still open"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FixForm(OnceForm):
    """Who signs, and whether what is still missing may stay so."""

    keeps_draft = False

    rule = forms.ChoiceField(label=gettext_lazy("Whose law says when somebody may agree alone"))

    def __init__(
        self,
        *args: Any,
        signers: Sequence[Signer],
        rules: Sequence[frame.AgeRule],
        gaps: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.signers = signers
        self.fields["rule"].choices = [(r.id, r.name) for r in rules]  # type: ignore[attr-defined]
        for signer in signers:
            self._ask_about(signer)
        if gaps:
            self.fields["gaps"] = forms.BooleanField(
                label=_("I know what is still missing, and leave it out for now"),
                error_messages={"required": _("Fill in what is missing, or tick this.")},
            )

    def _ask_about(self, signer: Signer) -> None:
        key = str(signer.participant.pk)
        if signer.signing.may_be_mature:
            self.fields[f"mature-{key}"] = forms.BooleanField(
                label=_("%(name)s understands what is involved and signs alone")
                % {"name": signer.name},
                help_text=signer.signing.rule.conditions,
                required=False,
            )
        if signer.signing.because in ("adult", "age_unknown", "cannot_consent"):
            self.fields[f"not_alone-{key}"] = forms.BooleanField(
                label=_("Somebody else has authority to agree for %(name)s")
                % {"name": signer.name},
                required=False,
            )

    def ticked(self, what: str) -> list[str]:
        """Return the keys of the participants for whom `what` was ticked."""
        start = f"{what}-"
        return [n[len(start) :] for n, v in self.cleaned_data.items() if n.startswith(start) and v]


class PaperForm(OnceForm):
    """A signature on paper, recorded by the therapist."""

    keeps_draft = False

    on = date_field(label=gettext_lazy("The day beside the signature"))
    there = forms.BooleanField(
        label=gettext_lazy("The signed paper is kept with the record"),
        error_messages={"required": gettext_lazy("Keep the paper first, then tick this.")},
    )


class LinkForm(OnceForm):
    """How a link to sign reaches somebody."""

    keeps_draft = False

    def __init__(self, *args: Any, may_write: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_write:
            self.fields["write"] = forms.BooleanField(
                label=_("Send the link to the e-mail address that is safe for the agreement"),
                help_text=_("The letter holds the link only: no name, nothing about what it is."),
                required=False,
                initial=True,
            )


class ExceptionForm(OnceForm):
    """Days on which some terms do not bind, because both agreed so."""

    terms = forms.MultipleChoiceField(
        label=gettext_lazy("What does not bind"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please tick at least one.")},
    )
    first = date_field(label=gettext_lazy("First day"))
    last = date_field(label=gettext_lazy("Last day"))
    note = forms.CharField(
        label=gettext_lazy("What you agreed, and why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        terms: Sequence[tuple[str, str]],
        therapy: Therapy,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.therapy, self.today = therapy, today
        self.fields["terms"].choices = terms  # type: ignore[attr-defined]

    def clean_first(self) -> date:
        """Nothing is agreed for days before the therapy began."""
        first: date = self.cleaned_data["first"]
        check_begun(first, self.therapy)
        return first

    def clean_last(self) -> date:
        """An exception that has no end would silence what it is about."""
        last: date = self.cleaned_data["last"]
        check_foreseeable(last, self.today, EXCEPTION_YEARS)
        return last

    def clean(self) -> dict[str, Any]:
        """An exception ends on or after the day it begins."""
        given = self.cleaned_data
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _("The last day is before the first."))
        return given


class PlanForm(OnceForm):
    """Planning the next sessions from the rhythm that was agreed."""

    keeps_draft = False

    weeks = forms.TypedChoiceField(
        label=gettext_lazy("Plan the next"),
        coerce=int,
        choices=[(n, gettext_lazy("%(n)s weeks") % {"n": n}) for n in (4, 8, 12, 26)],
    )
    out = forms.MultipleChoiceField(
        label=gettext_lazy("Take out"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, beside: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["out"].choices = beside  # type: ignore[attr-defined]
        if not beside:
            del self.fields["out"]


class TemplateForm(OnceForm):
    """A template of the practice: its name, and what it begins with."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    about = forms.CharField(
        label=gettext_lazy("What it is for"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, begin: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if begin:
            self.fields["begin"] = forms.ChoiceField(label=_("Begin with"), choices=begin)
