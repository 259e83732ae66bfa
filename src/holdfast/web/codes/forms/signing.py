"""Safeguards met, clauses read, and signing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.web.accounts.forms.once import OnceForm
from holdfast.web.practice.forms.days import BEFORE, check_begun
from holdfast.web.practice.models import Therapy
from holdfast.web.vault.drafts import Begun

from .answering import day_field, text_field
from .private import PrivateForm


class MetForm(OnceForm):
    """A safeguard that was met: on which day, and how."""

    def __init__(
        self, *args: Any, fact: str, today: date, therapy: Therapy | None, **kwargs: Any
    ) -> None:
        self.fact, self.today, self.therapy = fact, today, therapy
        super().__init__(*args, **kwargs)
        self.fields["fact_id"] = forms.CharField(widget=forms.HiddenInput, initial=fact)
        self.fields["on"] = day_field(label=_("Done on"), initial=today)
        self.fields["note"] = text_field(_("How, in a sentence"), 2)
        self.order_fields(["on", "note"])

    @property
    def draft_name(self) -> str:
        """Each step keeps a draft of its own."""
        return f"met-{self.fact}"

    def clean(self) -> dict[str, Any]:
        """The page must still speak of the same step."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("fact_id") not in (None, self.fact):
            raise forms.ValidationError(
                _("The list of steps has changed meanwhile. Go back and choose the step again.")
            )
        return found

    def clean_on(self) -> date:
        """What was done lies behind, yet not long before there was anybody to do it for."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        if self.therapy is not None:
            check_begun(on, self.therapy, lead=BEFORE)
        return on


class PrivateMetForm(PrivateForm, MetForm):
    """The same in one's vault."""

    def is_here(self, begun: Begun) -> bool:
        """Each step has its own draft back; which it is of is inside the draft alone."""
        return begun.fields.get("fact_id") == self.fact


def _not_read(clauses: Sequence[tuple[str, str]]) -> str:
    names = ", ".join(name for _value, name in clauses)
    return _("Not ticked yet: {clauses}. Read each at its source first.").format(clauses=names)


class SignForm(OnceForm):
    """The clauses that were read at their source, then the signature."""

    keeps_draft = False

    def __init__(self, *args: Any, to_read: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if to_read:
            self.fields["read"] = forms.MultipleChoiceField(
                label=_("I have read these clauses at their source"),
                choices=to_read,
                widget=forms.CheckboxSelectMultiple,
                help_text=ngettext(
                    "It has to be ticked before you can sign.",
                    "Each has to be ticked before you can sign.",
                    len(to_read),
                ),
                error_messages={"required": _not_read(to_read)},
            )

    def clean_read(self) -> list[str]:
        """Refuse while any of them is not ticked, naming those."""
        given: list[str] = self.cleaned_data["read"]
        if left := [each for each in self.fields["read"].choices if each[0] not in given]:  # type: ignore[attr-defined]
            raise forms.ValidationError(_not_read(left))
        return given

    @property
    def read(self) -> tuple[tuple[str, str], ...]:
        """The clauses read, as (edition, clause)."""
        pairs = (each.partition(" ") for each in self.cleaned_data.get("read", ()))
        return tuple((code, clause) for code, _space, clause in pairs)
