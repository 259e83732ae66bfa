"""A form sent twice is one act; a changed version shows both texts; nothing written is lost."""

import uuid
from datetime import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from holdfast.web.accounts import drafts
from holdfast.web.accounts.forms import Clash, OnceForm
from holdfast.web.accounts.models import Draft, Once, User
from holdfast.web.accounts.requests import Request

pytestmark = pytest.mark.django_db


class NoteForm(OnceForm):
    """A note."""

    note = forms.CharField(label="Note", max_length=100)


@pytest.fixture
def dana(now: datetime) -> User:
    return User.objects.invite("dana@example.org", "Dana", [], now)


@pytest.fixture
def sam(now: datetime) -> User:
    return User.objects.invite("sam@example.org", "Sam", [], now)


def _request(user: User, now: datetime, data: dict[str, str] | None = None) -> Request:
    factory = RequestFactory()
    request = factory.get("/notes/") if data is None else factory.post("/notes/", data)
    request.user, request.now = user, now  # type: ignore[attr-defined, assignment]
    return request  # type: ignore[return-value]


def _send(
    request: Request, acts: list[str], version: object = 1, saved: str = "old"
) -> tuple[NoteForm, HttpResponse | None]:
    form = NoteForm(request.POST, version=version, initial={"note": saved})

    def act() -> str:
        acts.append(form.cleaned_data["note"])
        return f"/notes/{len(acts)}/"

    return form, form.once(request, act)


def _data(note: str = "new", opened: str = "1") -> dict[str, str]:
    return {"note": note, "once": str(uuid.uuid4()), "opened": opened, "draft": "noteform"}


def test_it_works(dana: User, now: datetime) -> None:
    acts: list[str] = []
    _, answer = _send(_request(dana, now, _data()), acts)

    assert answer is not None
    assert (answer.status_code, answer["Location"], acts) == (302, "/notes/1/", ["new"])


def test_the_same_form_twice_is_one_act(dana: User, now: datetime) -> None:
    acts: list[str] = []
    request = _request(dana, now, _data())
    _send(request, acts)
    # By now the first sending has changed the version, and the second still goes to its answer.
    _, again = _send(request, acts, version=2)

    assert again is not None
    assert (again["Location"], acts) == ("/notes/1/", ["new"])


def test_somebody_elses_form_is_a_404(dana: User, sam: User, now: datetime) -> None:
    acts: list[str] = []
    data = _data()
    _send(_request(dana, now, data), acts)

    with pytest.raises(Http404):
        _send(_request(sam, now, data), acts)
    assert acts == ["new"]


def test_an_act_that_fails_uses_nothing_up(dana: User, now: datetime) -> None:
    form = NoteForm(data := _data())

    def act() -> str:
        raise ValidationError("That day is in the past; choose 18 February or later.")

    assert form.once(_request(dana, now, data), act) is None
    assert "18 February" in str(form.errors)
    assert form["note"].value() == "new"
    assert not Once.objects.exists()


def test_a_changed_version_shows_both_texts_and_loses_neither(dana: User, now: datetime) -> None:
    acts: list[str] = []
    form, answer = _send(_request(dana, now, _data("mine")), acts, version=2, saved="theirs")

    assert (answer, acts) == (None, [])
    assert form.clashes == [Clash("Note", "theirs", "mine")]
    assert form["note"].value() == "mine"
    assert form["opened"].value() == "2"


def test_sending_again_after_a_clash_keeps_what_was_written(dana: User, now: datetime) -> None:
    acts: list[str] = []
    _, answer = _send(_request(dana, now, _data("mine", "2")), acts, version=2, saved="theirs")

    assert answer is not None
    assert acts == ["mine"]


def test_a_version_that_changed_elsewhere_only_is_no_clash(dana: User, now: datetime) -> None:
    acts: list[str] = []
    _, answer = _send(_request(dana, now, _data("same")), acts, version=2, saved="same")

    assert answer is not None


def test_an_error_empties_no_field(dana: User, now: datetime) -> None:
    acts: list[str] = []
    form, answer = _send(_request(dana, now, _data("x" * 101)), acts)

    assert (answer, acts) == (None, [])
    assert form["note"].value() == "x" * 101


def test_a_draft_comes_back_and_goes_when_sent(dana: User, now: datetime) -> None:
    request = _request(dana, now, _data("half a sen"))
    assert drafts.keep_from(request)
    assert b"half" not in bytes(Draft.objects.get().fields)

    form = NoteForm(version=2, initial={"note": "old"})
    form._restore(_request(dana, now))
    assert (form["note"].value(), form["opened"].value()) == ("half a sen", "1")
    assert form.restored_at == now

    _send(_request(dana, now, _data("half a sentence")), [])
    assert not Draft.objects.exists()


def test_a_draft_is_its_writers_alone(dana: User, sam: User, now: datetime) -> None:
    drafts.keep_from(_request(dana, now, _data("half a sen")))

    assert drafts.find(sam, "/notes/", "noteform") is None


def test_a_form_without_the_mark_is_never_kept(dana: User, now: datetime) -> None:
    assert not drafts.keep_from(_request(dana, now, {"password": "correct horse"}))
    assert not Draft.objects.exists()


def test_forms_with_prefixes_share_one_draft(dana: User, now: datetime) -> None:
    sent = {"a-note": "first half", "b-note": "second half", "draft": "noteform"}
    assert drafts.keep_from(_request(dana, now, sent))

    for prefix, half in (("a", "first half"), ("b", "second half")):
        form = NoteForm(prefix=prefix, initial={"note": "old"})
        form._restore(_request(dana, now))
        assert form["note"].value() == half


def test_a_field_that_was_not_on_the_page_keeps_what_is_saved(dana: User, now: datetime) -> None:
    drafts.keep_from(_request(dana, now, {"draft": "noteform", "other": "x"}))
    form = NoteForm(initial={"note": "old"})
    form._restore(_request(dana, now))

    assert form["note"].value() == "old"


def test_text_that_was_cleared_again_does_not_come_back(dana: User, now: datetime) -> None:
    assert drafts.keep_from(_request(dana, now, _data("half a sen")))

    assert not drafts.keep_from(_request(dana, now, _data(" ")))

    assert drafts.find(dana, "/notes/", "noteform") is None
