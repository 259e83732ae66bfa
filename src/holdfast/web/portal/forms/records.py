"""Forms about the record: asking, adding words, answering, reviewing, permitting."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.portal.actions.requests import Verdict
from holdfast.web.portal.copy_words import Entry, entry
from holdfast.web.portal.models import Permission, Reviewed, Statement, StatementAnswer
from holdfast.web.practice.seam import CopyPart

LONG = forms.Textarea({"rows": 5})
GIVE, HOLD = "give", "hold"


class AskForm(OnceForm):
    """What somebody wants of the rest in particular; may stay empty."""

    words = forms.CharField(
        label=gettext_lazy("Is there something you want most? (You can leave this empty.)"),
        max_length=2000, required=False, widget=LONG,
    )  # fmt: skip


class WordsForm(OnceForm):
    """A client's own words about the record."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            (Statement.Kind.CORRECTION, gettext_lazy("Something is wrong. Please correct it.")),
            (Statement.Kind.OWN_WORDS, gettext_lazy("I want to add my own words.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Your words"), max_length=4000, widget=forms.Textarea({"rows": 8})
    )


class NotSoForm(OnceForm):
    """How it was, in a client's own words."""

    words = forms.CharField(
        label=gettext_lazy("How was it?"),
        max_length=2000, widget=LONG,
        help_text=gettext_lazy("As much or as little as you like."),
    )  # fmt: skip


class AnswerForm(OnceForm):
    """A therapist's answer to a client's words."""

    needed_at_times = frozenset({"words"})

    outcome = forms.ChoiceField(
        label=gettext_lazy("What comes of it"),
        choices=StatementAnswer.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Your answer. The client reads it."),
        max_length=4000, required=False, widget=LONG,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Keeping a record as it is needs a reason in words."""
        given = self.cleaned_data
        kept = given.get("outcome") == StatementAnswer.Outcome.KEPT
        if kept and not given.get("words", "").strip():
            self.add_error("words", _("Please say why it stays as it is."))
        return given


class PermitForm(OnceForm):
    """Yes or no to sharing what speaks of several."""

    keeps_draft = False

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[
            ("yes", gettext_lazy("Yes, I permit it.")),
            ("no", gettext_lazy("No, I do not permit it.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )


class PaperPermitForm(PermitForm):
    """An answer from paper; asked about once more where that person said otherwise themselves."""

    sure = forms.BooleanField(
        label=gettext_lazy("They signed this paper after that day, and told me so themselves."),
        required=False,
    )

    def __init__(self, *args: Any, own: Permission | None, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own, self.who = own, who
        self.fields["answer"].label = _("The answer of %(who)s") % {"who": who}
        if own is None:
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        """Want it confirmed where it takes the place of somebody's own word."""
        given: dict[str, Any] = super().clean() or {}
        other = self.own is not None and (given.get("answer") == "yes") != self.own.permits
        if "answer" in given and other and not given.get("sure"):
            said = _("%(who)s said something else here. Please confirm that this is so now.")
            self.add_error("sure", said % {"who": self.who})
        return given


@dataclass(frozen=True)
class Item:
    """One item of a request: the row, in words, and the name of its fields."""

    name: str
    part: CopyPart
    row: Mapping[str, Any]
    barred: bool

    @property
    def entry(self) -> Entry:
        """The row in words."""
        return entry(self.row)


def items_of(parts: Sequence[CopyPart], permitted: bool) -> list[Item]:
    """Return every row with a name that stays the same as long as the row does."""
    found = []
    for part in parts:
        for number, row in enumerate(part.rows):
            said = json.dumps([part.name, number, row], sort_keys=True, default=str)
            name = hashlib.sha256(said.encode()).hexdigest()[:16]
            found.append(Item(name, part, row, part.shared and not permitted))
    return found


class ReviewForm(OnceForm):
    """Every item of a request: handed over, or held back with a reason."""

    def __init__(self, *args: Any, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        self.needed_at_times = {f"why_{item.name}" for item in items}
        for item in items:
            if not item.barred:
                self._add(item)

    def _add(self, item: Item) -> None:
        self.fields[f"do_{item.name}"] = forms.ChoiceField(
            label=_("What happens with it"),
            choices=[(GIVE, _("Hand it over")), (HOLD, _("Hold it back"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Please decide about this one.")},
        )
        self.fields[f"why_{item.name}"] = forms.ChoiceField(
            label=_("If you hold it back, why"),
            choices=[("", "–"), *((r.value, r.label) for r in REASONS)],
            required=False,
        )
        self.fields[f"say_{item.name}"] = forms.CharField(
            label=_("What the client should know about that"), required=False, max_length=500
        )

    def clean(self) -> dict[str, Any]:
        """Whatever is held back has its reason; another reason has its words."""
        given = self.cleaned_data
        for item in self.items:
            if given.get(f"do_{item.name}") != HOLD:
                continue
            why = given.get(f"why_{item.name}")
            if not why:
                self.add_error(f"why_{item.name}", _("Please choose why it is held back."))
            elif why == Reviewed.Reason.ELSE and not given.get(f"say_{item.name}", "").strip():
                self.add_error(f"say_{item.name}", _("Please say the reason in words."))
        return given

    def rows(self) -> Iterator[tuple[Item, list[BoundField]]]:
        """Yield each item beside its fields, for the page."""
        for item in self.items:
            names = [] if item.barred else [f"{k}_{item.name}" for k in ("do", "why", "say")]
            yield item, [self[name] for name in names]

    def verdicts(self) -> list[Verdict]:
        """Return what was decided, in the order of the page."""
        return [self._verdict(item) for item in self.items]

    def _verdict(self, item: Item) -> Verdict:
        part = item.part
        if item.barred:
            reason = Reviewed.Reason.PERMISSION
            return Verdict(part.name, part.title, item.row, given=False, reason=reason)
        given = self.cleaned_data
        return Verdict(
            part.name, part.title, item.row, given[f"do_{item.name}"] == GIVE,
            given[f"why_{item.name}"], given[f"say_{item.name}"],
        )  # fmt: skip


REASONS = (
    Reviewed.Reason.OTHER_PERSON,
    Reviewed.Reason.HARM,
    Reviewed.Reason.LAW,
    Reviewed.Reason.ELSE,
)
