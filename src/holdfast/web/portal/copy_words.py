"""A copy in words: each value with a label, for the page and the paper that people read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HIDDEN = frozenset({"id", "zone", "receipt", "about_id", "sha256"})
DAY, MINUTE = "j F Y", "j F Y, H:i"
LABELS = {
    "about": gettext_lazy("About"),
    "added": gettext_lazy("Added later"),
    "announced_on": gettext_lazy("Told on"),
    "answered_at": gettext_lazy("Answered on"),
    "asked_at": gettext_lazy("Asked on"),
    "answer": gettext_lazy("Answer"),
    "answers": gettext_lazy("Answers"),
    "at": gettext_lazy("When"),
    "attended": gettext_lazy("You were there"),
    "begun_by": gettext_lazy("Who began it"),
    "birth": gettext_lazy("Born"),
    "by": gettext_lazy("By"),
    "cancelled_at": gettext_lazy("Called off on"),
    "cancelled_by": gettext_lazy("Called off by"),
    "channel": gettext_lazy("By"),
    "contact_points": gettext_lazy("How to reach you"),
    "currency": gettext_lazy("Currency"),
    "detail": gettext_lazy("More"),
    "done_at": gettext_lazy("Done on"),
    "due": gettext_lazy("Fee"),
    "due_on": gettext_lazy("Until"),
    "emergency_contacts": gettext_lazy("Whom to call in an emergency"),
    "ended_at": gettext_lazy("Ended"),
    "fee": gettext_lazy("Fee"),
    "feelings": gettext_lazy("Feelings you chose"),
    "fixed_at": gettext_lazy("Text fixed on"),
    "from": gettext_lazy("From"),
    "headline": gettext_lazy("What"),
    "how": gettext_lazy("How"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "line": gettext_lazy("The line it is about"),
    "minutes": gettext_lazy("Minutes"),
    "name": gettext_lazy("Name"),
    "names": gettext_lazy("Names"),
    "note": gettext_lazy("Note"),
    "on": gettext_lazy("Day"),
    "own_words": gettext_lazy("In your own words"),
    "paid": gettext_lazy("Paid"),
    "paid_on": gettext_lazy("Paid on"),
    "phone": gettext_lazy("Phone"),
    "planned": gettext_lazy("Planned for"),
    "pronouns": gettext_lazy("Pronouns"),
    "reader": gettext_lazy("Who reads it"),
    "relation": gettext_lazy("Who they are to you"),
    "reply": gettext_lazy("It was a reply"),
    "safe_for": gettext_lazy("May be used for"),
    "safety": gettext_lazy("What we arranged to keep you safe"),
    "score": gettext_lazy("Score"),
    "sent_on": gettext_lazy("Sent on"),
    "session": gettext_lazy("Session"),
    "shared_at": gettext_lazy("Shared on"),
    "signed_at": gettext_lazy("Signed"),
    "signed_how": gettext_lazy("How it was signed"),
    "signs": gettext_lazy("You sign as"),
    "since": gettext_lazy("From"),
    "started_at": gettext_lazy("Began"),
    "state": gettext_lazy("State"),
    "taken_back": gettext_lazy("Taken back"),
    "talked_about": gettext_lazy("Talked about"),
    "tasks": gettext_lazy("What to do for it"),
    "term": gettext_lazy("About"),
    "text": gettext_lazy("Text"),
    "until": gettext_lazy("Until"),
    "value": gettext_lazy("Value"),
    "version": gettext_lazy("Version"),
    "waived": gettext_lazy("Let go"),
    "way": gettext_lazy("Sent by"),
    "what": gettext_lazy("What"),
    "where": gettext_lazy("Where"),
    "whereabouts": gettext_lazy("Where you are in sessions"),
    "why_set_aside": gettext_lazy("Why it was set aside"),
    "wish": gettext_lazy("Whom you wished to see"),
    "words": gettext_lazy("Words"),
    "written_at": gettext_lazy("Written on"),
    "written_on": gettext_lazy("Written on"),
}
VALUES = {
    "held": gettext_lazy("took place"),
    "planned": gettext_lazy("planned"),
    "cancelled": gettext_lazy("called off"),
    "missed": gettext_lazy("did not take place, and nobody had called it off"),
    "room": gettext_lazy("in the room"),
    "remote": gettext_lazy("by video or phone"),
    "home": gettext_lazy("at your home"),
    "outside": gettext_lazy("outside"),
    "ward": gettext_lazy("in hospital"),
    "school": gettext_lazy("at school"),
    "client": gettext_lazy("you"),
    "therapist": gettext_lazy("the therapist"),
    "not_so": gettext_lazy("this is not how it was"),
    "correction": gettext_lazy("please correct this"),
    "own_words": gettext_lazy("my own words"),
    "sign_in": gettext_lazy("signed in with your own account"),
    "paper": gettext_lazy("on paper"),
    "link": gettext_lazy("by a link"),
    "portal": gettext_lazy("when you signed in"),
    "hand_over": gettext_lazy("on a screen that was handed to you"),
    "given": gettext_lazy("first name"),
    "family": gettext_lazy("last name"),
    "former": gettext_lazy("name before"),
    "nick": gettext_lazy("short name"),
    "official": gettext_lazy("name on official papers"),
    "text": gettext_lazy("text message"),
    "phone": gettext_lazy("phone"),
    "email": gettext_lazy("e-mail"),
    "post": gettext_lazy("letter"),
    "letter": gettext_lazy("letter or card"),
    "video": gettext_lazy("video call"),
    "app": gettext_lazy("message in an app"),
    "checks": gettext_lazy("session checks"),
    "agreement": gettext_lazy("the agreement"),
    "account": gettext_lazy("signing in"),
    "outreach": gettext_lazy("if you stop coming"),
    "emergency": gettext_lazy("emergencies"),
    "open": gettext_lazy("still worked for"),
    "reached": gettext_lazy("reached"),
    "let_go": gettext_lazy("let go"),
    "changed": gettext_lazy("the record was changed"),
    "kept": gettext_lazy("the record stays, your words stand beside it"),
    "noted": gettext_lazy("read and kept with the record"),
    "same": gettext_lazy("the therapist from before"),
    "somebody_else": gettext_lazy("somebody else"),
    "either": gettext_lazy("you did not mind"),
    "asked": gettext_lazy("asked, not answered yet"),
    "offered": gettext_lazy("the therapist had room"),
    "agreed": gettext_lazy("you both said yes"),
    "done": gettext_lazy("settled"),
    "taken_back": gettext_lazy("you took it back"),
    "settled": gettext_lazy("settled, you said"),
    "answered": gettext_lazy("answered"),
    "waiting": gettext_lazy("not answered yet"),
    "consent": gettext_lazy("client"),
    "assent": gettext_lazy("client, saying yes to it"),
    "permission": gettext_lazy("the person with authority"),
    "social_media": gettext_lazy("social media"),
    "in_person": gettext_lazy("in person"),
    "scheduling": gettext_lazy("appointments"),
    "practical": gettext_lazy("practical things"),
    "billing": gettext_lazy("fees"),
    "support": gettext_lazy("support between sessions"),
    "homework": gettext_lazy("tasks between sessions"),
    "coaching": gettext_lazy("agreed coaching"),
    "crisis": gettext_lazy("a crisis"),
    "social": gettext_lazy("chat"),
    "set_aside": gettext_lazy("set aside"),
    "self_disclosure": gettext_lazy("told about themselves"),
    "met_outside": gettext_lazy("met outside"),
}
TITLED_BY = ("planned", "session", "at", "signed_at", "fixed_at", "written_at", "written_on",
             "asked_at", "sent_on", "since", "made_on", "on", "name")  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One row as people read it: a title and lines of label and value."""

    title: str
    lines: tuple[tuple[str, str], ...]


def entry(row: Mapping[str, Any]) -> Entry:
    """Put one row into words, its instants by its own clock where it has one."""
    with timezone.override(row.get("zone") or timezone.get_current_timezone()):
        return _entry(row)


def _entry(row: Mapping[str, Any]) -> Entry:
    """Its first time or name is its title."""
    key = next((k for k in TITLED_BY if row.get(k)), "")
    title = _value(row[key]) if key else ""
    rest = {k: v for k, v in row.items() if k != key or not title}
    if key == "since" and row.get("until"):
        title = _("%(first)s to %(last)s") % {"first": title, "last": _value(rest.pop("until"))}
    return Entry(title, tuple(_lines(rest)))


def _lines(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        if key in HIDDEN or value is None or value in ("", [], {}):
            continue
        yield label(key), _value(value)


def label(key: str) -> str:
    """Return the words for a key; one without any is shown as it is written."""
    return str(LABELS.get(key, key.replace("_", " ").capitalize()))


def words_for(code: str) -> str:
    """Return a kind, a state or a time in words; any other text as it stands."""
    return _text(code)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {said}" for name, said in _lines(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(_value(each) for each in value)
    return _text(str(value))


def _text(text: str) -> str:
    if text in VALUES:
        return str(VALUES[text])
    if len(text) >= 10 and text[4:5] == "-" and text[7:8] == "-":
        return _time(text)
    return text


def _local(at: datetime) -> datetime:
    """An instant is kept in UTC and said as the clock showed it; any other one is local already."""
    return at if at.utcoffset() else timezone.localtime(at)


def _time(text: str) -> str:
    try:
        if len(text) == 10:
            return formats.date_format(date.fromisoformat(text), DAY)
        return formats.date_format(_local(datetime.fromisoformat(text)), MINUTE)
    except ValueError:
        return text
