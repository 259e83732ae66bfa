"""Circles of the demonstration's therapists, and a tie that came to light later.

One of Jonas's clients turns out to be his neighbour: he declares all neighbours at once, the worker
looks again, and the desk finds it waiting.
"""

from datetime import time, timedelta

from holdfast.screening import Person
from holdfast.web.running.demonstration.story import Story
from holdfast.web.screening.actions import again, circle, telling

# whose, what they are, given name, family name, born, where
PEOPLE = (
    ("miriam", "partner", "Chidi", "Okafor", "1974", "Hexham"),
    ("miriam", "friend", "Harriet", "Loxley", "1976", "Hexham"),
    ("miriam", "sibling", "Ngozi", "Okafor", "1981", "Leeds"),
    ("miriam", "ex_partner", "Piers", "Anstruther", "1970", ""),
    ("tomas", "partner", "Lucía", "Reyes", "1972", "Durham"),
    ("tomas", "student", "Gareth", "Pugh", "1993", "Durham"),
    ("tomas", "kin", "Mateo", "Reyes", "1999", "Durham"),
    ("priya", "friend", "Meera", "Subramaniam", "1986", "Newcastle"),
    ("priya", "supervisee", "Ellen", "Marsh", "1990", ""),
    ("jonas", "partner", "Britta", "Feldmann", "1979", "Gateshead"),
    ("jonas", "business_partner", "Oliver", "Stanning", "1975", "Gateshead"),
    ("aoife", "sibling", "Cathal", "Brennan", "1988", "Sunderland"),
)
PLACES = (("aoife", "has_member", "St Brendan's choir"), ("tomas", "employs", "Northern College"))


def declare_circles(story: Story) -> None:
    """Declare everybody's circle; Kofi has not begun his."""
    for number, (key, kind, given, family, born, town) in enumerate(PEOPLE):
        day = story.last - timedelta(days=380 if key == "miriam" and number < 2 else 90)
        _declare(story, key, kind, Person(given, family, date_of_birth=born, suburb=town), day)
    for key, kind, name in PLACES:
        now = story.at(story.last - timedelta(days=90), time(18))
        user = story.users[key]
        circle.declare(story.therapists[key], by=user, now=now, kind=kind, name=name)
    for key in ("miriam", "tomas", "priya", "jonas", "aoife"):
        now = story.at(story.last - timedelta(days=90), time(18, 5))
        circle.look_through(story.therapists[key], by=story.users[key], now=now)
    _a_neighbour(story)
    now = story.at(story.last, time(20, 30))
    telling.link_new(now=now)
    again.look(now=now)


def _declare(story: Story, key: str, kind: str, person: Person, day) -> None:  # type: ignore[no-untyped-def]
    circle.declare(
        story.therapists[key],
        by=story.users[key],
        now=story.at(day, time(18)),
        kind=kind,
        name=f"{person.given_name} {person.surname}",
        person=person,
    )


def _a_neighbour(story: Story) -> None:
    """Declare a client of Jonas's as his neighbour, in all innocence."""
    told = next(each for each in story.told if each.user.pk == story.users["jonas"].pk)
    card = told.clients[0].card
    given, _blank, family = card.shown_name.rpartition(" ")
    born = card.text("birth")
    person = Person(given, family, date_of_birth=born, suburb="Gateshead")
    _declare(story, "jonas", "neighbour", person, story.last - timedelta(days=1))
