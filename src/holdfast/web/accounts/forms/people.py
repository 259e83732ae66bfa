"""Inviting people who work here, their roles, and the house rules."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from holdfast.web.accounts.models import CLIENTS_SIDE, HouseRules, Role

from .once import OnceForm

STAFF_ROLES = [(role.value, capfirst(role.label)) for role in Role if role not in CLIENTS_SIDE]


class InviteForm(OnceForm):
    """Somebody who is to work here."""

    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.EmailField(label=_("E-mail address"))
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=STAFF_ROLES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Conflict desk, supervisor and concern reader wait for a second person."),
    )


class GrantForm(OnceForm):
    """One more role."""

    role = forms.ChoiceField(label=_("Role"), choices=STAFF_ROLES)

    def __init__(self, *args: Any, held: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [choice for choice in STAFF_ROLES if choice[0] not in held]
        self.fields["role"].choices = free  # type: ignore[attr-defined]


class SureForm(OnceForm):
    """Nothing to fill in: an act that is confirmed on a page of its own."""

    keeps_draft = False


class DecideForm(OnceForm):
    """Agreeing to what somebody asked for, or refusing it."""

    keeps_draft = False

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("agree", _("Agree: it may go ahead now")), ("refuse", _("Refuse"))],
        widget=forms.RadioSelect,
    )


class HouseRulesForm(OnceForm):
    """What the practice decides about signing in and letters."""

    clients_need_factor = forms.BooleanField(
        label=_("Clients need a second factor too"), required=False
    )
    idle_minutes = forms.IntegerField(
        label=_("Sign off after so many idle minutes"),
        min_value=5,
        max_value=60,
        help_text=_("5 to 60. A warning comes a minute before; what was being written is kept."),
    )
    letters_from = forms.CharField(
        label=_("Sender's name on e-mails"),
        max_length=60,
        required=False,
        help_text=_("Neutral is safest: others may see it. Empty: the bare address."),
    )
    letters_subject = forms.CharField(
        label=_("Subject of e-mails"),
        max_length=60,
        required=False,
        help_text=_("Empty: “A message for you”."),
    )

    NAMES = ("clients_need_factor", "idle_minutes", "letters_from", "letters_subject")

    def apply_to(self, rules: HouseRules) -> HouseRules:
        """Put what was entered on the rules; the caller saves."""
        for name in self.NAMES:
            setattr(rules, name, self.cleaned_data[name])
        return rules
