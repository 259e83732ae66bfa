"""The form every act goes through: sent twice is one act, and nothing written is ever lost.

A view reads::

    form = NoteForm(request.POST or None, version=row.version, initial={"note": row.text("note")})

    def act() -> str:
        actions.change_note(row, form.cleaned_data["note"], now=request.now, actor=request.user)
        return row.get_absolute_url()

    return form.once(request, act) or form.page(request, "app/note.html", {"row": row})
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from holdfast.web.accounts import drafts
from holdfast.web.accounts.models import Once
from holdfast.web.accounts.requests import Request

from .plain import PlainForm


@dataclass(frozen=True)
class Clash:
    """One field that somebody else changed meanwhile: what is saved, and what was written here."""

    label: str
    saved: str
    yours: str


class OnceForm(PlainForm):
    """A form with a random id, the version of the row it was opened at, and a draft.

    `version` is any text that changes whenever the row does; empty where a row is being made.
    `initial` holds what is saved now, so that a clash can show it.
    """

    keeps_draft: ClassVar[bool] = True

    clashes: list[Clash]
    restored_at: datetime | None = None

    def __init__(self, *args: Any, version: object = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = str(version)
        self.clashes = []
        hidden = forms.HiddenInput
        self.fields["once"] = forms.UUIDField(widget=hidden, initial=uuid.uuid4)
        self.fields["opened"] = forms.CharField(
            widget=hidden, initial=self.version, required=False, max_length=100
        )
        if self.keeps_draft:
            self.fields[drafts.MARK] = forms.CharField(
                widget=hidden, initial=self.draft_name, required=False
            )

    @property
    def draft_name(self) -> str:
        """The name under which this form's draft is kept on its page."""
        return type(self).__name__.lower()

    def add_prefix(self, field_name: str) -> str:
        """Prefix every field but the mark: a draft is of all the forms one button sends."""
        return field_name if field_name == drafts.MARK else super().add_prefix(field_name)

    def once(self, request: Request, act: Callable[[], str]) -> HttpResponse | None:
        """Act if the form was sent and holds; None when the page is to be shown (again).

        `act` returns the address to go to. It runs in one transaction with the note that this form
        was sent; the same form sent again goes to the same address without acting. A
        ValidationError it raises becomes the form's error, and nothing has happened.
        """
        if (before := self.again(request)) is not None:
            return before
        if not self.is_valid():
            return None
        try:
            with transaction.atomic():
                answer = self._act(request, act)
        except ValidationError as error:
            self.add_error(None, error)
            return None
        return redirect(answer)

    def left(self, request: Request) -> bool:
        """Whether the button `leave` was pressed: then what was begun is forgotten."""
        leaves = request.method == "POST" and "leave" in request.POST
        if leaves and request.user.is_authenticated:
            drafts.drop(request.user, request.path, self.draft_name)
        return leaves

    def again(self, request: Request) -> HttpResponse | None:
        """Where this very form led when it was sent before; None if it was not.

        `once` asks first of all. A view asks by itself where its act uses up what it looks for.
        """
        before = self._answer_before(request) if self.is_bound else None
        return None if before is None else redirect(before)

    def page(
        self, request: Request, template: str, context: Mapping[str, Any] | None = None
    ) -> HttpResponse:
        """Show the page with this form: 422 if it was sent and something is wrong with it."""
        if not self.is_bound:
            self._restore(request)
        status = 422 if self.is_bound and self.errors else 200
        return render(request, template, {"form": self, **(context or {})}, status=status)

    def full_clean(self) -> None:
        """Clean, then hold what was sent against what others saved meanwhile."""
        super().full_clean()
        if self.is_bound and not self.empty_permitted:
            self._find_clashes()

    def _answer_before(self, request: Request) -> str | None:
        try:
            once_id = uuid.UUID(self._sent("once"))
        except ValueError:
            return None
        row = Once.objects.filter(pk=once_id).first()
        return self._led_to(row, request) if row else None

    def _act(self, request: Request, act: Callable[[], str]) -> str:
        """Write the id first: a second sending waits here for the first and repeats its answer."""
        row, new = Once.objects.get_or_create(
            pk=self.cleaned_data["once"],
            defaults={"user_id": request.user.pk, "at": day_of(request.now)},
        )
        if not new:
            return self._led_to(row, request)
        answer = act()
        row.answer = self.remembered(answer)
        row.save(update_fields=["answer"])
        if self.keeps_draft and request.user.is_authenticated:
            drafts.drop(request.user, drafts.page_of(request), self.draft_name)
        return answer

    def remembered(self, answer: str) -> str:
        """What is kept of where it led, for the same form sent again."""
        return answer

    def recalled(self, kept: str, request: Request) -> str:
        """The address again from what is kept of it; the request may still hold the rest."""
        return kept

    def _led_to(self, row: Once, request: Request) -> str:
        return self.recalled(_answer_for(row, request), request)

    def _find_clashes(self) -> None:
        if not self.version or self._sent("opened") == self.version:
            return
        self.clashes = [
            Clash(
                str(bound.label),
                _shown(bound.field.prepare_value(bound.initial)),
                _shown(bound.data),
            )
            for bound in self.visible_fields()
            if bound.field.has_changed(bound.initial, bound.data)
        ]
        if self.clashes:
            self.data = self._with("opened", self.version)
            self.add_error(
                None,
                _(
                    "Somebody changed this while you were writing. Both texts are below. "
                    "What you wrote is still in the form: sending it again keeps yours."
                ),
            )

    def _restore(self, request: Request) -> None:
        """Put back what was begun here earlier, with the version it was begun at."""
        if not self.keeps_draft or not request.user.is_authenticated:
            return
        found = self.find_draft(request)
        if found is None:
            return
        sent, self.restored_at = found
        for name, field in self.fields.items():
            place = self.add_prefix(name)
            if name in drafts.UNKEPT or field.widget.value_omitted_from_data(sent, {}, place):
                continue
            self.initial[name] = field.widget.value_from_datadict(sent, {}, place)

    def find_draft(self, request: Request) -> tuple[QueryDict, datetime] | None:
        """What was begun in this form on this page, and when."""
        return drafts.find(request.user, request.path, self.draft_name)

    def _sent(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), ""))

    def _with(self, name: str, value: str) -> QueryDict | dict[str, Any]:
        data = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix(name)] = value
        return data  # type: ignore[no-any-return]


def _answer_for(row: Once, request: Request) -> str:
    """The address the first sending went to; somebody else's form is no page of this person.

    A form sent before signing in has nobody's id, and may itself have signed its sender in.
    """
    if row.user_id not in (None, request.user.pk):
        raise Http404
    return row.answer


def day_of(now: datetime) -> datetime:
    """No more than the day: the minute of a sending would say what else belongs to it."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _shown(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)
