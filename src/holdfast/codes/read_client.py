"""What a client reads under "Is this OK?", and whom to turn to, as written in the files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from holdfast.codes.edition import Check
from holdfast.codes.reading import Item, Reader

TOPICS_SCHEMA = "holdfast/client-topics/1"
HELP_SCHEMA = "holdfast/help/1"
KINDS = ("usual", "worth_a_talk", "serious")
CONCERNS = ("sexual", "threat", "secrecy", "money", "revenge")
TOPIC_NEEDED = ("id", "title", "kind", "usual", "not_usual", "say", "turn_to")
TOPIC_KEYS = (*TOPIC_NEEDED, "also", "concern", "situation", "first")
ENTRY_NEEDED = ("name", "does", "url", "check", "checked_on")
ENTRY_FREE = ("professions", "concerns", "region", "phone", "text_number", "hours", "source")
ENTRY_KEYS = (*ENTRY_NEEDED, *ENTRY_FREE)
PROFESSIONS = (
    "psychologists",
    "psychotherapists",
    "counsellors",
    "social workers",
    "marriage and family therapists",
    "psychiatrists",
    "psychoanalysts",
    "arts therapists",
)
NUMBER_KEYS = ("number", "text", "source", "check", "checked_on")


def professions() -> tuple[str, ...]:
    """Return the professions that bodies are for, as the data name them."""
    return PROFESSIONS


@dataclass(frozen=True)
class Place:
    """Somebody to turn to, in plain words."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Topic:
    """What a client asks about: what is usual, what is not, what one can say, whom to turn to."""

    id: str
    title: str
    kind: str
    usual: str
    not_usual: str
    say: tuple[str, ...]
    turn_to: tuple[str, ...]
    also: tuple[str, ...] = ()
    concern: str = ""
    situation: str = ""
    first: str = ""


@dataclass(frozen=True)
class Entry:
    """A body or line that helps, with how far its particulars were checked.

    `professions` are those it is for, everybody's without any; `concerns` are what it is there for,
    anything without any; `region` is a part of the country.
    """

    name: str
    does: str
    url: str
    check: Check
    checked_on: date
    professions: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    region: str = ""
    phone: str = ""
    text_number: str = ""
    hours: str = ""
    source: str = ""


@dataclass(frozen=True)
class Emergency:
    """The number for immediate danger."""

    number: str
    text: str
    source: str
    check: Check
    checked_on: date


@dataclass(frozen=True)
class Country:
    """Whom to turn to in one country (ISO 3166 code)."""

    code: str
    name: str
    emergency: Emergency
    crisis: tuple[Entry, ...]
    bodies: tuple[Entry, ...]


def read_places(reader: Reader, item: Item) -> dict[str, Place]:
    """Return the places that topics name."""
    found = {}
    for place, entry in reader.entries(item, "places"):
        reader.mapping(entry, ("title", "text"), ("title", "text"))
        found[place] = Place(place, reader.text(entry, "title"), reader.text(entry, "text"))
    return found


def read_topics(
    reader: Reader, item: Item, places: Mapping[str, Place], situations: Collection[str]
) -> dict[str, Topic]:
    """Return the topics by id."""
    reader.mapping(item, ("schema", "places", "topics", "note"), ("places", "topics"))
    found: dict[str, Topic] = {}
    for entry in reader.listed(item, "topics"):
        topic = _topic(reader, entry, places, situations)
        if topic.id in found:
            reader.wrong(entry, f"the topic {topic.id} stands here twice")
        found[topic.id] = topic
    return found


def _topic(
    reader: Reader, item: Item, places: Mapping[str, Place], situations: Collection[str]
) -> Topic:
    reader.mapping(item, TOPIC_KEYS, TOPIC_NEEDED)
    topic = Topic(
        id=reader.text(item, "id"),
        title=reader.text(item, "title"),
        kind=reader.word(item, "kind", KINDS),
        usual=reader.text(item, "usual"),
        not_usual=reader.text(item, "not_usual"),
        say=reader.texts(item, "say"),
        turn_to=reader.words(item, "turn_to", places),
        also=reader.texts(item, "also"),
        concern=reader.word(item, "concern", CONCERNS),
        situation=reader.word(item, "situation", situations),
        first=reader.text(item, "first"),
    )
    for says in _slips(topic):
        reader.wrong(item, f"{topic.id}: {says}")
    return topic


def _slips(topic: Topic) -> list[str]:
    """Say what does not fit together in a topic."""
    serious = topic.kind == "serious"
    slips = {
        "say holds exactly two things to borrow": len(topic.say) != 2,
        "turn_to names nobody": not topic.turn_to,
        "a serious topic never sends to the therapist": serious and "therapist" in topic.turn_to,
        "a serious topic says what to know first": serious and not topic.first,
        "a serious topic names its concern": serious and not topic.concern,
        "only a serious topic has a concern": bool(topic.concern) and not serious,
    }
    return [says for says, holds in slips.items() if holds]


def read_country(reader: Reader, item: Item) -> Country:
    """Return whom to turn to in one country."""
    keys = ("country", "name", "emergency", "crisis", "bodies")
    reader.mapping(item, ("schema", *keys, "note"), keys)
    number = item.pairs.get("emergency", item)
    reader.mapping(number, NUMBER_KEYS, NUMBER_KEYS)
    return Country(
        code=reader.text(item, "country"),
        name=reader.text(item, "name"),
        emergency=Emergency(
            number=reader.text(number, "number"),
            text=reader.text(number, "text"),
            source=reader.text(number, "source"),
            check=_check(reader, number),
            checked_on=reader.day(number, "checked_on") or date.min,
        ),
        crisis=tuple(_entry(reader, each) for each in reader.listed(item, "crisis")),
        bodies=tuple(_entry(reader, each) for each in reader.listed(item, "bodies")),
    )


def _entry(reader: Reader, item: Item) -> Entry:
    reader.mapping(item, ENTRY_KEYS, ENTRY_NEEDED)
    return Entry(
        name=reader.text(item, "name"),
        does=reader.text(item, "does"),
        url=reader.text(item, "url"),
        check=_check(reader, item),
        checked_on=reader.day(item, "checked_on") or date.min,
        professions=reader.words(item, "professions", PROFESSIONS),
        concerns=reader.words(item, "concerns", CONCERNS),
        region=reader.text(item, "region"),
        phone=reader.text(item, "phone"),
        text_number=reader.text(item, "text_number"),
        hours=reader.text(item, "hours"),
        source=reader.text(item, "source"),
    )


def _check(reader: Reader, item: Item) -> Check:
    return Check(reader.word(item, "check", list(Check)) or Check.RECALLED)
