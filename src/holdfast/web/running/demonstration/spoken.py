"""People whom Dana speaks of, noted by her therapist for the silent search.

One of them is a friend of the therapist's, too: the desk finds that waiting, the therapist nothing.
"""

from datetime import time, timedelta

from holdfast.web.running.demonstration.story import Story
from holdfast.web.screening.actions.mentioning import mention
from holdfast.web.screening.told import ToldOf

# how many days before the last one, and who
PEOPLE = (
    (96, ToldOf("Ilse Whitfield", "sibling", born="1991", where="Sheffield")),
    (61, ToldOf("Robert Castleton", "ex_partner", born="1985", where="Gateshead")),
    (19, ToldOf("Harriet Loxley", "friend", born="1976", where="Hexham")),
)


def speak_of(story: Story) -> None:
    """Note whom Dana spoke of, each on the evening of the session."""
    dana = next(told for told in story.told if told.life.clients == ("Dana Whitfield",))
    for days, who in PEOPLE:
        now = story.at(story.last - timedelta(days=days), time(19, 30))
        mention(dana.clients[0], who, by=dana.user, now=now)
