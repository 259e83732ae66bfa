"""After the end: letters, what is asked, coming back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.endings.forms.plans import DAY
from holdfast.web.endings.models import Approach, ComingBack
from holdfast.web.endings.unfilled import refuse_unfilled
from holdfast.web.practice.models import ContactPoint, Participant


class OfPersonForm(OnceForm):
    """A form about one client of a therapy; with one client there is nothing to choose."""

    who = forms.ChoiceField(label=gettext_lazy("With whom"))

    def __init__(self, *args: Any, people: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(p.pk): p for p in people}
        who = self.fields["who"]
        who.choices = [(key, p.card.shown_name) for key, p in self.people.items()]  # type: ignore[attr-defined]
        if len(people) == 1:
            who.required, who.widget = False, forms.HiddenInput()

    @property
    def participant(self) -> Participant:
        """The client who was chosen, or the only one."""
        only = next(iter(self.people.values()))
        return self.people.get(self.cleaned_data.get("who") or "", only)


class LetterForm(OfPersonForm):
    """The words of a letter to somebody who stopped coming."""

    words = forms.CharField(
        label=gettext_lazy("The letter"),
        max_length=4000,
        widget=forms.Textarea({"rows": 12}),
        help_text=gettext_lazy(
            "Others may open it. Leave out the words therapy, session and client, and what it is "
            "about; your name and a number are enough."
        ),
    )

    def clean_words(self) -> str:
        """A letter is made once nothing in brackets is left."""
        words: str = self.cleaned_data["words"]
        refuse_unfilled(words)
        return words


class SendForm(OnceForm):
    """By which of the ways that were allowed a letter goes, or went."""

    keeps_draft = False

    point = forms.ChoiceField(label=gettext_lazy("By which way"), widget=forms.RadioSelect)
    on = forms.DateField(label=gettext_lazy("Sent on"), widget=DAY)

    def __init__(
        self, *args: Any, points: Sequence[ContactPoint], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.points, self.today = {str(p.pk): p for p in points}, today
        self.fields["point"].choices = [  # type: ignore[attr-defined]
            (key, _way(p)) for key, p in self.points.items()
        ]

    def clean_on(self) -> date:
        """A day that is not still to come."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return on

    @property
    def chosen(self) -> ContactPoint:
        """The way that was chosen."""
        return self.points[self.cleaned_data["point"]]


def _way(point: ContactPoint) -> str:
    when = point.text("safe_when")
    way = f"{point.get_kind_display()}: {point.text('value')}"
    if point.kind == ContactPoint.Kind.EMAIL:
        way = _("{way} (sent from here, with a neutral sender and subject)").format(way=way)
    return f"{way} · {when}" if when else way


class ApproachForm(OfPersonForm):
    """Something that was asked after the end."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What was asked"),
        choices=Approach.Kind.choices,
        widget=forms.RadioSelect,
    )
    asked_by = forms.ChoiceField(
        label=gettext_lazy("Who asked"), choices=Approach.By.choices, widget=forms.RadioSelect
    )
    asked_on = forms.DateField(label=gettext_lazy("When"), widget=DAY)
    last_contact_on = forms.DateField(
        label=gettext_lazy("The last contact that was part of the work"),
        widget=DAY,
        help_text=gettext_lazy(
            "Some codes count from here. A letter, a call or a report after the end may have been "
            "part of it; a greeting in the street was not."
        ),
    )
    ended_to_begin = forms.ChoiceField(
        label=gettext_lazy("Did it end so that this could begin?"),
        choices=[
            ("no", gettext_lazy("no")),
            ("yes", gettext_lazy("yes")),
            ("", gettext_lazy("I do not know")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("In what words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, today: date, ended_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.ended_on = today, ended_on

    def clean(self) -> dict[str, Any]:
        """Days that can be: after the end, and not still to come."""
        given: dict[str, Any] = super().clean() or {}
        for name in ("asked_on", "last_contact_on"):
            if given.get(name) and given[name] > self.today:
                self.add_error(name, _("This day is still to come."))
        last = given.get("last_contact_on")
        if last and last < self.ended_on:
            day = self.ended_on.isoformat()
            self.add_error("last_contact_on", _("It ended on {day}; not before.").format(day=day))
        return given

    @property
    def to_begin(self) -> bool | None:
        """Whether it ended for the sake of this; None if nobody knows."""
        return {"yes": True, "no": False}.get(self.cleaned_data["ended_to_begin"])


class ComeBackForm(OnceForm):
    """A former client asks to come back."""

    wish = forms.ChoiceField(
        label=gettext_lazy("Whom would you like to see?"),
        choices=ComingBack.Wish.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Is there anything you want to say?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("You can leave this empty."),
    )


ROOM, FULL, TIE = "room", "full", "tie"


class AnswerComeBackForm(OnceForm):
    """What a therapist answers to a former client who asks to come back."""

    needed_at_times = frozenset({"words"})

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[
            (ROOM, gettext_lazy("I have room, and I would work with them again")),
            (FULL, gettext_lazy("I have no room, or cannot now")),
            (TIE, gettext_lazy("The two of us are tied now; somebody else would be better")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("What your former client reads"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy(
            "If somebody else would be better, say openly why. Whoever finds that somebody reads "
            "none of this."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Who suggests somebody else says why."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("answer") in (FULL, TIE) and not given.get("words", "").strip():
            self.add_error("words", _("Say openly why, in a sentence or two."))
        return given
