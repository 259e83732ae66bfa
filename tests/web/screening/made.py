"""What the tests of screening are built from."""

from datetime import UTC, date, datetime

from holdfast.web.screening.told import ToldOf, Wanted

BEGAN = datetime(2025, 9, 2, 9, 0, tzinfo=UTC)
SINCE = date(2025, 9, 2)
PETRA = ToldOf("Petra Johansen", born="1981", phone="020 7946 0099", where="Leeds LS1 4DJ")
HER_EX = ToldOf("Mike Johansen", relation="ex_partner", born="1979", phone="020 7946 0018")


def works_here(user, codes=("bacp-2018",), languages=("en",)):
    """Make an account that of a therapist."""
    from holdfast.web.practice.actions.staff import add_therapist

    return add_therapist(
        user, by=user, now=BEGAN, since=SINCE, codes=list(codes), languages=list(languages)
    )


def client_of(therapist, name: str, kind: str = "individual", phone: str = "", **texts: str):
    """Open a therapy with one client; returns their place in it."""
    from holdfast.web.practice.actions import people, therapies

    who = {"by": therapist.user, "now": BEGAN}
    therapy = therapies.open_therapy(kind=kind, therapist=therapist, since=SINCE, **who)
    card = people.new_card("therapy", now=BEGAN, name=name, **texts)
    place = people.add_participant(therapy, card, since=SINCE, **who)
    if phone:
        people.add_contact_point(card, about=therapy, kind="phone", value=phone, **who)
    return place


def ask(now, *others, asker: ToldOf = PETRA, by=None, **wanted):
    """Take an enquiry in."""
    from holdfast.web.screening.actions.enquiring import enquire

    return enquire(asker, others, Wanted(**{"kind": "individual", **wanted}), now=now, by=by)


def checked(now, *others, **more):
    """Take an enquiry in and let the worker check it."""
    from holdfast.web.jobs import worker

    enquiry = ask(now, *others, **more)
    worker.work(now)
    enquiry.refresh_from_db()
    return enquiry


def offered(enquiry) -> set[str]:
    """The given names, in small letters, of who may be offered."""
    from holdfast.web.practice.models import Therapist

    ids = enquiry.lists.get().therapists
    names = (t.shown_name for t in Therapist.objects.filter(pk__in=ids).select_related("user__key"))
    return {name.split()[0].lower() for name in names}
