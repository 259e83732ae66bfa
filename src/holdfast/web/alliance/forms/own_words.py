"""The form by which a practice adds the words of a questionnaire it may use."""

from datetime import date
from typing import Any

import yaml
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast import alliance
from holdfast.plain_yaml import RefersElsewhere, TooDeep, line_of, look_over
from holdfast.web.accounts.forms import OnceForm

MOST_BYTES = 64 * 1024
DEEPEST = 5  # a text pack is names over words or lists of words


class OwnWordsForm(OnceForm):
    """The words, typed or as a file, and who vouches for the right to use them."""

    keeps_draft = False

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    question = forms.CharField(
        label=gettext_lazy("What stands above the statements"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    items = forms.CharField(
        label=gettext_lazy("The statements, one a line, in the order of their numbers"),
        required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 10}),
    )  # fmt: skip
    answers = forms.CharField(
        label=gettext_lazy("The words at the answers, lowest first, one a line"),
        help_text=gettext_lazy("One for each step, or two: for the lowest and the highest."),
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    pack = forms.FileField(
        label=gettext_lazy("Or the whole as a file"),
        help_text=gettext_lazy("A text pack in YAML. It counts before what is typed above."),
        required=False,
    )
    licence = forms.CharField(
        label=gettext_lazy("Under which licence you use these words"), max_length=200
    )
    vouch = forms.BooleanField(
        label=gettext_lazy("I say that this practice may use these words"),
        help_text=gettext_lazy("Your name and the day are kept with them."),
        error_messages={"required": gettext_lazy("Without this the words cannot be added.")},
    )

    def __init__(
        self, *args: Any, instrument: alliance.Instrument, who: str, day: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.instrument, self.who, self.day = instrument, who, day

    def clean_pack(self) -> dict[str, Any] | None:
        """Read the file, if there is one."""
        sent = self.cleaned_data["pack"]
        return None if sent is None else _read(sent)

    def clean(self) -> dict[str, Any]:
        """Hold the words against the instrument: how many statements, how many answers."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        self.value = self._whole(given)
        try:
            held = {**self.value, "asserted_on": self.day}
            self.text = alliance.read_text(held, self.instrument)
        except (ValueError, TypeError, KeyError) as error:
            raise ValidationError(str(error)) from None
        return given

    def _whole(self, given: dict[str, Any]) -> dict[str, Any]:
        """The pack sent or typed. Who vouches for it is whoever sends it, not what a file says."""
        typed = {
            "schema": "holdfast/text/1", "instrument": self.instrument.id, "language": "en",
            "title": given["title"] or self.instrument.name, "question": given["question"],
            "items": _lines(given["items"]), "answers": _lines(given["answers"]),
        }  # fmt: skip
        return {
            **(given["pack"] or typed), "licence": given["licence"],
            "asserted_by": self.who, "asserted_on": self.day.isoformat(),
        }  # fmt: skip


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _read(sent: Any) -> dict[str, Any]:
    """Read YAML that holds only words: no references, which can make little text very large."""
    if sent.size > MOST_BYTES:
        raise ValidationError(_("This file is too large for a questionnaire (64 KB at most)."))
    content = sent.read()
    try:
        look_over(content, deepest=DEEPEST, references=False)
        # As text throughout: "no" and "yes" are words here.
        value = yaml.load(content, Loader=yaml.BaseLoader)  # noqa: S506  builds nothing but text
    except RefersElsewhere:
        raise ValidationError(
            _("This file refers to itself (& or *). Please write it out.")
        ) from None
    except TooDeep as error:
        raise ValidationError(
            _("Line %(line)s lies deeper than the words of a questionnaire do.")
            % {"line": line_of(error)}
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise ValidationError(_("This file is not YAML that can be read.")) from None
    if not isinstance(value, dict) or not _only_words(value):
        raise ValidationError(_("This is no text pack of a questionnaire."))
    return value


def _only_words(value: dict[Any, Any]) -> bool:
    """Whether each entry is a text or a list of texts."""
    entries = [c if isinstance(c, list) else [c] for c in value.values()]
    return all(isinstance(word, str) for words in entries for word in words)
