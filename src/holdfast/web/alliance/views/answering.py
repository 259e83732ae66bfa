"""The page on which somebody answers, wherever they sit: one form, one way of laying it out."""

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast import alliance
from holdfast.web.accounts.requests import Request
from holdfast.web.alliance.actions.answering import Place
from holdfast.web.alliance.forms.answers import AnswerForm
from holdfast.web.alliance.series import series_for
from holdfast.web.alliance.shown import supervised
from holdfast.web.alliance.texts import text_for
from holdfast.web.alliance.turning import turning_for
from holdfast.web.practice.models import Session, Therapy


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


def heading(place: Place, now: datetime, *, names_day: bool = False) -> str:
    """Return what the page asks: of the session check with the day, unless that is today.

    A page that shows no day to whoever looks on asks for the last time.
    """
    session, text = place.session, text_for(place.scale)
    is_late = session is not None and session.local_start.date() != _day_there(session, now)
    if place.scale != alliance.CHECK or session is None or not is_late:
        return text.title if text is not None else ""
    if not names_day:
        return _("How was it between us the last time?")
    day = date_format(session.local_start, "l j F")
    return _("How was it between us on %(day)s?") % {"day": day}


def _day_there(session: Session, now: datetime) -> date:
    return now.astimezone(session.local_start.tzinfo).date()


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
