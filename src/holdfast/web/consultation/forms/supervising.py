"""What is filled in about supervision."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms.once import OnceForm
from holdfast.web.consultation.models import Countersignature, Sitting
from holdfast.web.consultation.ties import TIES, Said
from holdfast.web.practice.models import SupervisionAgreement

from .asking import Choices, text_field

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
KINDS = [
    (Sitting.Kind.INDIVIDUAL, gettext_lazy("individual")),
    (Sitting.Kind.GROUP, gettext_lazy("in a group")),
    (Sitting.Kind.PEER, gettext_lazy("among peers, without a supervisor")),
]


class SitForm(OnceForm):
    """A session of supervision: when, how long, of which kind, under which agreements."""

    on = forms.DateField(label=gettext_lazy("Day"), widget=DAY)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=600)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=KINDS,
        widget=forms.RadioSelect,
        initial=Sitting.Kind.INDIVIDUAL,
    )
    who = forms.MultipleChoiceField(
        label=gettext_lazy("With whom"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("In a group, everybody who was there. Each sees only their own."),
    )

    def __init__(
        self, *args: Any, agreements: Sequence[SupervisionAgreement], names: Choices,
        may_peer: bool, today: date, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.by_key = {str(row.pk): row for row in agreements}
        self.today = today
        self.fields["who"].choices = names  # type: ignore[attr-defined]
        if not may_peer:
            self.fields["kind"].choices = KINDS[:2]  # type: ignore[attr-defined]
        if not names:
            del self.fields["who"]
            self.fields["kind"].choices = KINDS[2:]  # type: ignore[attr-defined]
            self.fields["kind"].initial = Sitting.Kind.PEER
        elif len(names) == 1:
            self.fields["who"].initial = [names[0][0]]

    @property
    def agreements(self) -> list[SupervisionAgreement]:
        """The agreements under which it took place; none among peers."""
        if self.cleaned_data["kind"] == Sitting.Kind.PEER:
            return []
        return [self.by_key[key] for key in self.cleaned_data.get("who", ())]

    def clean(self) -> dict[str, Any]:
        """It lies behind, somebody was there, and an agreement held on that day."""
        given: dict[str, Any] = super().clean() or {}
        on, kind, who = given.get("on"), given.get("kind"), given.get("who", [])
        if on and on > self.today:
            self.add_error("on", _("This day is still to come."))
        if kind == Sitting.Kind.INDIVIDUAL and len(who) != 1:
            self.add_error("who", _("Choose one. With several it is a group."))
        if kind == Sitting.Kind.GROUP and not who:
            self.add_error("who", _("Choose who was there."))
        if on and kind != Sitting.Kind.PEER and not all(self._held(key, on) for key in who):
            self.add_error("on", _("The agreement did not hold on that day."))
        return given

    def _held(self, key: str, on: date) -> bool:
        row = self.by_key.get(key)
        return row is not None and row.since <= on and (row.until is None or on <= row.until)


class TopicForm(OnceForm):
    """What was brought: by code, without a name."""

    therapy = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    words = text_field(
        gettext_lazy("What it was about"),
        3,
        help_text=gettext_lazy("Without names. Your own feelings belong here, too, if you wish."),
    )

    def __init__(self, *args: Any, codes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = ("", _("The work as such"))
        self.fields["therapy"].choices = [whole, *codes]  # type: ignore[attr-defined]


class TaskForm(OnceForm):
    """What was agreed to be done."""

    words = text_field(gettext_lazy("What was agreed to be done"), 2)


class TickForm(OnceForm):
    """Something agreed was done, or was not after all."""

    keeps_draft = False

    done = forms.BooleanField(required=False, widget=forms.HiddenInput)


class TiesForm(OnceForm):
    """How the two stand to each other outside this work."""

    needed_at_times = frozenset({"words"})

    tie = forms.ChoiceField(
        label=gettext_lazy("What are the two of you to each other?"),
        choices=[(key, label) for key, (label, _situation) in TIES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
    objectivity = forms.ChoiceField(
        label=gettext_lazy("Can you stay objective towards the other?"),
        choices=[
            ("intact", gettext_lazy("yes, as far as can be expected")),
            ("doubtful", gettext_lazy("in doubt")),
            ("lost", gettext_lazy("no")),
        ],
        widget=forms.RadioSelect,
        initial="intact",
    )
    harm = forms.ChoiceField(
        label=gettext_lazy("Could it reasonably harm one of you, or a client?"),
        choices=[("no", gettext_lazy("no")), ("yes", gettext_lazy("yes"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    words = text_field(
        gettext_lazy("Why you think so"),
        2,
        required=False,
        help_text=gettext_lazy("Where you are anything to each other."),
    )

    def clean(self) -> dict[str, Any]:
        """A judgement has a reason beside it."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("tie") not in (None, "none") and not given.get("words", "").strip():
            self.add_error("words", _("Say in a sentence why you think so."))
        return given

    @property
    def said(self) -> Said:
        """What was said, as a value."""
        given = self.cleaned_data
        return Said(given["tie"], given["objectivity"], given["harm"], given["words"])


class CountersignForm(OnceForm):
    """A supervisor's answer to a document."""

    needed_at_times = frozenset({"words"})

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[
            (Countersignature.Answer.SIGNED, gettext_lazy("I have read it and countersign")),
            (Countersignature.Answer.TALK, gettext_lazy("Let us talk about it first")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
    words = text_field(gettext_lazy("A word with it"), 2, required=False)

    def clean(self) -> dict[str, Any]:
        """Who wants to talk first says about what."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("answer") == Countersignature.Answer.TALK and not given.get("words"):
            self.add_error("words", _("Say what you want to talk about."))
        return given


class HouseForm(OnceForm):
    """What the practice wants countersigned."""

    decisions = forms.BooleanField(
        label=gettext_lazy("Signed decisions on boundaries"), required=False
    )
    agreements = forms.BooleanField(
        label=gettext_lazy("Agreements with clients, once everybody has signed"), required=False
    )
    trainees_only = forms.BooleanField(
        label=gettext_lazy("Only of therapists in training"), required=False
    )
