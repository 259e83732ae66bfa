"""Three points in the signer's own words: asked before signing, never scored, never blocking."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from holdfast.frame import Terms

HOW_MANY = 3


def questions(terms: Terms, *, of_a_child: bool = False) -> tuple[tuple[str, str], ...]:
    """Return (term, question) for the three points that matter most in these terms.

    A guardian (`of_a_child`) is asked about the child's therapist and sessions.
    """
    return tuple(_of_a_child(terms) if of_a_child else _asked(terms))[:HOW_MANY]


def _of_a_child(terms: Terms) -> Iterator[tuple[str, str]]:
    said = {
        "confidentiality": _("What might the therapist have to tell somebody else?"),
        "cancellation": _("What happens if a session is cancelled late, or nobody comes?"),
        "contact": _("What do you do between sessions when something cannot wait?"),
        "ending": _("How can it stop, if one of you wants that?"),
    }
    return ((term, said.get(term, asked)) for term, asked in _asked(terms))


def _asked(terms: Terms) -> Iterator[tuple[str, str]]:
    """In the order of what people are most surprised by later."""
    if terms.confidentiality is not None:
        yield "confidentiality", _("What might your therapist have to tell somebody else?")
    if terms.cancellation is not None or terms.fee is not None:
        yield "cancellation", _("What happens if you cancel late, or do not come?")
    if terms.emergencies is not None or terms.contact is not None:
        yield "contact", _("What do you do between sessions when something cannot wait?")
    if terms.ending is not None or terms.work is not None:
        yield "ending", _("How can you stop, if you want to?")
    if terms.concerns is not None:
        yield "concerns", _("Whom can you turn to if something feels wrong?")


def write(answers: dict[str, str]) -> str:
    """Return the answers that were given as one text to keep; empty if there are none."""
    given = {term: words.strip() for term, words in answers.items() if words.strip()}
    return json.dumps(given, ensure_ascii=False) if given else ""


def read(text: str) -> dict[str, str]:
    """Return the answers of a kept text."""
    found: dict[str, str] = json.loads(text) if text else {}
    return found
