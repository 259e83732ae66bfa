"""Signing: the code of a link, the three points in one's own words, and yes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms.once import OnceForm
from holdfast.web.frame import teach_back
from holdfast.web.frame.signed import PartyTo


class CodeForm(OnceForm):
    """The six digits that open a link."""

    keeps_draft = False

    code = forms.CharField(
        label=gettext_lazy("The six digits"),
        max_length=12,
        help_text=gettext_lazy("The therapist gave them to you, in the room or by phone."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "digits"}
        ),
    )


class SignForm(OnceForm):
    """Three points in one's own words, all optional, and the signature itself."""

    def __init__(
        self, *args: Any, asked: Sequence[tuple[str, str]], yes: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [term for term, _question in asked]
        for term, question in asked:
            self.fields[f"said_{term}"] = forms.CharField(
                label=question,
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["yes"] = forms.BooleanField(
            label=yes, error_messages={"required": _("Tick this if you want to sign.")}
        )

    @property
    def words(self) -> str:
        """What was said, as it is kept."""
        return teach_back.write({t: self.cleaned_data[f"said_{t}"] for t in self.asked})


class TalkForm(OnceForm):
    """Something a participant wants to talk about: a part of the agreement, or all of it."""

    term = forms.ChoiceField(label=gettext_lazy("Which part is it about?"), required=False)
    words = forms.CharField(
        label=gettext_lazy("What do you want to talk about?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["term"].choices = [("", _("All of it")), *parts]  # type: ignore[attr-defined]


class AnswerForm(OnceForm):
    """What one does about a drift."""

    needed_at_times = frozenset({"words"})

    answer = forms.ChoiceField(
        label=gettext_lazy("What you do"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Why, or what you want to remember"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, answers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = answers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A note and setting aside need words; talking about it does not."""
        given = self.cleaned_data
        if given.get("answer") in ("note", "set_aside") and not given.get("words", "").strip():
            self.add_error("words", _("Please say why, in a few words."))
        return given


def words_of_yes(party: PartyTo) -> str:
    """Return what the signer says yes to, in their words."""
    said = {
        PartyTo.Signs.THERAPIST: _("I sign this agreement."),
        PartyTo.Signs.CONSENT: _("I have read this and I agree."),
        PartyTo.Signs.ASSENT: _("I have read this, or it was read to me, and I say yes to it."),
        PartyTo.Signs.PERMISSION: _("I have authority to agree for this person, and I permit it."),
    }
    return said[PartyTo.Signs(party.signs)]
