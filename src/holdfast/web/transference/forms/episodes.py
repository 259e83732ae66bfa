"""A relationship episode: about somebody in the client's life, or about the therapist."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.transference import (
    PARTS,
    Episode,
    Point,
    responses_of_other,
    responses_of_self,
    wishes,
)
from holdfast.transference.episode import SLIDER_LIMIT
from holdfast.transference.words import part_words, teller_words, therapist_questions, time_words
from holdfast.web.transference.forms.reactions import offered, terms
from holdfast.web.transference.kept import new_id
from holdfast.web.vault.forms import VaultForm

STEPS = [(n, f"{n:+d}" if n else "0") for n in range(-SLIDER_LIMIT, SLIDER_LIMIT + 1)]
SLIDERS = ("affiliation", "control")
WORDS = {"wish": wishes, "other": responses_of_other, "self": responses_of_self}
ME = "me"


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class EpisodeForm(VaultForm):
    """Whose episode it is, three parts in free words first, and where each part stands.

    Each slider is a row of steps: arrow keys or a tap, nothing to drag.
    """

    about = forms.ChoiceField(
        label=gettext_lazy("Told by"),
        help_text=gettext_lazy("This is sealed with it. It is written nowhere else."),
    )
    person = forms.CharField(
        label=gettext_lazy("About whom"), max_length=40,
        help_text=gettext_lazy("A role or a made-up name: mother, first boss, “R.” No real name."),
    )  # fmt: skip
    on = forms.DateField(
        label=gettext_lazy("Told on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    time = forms.ChoiceField(
        label=gettext_lazy("When was it?"), widget=forms.RadioSelect, initial="current",
        choices=[(one, time_words(one)) for one in ("current", "past", "unknown")],
    )  # fmt: skip
    told_by = forms.ChoiceField(
        label=gettext_lazy("What the words below rest on"), widget=forms.RadioSelect,
        initial="client", choices=[(one, teller_words(one)) for one in ("client", "therapist")],
    )  # fmt: skip

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = offered(choices)  # type: ignore[attr-defined]
        for part in PARTS:
            self.fields[f"words_{part}"] = forms.CharField(
                label=part_words(part), required=False, max_length=4000, widget=_area()
            )
            self.fields[f"codes_{part}"] = forms.MultipleChoiceField(
                label=_("In our words, where they fit"), required=False,
                choices=terms(WORDS[part]()), widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            for slider, label in zip(
                SLIDERS,
                (_("From cold to warm"), _("From giving way to taking charge")),
                strict=True,
            ):
                self.fields[f"{slider}_{part}"] = forms.TypedChoiceField(
                    label=label, required=False, coerce=int, empty_value=None, choices=STEPS,
                    widget=forms.RadioSelect,
                )  # fmt: skip

    def parts(self) -> Iterator[dict[str, BoundField]]:
        """The fields of each part, for the page."""
        for part in PARTS:
            yield {
                "words": self[f"words_{part}"],
                "codes": self[f"codes_{part}"],
                "affiliation": self[f"affiliation_{part}"],
                "control": self[f"control_{part}"],
            }

    def clean_on(self) -> date:
        """Nothing is told tomorrow."""
        on: date = self.cleaned_data["on"]
        if on > self.latest:
            raise ValidationError(_("This day is still to come."))
        return on

    latest = date.max

    def clean(self) -> dict[str, Any]:
        """Something has to be said, and one slider alone says nothing."""
        given = self.cleaned_data
        for part in PARTS:
            set_ones = [given.get(f"{slider}_{part}") is not None for slider in SLIDERS]
            if any(set_ones) and not all(set_ones):
                self.add_error(f"control_{part}", _("Please set both rows, or neither."))
        if not any(given.get(f"words_{p}") or given.get(f"codes_{p}") for p in PARTS):
            raise ValidationError(_("Write a few words, or choose some, for one of the parts."))
        return given

    def episode(self, session: str = "") -> Episode:
        """Return what was written as a value."""
        given = self.cleaned_data
        return Episode(
            id=new_id(), person=given["person"].strip(), is_therapist=self.is_about_me,
            codes=frozenset(code for part in PARTS for code in given[f"codes_{part}"]),
            session=session, on=given["on"], time=given["time"], told_by=given["told_by"],
            words={part: given[f"words_{part}"] for part in PARTS if given[f"words_{part}"]},
            points=self._points(), actually_did=given.get("actually_did", ""),
        )  # fmt: skip

    def _points(self) -> dict[Any, Point]:
        given = self.cleaned_data
        return {
            part: Point(given[f"affiliation_{part}"], given[f"control_{part}"])
            for part in PARTS
            if given[f"affiliation_{part}"] is not None
        }

    is_about_me = False


class AboutMeForm(EpisodeForm):
    """An episode about the therapist: first what the therapist actually did."""

    is_about_me = True

    actually_did = forms.CharField(
        label=therapist_questions()[0], max_length=4000, widget=_area(3),
        help_text=gettext_lazy("As somebody in the room would have seen it, before any meaning."),
    )  # fmt: skip
    field_order = ("about", "on", "actually_did")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = forms.CharField(
            initial=ME, widget=forms.HiddenInput, required=False
        )

    def clean_person(self) -> str:
        """It is always the therapist."""
        return ME


class RecallsForm(VaultForm):
    """Whom it may recall: asked only after what was actually done."""

    recalls = forms.CharField(
        label=therapist_questions()[1], required=False, max_length=2000, widget=_area(),
        help_text=gettext_lazy("A guess to hold lightly. It stays here when the episode moves."),
    )  # fmt: skip
