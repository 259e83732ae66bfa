"""Every form speaks in the project's own words, and cuts off nothing that is pasted into it."""

from datetime import date

import pytest
from django import forms

from holdfast.web.accounts.forms import OnceForm, PlainForm


class EverythingForm(OnceForm):
    """A field of each kind; the last is added late, as many forms do."""

    note = forms.CharField(max_length=10, widget=forms.Textarea)
    name = forms.CharField(max_length=5, min_length=2)
    at = forms.DateTimeField()
    on = forms.DateField()
    time = forms.TimeField()
    minutes = forms.IntegerField(min_value=1, max_value=600)
    email = forms.EmailField()
    one = forms.ChoiceField(choices=[("a", "a")])
    some = forms.MultipleChoiceField(choices=[("a", "a")])
    free = forms.CharField(required=False)
    when = forms.CharField(required=False, max_length=3, label="If so, when")
    own = forms.CharField(error_messages={"required": "Write your own."})

    needed_at_times = frozenset({"when"})

    def clean(self) -> dict[str, object]:
        if not self.cleaned_data.get("when"):
            self.add_error("when", "Say when.")
        return self.cleaned_data

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["late"] = forms.CharField(max_length=3)


def said(**given: object) -> dict[str, list[str]]:
    return EverythingForm(given).errors


def test_no_field_cuts_off_what_is_pasted() -> None:
    assert "maxlength" not in EverythingForm().as_p()


def test_a_field_for_many_words_says_once_how_much_fits() -> None:
    form = EverythingForm()
    form["note"]
    form.fields["long"] = forms.CharField(
        max_length=2000, widget=forms.Textarea, help_text="A <b>."
    )

    assert form["note"].help_text == "There is room for 10 letters."
    assert form["long"].help_text == "A &lt;b&gt;. There is room for 2,000 letters."
    assert form["name"].help_text == ""


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("note", "x" * 4001, "This is 4001 characters long; at most 10 fit."),
        ("late", "four", "This is 4 characters long; at most 3 fit."),
        ("name", "x", "This is 1 character long; at least 2 are needed."),
        ("at", "x", "Please give a day and a time, for example 2026-12-01 14:00."),
        ("on", "2026-02-30", "Please give a day, for example 2026-12-01."),
        ("on", "0026-02-03", "Is the year right? This says 0026."),
        ("at", "9999-12-31 10:00", "Is the year right? This says 9999."),
        ("time", "25:00", "Please give a time, for example 14:00."),
        ("minutes", "soon", "Please give a whole number, for example 50."),
        ("minutes", "0", "This has to be 1 or more."),
        ("minutes", "601", "This has to be 600 or less."),
        ("email", "me", "This is not an e-mail address. Write for example name@example.org."),
        ("one", "b", "Please choose one of these."),
        ("some", ["b"], "Please choose one of these."),
        ("late", "", "Please fill this in."),
        ("own", "", "Write your own."),
    ],
)
def test_what_is_wrong_is_said_in_our_words(name: str, given: object, says: str) -> None:
    assert said(**{name: given})[name] == [says]


def test_a_day_at_either_end_is_taken() -> None:
    assert "on" not in said(on="1900-01-01")
    assert "on" not in said(on=date(2200, 12, 31))


def test_only_what_may_always_stay_empty_is_called_optional() -> None:
    form = EverythingForm()

    assert "(optional)" in form["free"].as_field_group()
    assert "(optional)" not in form["when"].as_field_group()
    assert "(optional)" not in form["note"].as_field_group()


def test_what_is_wrong_with_a_field_is_said_once() -> None:
    assert said(when="tomorrow")["when"] == ["This is 8 characters long; at most 3 fit."]
    assert said()["when"] == ["Say when."]


def test_every_form_is_made_of_this_one() -> None:
    ours = [c for c in forms.Form.__subclasses__() if c.__module__.startswith("holdfast.")]

    assert ours == [PlainForm]


def test_what_is_needed_at_times_is_a_field_that_may_be_empty() -> None:
    wrong = [
        f"{kind.__qualname__}.{name}"
        for kind in _kinds(PlainForm)
        for name in kind.needed_at_times
        if name in kind.base_fields and kind.base_fields[name].required
    ]

    assert wrong == []


def _kinds(kind: type[PlainForm]) -> set[type[PlainForm]]:
    below = set(kind.__subclasses__())
    return below.union(*(_kinds(one) for one in below))
