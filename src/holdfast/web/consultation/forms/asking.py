"""Writing a question, looking at the colleague's copy, sending it, and what came of it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.accounts.forms import OnceForm, PlainForm
from holdfast.web.accounts.requests import Request
from holdfast.web.consultation.copies import kind_words
from holdfast.web.consultation.sources import Item
from holdfast.web.consultation.suspects import Kind, Suspect
from holdfast.web.vault.forms import VaultForm

Choices = list[tuple[str, str]]
INSIDE, OUTSIDE = "inside", "outside"
LONGEST = 4000
FIGURES = 3  # the fewest of a phone number


def text_field(label: Any, rows: int, **kwargs: Any) -> forms.CharField:
    """Return a field for a longer text."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, widget=area, **kwargs)


class AboutForm(PlainForm):
    """Whom a question is about, where it comes from nothing in particular."""

    about = forms.ChoiceField(label=gettext_lazy("Whom it is about"), required=False)

    def __init__(self, *args: Any, therapies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", _("Nobody in particular: a question about the work"))
        self.fields["about"].choices = [nobody, *therapies]  # type: ignore[attr-defined]


class AskForm(OnceForm):
    """The question, what goes with it item by item, and whom it goes to."""

    needed_at_times = frozenset({"outside", "phone", "to"})

    question = text_field(
        gettext_lazy("Your question"),
        5,
        help_text=gettext_lazy("What would you like a colleague to think about with you?"),
    )
    hint = text_field(
        gettext_lazy("How the colleague can tell whether they could know the person"),
        2,
        help_text=gettext_lazy(
            "They read this first, and nothing else until they say no. As little as will do: a "
            "line of work, a part of town. It stays the client's secret that they come here."
        ),
    )
    to = forms.ChoiceField(label=gettext_lazy("A colleague here"), required=False)
    where = forms.ChoiceField(
        label=gettext_lazy("Whom you ask"),
        choices=[
            (INSIDE, gettext_lazy("a colleague here, who signs in")),
            (OUTSIDE, gettext_lazy("somebody outside, by a link for one use with six digits")),
        ],
        widget=forms.RadioSelect,
        initial=INSIDE,
    )
    outside = forms.CharField(
        label=gettext_lazy("Name of the colleague outside"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For your record. They are not written to; you give them the link."),
    )
    sign = forms.BooleanField(
        label=gettext_lazy("Say who asks. Else they read only that a colleague does."),
        required=False,
    )
    urgent = forms.BooleanField(
        label=gettext_lazy("It is urgent: they should also phone"), required=False
    )
    phone = forms.CharField(
        label=gettext_lazy("Whom they should phone, and the number"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("If it is urgent. It is shown as you write it here."),
    )

    def __init__(
        self,
        *args: Any,
        items: Sequence[Item],
        colleagues: Choices,
        place: str = "",
        **kwargs: Any,
    ) -> None:
        self.place = place
        super().__init__(*args, **kwargs)
        nobody = ("", _("Choose"))
        self.fields["to"].choices = [nobody, *colleagues]  # type: ignore[attr-defined]
        if items:
            self.fields["items"] = forms.MultipleChoiceField(
                label=_("What goes with it"),
                choices=[(item.key, f"{item.title}: {item.text}") for item in items],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[item.key for item in items if item.chosen],
                help_text=_("Shown here as they would read it: names and days are replaced."),
            )
        self.order_fields(
            ["question", "items", "hint", "where", "to", "outside", "sign", "urgent", "phone"]
        )

    @property
    def draft_name(self) -> str:
        """What is begun about one thing never turns up in a question about another."""
        return f"ask-{self.place}"

    def clean(self) -> dict[str, Any]:
        """Somebody is asked, and an urgent question says whom to phone."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("where") == INSIDE and not given.get("to"):
            self.add_error("to", _("Choose whom you ask."))
        if given.get("where") == OUTSIDE and not given.get("outside", "").strip():
            self.add_error("outside", _("Write their name: it stands in your record."))
        if given.get("urgent"):
            self._check_phone(given.get("phone", ""))
        return given

    def _check_phone(self, phone: str) -> None:
        """Whoever is to be phoned has a number: three figures are the least, as in 112."""
        if not phone.strip():
            self.add_error("phone", _("Say whom they should phone: a written question can lie."))
        elif sum(sign.isdigit() for sign in phone) < FIGURES:
            self.add_error("phone", _("There is no phone number in this. Write it, too."))

    def content(self, name: str, also: Sequence[Sequence[str]]) -> dict[str, Any]:
        """Return what was written as it is kept; `name` is that of whoever asks."""
        given = self.cleaned_data
        inside = given["where"] == INSIDE
        return {
            "question": given["question"],
            "hint": given["hint"],
            "chosen": list(given.get("items", ())),
            "to": given["to"] if inside else "",
            "outside": "" if inside else given["outside"].strip(),
            "from": name if given["sign"] else "",
            "urgent": given["urgent"],
            "phone": given["phone"].strip(),
            "also": [list(pair) for pair in also],
        }


def as_initial(content: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept as the form shows it."""
    return {
        **{name: content[name] for name in ("question", "hint", "to", "outside", "urgent")},
        "items": content["chosen"],
        "phone": content["phone"],
        "sign": bool(content["from"]),
        "where": INSIDE if content["to"] else OUTSIDE,
    }


class Unsaid(OnceForm):
    """A form on a page whose address may name an entry of a vault: no row keeps which it was."""

    def remembered(self, answer: str) -> str:
        """Where it led, without what stands behind it."""
        return answer.partition("?")[0]

    def recalled(self, kept: str, request: Request) -> str:
        """The same with the entry that the form was sent from."""
        entry = request.GET.get("id", "")
        return f"{kept}?{urlencode({'id': entry})}" if entry else kept


class VaultAskForm(Unsaid, VaultForm, AskForm):
    """A question built from what lies in a vault: what is begun in it is kept there, too.

    Its place says neither which entry it grew from nor the question it changes: that is inside.
    """

    @property
    def of(self) -> str:
        """The entry it grew from, and the question it changes."""
        return self.place


class TakeOutForm(Unsaid):
    """What is left that could tell, to be taken out as well."""

    keeps_draft = False

    out = forms.MultipleChoiceField(
        label=gettext_lazy("Take out"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what is to be taken out.")},
    )

    def __init__(self, *args: Any, worth_a_look: Sequence[Suspect], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(number): one for number, one in enumerate(worth_a_look)}
        choices = [
            (number, f"“{one.text}”: {kind_words(one.kind)}") for number, one in self.found.items()
        ]
        self.fields["out"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> list[list[str]]:
        """Return what is to go, as pairs of kind and text."""
        found = (self.found[number] for number in self.cleaned_data["out"])
        return [[Kind(one.kind).value, one.text] for one in found]


class SendForm(OnceForm):
    """Sending what was looked at. Where something could still tell, it asks once more."""

    keeps_draft = False

    def __init__(self, *args: Any, digest: str, left: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.digest = digest
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=digest)
        if left:
            self.fields["looked"] = forms.BooleanField(
                label=_("I have looked at what is left, and it tells nobody who it is"),
                error_messages={"required": _("Take it out, or say that it tells nobody.")},
            )

    def clean(self) -> dict[str, Any]:
        """What is sent is what was shown."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("seen") not in (None, self.digest):
            raise forms.ValidationError(
                _("What they would read has changed meanwhile. Please look at it again.")
            )
        return given


class SureForm(OnceForm):
    """Nothing to fill in: an act on purpose."""

    keeps_draft = False


class DoneForm(OnceForm):
    """What was done with an answer."""

    words = text_field(
        gettext_lazy("What you did with it"),
        3,
        help_text=gettext_lazy("Done as advised, done otherwise, or left, and why."),
    )


class AttachForm(OnceForm):
    """A decision that waits for a colleague's answer."""

    keeps_draft = False

    decision = forms.ChoiceField(label=gettext_lazy("A decision that waits for an answer"))

    def __init__(self, *args: Any, decisions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = decisions  # type: ignore[attr-defined]
