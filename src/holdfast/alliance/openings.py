"""Sentences to borrow when a strain is to be raised.

Our own words. The ideas come from the literature on alliance ruptures: speak about what goes on
between the two of you now, tentatively, own your part, and leave room for a no (Safran & Muran
2000, Negotiating the Therapeutic Alliance); with withdrawal make room for what is held back, with
confrontation stay with the complaint before explaining anything (Eubanks, Muran & Safran 2018,
Psychotherapy 55:508).
"""

from dataclasses import dataclass
from gettext import gettext as _

from holdfast.alliance.repair import Form

SOURCES = (
    "Safran JD, Muran JC (2000). Negotiating the Therapeutic Alliance. Guilford.",
    "Eubanks CF, Muran JC, Safran JD (2018). Psychotherapy 55:508-519.",
)


@dataclass(frozen=True)
class Openings:
    """Sentences for one form of strain, and what to listen for."""

    form: Form
    listen_for: str
    sentences: tuple[str, ...]


def openings(form: Form) -> Openings:
    """Return two or three openings for `form`; both kinds where the form is not clear."""
    if form == "withdrawal":
        return _withdrawal()
    if form == "confrontation":
        return _confrontation()
    both = _withdrawal().sentences[:2] + _confrontation().sentences[:1]
    return Openings(form, _("Moving away, moving against, or a little of each."), both)


def _withdrawal() -> Openings:
    return Openings(
        "withdrawal",
        _("Short answers, a change of subject, quick agreement, coming late, talk of others."),
        (
            _(
                "I have a sense that something got harder between us last time, and I may be "
                "wrong. Did you notice anything like that?"
            ),
            _(
                "Sometimes people go along with me when part of them doesn't. If a part of you "
                "is not so sure, I'd like to hear from that part too."
            ),
            _(
                "I wonder whether I went too fast, or missed something. What would have suited "
                "you better?"
            ),
        ),
    )


def _confrontation() -> Openings:
    return Openings(
        "confrontation",
        _("Anger or disappointment with you or the work, doubts about it, wishes to stop."),
        (
            _(
                "You're letting me know that this isn't giving you what you need. I want to "
                "understand that before I say anything about it."
            ),
            _("I think I had a part in that. What did you hear me say, and how did it land?"),
            _("What would you want me to do differently, starting today?"),
        ),
    )
