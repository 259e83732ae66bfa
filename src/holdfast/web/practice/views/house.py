"""The practice, for its lead: where it is, how it stands, and where each thing is looked after."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.jobs.models import Job
from holdfast.web.practice.actions import approving, oversight
from holdfast.web.practice.counts import therapies_by_state
from holdfast.web.practice.forms.house import PracticeForm
from holdfast.web.practice.models import (
    Cover,
    Credential,
    LogReader,
    Practice,
    SupervisionAgreement,
    Therapist,
)
from holdfast.web.practice.models.staff import in_force

LEAD = door(Role.LEAD)
SOON = timedelta(days=60)
FEW_THERAPISTS = 6  # with fewer, who is missing from a list of offers can be understood


@dataclass(frozen=True)
class Part:
    """Something a practice lead looks after: where, and how it stands."""

    label: str
    what: str
    url: str
    state: str = ""
    asks: bool = False


@LEAD
def house(request: Request) -> HttpResponse:
    """Show the practice. Numbers of people's therapies are told roughly where they are small."""
    context = {
        "practice": Practice.get(),
        "therapies": therapies_by_state(),
        "parts": _parts(request.now),
        "covers": _covers(request.now.date()),
        "few": Therapist.objects.filter(in_force(request.now.date())).count() < FEW_THERAPISTS,
    }
    return render(request, "practice/house.html", context)


def _parts(now: datetime) -> list[Part]:
    waiting, work = approving.waiting().count(), _given_up()
    named = LogReader.present() is not None
    due, without = credentials_due(now.date()), _without_supervision(now.date())
    return [
        Part(
            _("Therapists"),
            _("Profiles, who is in training, who takes new people."),
            reverse("practice:therapists"),
        ),
        Part(
            _("Credentials"),
            _("What ends soon, has ended, or was not looked up yet."),
            reverse("practice:credentials"),
            _credential_words(due),
            any(due.values()),
        ),
        Part(
            _("Supervision"),
            _("Who supervises whom, and what that opens."),
            reverse("practice:supervision"),
            _("%(n)s without") % {"n": without} if without else _("everybody has it"),
            without > 0,
        ),
        Part(
            _("Waiting for a second person"),
            _("Supervision with responsibility, and colleagues who are to join a therapy."),
            reverse("practice:waiting"),
            _("%(n)s waiting") % {"n": waiting} if waiting else _("nothing waits"),
            waiting > 0,
        ),
        Part(
            _("People and roles"),
            _("Who signs in here and what they may do."),
            reverse("accounts:roles"),
        ),
        Part(
            _("Who did what"),
            _("Rights, sign-ins, exports, and whether the audit holds."),
            reverse("practice:audit"),
        ),
        Part(
            _("The separate log"),
            _("Who reads when records were opened for a concern or by the conflict desk."),
            reverse("practice:name_log_reader"),
            _("somebody is named") if named else _("nobody is named"),
            not named,
        ),
        Part(
            _("Work that was given up on"),
            _("E-mails and other work that failed, or whose fate nobody knows."),
            reverse("practice:work"),
            _("%(n)s to look at") % {"n": work} if work else _("none"),
            work > 0,
        ),
        *_export(),
    ]


def _export() -> list[Part]:
    """The page of the export stands in an app above this one."""
    try:
        url = reverse("running:export")
    except NoReverseMatch:
        return []
    return [
        Part(_("Export"), _("Everything the practice holds, in formats of its own, locked."), url)
    ]


def credentials_due(day: date) -> dict[str, int]:
    """Count, over everybody, credentials that ended, end soon, or were not looked up."""
    here = Credential.objects.filter(in_force(day, "therapist__"))
    return here.aggregate(
        expired=Count("pk", filter=Q(expires_on__lt=day)),
        soon=Count("pk", filter=Q(expires_on__gte=day, expires_on__lt=day + SOON)),
        unchecked=Count("pk", filter=Q(checked_on=None)),
    )


def _credential_words(due: dict[str, int]) -> str:
    said = {
        "expired": _("%(n)s ended"),
        "soon": _("%(n)s end within 60 days"),
        "unchecked": _("%(n)s not looked up"),
    }
    found = [words % {"n": due[key]} for key, words in said.items() if due[key]]
    return ", ".join(found) or _("all in date and looked up")


def _without_supervision(day: date) -> int:
    agreed = SupervisionAgreement.objects.filter(in_force(day), agreed=True)
    here = Therapist.objects.filter(in_force(day))
    return here.exclude(pk__in=agreed.values("supervisee")).count()


def _given_up() -> int:
    return Job.objects.filter(state__in=oversight.GIVEN_UP).count()


def _covers(day: date) -> list[Cover]:
    going_on = Cover.objects.filter(Q(until=None) | Q(until__gte=day))
    people = going_on.select_related("therapist__user__key", "colleague__key")
    return list(people.order_by("since"))


@LEAD
def change_house(request: Request) -> HttpResponse:
    """Change where and how the practice works."""
    practice = Practice.get()
    saved: dict[str, Any] = {name: getattr(practice, name) for name in PracticeForm.NAMES}
    form = PracticeForm(request.POST or None, version=practice.changed_at or "first", initial=saved)

    def act() -> str:
        oversight.change_practice(
            form.apply_to(practice), by=request.user, now=request.now, changed=form.changed_data
        )
        messages.success(request, _("Kept."))
        return reverse("practice:house")

    return form.once(request, act) or form.page(request, "practice/house_change.html")
