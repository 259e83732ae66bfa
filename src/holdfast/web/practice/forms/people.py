"""Forms about people: a new therapy, a card, how somebody may be reached."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice.models import ContactPoint, Participant, Therapy

OLDEST = 120


def check_partial_date(text: str, today: date) -> str:
    """Return a date of birth as it is kept: 1984, 1984-05 or 1984-05-09; "" if not known.

    Raises ValidationError for a day that is not in the calendar, lies ahead, or is too long ago.
    """
    text = text.strip()
    if not text:
        return ""
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text)
    if not found:
        raise ValidationError(_("Write the year, 1984, or more: 1984-05, 1984-05-09."))
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        born = date(year or 0, month or 1, day or 1)
    except ValueError:
        raise ValidationError(_("This day is not in the calendar.")) from None
    if born > today:
        raise ValidationError(_("This day is still to come."))
    if today.year - born.year > OLDEST:
        raise ValidationError(_("This would be more than 120 years ago."))
    return "-".join(part for part in (found[1], _two(month), _two(day)) if part)


def _two(number: int | None) -> str:
    return f"{number:02d}" if number else ""


class PartialDateField(forms.CharField):
    """A date of birth that may be known in part."""

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(max_length=10, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the date as it is kept."""
        return check_partial_date(str(super().clean(value)), self.today)


class CardForm(OnceForm):
    """What is known of a person."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("As this person wants to be called."),
    )
    given = forms.CharField(label=gettext_lazy("Given name"), max_length=80, required=False)
    family = forms.CharField(label=gettext_lazy("Family name"), max_length=80, required=False)
    former = forms.CharField(label=gettext_lazy("Former name"), max_length=80, required=False)
    pronouns = forms.CharField(label=gettext_lazy("Pronouns"), max_length=40, required=False)
    language = forms.CharField(label=gettext_lazy("Language"), max_length=40, required=False)
    note = forms.CharField(
        label=gettext_lazy("Good to know"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth"] = PartialDateField(
            today=today,
            label=_("Date of birth"),
            required=False,
            help_text=_("As far as known: 1984, 1984-05 or 1984-05-09."),
        )
        self.order_fields(["name", "given", "family", "former", "birth"])


class PauseForm(OnceForm):
    """Whether a therapy pauses or goes on; says which, so that an old page does not turn it."""

    then = forms.ChoiceField(
        choices=[(Therapy.State.ACTIVE, ""), (Therapy.State.PAUSED, "")], widget=forms.HiddenInput
    )


class OpenForm(OnceForm):
    """A new therapy with its first people. More can be added on its page."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of therapy"),
        choices=Therapy.Kind.choices,
        widget=forms.RadioSelect,
        initial=Therapy.Kind.INDIVIDUAL,
    )
    names = forms.CharField(
        label=gettext_lazy("Who comes"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("One name a line, as each person wants to be called."),
    )
    since = forms.DateField(
        label=gettext_lazy("Since"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The first session, also one to come."),
    )

    def clean_names(self) -> list[str]:
        """Return the names, one each."""
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if any(len(name) > 120 for name in names):
            raise ValidationError(_("One of the names is longer than 120 letters."))
        if len(set(names)) < len(names):
            raise ValidationError(_("The same name stands there twice. Tell the two apart."))
        return names

    def clean(self) -> dict[str, Any]:
        """Hold the kind of therapy against the number of people."""
        given: dict[str, Any] = super().clean() or {}
        count = len(given.get("names", []))
        if given.get("kind") == Therapy.Kind.INDIVIDUAL and count > 1:
            self.add_error("names", _("An individual therapy has one client."))
        if given.get("kind") in {Therapy.Kind.COUPLE, Therapy.Kind.FAMILY} and count == 1:
            self.add_error("names", _("Write a name for each person who comes."))
        return given


class AddPersonForm(OnceForm):
    """One more person in a therapy: a client, or a guardian of one."""

    needed_at_times = frozenset({"stands_for", "until"})

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    role = forms.ChoiceField(
        label=gettext_lazy("Comes as"),
        choices=Participant.Role.choices,
        widget=forms.RadioSelect,
        initial=Participant.Role.CLIENT,
    )
    stands_for = forms.ChoiceField(label=gettext_lazy("Guardian of"), required=False)
    until = forms.DateField(
        label=gettext_lazy("Guardian until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day the young person comes of age; it ends by itself then."),
    )

    def __init__(self, *args: Any, clients: list[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "")] + [(str(c.pk), c.card.shown_name) for c in clients]
        self.fields["stands_for"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A guardian stands for somebody and until a day."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("role") == Participant.Role.GUARDIAN:
            if not given.get("stands_for"):
                self.add_error("stands_for", _("Say for whom the guardian stands."))
            if not given.get("until"):
                self.add_error("until", _("Say until when; a guardian's place ends by itself."))
        return given


class ContactPointForm(OnceForm):
    """A way to reach somebody, and what it is safe for. Nothing else is ever sent there."""

    kind = forms.ChoiceField(label=gettext_lazy("How"), choices=ContactPoint.Kind.choices)
    value = forms.CharField(label=gettext_lazy("Number or address"), max_length=200)
    safe_for = forms.MultipleChoiceField(
        label=gettext_lazy("Safe for"),
        choices=ContactPoint.Purpose.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Ask first. Nothing is written there for what is not ticked."),
    )
    safe_when = forms.CharField(
        label=gettext_lazy("When it is safe"), max_length=120, required=False
    )

    def clean(self) -> dict[str, Any]:
        """An e-mail address looks like one, a number has digits."""
        given: dict[str, Any] = super().clean() or {}
        value, kind = given.get("value", ""), given.get("kind")
        if kind == ContactPoint.Kind.EMAIL and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
            self.add_error("value", _("This is not an e-mail address: name@example.org."))
        if kind in {ContactPoint.Kind.PHONE, ContactPoint.Kind.TEXT} and not re.fullmatch(
            r"\+?[\d\s()./-]{5,30}", value
        ):
            self.add_error("value", _("This is not a number: 020 7946 0018 or +44 20 7946 0018."))
        return given


class EmergencyContactForm(OnceForm):
    """Whom to call in an emergency."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    relation = forms.CharField(label=gettext_lazy("Who that is"), max_length=80, required=False)
    phone = forms.CharField(label=gettext_lazy("Number"), max_length=40)
