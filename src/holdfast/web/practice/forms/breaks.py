"""Forms for breaks, and for the sessions that are planned in one."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice.models import Break, Session
from holdfast.web.practice.pauses import days_words

from .betweens import DAY
from .days import check_foreseeable

# Whoever fell ill announces it once they can. What lies further back was recorded meanwhile, and
# a break would take it out of what counts as drift.
BACK = timedelta(days=14)


class BreakForm(OnceForm):
    """A break that is announced: the days without sessions, and who covers.

    `own` are the other breaks of the same therapist, with which it shares no day.
    """

    since = forms.DateField(label=gettext_lazy("First day"), widget=DAY)
    until = forms.DateField(label=gettext_lazy("Last day"), widget=DAY)
    cover = forms.ChoiceField(label=gettext_lazy("Who covers"), required=False)

    def __init__(
        self,
        *args: Any,
        colleagues: list[tuple[str, str]],
        today: date,
        own: Iterable[Break],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.own = today, own
        nobody = [("", _("nobody named"))]
        self.fields["cover"].choices = nobody + colleagues  # type: ignore[attr-defined]

    def clean_since(self) -> date:
        """A break that lasts may have begun a few days ago, or on the day it was announced for."""
        since: date = self.cleaned_data["since"]
        if since < self.today - BACK and since != self.initial.get("since"):
            raise forms.ValidationError(
                _("This is more than {n} days ago. Is the year right?").format(n=BACK.days)
            )
        return since

    def clean_until(self) -> date:
        """A break that is over is not announced, and nobody can foresee one in many years."""
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError(
                _(
                    "A break is announced before it begins or while it lasts. "
                    "What happened on days that are over is recorded with each session."
                )
            )
        check_foreseeable(until, self.today)
        return until

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and no day lies in two breaks."""
        given: dict[str, Any] = super().clean() or {}
        if {"since", "until"} <= given.keys():
            if given["until"] < given["since"]:
                self.add_error("until", _("The last day lies before the first."))
            else:
                self._check_own(given["since"], given["until"])
        return given

    def _check_own(self, since: date, until: date) -> None:
        shared = next((b for b in self.own if b.since <= until and b.until >= since), None)
        if shared is None:
            return
        days = days_words(shared.since, shared.until, self.today)
        if (shared.since, shared.until) == (since, until):
            said = _("You announced this already: {days}.")
        elif shared.until < self.today:
            said = _("It overlaps your break of {days}, which is over. Let it begin after that.")
        else:
            said = _("It overlaps your break of {days}. Change that one instead.")
        raise forms.ValidationError(said.format(days=days))


class WithdrawForm(OnceForm):
    """Withdrawing a break: nothing is asked but whether."""

    keeps_draft = False


class InBreakForm(OnceForm):
    """Which of the sessions in a break an act is about: all of them unless some are left out."""

    keeps_draft = False

    sessions = forms.MultipleChoiceField(
        error_messages={
            "required": gettext_lazy("Choose at least one session."),
            "invalid_choice": gettext_lazy(
                "One of these sessions was changed meanwhile. Nothing was done; please look again."
            ),
        },
    )

    def __init__(self, *args: Any, among: Sequence[Session], **kwargs: Any) -> None:
        super().__init__(*args, auto_id=False, **kwargs)  # there are several on one page
        self.among = among
        self.fields["sessions"].choices = [(str(s.pk), "") for s in among]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Session]:
        """The sessions that were chosen."""
        return [s for s in self.among if str(s.pk) in self.cleaned_data["sessions"]]
