"""Enquiries of the demonstration in their different states, one of them with a true tie."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from holdfast.web.running.demonstration.lives import WEEKS, Life
from holdfast.web.running.demonstration.story import Story
from holdfast.web.screening.actions import checking, leading_on, telling
from holdfast.web.screening.actions.enquiring import enquire
from holdfast.web.screening.models import Enquiry
from holdfast.web.screening.told import ToldOf, Wanted


def ask_for_therapists(story: Story, told: Sequence[Life]) -> None:
    """Let six people ask in the last two weeks; the former partner of one is a client here."""
    telling.link_new(now=story.at(story.last - timedelta(days=13), time(8)))
    partner = _client_of("tomas", told)
    family = partner.split()[-1]
    ex = ToldOf(partner, relation="ex_partner", where="Bristol")
    petra = _one(story, 2, ToldOf(f"Petra {family}", born="1986", **_reach(1)), [ex])
    assert petra.state == Enquiry.State.ANSWERED
    mother = ToldOf("Agata Nowicka", relation="parent")
    boss = ToldOf("Howard Tull", relation="avoided", employer="Quayside Law")
    _one(story, 1, ToldOf("Ewa Nowicka", born="1994", **_reach(2)), [mother, boss])
    for days, name in ((9, "Leonard Achebe"), (6, "Leo Achebe"), (3, "L. Achebe")):
        _one(story, days, ToldOf(name, **_reach(3)), [])
    _accepted(story, 10)
    closed = _one(story, 12, ToldOf("Margit Szabó", **_reach(5)), [])
    leading_on.close(closed, by=story.users["ines"], now=_at(story, 11))


def _client_of(key: str, told: Sequence[Life]) -> str:
    """Somebody who is in therapy with that therapist still."""
    lives = (life for life in told if life.therapist == key and life.kind == "individual")
    return next(life.clients[0] for life in lives if life.ends is None and life.begins < WEEKS - 8)


def _reach(number: int) -> dict[str, str]:
    """A number from those that are kept free for stories (Ofcom), and when it is safe to call."""
    return {"phone": f"020 7946 08{number:02d}", "safe_when": "mornings"}


def _at(story: Story, days: int) -> datetime:
    return story.at(story.last - timedelta(days=days), time(10, 5 + days))


def _one(story: Story, days: int, asker: ToldOf, others: Sequence[ToldOf]) -> Enquiry:
    """Let somebody ask so many days before the end, and the worker check it."""
    now = _at(story, days)
    by = story.users["ines"] if others else None
    enquiry = enquire(
        asker, others, Wanted("individual", wishes="Late afternoons."), now=now, by=by
    )
    checking.check(str(enquiry.pk), now=now)
    enquiry.refresh_from_db()
    return enquiry


def _accepted(story: Story, days: int) -> None:
    """Somebody accepted an offer; the therapy is planned."""
    enquiry = _one(story, days, ToldOf("Rhona Bellweather", born="1979", **_reach(4)), [])
    given = enquiry.lists.get()
    there = [story.therapists[key] for key in ("priya", "jonas", "kofi", "aoife", "tomas")]
    therapist = next(each for each in there if str(each.pk) in given.therapists)
    first = datetime.combine(story.last + timedelta(days=8), time(12))
    leading_on.accept(enquiry, therapist, first, by=story.users["ines"], now=_at(story, days - 1))
