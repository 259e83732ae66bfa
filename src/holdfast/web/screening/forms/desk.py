"""Forms of the conflict desk: opening an identity, answering about a pair, deciding, reviewing."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice.models import Therapist
from holdfast.web.screening.models import IdentityOpening, Outcome, SamePerson

SAFEGUARDS = (
    ("separate_days", gettext_lazy("Separate days")),
    ("no_waiting", gettext_lazy("No shared waiting time")),
    ("own_supervisor", gettext_lazy("A supervisor of its own for the pair")),
)
KINDS = (
    (Outcome.Kind.OFFERED, gettext_lazy("Offer as it is")),
    (Outcome.Kind.SAFEGUARDS, gettext_lazy("Offer with safeguards")),
    (Outcome.Kind.ELSEWHERE, gettext_lazy("Route to colleagues here")),
    (Outcome.Kind.REFERRED, gettext_lazy("Refer out, with names")),
    (Outcome.Kind.EMERGENCY, gettext_lazy("Go ahead for now: an emergency")),
)
PURPOSES = (
    (IdentityOpening.Purpose.DECIDE, gettext_lazy("To decide about an enquiry or a late tie")),
    (IdentityOpening.Purpose.SAME_PERSON, gettext_lazy("To tell whether two are one person")),
    (IdentityOpening.Purpose.REVIEW, gettext_lazy("For a review")),
    (IdentityOpening.Purpose.REFER, gettext_lazy("To refer the person on")),
)
ANSWERS = (
    (SamePerson.Answer.SAME, gettext_lazy("The same person")),
    (SamePerson.Answer.DIFFERENT, gettext_lazy("Not the same person")),
    (SamePerson.Answer.UNSURE, gettext_lazy("Cannot say")),
)
A_SENTENCE = 10
NO_SENTENCE = {"min_length": gettext_lazy("Say it in a sentence.")}
SOONEST_EMERGENCY = timedelta(days=14)


class OpenForm(OnceForm):
    """Why an identity has to be opened."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("What for"), choices=PURPOSES, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it cannot be done by code"),
        min_length=A_SENTENCE,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages=NO_SENTENCE,
    )


class AnswerForm(OnceForm):
    """Whether two are the same person."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Are they the same person?"), choices=ANSWERS, widget=forms.RadioSelect
    )


class OutcomeForm(OnceForm):
    """What is decided about a person, why, and what is to be looked at again when."""

    needed_at_times = frozenset({"names", "offered", "review_on", "safeguards"})

    kind = forms.ChoiceField(
        label=gettext_lazy("What is to be done"), choices=KINDS, widget=forms.RadioSelect
    )
    safeguards = forms.MultipleChoiceField(
        label=gettext_lazy("Safeguards"),
        choices=SAFEGUARDS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    further = forms.CharField(
        label=gettext_lazy("Further safeguards"), max_length=500, required=False
    )
    names = forms.CharField(
        label=gettext_lazy("To whom: two or three names who have space"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    why = forms.CharField(
        label=gettext_lazy("Why: facts known, what speaks for and against, who was asked"),
        min_length=A_SENTENCE,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        error_messages=NO_SENTENCE,
    )
    review_on = forms.DateField(
        label=gettext_lazy("Look at it again on"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )
    shared = forms.CharField(
        label=gettext_lazy("What the record of the therapy gets"),
        help_text=gettext_lazy(
            "Only what client and therapist may both know, such as “Appointments on Mondays.” "
            "Both can read it. Never a reason."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        therapists: Sequence[Therapist],
        found: Mapping[UUID, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.therapists = today, therapists
        if therapists:
            self.fields["offered"] = forms.MultipleChoiceField(
                label=_("Who is offered"),
                choices=[(str(t.pk), f"{t.shown_name}: {found[t.pk]}") for t in therapists],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                help_text=_(
                    "The coordinator sees these names as on any other list, and nothing of what "
                    "was found."
                ),
            )
        order = ["kind", "offered", "safeguards", "further", "names", "why", "review_on", "shared"]
        self.order_fields(order)

    def clean(self) -> dict[str, Any]:
        """Hold each kind of outcome to what it needs."""
        given: dict[str, Any] = super().clean() or {}
        kind, on = given.get("kind"), given.get("review_on")
        if on is not None and on <= self.today:
            self.add_error("review_on", _("This day is over. Write one that is to come."))
        if kind == Outcome.Kind.SAFEGUARDS:
            self._needs_safeguards(given)
        if kind == Outcome.Kind.REFERRED and not given.get("names"):
            self.add_error("names", _("Name somebody, so that nobody is sent away with nothing."))
        if kind in (Outcome.Kind.SAFEGUARDS, Outcome.Kind.EMERGENCY) and on is None:
            self._once("review_on", _("Say when to look at it again."))
        if kind == Outcome.Kind.EMERGENCY and on and on > self.today + SOONEST_EMERGENCY:
            self.add_error("review_on", _("An emergency is looked at again within two weeks."))
        self._check_offers(kind, given)
        return given

    def _needs_safeguards(self, given: dict[str, Any]) -> None:
        if not given.get("safeguards") and not given.get("further"):
            self.add_error("safeguards", _("Choose at least one, or write one below."))

    def _check_offers(self, kind: str | None, given: dict[str, Any]) -> None:
        if not self.therapists or not kind:
            return
        if kind == Outcome.Kind.REFERRED:
            if given.get("offered"):
                self.add_error("offered", _("Whoever is referred out is offered nobody here."))
        elif not given.get("offered"):
            self._once("offered", _("Choose who is offered."))

    def _once(self, field: str, words: str) -> None:
        if field not in self.errors:
            self.add_error(field, words)

    def content(self) -> dict[str, Any]:
        """Return what is written down."""
        found = self.cleaned_data
        named = dict(SAFEGUARDS)
        safeguards = [str(named[each]) for each in found["safeguards"]]
        if found["further"]:
            safeguards.append(found["further"])
        return {
            "safeguards": safeguards, "names": found["names"], "why": found["why"],
            "shared": found["shared"],
        }  # fmt: skip

    def chosen(self) -> list[Therapist]:
        """Return the therapists who are offered."""
        ids = {UUID(each) for each in self.cleaned_data.get("offered", ())}
        return [each for each in self.therapists if each.pk in ids]


class ReviewForm(OnceForm):
    """What a review found, and when to look again."""

    words = forms.CharField(
        label=gettext_lazy("How it stands"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )
    next_on = forms.DateField(
        label=gettext_lazy("Look at it again on"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=gettext_lazy("Leave it empty if it is settled."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_next_on(self) -> date | None:
        """A day to come."""
        on: date | None = self.cleaned_data["next_on"]
        if on is not None and on <= self.today:
            raise forms.ValidationError(_("This day is over. Write one that is to come."))
        return on
