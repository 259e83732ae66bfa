"""What endings contribute to the pages that gather: see `practice.seam`."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.web.accounts.models import User
from holdfast.web.endings import copying
from holdfast.web.endings.models import (
    Closing,
    ComingBack,
    EndingDraft,
    EndingPlan,
    Erasing,
    LegalHold,
    Marker,
    Will,
)
from holdfast.web.practice.actions.forgetting import erases
from holdfast.web.practice.counts import words_for
from holdfast.web.practice.models import Participant, Therapist, Therapy
from holdfast.web.practice.models.staff import in_force
from holdfast.web.practice.once import once_a_page
from holdfast.web.practice.seam import BriefLine, CopyPart, Moment, Panel, Standing, Told


def panel(therapy: Therapy, reader: User, now: datetime) -> Sequence[Panel]:
    """Lead to the ending of a therapy, and say what is open about it."""
    plan = _plans([therapy]).get(therapy.pk)
    draft = EndingDraft.objects.filter(therapy=therapy).first()
    back = ComingBack.objects.filter(therapy=therapy, state=ComingBack.State.ASKED).first()
    begins = therapy.state == Therapy.State.PLANNED
    lacking = getattr(plan, "lacking", False)
    context = {
        "therapy": therapy,
        "draft": draft,
        "waiting": plan if lacking else None,
        "last_on": plan.last_on if plan and not therapy.ended_on else None,
        "ended": therapy.ended_on,
        "back": back,
        "may_be_marked": begins and _has_marks(therapy, reader),
    }
    return (Panel(_("Ending"), "endings/panel.html", context, weight=80),)


def _has_marks(therapy: Therapy, reader: User) -> bool:
    """Whether a therapist of this therapy has any mark to ask, whoever it was made of."""
    mine = Marker.objects.filter(therapist__user=reader)
    return mine.filter(therapist__assignments__therapy=therapy).exists()


@once_a_page
def _plans(therapies: Sequence[Therapy]) -> dict[uuid.UUID, EndingPlan]:
    """Return the newest version of each therapy that stands, and whether it lacks a signature."""
    unsigned = EndingPlan.objects.filter(pk=OuterRef("pk"), parties__signature=None)
    rows = EndingPlan.objects.standing().filter(therapy__in=[t.pk for t in therapies])
    found: dict[uuid.UUID, EndingPlan] = {}
    for row in rows.annotate(lacking=Exists(unsigned)):
        found.setdefault(row.therapy_id, row)
    return found


def brief(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, Sequence[BriefLine]]:
    """Say before a session that an ending is planned."""
    going_on = [t for t in therapies if t.state != Therapy.State.ENDED]
    return {key: [_line(plan)] for key, plan in _plans(going_on).items() if plan.last_on}


def _line(plan: EndingPlan) -> BriefLine:
    day = date_format(plan.last_on, "j F Y") if plan.last_on else ""
    return BriefLine(
        _("Ending"), _("the last session is planned for {day}").format(day=day), weight=12
    )


def moments(therapy: Therapy, reader: User, start: datetime, end: datetime) -> Iterable[Moment]:
    """Tell when an ending was planned and when it came."""
    for plan in EndingPlan.objects.filter(therapy=therapy, fixed_at__gte=start, fixed_at__lt=end):
        title = _("Plan of the ending, version {n}, ready to sign").format(n=plan.number)
        url = reverse("endings:version", args=[plan.pk])
        yield Moment(plan.fixed_at, "ending", title, url=url, tone="plum")
    for closing in Closing.objects.filter(
        therapy=therapy, on__gte=start.date(), on__lte=end.date()
    ):
        at = datetime.combine(closing.on, time(23), therapy.tz)
        how = str(closing.get_how_display())
        url = reverse("endings:ending", args=[therapy.pk])
        yield Moment(at, "ending", _("Ended"), how, url, tone="plum", turn=_("The end"))


def standing(now: datetime) -> Sequence[Standing]:
    """Count endings that are planned, therapists without a will, and erasures that wait."""
    going_on = Therapy.objects.exclude(state=Therapy.State.ENDED)
    planned = EndingPlan.objects.standing().filter(therapy=OuterRef("pk"))
    here = Therapist.objects.filter(in_force(now.date()))
    without = here.exclude(pk__in=Will.objects.values("therapist"))
    return (
        _planned_endings(going_on.filter(Exists(planned)).count()),
        _without_will(without.count()),
        _erasures(Erasing.objects.count()),
    )


def _planned_endings(number: int) -> Standing:
    label = ngettext("ending planned", "endings planned", words_for(number))
    return Standing(label, number, of_clients=True)


def _without_will(number: int) -> Standing:
    label = ngettext(
        "therapist without a professional will", "therapists without a professional will", number
    )
    said = _("Every therapist has a professional will")
    return Standing(label, number, asks=True, in_order=said)


def _erasures(number: int) -> Standing:
    label = ngettext(
        "erasure waiting for a second person", "erasures waiting for a second person", number
    )
    said = _("No erasure waits for a second person")
    return Standing(label, number, True, reverse("endings:keeping"), said)


def told(reader: User, now: datetime) -> Sequence[Told]:
    """Remind a therapist of a will that was not tried, and of a last session that has passed."""
    return [*_trial_due(reader, now), *_past_last_session(reader, now)]


def _trial_due(reader: User, now: datetime) -> Iterable[Told]:
    for will in Will.objects.filter(therapist__user=reader):
        if will.trial_due(now.date()):
            words = _("It is a year since your professional will was tried.")
            yield Told(words, reverse("endings:my_will"))


def _past_last_session(reader: User, now: datetime) -> Iterable[Told]:
    own = Therapy.objects.own_of(reader, now).exclude(state=Therapy.State.ENDED)
    rows = EndingPlan.objects.filter(withdrawal=None, last_on__lt=now.date(), therapy__in=own)
    for key in dict.fromkeys(rows.values_list("therapy", "therapy__code")):
        words = _("{code}: the day of the last session has passed. Has it ended?")
        yield Told(words.format(code=key[1]), reverse("endings:ending", args=[key[0]]))


def on_hold(therapies: Collection[uuid.UUID]) -> bool:
    """Say whether a legal hold stands on one of these therapies."""
    return LegalHold.objects.standing().filter(therapy__in=therapies).exists()


def copy(person: Participant, reader: User) -> Sequence[CopyPart]:
    """Give a person the plans of the ending, letters to them, and what they asked for."""
    return copying.parts(person)


erase = erases("endings")
