"""Supervision, joining a therapy, and the second person's answer."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast import codes
from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice.forms.staff import DAY
from holdfast.web.practice.models import SupervisionAgreement

Choices = list[tuple[str, str]]
NONE_YET = ("", gettext_lazy("Choose"))
ALL, SOME = "all", "some"


def clauses_on_ties(bound_by: set[str]) -> list[tuple[str, str, str]]:
    """Return what the shipped codes say on supervising somebody close: code, clause, summary.

    Those that bind somebody here come alone if there are any, else all of them.
    """
    editions = codes.shipped().editions
    wanted = [e for key, e in editions.items() if key in bound_by] or list(editions.values())
    found = {
        (edition.title, clause.id): (f"{edition.body}, {clause.id}", clause.title, clause.summary)
        for edition in wanted
        for rule in edition.rules.values()
        if rule.acts is not None and "supervise_close" in rule.acts
        for clause in map(edition.clauses.get, rule.clauses)
        if clause is not None
    }
    return list(found.values())


class SupervisionForm(OnceForm):
    """Who supervises whom, what it covers, and how the two stand to each other."""

    needed_at_times = frozenset({"therapies"})

    supervisor = forms.ChoiceField(label=gettext_lazy("Supervisor"))
    supervisee = forms.ChoiceField(label=gettext_lazy("Supervisee"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[
            ("consultative", gettext_lazy("Consultative: clients by code, no record opens")),
            ("responsible", gettext_lazy("With clinical responsibility: opens what it covers")),
        ],
        widget=forms.RadioSelect,
        initial=SupervisionAgreement.Kind.CONSULTATIVE,
        help_text=gettext_lazy("One that opens records waits for a second person, or 72 hours."),
    )
    covers = forms.ChoiceField(
        label=gettext_lazy("What it covers"),
        choices=[
            (ALL, gettext_lazy("All of the supervisee's therapies")),
            (SOME, gettext_lazy("Some, by their codes")),
        ],
        widget=forms.RadioSelect,
        initial=ALL,
    )
    therapies = forms.CharField(
        label=gettext_lazy("Codes of therapies"), max_length=400, required=False,
        help_text=gettext_lazy("Ask the supervisee. For example K7M2QX, R4T8WZ."),
    )  # fmt: skip
    since = forms.DateField(label=gettext_lazy("From"), widget=DAY)
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=DAY)
    hours_a_month = forms.IntegerField(
        label=gettext_lazy("Hours a month"), required=False, min_value=1, max_value=60
    )
    ties = forms.CharField(
        label=gettext_lazy("How do the two stand to each other outside this work?"),
        max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "Partners, relatives, close friends, or was one the other's client? Write it down, "
            "also when there is nothing, and how that was found out."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Choices, therapists: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].choices = [NONE_YET, *people]  # type: ignore[attr-defined]
        self.fields["supervisee"].choices = [NONE_YET, *therapists]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and what it covers is said."""
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before it begins."))
        if given.get("covers") == SOME and not given.get("therapies"):
            self.add_error("therapies", _("Write at least one code, or choose all therapies."))
        return given

    def therapy_codes(self) -> list[str]:
        """Return the codes that were written, each once."""
        found = re.split(r"[\s,;]+", self.cleaned_data["therapies"].upper())
        return list(dict.fromkeys(code for code in found if code))


class EndForm(OnceForm):
    """The last day of something."""

    on = forms.DateField(label=gettext_lazy("Last day"), widget=DAY)


class JoinForm(OnceForm):
    """A colleague is to join a therapy."""

    who = forms.ChoiceField(label=gettext_lazy("Who is to join"))

    def __init__(self, *args: Any, therapists: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [NONE_YET, *therapists]  # type: ignore[attr-defined]


class JoinByCodeForm(JoinForm):
    """The same by a therapy's code, for a practice lead, who opens no record."""

    code = forms.CharField(
        label=gettext_lazy("Code of the therapy"), max_length=6,
        help_text=gettext_lazy("Six letters and digits. Its therapist can tell you."),
    )  # fmt: skip


class AnswerForm(OnceForm):
    """Agreeing to what a colleague asked for, or refusing it."""

    keeps_draft = False

    answer = forms.ChoiceField(label=gettext_lazy("Your answer"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, may_agree: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agree, refuse = ("agree", _("Agree: it holds at once")), ("refuse", _("Refuse"))
        back = ("refuse", _("Take it back"))
        choices = [agree, refuse] if may_agree else [back]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]


class CoverForm(OnceForm):
    """A colleague stands in, from a day and until another."""

    who = forms.ChoiceField(label=gettext_lazy("Who stands in for you"))
    since = forms.DateField(label=gettext_lazy("From"), widget=DAY)
    until = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=DAY,
        help_text=gettext_lazy("Empty: until you end it."),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Choices, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["who"].choices = [NONE_YET, *colleagues]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and not in the past."""
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before it begins."))
        elif until and until < self.today:
            self.add_error("until", _("This is over already."))
        return given
