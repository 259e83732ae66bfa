"""Finding the situation, and with whom."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.codes import SituationKind, shipped
from holdfast.web.accounts.forms import OnceForm, PlainForm
from holdfast.web.practice.models import Participant


class SureForm(OnceForm):
    """Nothing to fill in: an act that is confirmed on a page of its own."""

    keeps_draft = False


class SeekForm(PlainForm):
    """A few words to find a situation by; kept nowhere."""

    sought = forms.CharField(max_length=120, required=False)


class ChooseForm(OnceForm):
    """The situation to weigh, and which client it is about where there are several."""

    keeps_draft = False

    about = forms.ChoiceField(label=gettext_lazy("Who it is about"), required=False)
    situation = forms.CharField(
        max_length=60, error_messages={"required": gettext_lazy("Please choose a situation.")}
    )

    def __init__(self, *args: Any, people: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(row.pk): row for row in people}
        named = [(key, row.card.shown_name) for key, row in self.people.items()]
        self.fields["about"].choices = [("", _("all of them")), *named]  # type: ignore[attr-defined]

    def clean_situation(self) -> str:
        """Return the id of a situation that the codes know."""
        situation: str = self.cleaned_data["situation"]
        if situation not in shipped().situations:
            raise forms.ValidationError(_("Please choose one of the situations below."))
        return situation

    @property
    def is_private(self) -> bool:
        """Whether it is about one's own feelings, and so belongs in one's vault."""
        return shipped().situations[self.cleaned_data["situation"]].own_feelings

    def remembered(self, answer: str) -> str:
        """Where it led; beside a vault nothing says to which entry."""
        return reverse("codes:decisions") if self.is_private else answer

    @property
    def participant(self) -> Participant | None:
        """The client chosen; the only one there is; None for all of several."""
        if len(self.people) == 1:
            return next(iter(self.people.values()))
        return self.people.get(self.cleaned_data["about"])


def is_apart(kind: SituationKind) -> bool:
    """Tell whether a situation may stand outside a therapy: one about a client of now may not."""
    about = kind.fixes.get("person") in ("former_client", "somebody_else")
    return about and not kind.own_feelings


class ApartForm(OnceForm):
    """A situation of one's private life."""

    keeps_draft = False

    situation = forms.CharField(
        max_length=60, error_messages={"required": gettext_lazy("Please choose a situation.")}
    )

    def clean_situation(self) -> str:
        """Return the id of a situation that is about no client of now."""
        kind = shipped().situations.get(self.cleaned_data["situation"])
        if kind is None or not is_apart(kind):
            raise forms.ValidationError(_("Please choose one of the situations below."))
        return kind.id


class ClientForm(PlainForm):
    """Which client a boundary is to be weighed with."""

    therapy = forms.ChoiceField(label=gettext_lazy("With whom"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["therapy"].choices = choices  # type: ignore[attr-defined]
