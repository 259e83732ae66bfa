"""The words of questionnaires that the practice itself may use: kept by its lead."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdfast import alliance
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.actions.own_words import add_words, remove_words
from holdfast.web.alliance.forms.own_words import OwnWordsForm
from holdfast.web.alliance.models import AddedWords
from holdfast.web.alliance.texts import opened, without_shipped_words


@door(Role.LEAD)
def own_words(request: Request) -> HttpResponse:
    """Show which questionnaires have words here, and for which the practice can add its own."""
    added = {row.scale: row for row in AddedWords.objects.select_related("asserted_by__key")}
    rows = [(one, added.get(one.id)) for one in without_shipped_words()]
    every = alliance.shipped_instruments().values()
    shipped = [one for one in every if one.words_shipped and one.id != alliance.CHECK]
    return render(request, "alliance/own_words.html", {"rows": rows, "shipped": shipped})


@door(Role.LEAD)
def add(request: Request, scale: str) -> HttpResponse:
    """Add the words of one questionnaire, or put others in their place."""
    instrument = next((one for one in without_shipped_words() if one.id == scale), None)
    if instrument is None:
        raise Http404
    row = AddedWords.objects.filter(scale=scale).first()
    form = OwnWordsForm(
        request.POST or None, request.FILES or None,
        instrument=instrument, who=request.user.shown_name, day=request.now.date(),
        initial=_initial(row),
    )  # fmt: skip

    def act() -> str:
        add_words(form.text, form.value, by=request.user, now=request.now)
        messages.success(request, _("Added. Therapists can ask for it from now on."))
        return reverse("alliance:own_words")

    context = {"instrument": instrument, "row": row}
    return form.once(request, act) or form.page(request, "alliance/own_words_add.html", context)


def _initial(row: AddedWords | None) -> dict[str, str]:
    if row is None:
        return {}
    text = opened(row)
    return {
        "title": text.title, "question": text.question, "licence": text.licence,
        "items": "\n".join(text.items), "answers": "\n".join(text.answers),
    }  # fmt: skip


@door(Role.LEAD)
@require_POST
def remove(request: Request, scale: str) -> HttpResponse:
    """Take the words of one questionnaire away."""
    row = get_object_or_404(AddedWords, scale=scale)
    remove_words(row, by=request.user, now=request.now)
    messages.success(request, _("Taken away. Answers that were given stay."))
    return redirect("alliance:own_words")
