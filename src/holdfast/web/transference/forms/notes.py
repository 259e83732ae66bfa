"""Process notes: writing one, and what becomes of them after their author's death."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms.once import OnceForm
from holdfast.web.accounts.models import User
from holdfast.web.vault.forms import VaultForm
from holdfast.web.vault.models import AfterDeath


class NoteForm(VaultForm):
    """A note: about whom, what it is called, and the words."""

    about = forms.ChoiceField(
        label=gettext_lazy("About"),
        required=False,
        help_text=gettext_lazy("This is sealed with the note. It is written nowhere else."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, required=False)
    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=150_000,
        widget=forms.Textarea(attrs={"rows": 14, "aria-describedby": "look"}),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = [("", _("No particular therapy"))]
        self.fields["about"].choices = nobody + choices  # type: ignore[attr-defined]


class AfterDeathForm(OnceForm):
    """Destroyed, or opened by one person."""

    needed_at_times = frozenset({"person"})

    keeps_draft = False

    choice = forms.ChoiceField(
        label=gettext_lazy("When I have died, my vault is to be"),
        choices=[
            (AfterDeath.Choice.DESTROY, gettext_lazy("destroyed, unread")),
            (AfterDeath.Choice.PERSON, gettext_lazy("opened by the person named below")),
        ],
        widget=forms.RadioSelect,
    )
    person = forms.ChoiceField(
        label=gettext_lazy("Person"),
        required=False,
        help_text=gettext_lazy("Colleagues who have a vault of their own: it is needed to read."),
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        named = [(key, user.shown_name) for key, user in self.people.items()]
        self.fields["person"].choices = [("", _("Nobody")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A person is needed where one is to open it."""
        given = self.cleaned_data
        if given.get("choice") == AfterDeath.Choice.PERSON and not given.get("person"):
            self.add_error("person", _("Please choose who."))
        return given

    @property
    def named(self) -> User | None:
        """Who was chosen."""
        return self.people.get(self.cleaned_data.get("person", ""))
