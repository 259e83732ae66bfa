"""Building the demonstration, and finding out whether the one that is there can be used again."""

import hashlib
import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from importlib import resources
from pathlib import Path

from holdfast.web.home.refresh import refresh_stale
from holdfast.web.running.demonstration import (
    alliance,
    circles,
    concerns,
    consulting,
    decisions,
    endings,
    kept,
    practice,
    profiles,
    records,
    spoken,
    tell,
)
from holdfast.web.running.demonstration.enquiries import ask_for_therapists
from holdfast.web.running.demonstration.lives import lives
from holdfast.web.running.demonstration.story import Story, act_in_order

SEED = 20260119
Progress = Callable[[str], None]


def monday(today: date) -> date:
    """Return the Monday of a day's week: by default the last day of the story."""
    return today - timedelta(days=today.weekday())


def story_mark(seed: int, last: date) -> str:
    """Return a mark of everything the story depends on: its seed, its last day, the program."""
    digest = hashlib.sha256(f"{seed} {last}".encode())
    package = Path(str(resources.files("holdfast")))
    for path in sorted(package.rglob("*.py")) + sorted(package.rglob("*.yaml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def build(seed: int, last: date, say: Progress) -> Story:
    """Tell the whole story into an empty database, up to the evening of its last day."""
    story = Story(random.Random(seed), last)  # noqa: S311  a story, not a secret
    say("Bringing in the people of the practice ...")
    practice.found(story, story.at(story.first_monday - timedelta(weeks=1), time(9)))
    profiles.publish(story, story.at(story.first_monday - timedelta(weeks=1), time(10)))
    practice.announce_breaks(story)
    told = lives(story.dice)
    say(f"Living through eighteen months of {len(told)} therapies ...")
    streams = [tell.tell(story, life) for life in told]
    act_in_order([*streams, decisions.decide(story)], _evening(story))
    ask_for_therapists(story, told)
    alliance.answer_checks(story)
    spoken.speak_of(story)
    circles.declare_circles(story)
    concerns.raise_and_write(story)
    endings.tell_endings(story)
    kept.keep_private(story)
    consulting.consult(story)
    records.speak_up(story)
    practice.read_by_now(story)
    practice.without_letters()
    say("Looking for what is worth a look ...")
    refresh_stale(_evening(story))
    return story


def _evening(story: Story) -> datetime:
    return story.at(story.last, time(21))
