"""The form for somebody a client spoke of."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice.forms.people import PartialDateField
from holdfast.web.practice.models import Participant
from holdfast.web.screening.told import RELATIONS, ToldOf

KINDS = tuple(each for each in RELATIONS if each[0] != "referrer")


class MentionForm(OnceForm):
    """As little as finds somebody again: a name, and one thing more."""

    keeps_draft = False

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    relation = forms.ChoiceField(
        label=gettext_lazy("Who this is to the client"),
        choices=[("", gettext_lazy("Choose")), *KINDS],
    )
    where = forms.CharField(
        label=gettext_lazy("Where they live"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The town is enough."),
    )

    def __init__(
        self, *args: Any, today: date, clients: Sequence[Participant], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.clients = {str(one.pk): one for one in clients}
        self.fields["born"] = PartialDateField(
            today=today, label=_("Born"), required=False, help_text=_("The year is enough: 1984.")
        )
        if len(clients) > 1:
            self.fields["client"] = forms.ChoiceField(
                label=_("Who spoke of them"),
                choices=[(key, one.card.shown_name) for key, one in self.clients.items()],
            )
        self.order_fields(["client", "name", "relation", "born", "where"])

    def clean_name(self) -> str:
        """A name has a letter in it."""
        name: str = self.cleaned_data["name"].strip()
        if not any(letter.isalpha() for letter in name):
            raise forms.ValidationError(_("Write a name, or as much of it as you know."))
        return name

    @property
    def client(self) -> Participant:
        """Whose tie it is."""
        chosen = self.cleaned_data.get("client") or next(iter(self.clients))
        return self.clients[chosen]

    def told(self) -> ToldOf:
        """Return what was told."""
        given = self.cleaned_data
        return ToldOf(given["name"], given["relation"], born=given["born"], where=given["where"])
