"""The practice of the demonstration: its people, roles, credentials and breaks."""

from datetime import date, datetime, time, timedelta

from django.db.models import F

from holdfast.web.accounts.models import Letter
from holdfast.web.audit import models as audit
from holdfast.web.jobs.models import Job
from holdfast.web.practice.actions import betweens, staff
from holdfast.web.practice.models import Credential, Notice, Practice, SupervisionAgreement
from holdfast.web.running.demonstration.people import STAFF, Colleague
from holdfast.web.running.demonstration.signing_in import accepted
from holdfast.web.running.demonstration.story import Story


def found(story: Story, now: datetime) -> None:
    """Found the practice and bring its people in."""
    practice = Practice.get()
    practice.name, practice.zone, practice.country = "Riverside Practice", "Europe/London", "GB"
    practice.currency, practice.changed_at = "GBP", now
    practice.save()
    for colleague in STAFF:
        story.users[colleague.key] = accepted(
            colleague.address, colleague.name, colleague.roles, now
        )
    for colleague in STAFF:
        if "therapist" in colleague.roles:
            _make_therapist(story, colleague, now)
    _arrange(story, now)


def _make_therapist(story: Story, colleague: Colleague, now: datetime) -> None:
    user = story.users[colleague.key]
    therapist = staff.add_therapist(
        user,
        by=story.users["ruth"],
        now=now,
        since=now.date(),
        codes=list(colleague.codes),
        languages=list(colleague.languages),
        trainee=colleague.trainee,
        orientation=colleague.orientation,
    )
    story.therapists[colleague.key] = therapist
    if colleague.body:
        credential = Credential.objects.create(
            therapist=therapist,
            title="Registered member",
            body=colleague.body,
            number=colleague.number,
            expires_on=story.last + timedelta(days=200),
        )
        staff.check_credential(
            credential, by=story.users["ruth"], now=now, how="looked up in the body's register"
        )


def _arrange(story: Story, now: datetime) -> None:
    """Kofi is in training and supervised by Tomás; Priya covers for Miriam."""
    staff.agree_supervision(
        supervisor=story.users["tomas"],
        supervisee=story.therapists["kofi"],
        kind=SupervisionAgreement.Kind.RESPONSIBLE,
        since=now.date(),
        by=story.users["ruth"],
        now=now,
        covers_all=True,
        hours_a_month=4,
    )
    staff.agree_supervision(
        supervisor=story.users["tomas"],
        supervisee=story.therapists["aoife"],
        kind=SupervisionAgreement.Kind.CONSULTATIVE,
        since=now.date(),
        by=story.users["ruth"],
        now=now,
        hours_a_month=2,
    )
    _read_what_was_told(story, now)
    for key in ("miriam", "jonas"):
        staff.name_cover(
            story.therapists[key],
            story.users["priya"],
            by=story.users["ruth"],
            now=now,
            since=now.date(),
        )


def _read_what_was_told(story: Story, now: datetime) -> None:
    """That supervision began was read long ago, and its letters have gone."""
    Notice.objects.filter(user__in=story.users.values()).update(seen_at=now)
    without_letters()


def read_by_now(story: Story) -> None:
    """What was told more than a month before the end of the story was read the day after."""
    long_ago = story.at(story.last - timedelta(days=31), time(12))
    old = Notice.objects.filter(seen_at=None, made_at__lt=long_ago)
    old.update(seen_at=F("made_at") + timedelta(days=1))


def without_letters() -> None:
    """Let no letter of the story be sent: its addresses are invented."""
    letters = Letter.objects.filter(kind="notice")
    keys = [str(key) for key in letters.values_list("pk", flat=True)]
    Job.objects.filter(kind="accounts.mail", ids__letter__in=keys).delete()
    letters.delete()


def closed(story: Story) -> list[tuple[date, date]]:
    """Return the practice's breaks: two weeks in August, and around the new year."""
    found = []
    for year in range(story.first_monday.year, story.last.year + 2):
        monday = date(year, 8, 1) + timedelta((7 - date(year, 8, 1).weekday()) % 7)
        found.append((monday, monday + timedelta(days=13)))
        found.append((date(year, 12, 22), date(year + 1, 1, 3)))
    return found


def announce_breaks(story: Story) -> None:
    """Announce every break of every therapist six weeks ahead."""
    for since, until in closed(story):
        if until < story.first_monday or since > story.last + timedelta(weeks=6):
            continue
        now = story.at(since - timedelta(weeks=6), time(12))
        for key, therapist in story.therapists.items():
            betweens.announce_break(
                since=since, until=until, by=story.users[key], now=now, therapist=therapist
            )
    audit.record("demonstration", now=story.at(story.first_monday, time(8)))
