"""Forms for what happens between sessions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice.models import Contact, Crossing, Participant, Session, Therapy

from .days import BEFORE, check_begun, check_foreseeable

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
JUST_NOW = timedelta(minutes=15)


class OfSomebodyForm(OnceForm):
    """A form about one participant of a therapy, by which something is noted.

    Whoever goes back after saving finds it empty and with a new id, and may take it for not saved.
    So what was noted a moment ago with the same words is pointed out, and is noted a second time
    only by the button `second`.
    """

    stands: Contact | Crossing | None = None

    who = forms.ChoiceField(label=gettext_lazy("With"))

    def __init__(
        self, *args: Any, therapy: Therapy, people: list[Participant], now: datetime, **kwargs: Any
    ) -> None:
        self.people, self.now, self.therapy = {str(p.pk): p for p in people}, now, therapy
        super().__init__(*args, **kwargs)
        who = self.fields["who"]
        who.choices = [(key, p.card.shown_name) for key, p in self.people.items()]  # type: ignore[attr-defined]
        if len(people) == 1 and not self.is_bound:
            self.initial["who"] = str(people[0].pk)

    @property
    def participant(self) -> Participant:
        """The participant who was chosen."""
        return self.people[self.cleaned_data["who"]]

    def clean(self) -> dict[str, Any]:
        """Ask before the same is noted a second time."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and "second" not in self.data:
            self.stands = self._noted_just_now(given["note"])
        if self.stands is not None:
            noted = self.stands.recorded_at.astimezone(self.now.tzinfo)
            raise forms.ValidationError(
                _("Noted at %(at)s already: %(what)s. It stands once."),
                params={"at": date_format(noted, "H:i"), "what": self.said(self.stands)},
            )
        return given

    def _noted_just_now(self, note: str) -> Any:
        just_now = self.alike().filter(
            participant=self.participant, recorded_at__gt=self.now - JUST_NOW
        )
        rows = just_now.select_related("therapy__key").order_by("-recorded_at")
        return next((row for row in rows if row.text("note") == note), None)

    def alike(self) -> QuerySet[Any]:
        """Return what was noted with the same answers, whoever it is about."""
        raise NotImplementedError

    def said(self, row: Any) -> str:
        """Say in a few words what was noted."""
        raise NotImplementedError


class ContactForm(OfSomebodyForm):
    """A contact between sessions. What was said may stay out."""

    at = forms.DateTimeField(
        label=gettext_lazy("When"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Who began"),
        choices=Contact.Direction.choices,
        widget=forms.RadioSelect,
        initial=Contact.Direction.FROM_CLIENT,
    )
    channel = forms.ChoiceField(label=gettext_lazy("How"), choices=Contact.Channel.choices)
    purpose = forms.ChoiceField(label=gettext_lazy("What for"), choices=Contact.Purpose.choices)
    reply = forms.BooleanField(label=gettext_lazy("It was an answer"), required=False)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), required=False, min_value=1, max_value=600
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Part of the record, which the client may ask to see."),
    )

    def clean_at(self) -> datetime:
        """Return the instant; one still to come, or before it all began, is a mistake."""
        local: datetime = self.cleaned_data["at"]
        check_begun(local.date(), self.therapy, lead=BEFORE)
        at = local.replace(tzinfo=self.therapy.tz).astimezone(UTC)
        if at > self.now:
            raise forms.ValidationError(_("This is still to come."))
        return at

    def alike(self) -> QuerySet[Contact]:
        """Return contacts of the same kind. The form comes with the minute it was opened at."""
        at = self.cleaned_data["at"]
        names = ("direction", "channel", "purpose", "reply", "minutes")
        same = {name: self.cleaned_data[name] for name in names}
        return Contact.objects.filter(**same, at__range=(at - JUST_NOW, at + JUST_NOW))

    def said(self, row: Contact) -> str:
        """Name how it was, and when."""
        at = date_format(row.at.astimezone(self.therapy.tz), "l j F, H:i")
        return _("{how}, {at}").format(how=row.get_channel_display(), at=at)


class CrossingForm(OfSomebodyForm):
    """One departure from the usual frame, harmless or not."""

    kind = forms.ChoiceField(label=gettext_lazy("What it was"), choices=Crossing.Kind.choices)
    on = forms.DateField(label=gettext_lazy("On"), widget=DAY)
    initiated_by = forms.ChoiceField(
        label=gettext_lazy("Begun by"),
        choices=Session.By.choices,
        widget=forms.RadioSelect,
        initial=Session.By.CLIENT,
    )
    discussed = forms.ChoiceField(
        label=gettext_lazy("Talked about in a session"),
        choices=[
            ("", gettext_lazy("not noted")),
            ("yes", gettext_lazy("yes")),
            ("no", gettext_lazy("not yet")),
        ],
        required=False,
    )
    kept_secret = forms.BooleanField(
        label=gettext_lazy("One side asked to keep it from others"), required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Part of the record, which the client may ask to see."),
    )

    def clean_on(self) -> date:
        """A day still to come, or before it all began, is a mistake."""
        on: date = self.cleaned_data["on"]
        check_begun(on, self.therapy)
        if on > self.now.date():
            raise forms.ValidationError(_("This day is still to come."))
        return on

    def clean_discussed(self) -> bool | None:
        """Return yes, no, or not noted."""
        return {"yes": True, "no": False}.get(self.cleaned_data["discussed"])

    def alike(self) -> QuerySet[Crossing]:
        """Return crossings of the same kind on the same day."""
        names = ("kind", "on", "initiated_by", "discussed", "kept_secret")
        return Crossing.objects.filter(**{name: self.cleaned_data[name] for name in names})

    def said(self, row: Crossing) -> str:
        """Name what it was, and the day."""
        on = date_format(row.on, "l j F")
        return _("{what}, {on}").format(what=row.get_kind_display(), on=on)


class PlanForm(OnceForm):
    """One more session, or another time for one."""

    on = forms.DateField(label=gettext_lazy("Day"), widget=DAY)
    at = forms.TimeField(
        label=gettext_lazy("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=5, max_value=720)
    where = forms.ChoiceField(label=gettext_lazy("Where"), choices=Session.Where.choices)

    def __init__(self, *args: Any, therapy: Therapy, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.therapy, self.today = therapy, today

    def clean_on(self) -> date:
        """A session lies within the therapy, and where somebody can foresee it."""
        on: date = self.cleaned_data["on"]
        check_begun(on, self.therapy)
        check_foreseeable(on, self.today)
        return on

    def start(self) -> datetime:
        """Return the local start, without zone."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"])
