"""What a therapist is reminded of on Today about their own circle."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.web.accounts.models import Role, User
from holdfast.web.practice.models import Therapist
from holdfast.web.practice.seam import Told
from holdfast.web.screening.models import Circle

YEAR = timedelta(days=365)


def looked_through_on(reader: User) -> date | None:
    """Return when a therapist last went through their own circle as a whole."""
    rows = Therapist.objects.filter(user=reader)
    return rows.values_list("circle_look__looked_on", flat=True).first()


def told_of_circle(reader: User, now: datetime) -> Sequence[Told]:
    """Remind of entries to be renewed, else once a year of the whole. Two queries, always."""
    if not reader.has(Role.THERAPIST):
        return ()
    looked = Therapist.objects.filter(user=reader).values_list("circle_look__looked_on").first()
    if looked is None:
        return ()
    asked = Circle.objects.visible_to(reader, now).to_renew(now.date()).count()
    where, day = reverse("screening:circle"), looked[0]
    if asked:
        said = ngettext(
            "{n} entry of your circle waits for a “still so”.",
            "{n} entries of your circle wait for a “still so”.",
            asked,
        ).format(n=asked)
        return (Told(said, where),)
    if day is None:
        return (Told(_("Say who is close to you, so that they are not sent to you."), where),)
    if now.date() - day >= YEAR:
        return (Told(_("Go through your circle: a year has gone by."), where),)
    return ()
