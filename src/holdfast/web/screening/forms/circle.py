"""Forms of a therapist's circle: a person, a place, an address book."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.screening import FIELDS, Person
from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice.forms.people import PartialDateField
from holdfast.web.practice.importing import reading
from holdfast.web.practice.importing.uploads import MOST_BYTES
from holdfast.web.screening.circle_kinds import GROUPS, PLACES
from holdfast.web.screening.models import Circle

READ_SECONDS = 25.0


class DatesForm(OnceForm):
    """From when until when a tie holds, in years: more is seldom known, and not needed."""

    since = forms.IntegerField(label=gettext_lazy("Since which year"), required=False)
    until = forms.IntegerField(
        label=gettext_lazy("Until which year"),
        required=False,
        help_text=gettext_lazy("Only if it is over."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Hold the years against each other and against today."""
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        for name, year in (("since", since), ("until", until)):
            if year is not None and not 1900 <= year <= self.today.year + (name == "since") * 5:
                said = _("Write a year with four digits, such as %(year)d.")
                self.add_error(name, said % {"year": self.today.year})
        if since and until and until < since:
            self.add_error("until", _("It cannot be over before it began."))
        return given

    def span(self) -> dict[str, date | None]:
        """Return the days between which it holds."""
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        last = min(date(until, 12, 31), self.today) if until else None
        return {"since": date(since, 1, 1) if since else None, "until": last}


class PersonForm(DatesForm):
    """Somebody close to the therapist, with as much as they know."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What this person is to me"),
        choices=[("", gettext_lazy("Choose")), *GROUPS],
    )
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=120, required=False)
    surname = forms.CharField(label=gettext_lazy("Family name"), max_length=120, required=False)
    former_name = forms.CharField(label=gettext_lazy("Former name"), max_length=120, required=False)
    suburb = forms.CharField(label=gettext_lazy("Where they live"), max_length=80, required=False)
    postcode = forms.CharField(label=gettext_lazy("Post code"), max_length=12, required=False)
    street = forms.CharField(label=gettext_lazy("Street"), max_length=120, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=200, required=False)
    employer = forms.CharField(
        label=gettext_lazy("Where they work"), max_length=120, required=False
    )
    promised = forms.BooleanField(
        label=gettext_lazy("It is agreed for later and has not begun"), required=False
    )
    sensitive = forms.BooleanField(
        label=gettext_lazy("Keep from the conflict desk, too, what this person is to me"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date_of_birth"] = PartialDateField(
            today=self.today,
            label=_("Born"),
            required=False,
            help_text=_("The year is enough: 1984."),
        )
        self.order_fields([
            "kind", "given_name", "surname", "former_name", "date_of_birth", "suburb", "postcode",
            "street", "phone", "email", "employer", "since", "until", "promised", "sensitive",
        ])  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A person has a name."""
        given = super().clean()
        if not any(c.isalnum() for c in given.get("given_name", "") + given.get("surname", "")):
            self.add_error("surname", _("Write a name, or as much of it as you know."))
        return given

    def person(self) -> Person:
        """Return what is known."""
        known = {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}
        return Person(**known)

    def shown_name(self) -> str:
        """Return the name as it is shown."""
        return f"{self.cleaned_data['given_name']} {self.cleaned_data['surname']}".strip()

    @staticmethod
    def saved(row: Circle) -> dict[str, Any]:
        """Return what is kept of somebody, as this form's initial values."""
        person = row.person()
        return {
            **{name: getattr(person, name) for name in FIELDS},
            "kind": row.kind,
            "since": row.since.year if row.since else None,
            "until": row.until.year if row.until else None,
            "promised": row.promised,
            "sensitive": row.sensitive,
        }


class PlaceForm(DatesForm):
    """A place or an organisation that a therapist belongs to."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=PLACES, widget=forms.RadioSelect
    )
    name = forms.CharField(label=gettext_lazy("Its name"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["kind", "name", "since", "until"])

    def clean_name(self) -> str:
        """A name has letters."""
        name: str = self.cleaned_data["name"]
        if not any(c.isalnum() for c in name):
            raise ValidationError(_("Write the name as people know it."))
        return name


class AddressBookForm(OnceForm):
    """A file from which people are picked. It is read before anything is kept."""

    keeps_draft = False

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("An address book (.vcf) or a list (.csv, .xlsx), up to 20 MB."),
        widget=forms.FileInput({"accept": ".vcf,.csv,.txt,.tsv,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Export it again."),
        },
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        self.table: reading.Table | None = None
        super().__init__(*args, **kwargs)

    def clean_file(self) -> Any:
        """Read the file within limits; what is too large was never held."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            said = _(
                "This file has %(size)d MB; up to %(most)d MB can be read. Export fewer people, "
                "or leave their pictures out."
            )
            numbers = {"size": sent.size // 1_000_000, "most": MOST_BYTES // 1024 // 1024}
            raise ValidationError(said % numbers)
        try:
            self.table = reading.read(sent.read(), sent.name or "", self.today, READ_SECONDS)
        except reading.Unreadable as wrong:
            raise ValidationError(str(wrong)) from None
        if "whole_days" in self.table.notes:
            raise ValidationError(_("This is a calendar. Choose an address book or a list."))
        return sent


class DoneForm(OnceForm):
    """Nothing to fill in: the button is the act."""

    keeps_draft = False
