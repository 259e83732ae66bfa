"""Who gets the pages of the practice itself: its lead's, therapists', supervision, emergencies."""

from datetime import UTC, date, datetime

from urls_rows_of_practice import SINCE, a_person, a_therapy
from urls_table import EVERYBODY, Row, World


def _kept(world: World):  # type: ignore[no-untyped-def]
    return world.keep("house", lambda: _build(world))


def _build(world: World) -> dict[str, object]:
    from holdfast.web.accounts.models import Approval
    from holdfast.web.jobs.models import Job
    from holdfast.web.practice.actions import emergency, joining, notices, staff, supervision
    from holdfast.web.practice.models import Notice, Participant, Therapy

    by, now = world.person("therapist"), world.now
    who = {"by": by, "now": now}
    therapy = Therapy.objects.get(pk=a_therapy(world, "therapist")["therapy_id"])
    person = Participant.objects.get(pk=a_person(world, "therapist")["participant_id"])
    cover = world.person("cover")
    supervision.ask_supervision(
        supervisor=world.person("supervisor"), supervisee=by.therapist, kind="consultative",
        since=SINCE, until=None, ties="None.", hours_a_month=None, therapies=None, **who,
    )  # fmt: skip
    joining.ask_to_join(therapy, world.person("therapist", "stranger").therapist, **who)
    opening = emergency.open_emergency(person, by=cover, now=now, reason="a call")
    opening.until = datetime(2100, 1, 1, tzinfo=UTC)  # the walk asks at the real time
    opening.save()
    notices.tell([world.person(role) for role in EVERYBODY], Notice.Kind.REFUSED, now=now)
    return {
        "therapist": by.therapist,
        "credential": staff.add_credential(
            by.therapist, **who, title="Member", body="A body", number="1", expires_on=None
        ),
        "agreement": by.therapist.supervised.first(),
        "approval": Approval.objects.get(kind="join"),
        "cover": staff.name_cover(by.therapist, cover, **who, since=date(2026, 1, 1)),
        "opening": opening,
        "job": Job.objects.create(kind="accounts.mail", state="failed", due_at=now),
        "notices": {n.user_id: n for n in Notice.objects.filter(kind=Notice.Kind.REFUSED)},
    }


def _sample(argument: str, name: str):  # type: ignore[no-untyped-def]
    return lambda world, role: {argument: _kept(world)[name].pk}


def a_notice(world: World, role: str) -> dict[str, object]:
    """What the owner of each role was told."""
    return {"notice_id": _kept(world)["notices"][world.person(role).pk].pk}


a_therapist = _sample("therapist_id", "therapist")
a_credential = _sample("credential_id", "credential")
an_agreement = _sample("agreement_id", "agreement")
an_approval = _sample("approval_id", "approval")
a_cover = _sample("cover_id", "cover")
an_opening = _sample("opening_id", "opening")
a_job = _sample("job_id", "job")

LEAD = {"lead"}
OWN = {"therapist"}
ROWS = {
    "practice:house": Row(anyones=LEAD),
    "practice:change_house": Row(anyones=LEAD),
    "practice:audit": Row(anyones=LEAD),
    "practice:verify": Row(anyones=LEAD, method="post"),
    "practice:work": Row(anyones=LEAD),
    "practice:work_again": Row(anyones=LEAD, sample=a_job, method="post"),
    "practice:work_let_go": Row(anyones=LEAD, sample=a_job, method="post"),
    "practice:therapists": Row(anyones=LEAD),
    "practice:add_therapist": Row(anyones=LEAD),
    "practice:therapist": Row(theirs=OWN, anyones=LEAD, sample=a_therapist),
    "practice:change_profile": Row(theirs=OWN, sample=a_therapist),
    "practice:standing": Row(anyones=LEAD, sample=a_therapist),
    "practice:add_credential": Row(theirs=OWN, anyones=LEAD, sample=a_therapist),
    "practice:my_profile": Row(anyones=OWN),
    "practice:credentials": Row(anyones=LEAD),
    "practice:change_credential": Row(theirs=OWN, anyones=LEAD, sample=a_credential),
    "practice:check_credential": Row(anyones=LEAD, sample=a_credential),
    "practice:supervision": Row(anyones=LEAD),
    "practice:ask_supervision": Row(anyones=LEAD),
    "practice:end_supervision": Row(anyones=LEAD, sample=an_agreement),
    "practice:my_supervision": Row(anyones={"therapist", "supervisor"}),
    "practice:ask_in": Row(theirs=OWN, sample=a_therapy),
    "practice:join_by_code": Row(anyones=LEAD),
    "practice:waiting": Row(anyones={"lead", "therapist"}),
    "practice:decide": Row(theirs=OWN, anyones=LEAD, sample=an_approval),
    "practice:emergency": Row(anyones={"cover"}),
    "practice:emergency_opened": Row(theirs={"cover"}, sample=an_opening),
    "practice:safety": Row(theirs=OWN, sample=a_person),
    "practice:cover": Row(theirs=OWN, anyones=OWN, sample=lambda w, r: _none(w)),
    "practice:end_cover": Row(theirs=OWN, sample=a_cover, method="post"),
    "practice:openings": Row(theirs=OWN, sample=a_therapy),
    "practice:client_told": Row(theirs=OWN, sample=an_opening, method="post"),
    "practice:notices": Row(anyones=EVERYBODY),
    "practice:notice_read": Row(theirs=EVERYBODY, sample=a_notice, method="post"),
}


def _none(world: World) -> dict[str, object]:
    """No arguments, but both therapists must have their place in the practice."""
    _kept(world)
    return {}
