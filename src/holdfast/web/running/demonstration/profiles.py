"""What visitors of the demonstration read: profiles, with credentials in every state."""

from datetime import datetime, timedelta

from holdfast.web.practice.actions import staff
from holdfast.web.practice.models import Practice
from holdfast.web.running.demonstration.story import Story

# Aoife has not agreed to be shown.
TEXTS = {
    "miriam": (
        "I listen a good deal before I say much. We look at what keeps happening between you and "
        "others, and at what happens between us.",
        "We meet at the same hour each week and end on time. If we meet in the street, you decide "
        "whether we greet. I take no friend requests. I never become a friend or do business with "
        "people I see, also not later. Touch is a handshake if you like one.",
        "£70 for 50 minutes; some places at £45. A missed hour is paid unless you tell me two days "
        "before or are ill.",
    ),
    "tomas": (
        "I have worked for twenty years with people who feel stuck, and I supervise colleagues.",
        "Messages are for times and dates; I answer on working days. I write no reports for courts "
        "about people I see.",
        "£80 for 50 minutes.",
    ),
    "priya": (
        "We set a goal together and try things out between our hours. Most people come for twelve "
        "to twenty meetings.",
        "We may go out together to practise, for example on a bus. We plan that before, and you "
        "can say no at the door.",
        "£65 for 50 minutes.",
    ),
    "jonas": (
        "I see couples and families. I am on nobody's side, or on everybody's.",
        "I do not see one partner alone for long, and I keep no secrets of one from the other. I "
        "tell you that at the start.",
        "£95 for 75 minutes.",
    ),
    "kofi": (
        "I see young people from 14. I am in training, and Dr Reyes looks after my work.",
        "I do not follow anybody online. Parents hear that we meet, not what we say, unless "
        "somebody is in danger.",
        "£30 for 50 minutes.",
    ),
}


def publish(story: Story, now: datetime) -> None:
    """Open the profiles to visitors. One credential has ended, one was never looked up."""
    Practice.objects.update(public_profiles=True)
    for key, (about, boundaries, fees) in TEXTS.items():
        row = story.therapists[key]
        staff.change_profile(
            row, by=story.users[key], now=now, changed=["about", "boundaries", "fees", "public"],
            languages=row.languages, codes=row.codes, takes_new=row.takes_new, public=True,
            about=about, boundaries=boundaries, fees=fees, orientation=row.text("orientation"),
        )  # fmt: skip
    ruth, day = story.users["ruth"], story.last
    ended = staff.add_credential(
        story.therapists["jonas"], by=story.users["jonas"], now=now, title="Family mediator",
        body="Family Mediation Council", number="DEMO-5521", expires_on=day - timedelta(days=40),
    )  # fmt: skip
    staff.check_credential(ended, by=ruth, now=now, how="looked up in the body's register")
    staff.add_credential(
        story.therapists["tomas"], by=story.users["tomas"], now=now, title="Accredited supervisor",
        body="British Association for Counselling and Psychotherapy", number="DEMO-S118",
        expires_on=None,
    )  # fmt: skip
