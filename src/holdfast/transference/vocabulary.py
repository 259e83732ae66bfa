"""Our own small vocabulary for episodes and reactions: short lists in everyday words.

Written for this project. It is not the category list of any published method, has not been
tested for agreement between coders, and is meant to be left for free words whenever they fit
better. What stands before the dot of an id is its kind, which `resemblance` keeps apart.
"""

from dataclasses import dataclass
from gettext import gettext as _

CONSTITUENT_IDS = frozenset(
    {"self_insight", "conceptualising", "empathy", "self_integration", "anxiety_management"}
)


@dataclass(frozen=True)
class Term:
    """A word of the vocabulary: its lasting id and how it reads, in the reader's language."""

    id: str
    text: str


@dataclass(frozen=True)
class Question:
    """One constituent of managing a reaction, asked as a question."""

    id: str
    name: str
    text: str


def wishes() -> tuple[Term, ...]:
    """Return the words for what the client wanted in an episode."""
    return (
        Term("wish.close", _("to be close")),
        Term("wish.understood", _("to be understood")),
        Term("wish.cared_for", _("to be looked after")),
        Term("wish.accepted", _("to be accepted as they are")),
        Term("wish.respected", _("to be respected")),
        Term("wish.helped", _("to be helped with something")),
        Term("wish.honest", _("to hear the truth")),
        Term("wish.safe", _("to be safe")),
        Term("wish.apart", _("to keep a distance")),
        Term("wish.decide", _("to decide for themselves")),
        Term("wish.lead", _("to be in charge")),
        Term("wish.give", _("to give or to care for the other")),
        Term("wish.push_back", _("to hit back or win")),
        Term("wish.not_hurt", _("not to hurt the other")),
    )


def responses_of_other() -> tuple[Term, ...]:
    """Return the words for what the other person did, or was expected to do."""
    return (
        Term("other.warm", _("was warm")),
        Term("other.understands", _("understood")),
        Term("other.helps", _("helped")),
        Term("other.respects", _("respected them")),
        Term("other.opens_up", _("was open")),
        Term("other.gives_way", _("gave way")),
        Term("other.needs_them", _("leaned on them")),
        Term("other.controls", _("took over")),
        Term("other.criticises", _("criticised")),
        Term("other.angry", _("was angry")),
        Term("other.hurts", _("hurt or humiliated them")),
        Term("other.dismisses", _("did not take them seriously")),
        Term("other.withdraws", _("pulled away")),
        Term("other.leaves", _("left")),
        Term("other.unreliable", _("could not be relied on")),
    )


def responses_of_self() -> tuple[Term, ...]:
    """Return the words for what the client then did or felt."""
    return (
        Term("self.open", _("opened up")),
        Term("self.glad", _("was glad or relieved")),
        Term("self.confident", _("felt sure of themselves")),
        Term("self.stands_up", _("stood up for themselves")),
        Term("self.angry", _("got angry")),
        Term("self.attacks", _("hit out")),
        Term("self.gives_in", _("gave in")),
        Term("self.pleases", _("tried to please")),
        Term("self.helpless", _("felt helpless")),
        Term("self.ashamed", _("felt ashamed")),
        Term("self.guilty", _("felt guilty")),
        Term("self.sad", _("was sad or disappointed")),
        Term("self.afraid", _("was afraid")),
        Term("self.withdraws", _("pulled away")),
        Term("self.numb", _("felt nothing")),
    )


def feelings() -> tuple[Term, ...]:
    """Return the words for what the therapist felt."""
    return (
        Term("feeling.tender", _("tender")),
        Term("feeling.fond", _("fond, proud")),
        Term("feeling.attracted", _("attracted")),
        Term("feeling.protective", _("protective")),
        Term("feeling.sad", _("sad")),
        Term("feeling.helpless", _("helpless, stuck")),
        Term("feeling.incompetent", _("not good enough")),
        Term("feeling.guilty", _("guilty")),
        Term("feeling.anxious", _("anxious")),
        Term("feeling.dread", _("dread before the session")),
        Term("feeling.irritated", _("irritated, angry")),
        Term("feeling.contempt", _("contempt, disgust")),
        Term("feeling.bored", _("bored, sleepy")),
        Term("feeling.used", _("used, pushed around")),
        Term("feeling.shut_out", _("shut out")),
        Term("feeling.envious", _("envious")),
        Term("feeling.special", _("special, admired")),
        Term("feeling.confused", _("confused")),
    )


def pulls() -> tuple[Term, ...]:
    """Return the words for what the therapist was pulled to do."""
    return (
        Term("pull.rescue", _("to rescue")),
        Term("pull.advise", _("to give advice")),
        Term("pull.reassure", _("to reassure")),
        Term("pull.give_more", _("to give more time or a lower fee")),
        Term("pull.say_about_me", _("to talk about myself")),
        Term("pull.please", _("to please, not to disappoint")),
        Term("pull.avoid", _("to avoid a subject")),
        Term("pull.argue", _("to argue, to be right")),
        Term("pull.punish", _("to be cold or strict")),
        Term("pull.withdraw", _("to withdraw")),
        Term("pull.end_it", _("to end the therapy or refer on")),
        Term("pull.hold_on", _("not to let them go")),
        Term("pull.touch", _("to touch or hold")),
        Term("pull.be_friends", _("to be a friend, or more")),
        Term("pull.check_on", _("to look them up or check on them")),
        Term("pull.keep_secret", _("to tell nobody")),
    )


def constituents() -> tuple[Question, ...]:
    """Return the five constituents of managing a reaction, as questions without a score.

    The constituents: Hayes, Gelso, Goldberg and Kivlighan 2018. The questions are ours.
    """
    return (
        Question(
            "self_insight",
            _("Self-insight"),
            _("Did it help to ask what in this is old and my own?"),
        ),
        Question(
            "conceptualising",
            _("Making sense of it"),
            _("Did it help to think about what it may say about the two of us?"),
        ),
        Question(
            "empathy",
            _("Empathy"),
            _("Did it help to go back to how it is for the client?"),
        ),
        Question(
            "self_integration",
            _("Standing on my own ground"),
            _("Did it help to notice where I end and the client begins?"),
        ),
        Question(
            "anxiety_management",
            _("Steadying myself"),
            _("Did it help to slow down, breathe or wait before I did anything?"),
        ),
    )


def vocabulary() -> dict[str, str]:
    """Return every id of an episode or reaction word with how it reads."""
    lists = (wishes(), responses_of_other(), responses_of_self(), feelings(), pulls())
    return {term.id: term.text for terms in lists for term in terms}


FEELING_IDS = frozenset(term.id for term in feelings())
PULL_IDS = frozenset(term.id for term in pulls())
EPISODE_IDS = frozenset(
    term.id for terms in (wishes(), responses_of_other(), responses_of_self()) for term in terms
)
