"""A reaction: three taps are enough, the rest can wait or stay unsaid."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.transference import ORIGINS, Reaction, Term, constituents, feelings, pulls
from holdfast.transference.reaction import STRENGTH_LIMIT
from holdfast.transference.words import origin_words
from holdfast.web.accounts.forms import PlainForm
from holdfast.web.transference.kept import new_id
from holdfast.web.vault.forms import VaultForm


def terms(found: Iterable[Term]) -> list[tuple[str, str]]:
    """Return words of the vocabulary as choices."""
    return [(term.id, term.text) for term in found]


def offered(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what can be chosen; among several nothing is chosen for the writer."""
    return choices if len(choices) == 1 else [("", _("Choose")), *choices]


def or_none(choices: Iterable[tuple[str, str]], words: str) -> list[tuple[str, str]]:
    """Return choices and a last one that takes a wrong tap back."""
    return [*choices, ("", words)]


class Tapped(PlainForm):
    """What three taps say: a feeling, a pull, and whether it goes to a colleague."""

    feeling = forms.ChoiceField(
        label=gettext_lazy("What did you feel?"), required=False, widget=forms.RadioSelect
    )
    pull = forms.ChoiceField(
        label=gettext_lazy("What were you pulled to do?"), required=False, widget=forms.RadioSelect
    )
    own_words = forms.CharField(
        label=gettext_lazy("In your own words"), required=False, max_length=500
    )
    for_consultation = forms.BooleanField(
        label=gettext_lazy("Take it to a colleague"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = _("none of these")
        self.fields["feeling"].choices = or_none(terms(feelings()), none)  # type: ignore[attr-defined]
        self.fields["pull"].choices = or_none(terms(pulls()), none)  # type: ignore[attr-defined]

    @property
    def said(self) -> bool:
        """Whether there is anything to keep."""
        given = self.cleaned_data
        return bool(given["feeling"] or given["pull"] or given["own_words"].strip())

    def reaction(self, session: str, on: date) -> Reaction:
        """Return what was said as a value."""
        given = self.cleaned_data
        return Reaction(
            id=new_id(), feeling=given["feeling"], pull=given["pull"],
            own_words=given["own_words"], for_consultation=given["for_consultation"],
            session=session, on=on,
        )  # fmt: skip


class ReactionForm(VaultForm, Tapped):
    """The same on a page of its own, with everything else one may want to say."""

    about = forms.ChoiceField(
        label=gettext_lazy("After"),
        error_messages={"required": gettext_lazy("Choose whom it was with.")},
        help_text=gettext_lazy("This is sealed with it. It is written nowhere else."),
    )
    trigger = forms.CharField(
        label=gettext_lazy("What set it off?"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    did = forms.CharField(
        label=gettext_lazy("What did you do?"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    origin = forms.ChoiceField(
        label=gettext_lazy("Where may it come from?"), required=False, widget=forms.RadioSelect
    )
    strength = forms.TypedChoiceField(
        label=gettext_lazy("How strong was it?"), required=False, coerce=int, empty_value=None,
        choices=[*((n, str(n)) for n in range(STRENGTH_LIMIT + 1)), ("", gettext_lazy("not said"))],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("0: hardly there. 10: nothing else was there."),
    )  # fmt: skip
    helped = forms.MultipleChoiceField(
        label=gettext_lazy("What helped?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("about", "feeling", "pull", "own_words", "for_consultation")

    def __init__(self, *args: Any, after: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = offered(after)  # type: ignore[attr-defined]
        origins = [(one, origin_words(one)) for one in ORIGINS]
        self.fields["origin"].choices = or_none(origins, _("not said"))  # type: ignore[attr-defined]
        asked = [(question.id, question.text) for question in constituents()]
        self.fields["helped"].choices = asked  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One word is enough, but one is needed."""
        given = self.cleaned_data
        if not self.errors and not self.said:
            raise ValidationError(_("Choose a feeling or a pull, or write a few words."))
        return given

    @property
    def place(self) -> tuple[str, str]:
        """The therapy and the session it is about, either may be empty."""
        therapy, _bar, session = self.cleaned_data["about"].partition("|")
        return therapy, session

    def reaction(self, session: str, on: date) -> Reaction:
        """Return what was said as a value."""
        given = self.cleaned_data
        return Reaction(
            id=new_id(), feeling=given["feeling"], pull=given["pull"],
            own_words=given["own_words"], trigger=given["trigger"], did=given["did"],
            origin=given["origin"], strength=given["strength"],
            helped=frozenset(given["helped"]), for_consultation=given["for_consultation"],
            session=session, on=on,
        )  # fmt: skip
