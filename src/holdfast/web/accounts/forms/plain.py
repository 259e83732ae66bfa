"""Forms that speak in the project's voice, and cut off nothing that was pasted into them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from holdfast.web.accounts.days import is_near

WRITTEN = (forms.widgets.Input, forms.Textarea, forms.Select)
NOT_WRITTEN = (forms.CheckboxInput, forms.FileInput, forms.HiddenInput)
CHOOSE = gettext_lazy("Please choose one of these.")
A_FILE = gettext_lazy("Please choose a file.")

# What is wrong, by the kind of field. A field that has words of its own for it keeps them.
WORDS: tuple[tuple[type[forms.Field], str, Any], ...] = (
    (forms.Field, "required", gettext_lazy("Please fill this in.")),
    (
        forms.DateTimeField,
        "invalid",
        gettext_lazy("Please give a day and a time, for example 2026-12-01 14:00."),
    ),
    (forms.DateField, "invalid", gettext_lazy("Please give a day, for example 2026-12-01.")),
    (forms.TimeField, "invalid", gettext_lazy("Please give a time, for example 14:00.")),
    (forms.IntegerField, "invalid", gettext_lazy("Please give a whole number, for example 50.")),
    (
        forms.EmailField,
        "invalid",
        gettext_lazy("This is not an e-mail address. Write for example name@example.org."),
    ),
    (forms.ChoiceField, "invalid_choice", CHOOSE),
    (forms.MultipleChoiceField, "invalid_list", CHOOSE),
    (forms.FileField, "invalid", A_FILE),
    (forms.FileField, "missing", A_FILE),
    (forms.FileField, "empty", gettext_lazy("This file is empty.")),
)

# What is wrong by the limit that was passed: these words are looked for nowhere but here.
LIMITS = {
    "max_length": ngettext_lazy(
        "This is %(show_value)d character long; at most %(limit_value)d fit.",
        "This is %(show_value)d characters long; at most %(limit_value)d fit.",
        "show_value",
    ),
    "min_length": ngettext_lazy(
        "This is %(show_value)d character long; at least %(limit_value)d are needed.",
        "This is %(show_value)d characters long; at least %(limit_value)d are needed.",
        "show_value",
    ),
    "min_value": gettext_lazy("This has to be %(limit_value)s or more."),
    "max_value": gettext_lazy("This has to be %(limit_value)s or less."),
    "null_characters_not_allowed": gettext_lazy(
        "This holds a character that cannot be kept. Please write it again."
    ),
}


class PlainForm(forms.Form):
    """A form whose errors are the project's own words, wherever its fields come from.

    `needed_at_times` names what is required or not by what else is answered: it is never called
    optional on a page.
    """

    needed_at_times: Collection[str] = frozenset()

    def __getitem__(self, name: str) -> forms.BoundField:
        """Return a field with our words: a field added late passes here too before it is used."""
        if name in self.fields:
            _speak(self.fields[name])
        return super().__getitem__(name)

    def add_error(self, field: str | None, error: Any) -> None:
        """Say one thing of each field: a rule about several has nothing to add to what is wrong."""
        if field is None or field not in self.errors:
            super().add_error(field, error)


def _speak(field: forms.Field) -> None:
    for kind, code, words in WORDS:
        djangos = kind.default_error_messages.get(code)
        if isinstance(field, kind) and field.error_messages.get(code, djangos) == djangos:
            field.error_messages[code] = words
    for code, words in LIMITS.items():
        field.error_messages.setdefault(code, words)
    field.widget.attrs.pop("maxlength", None)  # a browser would cut off the rest without a word
    if isinstance(field.widget, WRITTEN) and not isinstance(field.widget, NOT_WRITTEN):
        # A browser would keep on its disk what was written, and offer it to whoever comes next.
        field.widget.attrs.setdefault("autocomplete", "off")
    _hold_years(field)
    _name_limit(field)


def _name_limit(field: forms.Field) -> None:
    """Say how much fits beside a field for many words, once."""
    longest = getattr(field, "max_length", None)
    if longest is None or not isinstance(field.widget, forms.Textarea):
        return
    says = ngettext(
        "There is room for %(n)s letter.", "There is room for %(n)s letters.", longest
    ) % {"n": number_format(longest, force_grouping=True)}
    if says not in str(field.help_text):
        both = field.help_text and format_html("{} {}", field.help_text, says)
        field.help_text = both or says


def _hold_years(field: forms.Field) -> None:
    if isinstance(field, (forms.DateField, forms.DateTimeField)) and (
        within_reason not in field.validators
    ):
        field.validators = [*field.validators, within_reason]


def within_reason(given: date) -> None:
    """Raise ValidationError for a year that was mistyped, such as 0026 or 9999."""
    day = given.date() if isinstance(given, datetime) else given
    if not is_near(day):
        raise ValidationError(
            _("Is the year right? This says %(year)s."), params={"year": f"{day.year:04d}"}
        )
