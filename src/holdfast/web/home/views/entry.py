"""Recording what became of a session, and of a whole day at once."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.frame import Terms
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.forms import OnceForm
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.frame.happened import terms_on
from holdfast.web.home import settled
from holdfast.web.practice.actions import betweens, sessions
from holdfast.web.practice.actions.sessions import Part
from holdfast.web.practice.contributors import offers
from holdfast.web.practice.forms.entry import (
    AS_AGREED,
    BY_CLIENT,
    HELD,
    MISSED,
    Due,
    EntryForm,
    usual_due,
)
from holdfast.web.practice.models import Attendance, Participant, Practice, Session, Therapy
from holdfast.web.practice.models.sessions import Sessions
from holdfast.web.practice.seam import EntryPart


@door(Role.THERAPIST)
def record(request: Request, session_id: UUID) -> HttpResponse:
    """Record one session: as agreed in one tap, or what was different."""
    session = get_object_or_404(_own_sessions(request), pk=session_id)
    recorded = {row.participant_id: row for row in session.attendances.all()}
    terms = terms_on(session.therapy, session.planned_on)
    people = [(one, _due_of(recorded.get(one.pk), due)) for one, due in _people(session, terms)]
    data = request.POST or None
    form = EntryForm(
        data, session=session, people=people, now=request.now, recorded=recorded, terms=terms
    )
    back = _way_back(request, session)
    if form.left(request):
        return redirect(back)
    after = [] if form.ahead else _parts(session, request)
    parts = [(part, part.form(data)) for part in after]

    def act() -> str:
        _save(form, session, request)
        for part, bound in parts:
            part.save(bound, request.now)
        messages.success(request, _said(request, session, form))
        return back

    checked = [bound.is_valid() for _part, bound in parts]  # each of them, to show every error
    wrong = data is not None and not all(checked)
    context = {"session": session, "parts": parts, "people": people, "back": back}
    if wrong:
        return form.page(request, "home/entry.html", context)
    return form.once(request, act) or form.page(request, "home/entry.html", context)


def _from_today(request: Request) -> bool:
    """Only the name of a page is ever read from the address, never where to go."""
    return request.GET.get("from") == "today"


def _way_back(request: Request, session: Session) -> str:
    """Return the page one came from: the day of the session, or the relationship."""
    if not _from_today(request):
        return reverse("home:relationship", args=[session.therapy_id])
    day = session.starts_at.astimezone(request.now.tzinfo).date()
    return reverse("home:today") if day == request.now.date() else reverse("home:day", args=[day])


def _said(request: Request, session: Session, form: EntryForm) -> str:
    """Say that it was recorded, what is owed if it did not take place, and what comes next."""
    query = "?from=today" if _from_today(request) else ""
    links = []
    if owed := settled.in_words(form):
        links.append((reverse("home:record", args=[session.pk]) + query, _("Correct")))
    if following := _next_to_record(request, session) if query else None:
        shape = "H:i" if following.planned_on == session.planned_on else "l j F, H:i"
        at = date_format(following.local_start, shape)
        words = _("Next to record: {at}").format(at=at)
        links.append((reverse("home:record", args=[following.pk]) + query, words))
    said = " ".join([_("Recorded."), *owed])
    return format_html("{}{}", said, format_html_join("", ' <a href="{}">{}</a>', links))


def _next_to_record(request: Request, session: Session) -> Session | None:
    """Return another session of that day that is over, or else the first that waits at all."""
    waiting = _own_sessions(request).unrecorded(None, request.now).order_by("starts_at")
    return waiting.filter(planned_on=session.planned_on).first() or waiting.first()


def _own_sessions(request: Request) -> Sessions:
    own = Therapy.objects.own_of(request.user, request.now)
    return Session.objects.filter(therapy__in=own).select_related("therapy__key")


def _parts(session: Session, request: Request) -> list[EntryPart]:
    found = [p for offered in offers("after_session") for p in offered(session, request.user)]
    return sorted(found, key=lambda part: part.weight)


def _people(session: Session, terms: Terms) -> list[tuple[Participant, Due]]:
    """The clients who could take part, with what each is likely to owe."""
    clients = list(session.therapy.participants.clients().with_cards().order_by("since", "id"))
    there = [c for c in clients if c.there_on(session.planned_on)]
    usual = usual_due(there, Practice.get().currency)
    agreed = _agreed_fee(terms)
    payers = len(there) if session.therapy.kind == Therapy.Kind.GROUP else 1
    found = []
    for number, client in enumerate(there):
        due = agreed if agreed is not None and number < payers else usual[client.pk]
        found.append((client, due if number < payers or due.amount is not None else Due(None, "")))
    return found


def _due_of(row: Attendance | None, due: Due) -> Due:
    """What is owed in another currency than is likely is corrected in that one."""
    on_record = row is not None and row.currency not in ("", due.currency)
    return Due(row.due, row.currency) if row and on_record else due


def _agreed_fee(terms: Terms) -> Due | None:
    amount = terms.fee and terms.fee.amount
    return Due(amount.minor, amount.currency) if amount else None


def _save(form: EntryForm, session: Session, request: Request) -> None:
    given, by, now = form.cleaned_data, request.user, request.now
    what, parts = given["what"], form.parts()
    if what in {AS_AGREED, HELD}:
        start, end = (None, None) if what == AS_AGREED else form.times()
        sessions.record_session(
            session, parts, by=by, now=now, as_agreed=what == AS_AGREED,
            started_at=start, ended_at=end, where=given["where"],
        )  # fmt: skip
    elif what == MISSED:
        sessions.miss_session(session, parts, by=by, now=now)
    else:
        side = Session.By.CLIENT if what == BY_CLIENT else Session.By.THERAPIST
        sessions.cancel_session(
            session, parts, by=by, now=now, cancelled_by=side, cancelled_at=form.called_off_at()
        )
    if given["promise"]:
        betweens.promise(session.therapy, given["promise"], by=by, now=now, session=session)


class DayForm(OnceForm):
    """Which of a day's sessions took place as agreed."""

    sessions = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one.")}
    )

    def __init__(self, *args: object, waiting: Sequence[Session], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(s.pk), _label(s)) for s in waiting]
        self.fields["sessions"].choices = choices  # type: ignore[attr-defined]
        self.fields["sessions"].label = _("As agreed, paid as agreed")
        self.fields["sessions"].initial = [key for key, _label in choices]


def _label(session: Session) -> str:
    return f"{session.local_start:%H:%M}  {session.therapy.shown_title}"


@door(Role.THERAPIST)
def confirm_day(request: Request, day: date) -> HttpResponse:
    """Confirm on one page every session of a day that went as agreed."""
    start = datetime.combine(day, time(), request.now.tzinfo)
    planned = _own_sessions(request).between(start, start + timedelta(days=1))
    open_ones = planned.filter(state=Session.State.PLANNED, starts_at__lte=request.now)
    waiting = list(open_ones.order_by("starts_at"))
    form = DayForm(request.POST or None, waiting=waiting)

    def act() -> str:
        chosen = [s for s in waiting if str(s.pk) in form.cleaned_data["sessions"]]
        for session in chosen:
            _as_agreed(session, request)
        done = ngettext("%d session recorded.", "%d sessions recorded.", len(chosen))
        messages.success(request, done % len(chosen))
        return reverse("home:day", args=[day])

    context = {"day": day, "waiting": waiting}
    return form.once(request, act) or form.page(request, "home/confirm_day.html", context)


def _as_agreed(session: Session, request: Request) -> None:
    terms = terms_on(session.therapy, session.planned_on)
    parts = [
        Part(
            participant,
            attended=True,
            due=due.amount,
            currency=due.currency if due.amount is not None else "",
            paid=due.amount or 0,
            paid_on=request.now.date() if due.amount else None,
        )
        for participant, due in _people(session, terms)
    ]
    sessions.record_session(session, parts, by=request.user, now=request.now, as_agreed=True)
