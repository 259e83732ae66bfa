"""Forms of an import: the file, what its columns hold, who is who."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice.importing.choices import OUT, Choices, order_matters
from holdfast.web.practice.importing.fields import FIELDS, lacking
from holdfast.web.practice.importing.questions import Question
from holdfast.web.practice.importing.reading import Table
from holdfast.web.practice.importing.uploads import MOST_BYTES
from holdfast.web.practice.models import Contact, Import, Therapy

OWN, PRACTICE = "own", "practice"
EXAMPLES = 3


def _zones() -> list[tuple[str, str]]:
    names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
    return [(name, name.replace("_", " ")) for name in names]


class UploadForm(OnceForm):
    """A file, what it lists, and whose it is. A file cannot be put back into a form, so there is
    no draft of it; nothing else here can be wrong."""

    keeps_draft = False

    kind = forms.ChoiceField(
        label=gettext_lazy("What the file lists"),
        choices=Import.Kind.choices,
        widget=forms.RadioSelect,
        initial=Import.Kind.CLIENTS,
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("CSV, Excel (.xlsx) or a calendar (.ics), up to 20 MB."),
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,.xlsx,.ics"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Export the list again."),
        },
        max_length=None,
    )

    def __init__(self, *args: Any, may_own: bool, may_practice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_own = may_own
        if may_own and may_practice:
            self.fields["whose"] = forms.ChoiceField(
                label=_("Whose clients they are"),
                choices=[
                    (OWN, _("Mine")),
                    (PRACTICE, _("The practice’s: a column says whose each row is")),
                ],
                widget=forms.RadioSelect,
                initial=OWN,
            )
            self.order_fields(["kind", "whose", "file"])

    def clean_file(self) -> Any:
        """Refuse what is too large; of such a file nothing was kept."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise ValidationError(
                _(
                    "This file has %(size)d MB; up to %(most)d MB can be read. "
                    "Leave out columns you do not need, or split it."
                )
                % {"size": sent.size // 1_000_000, "most": MOST_BYTES // 1024 // 1024}
            )
        return sent

    def is_own(self) -> bool:
        """Whether the rows go to the caseload of the person importing."""
        return bool(self.cleaned_data.get("whose", OWN if self.may_own else PRACTICE) == OWN)


class ColumnsForm(OnceForm):
    """What each column holds, and how its dates and times are meant."""

    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of the times in the file"),
        choices=lazy(_zones, list)(),
    )

    def __init__(
        self, *args: Any, table: Table, kind: str, choices: Choices, by_column: bool, **kwargs: Any
    ) -> None:
        self.table, self.kind, self.choices, self.by_column = table, kind, choices, by_column
        kwargs["initial"] = {"zone": choices.zone}
        super().__init__(*args, **kwargs)
        options = [("", _("– leave out –"))]
        options += [(field.name, str(field.label)) for field in FIELDS[kind]]
        for place, column in enumerate(table.columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=column,
                choices=options,
                required=False,
                initial=choices.columns.get(place, ""),
            )
        self._ask_order()
        if kind == "clients":
            del self.fields["zone"]
        if kind in {"sessions", "calendar"}:
            self._ask_about_sessions()
        if kind == "contacts":
            self._ask_about_contacts()

    def _ask_order(self) -> None:
        if order_matters(self.table, self.choices.columns):
            self.fields["order"] = forms.ChoiceField(
                label=_("Dates such as 03/04/2026"),
                choices=[
                    ("day", _("Day first: 3 April 2026")),
                    ("month", _("Month first: March 4, 2026")),
                ],
                widget=forms.RadioSelect,
                initial=self.choices.order,
                error_messages={
                    "required": _("The dates could be read both ways. Say which comes first.")
                },
            )

    def _ask_about_sessions(self) -> None:
        self.fields["minutes"] = forms.IntegerField(
            label=_("Length in minutes where the file says none"),
            min_value=1,
            max_value=720,
            initial=self.choices.minutes,
        )
        if self.kind == "sessions":
            self.fields["booked"] = forms.ChoiceField(
                label=_("Past sessions that are only marked as booked"),
                choices=[(OUT, _("Leave out")), ("held", _("They took place"))],
                widget=forms.RadioSelect,
                initial=self.choices.booked,
            )
            self.fields["cancelled_by"] = forms.ChoiceField(
                label=_("Called off, and the file does not say by whom"),
                choices=[("client", _("By the client")), ("therapist", _("By the therapist"))],
                widget=forms.RadioSelect,
                initial=self.choices.cancelled_by,
            )

    def _ask_about_contacts(self) -> None:
        self.fields["direction"] = forms.ChoiceField(
            label=_("Where the file does not say from whom"),
            choices=Contact.Direction.choices,
            widget=forms.RadioSelect,
            initial=self.choices.direction,
        )
        self.fields["purpose"] = forms.ChoiceField(
            label=_("Where the file does not say what for"),
            choices=Contact.Purpose.choices,
            initial=self.choices.purpose,
        )

    def clean(self) -> dict[str, Any]:
        """Each field stands in one column, and what is needed stands somewhere."""
        given: dict[str, Any] = super().clean() or {}
        chosen = self._columns(given)
        for name in {name for name in chosen.values() if list(chosen.values()).count(name) > 1}:
            label = next(str(f.label) for f in FIELDS[self.kind] if f.name == name)
            places = [place for place, other in chosen.items() if other == name]
            self.add_error(
                f"column_{places[1]}", _("“%s” is chosen for another column too.") % label
            )
        for sentence in lacking(self.kind, chosen, self.by_column):
            self.add_error(None, sentence)
        return given

    def _columns(self, given: dict[str, Any]) -> dict[int, str]:
        found = {place: given.get(f"column_{place}") for place in range(len(self.table.columns))}
        return {place: name for place, name in found.items() if name}

    def chosen(self) -> Choices:
        """Return the choices with what was decided here."""
        names = ("zone", "order", "minutes", "booked", "cancelled_by", "direction", "purpose")
        given = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return self.choices.decided(columns=self._columns(self.cleaned_data), **given)

    def column_rows(self) -> list[tuple[forms.BoundField, str, list[str]]]:
        """Return for each column its field, its name and the first values in it."""
        return [
            (self[f"column_{place}"], name, self._examples(place))
            for place, name in enumerate(self.table.columns)
        ]

    def _examples(self, place: int) -> list[str]:
        found = (row.cells[place] for row in self.table.rows if row.cells[place])
        return list(dict.fromkeys(text[:40] for text, _n in zip(found, range(40), strict=False)))[
            :EXAMPLES
        ]

    def other_fields(self) -> list[forms.BoundField]:
        """Return the fields that are not about one column."""
        return [f for f in self.visible_fields() if not f.name.startswith("column_")]


class PeopleForm(OnceForm):
    """Who is meant by each name, and whose the rows of each therapist are."""

    def __init__(
        self, *args: Any, who: Sequence[Question], whose: Sequence[Question], **kwargs: Any
    ) -> None:
        self.who, self.whose = who, whose
        super().__init__(*args, **kwargs)
        for prefix, questions in (("who", who), ("whose", whose)):
            for number, question in enumerate(questions):
                self.fields[f"{prefix}_{number}"] = forms.ChoiceField(
                    label=question.name,
                    choices=question.options,
                    initial=question.chosen,
                    required=False,
                )

    def rows(self, prefix: str) -> list[tuple[forms.BoundField, Question]]:
        """Return the fields of one kind with their questions."""
        questions = self.who if prefix == "who" else self.whose
        return [(self[f"{prefix}_{number}"], q) for number, q in enumerate(questions)]

    def who_rows(self) -> list[tuple[forms.BoundField, Question]]:
        """Return the names to be decided about."""
        return self.rows("who")

    def whose_rows(self) -> list[tuple[forms.BoundField, Question]]:
        """Return the therapists to be decided about."""
        return self.rows("whose")

    def answers(self, prefix: str) -> dict[str, str]:
        """Return what was answered, by the folded words of the file."""
        questions = self.who if prefix == "who" else self.whose
        found = {q.key: self.cleaned_data[f"{prefix}_{n}"] for n, q in enumerate(questions)}
        return {key: answer for key, answer in found.items() if answer}


class CarryOutForm(OnceForm):
    """The button that carries an import out, or drops it."""

    keeps_draft = False


class WatchForm(OnceForm):
    """From when imported therapies are looked at."""

    therapies = forms.MultipleChoiceField(
        label=gettext_lazy("Which"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one.")},
    )
    since = forms.DateField(
        label=gettext_lazy("From"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("What lies before is kept, but nothing is called missing in it."),
    )

    def __init__(
        self, *args: Any, therapies: Sequence[Therapy], today: date, **kwargs: Any
    ) -> None:
        keys = [str(t.pk) for t in therapies]
        super().__init__(*args, initial={"therapies": keys, "since": today}, **kwargs)
        choices = [(str(t.pk), t.shown_title or t.code) for t in therapies]
        self.fields["therapies"].choices = choices  # type: ignore[attr-defined]
