"""The form somebody answers on one scale; keyed by item number where the words are not ours."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast import alliance
from holdfast.web.accounts.forms import OnceForm
from holdfast.web.alliance.texts import text_for

YES, NO = "yes", "no"
# What a small phone shows side by side: letters in all, and in each of several lines.
LETTERS_ACROSS, LETTERS_OF_A_TARGET, MOST_LINES = 40, 6, 4


class AnswerForm(OnceForm):
    """Every item may be skipped; not all of them."""

    def __init__(self, *args: Any, scale: str, asks_all_right: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = alliance.instrument(scale)
        self.text = text_for(scale)
        self.is_check = scale == alliance.CHECK
        for item in range(1, self.instrument.items + 1):
            self.fields[f"item_{item}"] = self._item(item)
        if self.is_check:
            self._add_questions(asks_all_right)

    def _item(self, item: int) -> forms.Field:
        instrument = self.instrument
        if self.text is None or len(self.text.answers) == 2:
            return self._number(item)
        choices = [
            (f"{instrument.lowest + place * instrument.step:g}", word)
            for place, word in enumerate(self.text.answers)
        ]
        return forms.ChoiceField(
            label=self.text.items[item - 1], choices=choices, required=False,
            widget=forms.RadioSelect,
        )  # fmt: skip

    def _number(self, item: int) -> forms.Field:
        instrument = self.instrument
        return forms.FloatField(
            label=self.text.items[item - 1] if self.text else _("Item %(n)s") % {"n": item},
            required=False,
            min_value=instrument.lowest,
            max_value=instrument.highest,
            help_text=" · ".join(self.ends),
            widget=forms.NumberInput(attrs={"step": f"{instrument.step:g}"}),
        )

    def _add_questions(self, asks_all_right: bool) -> None:
        said = alliance.check_words()
        if asks_all_right:
            self.fields["all_right"] = forms.ChoiceField(
                label=said.all_right_now,
                choices=[
                    (YES, said.all_right_yes), ("partly", said.all_right_partly),
                    (NO, said.all_right_no),
                ],
                required=False, widget=forms.RadioSelect,
            )  # fmt: skip
        self.fields["felt_off"] = forms.ChoiceField(
            label=said.felt_off, choices=[(NO, said.felt_off_no), (YES, said.felt_off_yes)],
            required=False, widget=forms.RadioSelect,
        )  # fmt: skip
        self.fields["note"] = forms.CharField(
            label=said.note, required=False, max_length=4000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Want at least one answer, each of them on the scale."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        answers = self._answers(given)
        if answers.empty:
            raise ValidationError(_("Nothing is filled in yet. One answer is enough."))
        try:
            alliance.score(self.instrument, answers.statements)
        except alliance.AnswersError as error:
            raise ValidationError(list(error.problems)) from None
        return given

    @property
    def answers(self) -> alliance.CheckAnswers:
        """What was answered."""
        return self._answers(self.cleaned_data)

    def _answers(self, given: dict[str, Any]) -> alliance.CheckAnswers:
        numbers = range(1, self.instrument.items + 1)
        sent = {item: given.get(f"item_{item}") for item in numbers}
        statements = {i: float(v) for i, v in sent.items() if v not in (None, "")}
        off = given.get("felt_off") or None
        return alliance.CheckAnswers(
            statements,
            felt_off=None if off is None else off == YES,
            all_right_now=cast("alliance.RepairAnswer | None", given.get("all_right") or None),
            note=given.get("note", "").strip(),
        )

    @property
    def items(self) -> list[forms.BoundField]:
        """The statements, for the page."""
        return [self[f"item_{item}"] for item in range(1, self.instrument.items + 1)]

    @property
    def ends(self) -> tuple[str, ...]:
        """The words at the lowest and the highest number, where only these two have words."""
        words = self.text.answers if self.text else ()
        if len(words) != 2:
            return ()
        numbers = (self.instrument.lowest, self.instrument.highest)
        return tuple(f"{n:g}: {word}" for n, word in zip(numbers, words, strict=True))

    @property
    def answers_in_a_row(self) -> bool:
        """Whether the words at the answers are short enough to stand side by side on a phone."""
        answers = self.text.answers if self.text else ()
        widths = [max(LETTERS_OF_A_TARGET, *map(len, a.split())) for a in answers]
        lines = [len(a) / width for a, width in zip(answers, widths, strict=True)]
        return sum(widths) <= LETTERS_ACROSS and max(lines, default=0) <= MOST_LINES

    @property
    def questions(self) -> list[forms.BoundField]:
        """The questions with a choice that come after the statements."""
        return [self[name] for name in ("felt_off", "all_right") if name in self.fields]


class UnkeptAnswerForm(AnswerForm):
    """The same where nobody is signed in, so that no draft can be kept."""

    keeps_draft = False


class PaperForm(UnkeptAnswerForm):
    """Answers from paper, with the session they belong to."""

    session = forms.ChoiceField(label=gettext_lazy("After which session"), required=False)
    field_order = ("session",)

    def __init__(self, *args: Any, sessions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["session"])
        field.choices = sessions


class SureForm(OnceForm):
    """Only a button."""

    keeps_draft = False


class RhythmForm(OnceForm):
    """How often is asked, and how readily a score raises a signal."""

    often = forms.ChoiceField(
        label=gettext_lazy("Ask for the session check"),
        choices=[
            ("each", gettext_lazy("After each session")),
            ("every_second", gettext_lazy("After every second session")),
            ("none", gettext_lazy("Not at all")),
        ],
        widget=forms.RadioSelect,
    )
    by_letter = forms.BooleanField(
        label=gettext_lazy("Send a link by e-mail after the session"),
        required=False,
        help_text=gettext_lazy(
            "Only to an address marked safe for session checks, in neutral words; one reminder "
            "after two days, and none while the client pauses."
        ),
    )
    rate = forms.FloatField(
        label=gettext_lazy("Signals from scores per ordinary session"),
        min_value=0.001,
        max_value=alliance.HIGHEST_RATE,
        help_text=gettext_lazy(
            "Usually 0.02. A higher one, up to 0.05, sees more strains and is wrong more often."
        ),
        widget=forms.NumberInput(attrs={"step": "0.001"}),
    )
