"""The page on which somebody answers, wherever they sit: one form, one way of laying it out."""

from typing import Any

from holdfast import alliance
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.actions.answering import Place
from holdfast.web.alliance.forms.answers import AnswerForm
from holdfast.web.alliance.series import series_for
from holdfast.web.alliance.shown import supervised
from holdfast.web.alliance.texts import text_for
from holdfast.web.alliance.turning import turning_for
from holdfast.web.practice.models import Therapy


def answer_form(
    request: Request, place: Place, kind: type[AnswerForm] = AnswerForm, **more: Any
) -> AnswerForm:
    """Return the form for a place, asking about a mending where something was named."""
    data = request.POST if request.method == "POST" else None
    return kind(data, scale=place.scale, asks_all_right=_asks(request, place), **more)


def _asks(request: Request, place: Place) -> bool:
    if place.scale != alliance.CHECK:
        return False
    found = series_for(place.participant, place.scale, request.now)
    return found is not None and found.course.asks_whether_all_right


def about(place: Place) -> dict[str, Any]:
    """Return what the page lays out beside the form. It holds no name."""
    therapy = place.participant.therapy
    return {
        "text": text_for(place.scale),
        "instrument": alliance.instrument(place.scale),
        "is_check": place.scale == alliance.CHECK,
        "said": alliance.check_words(),
        "session": place.session,
        "supervised": supervised(therapy),
        "several": therapy.kind != Therapy.Kind.INDIVIDUAL,
        "turning": turning_for(place.participant),
    }
