"""Endings in the demonstration: planned, signed, broken off; and what came years after some.

All of it hangs on therapies that the story told anyway.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.endings.actions import after, plans, wills
from holdfast.web.endings.models import EndingPlan
from holdfast.web.practice.actions import people
from holdfast.web.running.demonstration.people import PAUL
from holdfast.web.running.demonstration.story import Story, Told

PLAN = {
    "raised_by": "both",
    "why": "What brought you here has eased, and you want to try it on your own.",
    "reached": "You say no at work and the world stays where it is. Sleep is better, not good.",
    "hard": "The winter, and the first month without Tuesdays. What helped before: the walk, and "
    "writing it down.",
    "ritual": "The last session looks back: three moments each that mattered.",
    "referral": "On a bad day: your GP, 0117 496 0300. At night: Samaritans, 116 123.",
    "contact": "A card is welcome. I answer once, briefly.",
    "online": "We do not follow each other and do not look each other up.",
    "chance": "You choose whether we greet. I will not say where we know each other from.",
    "back": "A call or a message is enough. If I have no room I name others. Being friends would "
    "close that door.",
}
LETTER = (
    "Hello,\n\nWe had a time together on our calendar and you were not there. I hope you are all "
    "right.\n\nYou do not have to do anything. To talk again or to leave it are both fine. You can "
    "reach me as before.\n\n{name}, 0117 496 0311"
)


@transaction.atomic
def tell_endings(story: Story) -> None:
    """Plan two endings, write one letter, ask for one coffee and one way back, and name two."""
    evening = story.at(story.last, time(19))
    ahead = story.last + timedelta(weeks=5)
    _plan(_going_on(story, "miriam"), evening - timedelta(days=3), ahead)
    both = _plan(_going_on(story, "tomas"), evening - timedelta(days=12), ahead)
    _client_signs(both, "paper", story.users["tomas"], evening - timedelta(days=12))
    _letter(_going_on(story, "aoife"), evening - timedelta(days=5))
    _coffee(_ended(story, "miriam"), evening - timedelta(days=1))
    _back(story, evening - timedelta(days=2))
    _will(story, evening)


def _going_on(story: Story, key: str) -> Told:
    """Somebody in individual work with a therapist, near the end of the list, not Dana."""
    user = story.users[key]
    rest = [
        told
        for told in story.told[1:]
        if told.user == user and told.therapy.ended_on is None and told.life.kind == "individual"
    ]
    return rest[-1]


def _ended(story: Story, key: str) -> Told:
    """Whoever ended longest ago with a therapist."""
    user = story.users[key]
    over = [t for t in story.told if t.user == user and t.therapy.ended_on is not None]
    return min(over, key=lambda told: told.therapy.ended_on or story.last)


def plan_the_end(told: Told, last_on: date, now: datetime) -> None:
    """Let both sign a plan for the end, the client at home."""
    client = told.clients[0].user
    assert client is not None
    _client_signs(_plan(told, now, last_on), "sign_in", client, now + timedelta(hours=1))


def _plan(told: Told, at: datetime, last_on: date) -> EndingPlan:
    """Plan an ending; the therapist signs at once."""
    draft = plans.keep_draft(
        told.therapy, PLAN, last_on=last_on, in_order_to="", by=told.user, now=at
    )
    named = [("consent", client) for client in told.clients]
    plan = plans.fix(draft, named, by=told.user, now=at)
    for party in plan.parties.exclude(therapist=None):
        plans.sign(party, how="sign_in", by=told.user, now=at + timedelta(minutes=20))
    return plan


def _client_signs(plan: EndingPlan, how: str, by: User, at: datetime) -> None:
    for party in plan.parties.filter(therapist=None):
        plans.sign(party, how=how, by=by, now=at)


def _letter(told: Told, at: datetime) -> None:
    client = told.clients[0]
    point = people.add_contact_point(
        client.card, by=told.user, now=at, about=told.therapy, kind="post",
        value="12 Hill Street, Bristol", safe_for=["outreach"],
    )  # fmt: skip
    words = LETTER.format(name=told.user.shown_name)
    letter = after.write_letter(None, client, words, by=told.user, now=at)
    after.send_letter(letter, point, on=at.date(), by=told.user, now=at)


def _coffee(told: Told, at: datetime) -> None:
    ended = told.therapy.ended_on
    assert ended is not None
    after.approached(
        told.clients[0], "coffee", asked_by="chance", asked_on=at.date(), last_contact_on=ended,
        words="We met at the market. “Shall we have a coffee one of these days?”",
        therapist=told.therapist, by=told.user, now=at, ended_to_begin=False,
    )  # fmt: skip


def _back(story: Story, at: datetime) -> None:
    client = next(told for told in story.told if told.life.clients == (PAUL,)).clients[0]
    assert client.user is not None
    words = "It was good for a while. Since the spring the nights are bad again."
    after.ask_to_come_back(client, "same", words, by=client.user, now=at)


def _will(story: Story, evening: datetime) -> None:
    made = evening - timedelta(days=380)
    will = wills.make(
        story.therapists["miriam"], colleague=story.users["priya"], second=story.users["ruth"],
        words="Keys and papers: ask Ruth. Please tell my supervisor, Tomás.",
        by=story.users["miriam"], now=made,
    )  # fmt: skip
    wills.open_list(will, "", trial=True, by=story.users["priya"], now=made + timedelta(days=9))
    found = "It opens. Two numbers were old and have been put right."
    wills.tried(will, found, by=story.users["miriam"], now=made + timedelta(days=10))
