"""Picking people from an address book, one by one; nothing else of it is kept."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.practice.importing.fields import plain
from holdfast.web.practice.importing.reading import Table
from holdfast.web.screening.actions import circle as actions
from holdfast.web.screening.circle_file import InFile, people_in
from holdfast.web.screening.forms.circle import AddressBookForm, DoneForm, PersonForm
from holdfast.web.screening.models import AddressBook
from holdfast.web.screening.views.circle import own_therapist, told_of

A_PAGE = 50


def _own(request: Request, book_id: UUID) -> AddressBook:
    return get_object_or_404(AddressBook.objects.of(request.user, request.now), pk=book_id)


def _people(book: AddressBook) -> list[InFile]:
    return people_in(Table.load(book.text("table")))


@door(Role.THERAPIST)
def choose_file(request: Request) -> HttpResponseBase:
    """Choose an address book; it is read at once and held for an hour."""
    own_therapist(request)
    form = AddressBookForm(request.POST or None, request.FILES or None, today=request.now.date())

    def act() -> str:
        assert form.table is not None
        book = actions.keep_book(form.table, by=request.user, now=request.now)
        return reverse("screening:pick", args=[book.pk])

    return form.once(request, act) or form.page(request, "screening/circle_choose_file.html")


@door(Role.THERAPIST)
def pick(request: Request, book_id: UUID) -> HttpResponseBase:
    """Show who is in the file; the button at the end destroys what is held of it."""
    own_therapist(request)
    book = _own(request, book_id)
    form = DoneForm(request.POST or None)

    def act() -> str:
        actions.forget_book(book, now=request.now)
        messages.success(request, _("What was read of the file is gone."))
        return reverse("screening:circle")

    if answer := form.once(request, act):
        return answer
    everybody = _people(book)
    letter = plain(request.GET.get("letter", ""))[:1]
    shown = [one for one in everybody if not letter or plain(one.name).startswith(letter)]
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "book": book,
        "page": page,
        "rows": [(one, one.number in book.picked) for one in page],
        "how_many": len(everybody),
        "unreadable": Table.load(book.text("table")).notes.get("unreadable", 0),
        "letters": sorted({plain(one.name)[:1] for one in everybody} - {""}),
        "letter": letter,
    }
    return form.page(request, "screening/circle_pick.html", context)


@door(Role.THERAPIST)
def pick_one(request: Request, book_id: UUID, number: int) -> HttpResponseBase:
    """Declare one person of the file, with what it says of them as a beginning."""
    therapist, book = own_therapist(request), _own(request, book_id)
    found = next((one for one in _people(book) if one.number == number), None)
    if found is None:
        raise Http404
    form = PersonForm(request.POST or None, today=request.now.date(), initial=found.initial())

    def act() -> str:
        actions.declare(therapist, by=request.user, now=request.now, **told_of(form))
        book.picked = sorted({*book.picked, number})
        book.save(update_fields=["picked"])
        messages.success(request, _("In your circle."))
        return reverse("screening:pick", args=[book.pk])

    up = reverse("screening:pick", args=[book.pk])
    context = {"title": found.name, "book": book, "up": up, "notes": found.notes}
    return form.once(request, act) or form.page(request, "screening/circle_person.html", context)
