"""Therapists: their profile, their standing, their credentials."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast import codes
from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice.languages import code_of
from holdfast.web.practice.money import names_currency

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
AREA = {"rows": 3}


def code_choices(held: list[str], on: date) -> list[tuple[str, str]]:
    """Return the codes one may be bound by: those shipped and in force, and those held already."""
    ranks = {codes.Rank.CODE, codes.Rank.REGULATOR, codes.Rank.ASSOCIATION}
    shipped = codes.shipped().editions
    choices = {
        edition.id: f"{edition.body}: {edition.title} ({edition.edition})"
        for edition in shipped.values()
        if edition.rank in ranks and (edition.in_force(on) or edition.id in held)
    }
    return sorted((choices | {c: c for c in held if c not in choices}).items(), key=lambda c: c[1])


class ProfileForm(OnceForm):
    """What a therapist says of their work. Clients can read it before they begin."""

    orientation = forms.CharField(label=gettext_lazy("How I work"), max_length=200, required=False)
    about = forms.CharField(
        label=gettext_lazy("About me"), max_length=2000, required=False,
        widget=forms.Textarea(AREA),
    )  # fmt: skip
    boundaries = forms.CharField(
        label=gettext_lazy("What I do not do"), max_length=1000, required=False,
        widget=forms.Textarea(AREA),
        help_text=gettext_lazy(
            "And how you work with boundaries. For example no reports for courts, no therapy by "
            "text, no friend requests; what you do when we meet by chance."
        ),
    )  # fmt: skip
    fees = forms.CharField(label=gettext_lazy("Fees"), max_length=300, required=False)
    languages = forms.CharField(
        label=gettext_lazy("Languages"),
        max_length=120,
        help_text=gettext_lazy(
            "By name or by code, with commas between them: English, de, Tigrinya."
        ),
    )
    codes = forms.MultipleChoiceField(
        label=gettext_lazy("Codes I am bound by"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    takes_new = forms.BooleanField(
        label=gettext_lazy("I take new people"),
        required=False,
        help_text=gettext_lazy("Not ticked, nobody new is offered to you. Nobody is told why."),
    )
    public = forms.BooleanField(
        label=gettext_lazy("Visitors may read my profile"),
        required=False,
        help_text=gettext_lazy(
            "Your name, this profile and your credentials with their numbers, and who looked them "
            "up. Only while the practice shows profiles at all. Never whether you take new people."
        ),
    )

    def __init__(self, *args: Any, held: list[str], on: date, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["codes"].choices = code_choices(held, on)  # type: ignore[attr-defined]
        self.fields["fees"].help_text = _("With the currency: {example}.").format(
            example=self._example_fee()
        )

    def _example_fee(self) -> str:
        return _("65 {currency} for 50 minutes").format(currency=self.currency)

    def clean_fees(self) -> str:
        """Return what was written; an amount alone leaves the reader to guess the currency."""
        given: str = self.cleaned_data["fees"]
        if re.search(r"\d", given) and not names_currency(given):
            raise ValidationError(
                _("In which currency? Write for example %(example)s."),
                params={"example": self._example_fee()},
            )
        return given

    def clean_languages(self) -> list[str]:
        """Return the codes, each once, in the order given."""
        given = [part.strip() for part in self.cleaned_data["languages"].split(",")]
        found = {part: code_of(part) for part in given if part}
        if wrong := [part for part, code in found.items() if code is None]:
            raise ValidationError(
                _(
                    "“%(wrong)s” is no language known here. Its code will do: for example en, de "
                    "or ti."
                ),
                params={"wrong": wrong[0][:40]},
            )
        return list(dict.fromkeys(code for code in found.values() if code))


class NewTherapistForm(OnceForm):
    """An account becomes that of a therapist. The rest of the profile is its owner's to write."""

    who = forms.ChoiceField(label=gettext_lazy("Who"))
    since = forms.DateField(label=gettext_lazy("Works here since"), widget=DAY)
    trainee = forms.BooleanField(label=gettext_lazy("In training"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = people  # type: ignore[attr-defined]


class StandingForm(OnceForm):
    """Whether somebody is in training, and until when they work here."""

    trainee = forms.BooleanField(label=gettext_lazy("In training"), required=False)
    until = forms.DateField(
        label=gettext_lazy("Last day here"), required=False, widget=DAY,
        help_text=gettext_lazy("Empty while they stay. End their role too when they leave."),
    )  # fmt: skip

    def __init__(self, *args: Any, since: date, **kwargs: Any) -> None:
        self.since = since
        super().__init__(*args, **kwargs)

    def clean_until(self) -> date | None:
        """The last day is not before the first."""
        until: date | None = self.cleaned_data["until"]
        if until and until < self.since:
            raise ValidationError(_("They have worked here since %(day)s."), params={
                "day": self.since.isoformat()})  # fmt: skip
        return until


class CredentialForm(OnceForm):
    """A licence or registration."""

    NAMES = ("title", "body", "number", "expires_on")

    title = forms.CharField(
        label=gettext_lazy("What it is"), max_length=120,
        help_text=gettext_lazy("For example registered member, licensed psychologist."),
    )  # fmt: skip
    body = forms.CharField(label=gettext_lazy("With which body"), max_length=120)
    number = forms.CharField(label=gettext_lazy("Number"), max_length=60)
    expires_on = forms.DateField(
        label=gettext_lazy("Ends on"), required=False, widget=DAY,
        help_text=gettext_lazy("Empty if it does not end."),
    )  # fmt: skip


class CheckForm(OnceForm):
    """A credential was looked up."""

    how = forms.CharField(
        label=gettext_lazy("How it was checked"), max_length=120,
        help_text=gettext_lazy("For example looked up in the body's public register."),
    )  # fmt: skip
