"""An enquiry, as the coordinator writes it down and as a person sends it in themselves.

Both have the same fields; only the words differ. What is asked about people close to them is
optional, and each of the five places for them stands behind a fold.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice.forms.people import PartialDateField
from holdfast.web.practice.languages import named
from holdfast.web.practice.models import Therapist, Therapy
from holdfast.web.screening.told import RELATIONS, ToldOf, Wanted
from holdfast.web.screening.words import HOUSE, STREET, Words

OTHERS = range(1, 6)
LONGEST = 400  # a name of three hundred characters is somebody's name
OWN = ("name", "former", "born", "phone", "email", "safe_when", "where")
WANTED = ("kind", "language", "wishes", "asked_for", "may_tell")
PLACES = ("employer", "school", "congregation")
ABOUT_OTHER = ("name", "relation", "born", "where", "employer")


class EnquiryForm(OnceForm):
    """Somebody looks for a therapist, in the coordinator's words."""

    words: Words = HOUSE

    def __init__(
        self, *args: Any, today: date, therapists: Sequence[Therapist], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.therapists = therapists
        self._person(today)
        self._wanted()
        for place in PLACES:
            self.fields[place] = self._text(place, 200)
        for number in OTHERS:
            self._other(number, today)
        for field in self.fields.values():
            if field.required:
                field.error_messages["required"] = _("Please fill this in.")

    def _text(self, name: str, longest: int, **more: Any) -> forms.CharField:
        said = self.words.fields[name]
        return forms.CharField(
            label=said.label, help_text=said.hint, max_length=longest,
            **{"required": False, **more},
        )  # fmt: skip

    def _person(self, today: date) -> None:
        said = self.words.fields
        self.fields["name"] = self._text("name", LONGEST, required=True)
        self.fields["former"] = self._text("former", LONGEST)
        self.fields["born"] = PartialDateField(
            today=today, label=said["born"].label, help_text=said["born"].hint, required=False
        )
        phone, email = forms.TextInput({"type": "tel"}), forms.EmailInput()
        self.fields["phone"] = self._text("phone", 40, widget=phone)
        self.fields["email"] = forms.EmailField(
            label=said["email"].label, max_length=200, required=False, widget=email
        )
        self.fields["safe_when"] = self._text("safe_when", 200)
        self.fields["where"] = self._text("where", 300)

    def _wanted(self) -> None:
        said = self.words.fields
        self.fields["kind"] = forms.ChoiceField(
            label=said["kind"].label, choices=Therapy.Kind.choices, widget=forms.RadioSelect,
            initial=Therapy.Kind.INDIVIDUAL,
        )  # fmt: skip
        codes = {each for t in self.therapists for each in t.languages}
        languages = sorted((named(code), code) for code in codes)
        self.fields["language"] = forms.ChoiceField(
            label=said["language"].label, required=False,
            choices=[("", _("any")), *((code, name) for name, code in languages)],
        )  # fmt: skip
        self.fields["wishes"] = self._text("wishes", 2000, widget=forms.Textarea({"rows": 4}))
        self.fields["asked_for"] = self._asked_for()
        self.fields["may_tell"] = forms.BooleanField(
            label=said["may_tell"].label, help_text=said["may_tell"].hint, required=False
        )

    def _asked_for(self) -> forms.Field:
        names = sorted((t.shown_name, str(t.pk)) for t in self.therapists)
        return forms.ChoiceField(
            label=self.words.fields["asked_for"].label, required=False,
            choices=[("", _("nobody by name")), *((pk, name) for name, pk in names)],
        )  # fmt: skip

    def _other(self, number: int, today: date) -> None:
        said = self.words.fields
        self.fields[f"other{number}_name"] = self._text("other_name", LONGEST)
        self.fields[f"other{number}_relation"] = forms.ChoiceField(
            label=said["other_relation"].label, required=False,
            choices=[("", _("please choose")), *self.words.relations(RELATIONS)],
        )  # fmt: skip
        self.fields[f"other{number}_born"] = PartialDateField(
            today=today, label=said["other_born"].label, help_text=said["other_born"].hint,
            required=False,
        )  # fmt: skip
        self.fields[f"other{number}_where"] = self._text("other_where", 300)
        self.fields[f"other{number}_employer"] = self._text("other_employer", 200)
        for name in ABOUT_OTHER:
            field = self.fields[f"other{number}_{name}"]
            said_of = {"label": field.label, "n": number}
            field.label = _("%(label)s (person %(n)s)") % said_of

    # Parts of the page.

    @property
    def own(self) -> list[forms.BoundField]:
        """The fields about the person who asks."""
        return [self[name] for name in OWN]

    @property
    def wanted(self) -> list[forms.BoundField]:
        """The fields about what they look for."""
        return [self[name] for name in WANTED]

    @property
    def places(self) -> list[forms.BoundField]:
        """The fields about places they belong to."""
        return [self[name] for name in PLACES]

    @property
    def others(self) -> list[tuple[int, bool, list[forms.BoundField]]]:
        """For each further person: number, whether something stands there, the fields."""
        found = []
        for number in OTHERS:
            fields = [self[f"other{number}_{name}"] for name in ABOUT_OTHER]
            found.append((number, any(f.value() or f.errors for f in fields), fields))
        return found

    @property
    def opens_others(self) -> bool:
        """Whether the fold with further people is to be open: something stands in it."""
        placed = any(f.value() or f.errors for f in self.places)
        return placed or any(filled for _number, filled, _fields in self.others)

    # What was told.

    def clean(self) -> dict[str, Any]:
        """Somebody can be reached; whoever is named has a name and stands in some relation."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors.keys() & {"phone", "email"} and not (
            given.get("phone") or given.get("email")
        ):
            self.add_error("phone", self.words.unreachable)
        for number in OTHERS:
            self._hold_together(given, number)
        return given

    def _hold_together(self, given: dict[str, Any], number: int) -> None:
        told = [given.get(f"other{number}_{name}", "") for name in ABOUT_OTHER]
        name, relation, *rest = told
        if name and not relation:
            self.add_error(f"other{number}_relation", _("Please say who that is."))
        if not name and (relation or any(rest)):
            self.add_error(f"other{number}_name", _("Please write a name, as far as it is known."))

    def clean_phone(self) -> str:
        """A number has digits."""
        phone: str = self.cleaned_data["phone"].strip()
        if phone and sum(sign.isdigit() for sign in phone) < 5:
            raise ValidationError(_("This is not a number: 020 7946 0018 or +44 20 7946 0018."))
        return phone

    def asker(self) -> ToldOf:
        """Return what is told of the person who asks."""
        given = self.cleaned_data
        return ToldOf(employer=given["employer"], **{name: given[name] for name in OWN})

    def people(self) -> list[ToldOf]:
        """Return what is told of each further person."""
        given, found = self.cleaned_data, []
        for number in OTHERS:
            told = {name: given[f"other{number}_{name}"] for name in ABOUT_OTHER}
            if told["name"]:
                found.append(ToldOf(**told))
        return found

    def looks_for(self) -> Wanted:
        """Return what the person looks for."""
        given = self.cleaned_data
        places = {place: given[place] for place in ("school", "congregation") if given[place]}
        return Wanted(places=places, **{name: given[name] for name in WANTED})


class PublicEnquiryForm(EnquiryForm):
    """The same in the words of somebody who writes for themselves; it keeps no draft.

    A therapist is asked for by writing the name: a list to choose from would show who works here.
    """

    words = STREET
    keeps_draft = False

    def _asked_for(self) -> forms.Field:
        return self._text("asked_for", 200)

    def looks_for(self) -> Wanted:
        """Find the therapist by the name that was written; what was not found stays readable."""
        wanted = super().looks_for()
        written = _plain(wanted.asked_for)
        named = [t for t in self.therapists if written and written in _plain(t.shown_name)]
        wishes = "\n".join(filter(None, [wanted.asked_for, wanted.wishes]))
        found = str(named[0].pk) if len(named) == 1 else ""
        return Wanted(
            kind=wanted.kind, language=wanted.language, wishes=wishes, asked_for=found,
            may_tell=wanted.may_tell, places=wanted.places,
        )  # fmt: skip


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
