"""One question of the codes, with "I don't know" and, for a judgement, the reason."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.codes import Fact, Kind, Supplied, Value
from holdfast.web.accounts.forms.once import OnceForm
from holdfast.web.practice.forms.days import check_foreseeable
from holdfast.web.vault.drafts import Begun

from .private import PrivateForm

UNKNOWN = "unknown"
LONGEST = 2000
FILL_IN = gettext_lazy("Please fill this in.")


def day_field(**kwargs: Any) -> forms.DateField:
    """A day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    messages = {
        "invalid": gettext_lazy("Write a day that is in the calendar, such as 2026-03-31."),
        "required": FILL_IN,
    }
    return forms.DateField(widget=widget, error_messages=messages, **kwargs)


def check_review(day: date, today: date) -> None:
    """Raise ValidationError unless a day to look again is still to come, in a year in sight."""
    if day <= today:
        raise ValidationError(_("Choose a day that is still to come."))
    check_foreseeable(day, today)


def text_field(label: Any, rows: int = 3, **kwargs: Any) -> forms.CharField:
    """A text of some sentences."""
    area = forms.Textarea({"rows": rows})
    messages = {"required": FILL_IN}
    return forms.CharField(
        label=label, max_length=LONGEST, widget=area, error_messages=messages, **kwargs
    )


def answers_to(fact: Fact) -> list[tuple[str, str]]:
    """Return what may be answered to a fact with a list of values."""
    if fact.kind is Kind.YES_NO:
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(str(value), said[:1].upper() + said[1:]) for value, said in fact.values.items()]


class AnswerForm(OnceForm):
    """What the therapist answers to one fact."""

    needed_at_times = frozenset({"answer"})

    fact_id = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, fact: Fact, given: Supplied | None, **kwargs: Any) -> None:
        self.fact = fact
        super().__init__(*args, initial=_initial(fact, given, kwargs.pop("known", True)), **kwargs)
        self.fields["answer"] = self._answer()
        if fact.kind in (Kind.DATE, Kind.NUMBER):
            self.fields["unknown"] = forms.BooleanField(label=_("I don't know"), required=False)
        if fact.open_textured:
            self._ask_why()
        self.order_fields(["answer", "unknown", "why", "second_by", "second", "second_why"])

    @property
    def draft_name(self) -> str:
        """Each question keeps a draft of its own."""
        return f"answer-{self.fact.id}"

    def _answer(self) -> forms.Field:
        label = self.fact.question
        match self.fact.kind:
            case Kind.DATE:
                return day_field(label=label, required=False)
            case Kind.NUMBER:
                return forms.IntegerField(
                    label=label, help_text=self.fact.unit, min_value=0, required=False
                )
        return forms.ChoiceField(
            label=label,
            help_text=self.fact.guidance,
            choices=[*answers_to(self.fact), (UNKNOWN, _("I don't know"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose an answer. “I don't know” is one.")},
        )

    def _ask_why(self) -> None:
        needed = self.data.get("answer") != UNKNOWN
        self.fields["why"] = text_field(_("Why you think so"), required=needed)
        self.fields["why"].error_messages["required"] = _("Write the reason in a sentence or two.")
        self.fields["second_by"] = forms.CharField(
            label=_("Somebody you asked"), max_length=120, required=False
        )
        self.fields["second"] = forms.ChoiceField(
            label=_("What they answer"),
            choices=[("", _("not asked")), *answers_to(self.fact)],
            required=False,
        )
        self.fields["second_why"] = text_field(_("Why they think so"), 2, required=False)

    @property
    def seconds(self) -> list[forms.BoundField]:
        """The fields for a second person."""
        return [self[name] for name in ("second_by", "second", "second_why")]

    def clean(self) -> dict[str, Any]:
        """A judgement needs its reason; so does a second person's, and their name."""
        found: dict[str, Any] = super().clean() or {}
        if not self.says_unknown and found.get("answer") in (None, "") and "answer" in found:
            self.add_error("answer", _("Write an answer, or tick “I don't know”."))
        if found.get("second"):
            for name in ("second_by", "second_why"):
                if not found.get(name):
                    self.add_error(name, _("Say who answered, and why they think so."))
        return found

    @property
    def says_unknown(self) -> bool:
        """Whether the answer is that nobody knows."""
        found = self.cleaned_data
        return found.get("answer") == UNKNOWN or bool(found.get("unknown"))

    def given(self, by: str, on: date) -> Supplied:
        """Return the answer with who gave it and when."""
        found = self.cleaned_data
        second = None
        if found.get("second"):
            value = self._value(found["second"])
            second = Supplied(value, found["second_by"], on, found["second_why"])
        return Supplied(self._value(found["answer"]), by, on, found.get("why", ""), second)

    def _value(self, raw: object) -> Value:
        try:
            return self.fact.accept(raw)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class PrivateAnswerForm(PrivateForm, AnswerForm):
    """The same in one's vault."""

    def is_here(self, begun: Begun) -> bool:
        """Each question has its own draft back; which it is of is inside the draft alone."""
        return begun.fields.get("fact_id") == self.fact.id


def _initial(fact: Fact, given: Supplied | None, known: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"fact_id": fact.id}
    if not known:
        found |= {"answer": UNKNOWN} if fact.values else {"unknown": True}
    if given is not None:
        found |= {"answer": _shown(given.value), "why": given.why}
        if second := given.second:
            found |= {"second_by": second.by, "second": _shown(second.value)}
            found |= {"second_why": second.why}
    return found


def _shown(value: Value) -> Value:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
