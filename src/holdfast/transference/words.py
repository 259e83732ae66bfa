"""Everything this capability says, in the reader's language.

For the therapist (the web) and the command line alike; clients never read any of it. A
resemblance is worded as a resemblance: nothing here says transference of a finding.
"""

from collections.abc import Sequence
from gettext import gettext as _
from gettext import ngettext

from holdfast.transference.counts import CodeCount, PersonCount
from holdfast.transference.episode import PartName, Teller, TimeOfEpisode
from holdfast.transference.law import Statement
from holdfast.transference.picture import Place
from holdfast.transference.rates import ThemeRate
from holdfast.transference.reaction import Origin
from holdfast.transference.record_only import Found
from holdfast.transference.resemblance import EventKind, Match, Refusal
from holdfast.transference.vocabulary import vocabulary


def part_words(part: PartName) -> str:
    """Return the name of a part of an episode."""
    return {
        "wish": _("What the client wanted"),
        "other": _("What the other did"),
        "self": _("What the client then did or felt"),
    }[part]


def therapist_questions() -> tuple[str, str]:
    """Return what an episode about the therapist asks, in this order."""
    return _("What did I actually do?"), _("Whom may this recall?")


def origin_words(origin: Origin) -> str:
    """Return where a reaction may come from, in the therapist's words."""
    return {
        "evoked": _("evoked by what happened between us"),
        "mine": _("mine: my own history or my day"),
        "unsure": _("not sure"),
    }[origin]


def time_words(time: TimeOfEpisode) -> str:
    """Return whether an episode lies in the past."""
    return {"past": _("past"), "current": _("current"), "unknown": _("not said")}[time]


def teller_words(teller: Teller) -> str:
    """Return what the codes of an episode rest on."""
    return {
        "client": _("the client's own words"),
        "therapist": _("my inference"),
        "unknown": _("not said"),
    }[teller]


def code_words(code: str) -> str:
    """Return how a code reads; a code from another list stands as it is.

    The three parts of an episode share words ("pulled away"), so these say whose they are.
    """
    whose = {"wish": _("wished %s"), "other": _("the other %s"), "self": _("they themselves %s")}
    words = vocabulary().get(code)
    if words is None:
        return code
    return whose.get(code.split(".", 1)[0], "%s") % words


def count_words(count: CodeCount) -> str:
    """Return "3 of 4 episodes": never a percentage, which would hide how few they are."""
    return ngettext("%(count)d of %(n)d episode", "%(count)d of %(n)d episodes", count.n) % {
        "count": count.count,
        "n": count.n,
    }


def person_words(person: PersonCount) -> str:
    """Return who it is, with how many episodes it rests on."""
    name = _name(person.person, person.is_therapist)
    told = ngettext("%d episode", "%d episodes", person.n) % person.n
    return f"{name}: {told}"


def event_words(kind: EventKind) -> str:
    """Return what stands in the same weeks as an episode about the therapist."""
    return {
        "concern": _("a concern the client raised"),
        "felt_off": _("an answer that something felt off"),
        "crossing": _("a crossing"),
    }[kind]


def refusal_words(refusal: Refusal) -> str:
    """Say why no resemblance was worked out."""
    if refusal.kind == "something_real":
        kinds = dict.fromkeys(event_words(event.kind) for event in refusal.events)
        return _(
            "In the same weeks there is %s. What happened between you comes first, so no "
            "resemblance is worked out."
        ) % _(" and ").join(kinds)
    reason = {
        "therapist": _("%(have)d of the %(need)d episodes about you are there."),
        "persons": _(
            "No other person has %(need)d episodes yet; the most about one person is %(have)d."
        ),
        "others": _(
            "Beside this person, the episodes about all others come to %(have)d of the "
            "%(need)d it takes."
        ),
        "codes": _("Only %(have)d different codes are used; it takes %(need)d."),
    }[refusal.kind]
    return _("Not enough to compare. ") + reason % {"have": refusal.have, "need": refusal.need}


def match_words(match: Match) -> str:
    """Say what came out for one person, as resemblance and as a question."""
    if match.stands_out:
        text = _(
            "Episodes about you look more like those about %(person)s than about the others told "
            "so far (%(n)d episodes, p = %(p)s). Is that useful?"
        )
    else:
        text = _(
            "Episodes about you look no more like those about %(person)s than chance explains "
            "(%(n)d episodes, p = %(p)s)."
        )
    return text % {"person": match.person, "n": match.n, "p": p_words(match.p)}


def p_words(p: float) -> str:
    """Return p to three decimals, never as nought."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def resemblance_limits() -> str:
    """Say what a resemblance does not mean; shown wherever one is."""
    return _(
        "This compares stories as they were coded. It does not show transference, and it cannot "
        "say that this is particular to this client. Whoever coded with a person in mind may "
        "have made the likeness. A resemblance that is there is often missed with so few episodes."
    )


def theme_words(rate: ThemeRate) -> str:
    """Say how often a theme came up with this client and with the others."""
    return _(
        "%(theme)s: %(count)d of %(sessions)d sessions with this client; with your %(clients)d "
        "other clients %(other)d of %(others)d. Allowing for how few these are, about %(rate)d in "
        "100 here (%(low)d to %(high)d) where %(usual)d in 100 is usual for you."
    ) % {
        "theme": code_words(rate.theme),
        "count": rate.here.count,
        "sessions": rate.here.sessions,
        "clients": rate.clients,
        "other": rate.elsewhere.count,
        "others": rate.elsewhere.sessions,
        "rate": round(100 * rate.rate),
        "low": round(100 * rate.low),
        "high": round(100 * rate.high),
        "usual": round(100 * rate.usual),
    }


def theme_prompt(rate: ThemeRate) -> str:
    """Return the prompt for a theme that stands out, or nothing."""
    return _("Worth taking to supervision?") if rate.stands_out else ""


def record_only_words(kind: str) -> str:
    """Return the name of a kind of content that belongs in the record."""
    return {
        "medication": _("medication"),
        "session_times": _("start and stop times"),
        "treatment": _("kind and frequency of treatment"),
        "test_results": _("test results"),
        "diagnosis": _("a summary of diagnosis"),
        "functioning": _("a summary of functioning"),
        "plan": _("the treatment plan"),
        "symptoms": _("a summary of symptoms"),
        "prognosis": _("a prognosis"),
        "progress": _("a summary of progress"),
        "risk": _("risk"),
    }[kind]


def found_words(found: Found) -> str:
    """Point at a place in a process note, without blame."""
    values = {"word": found.word, "kind": record_only_words(found.kind)}
    if found.kind == "risk":
        return (
            _(
                "“%(word)s” may speak of risk. Whoever covers for you reads the record, not "
                "these notes: does it stand there too?"
            )
            % values
        )
    return (
        _("“%(word)s” may be %(kind)s, which belongs in the record. Does it stand there too?")
        % values
    )


def checked_words(statement: Statement) -> str:
    """Say how far a statement on the law was checked, and what was not looked at."""
    how = {
        "seen": _("We read the wording."),
        "summary": _("We read a summary, not the law itself."),
        "memory": _("From memory; not checked."),
    }[statement.checked]
    return f"{how} {statement.note}".strip()


def access_words(statement: Statement) -> str:
    """Say in a few words whether this law lets the client see the notes."""
    return {
        "yes": _("The client may see them."),
        "no": _("This law gives the client no right to see them."),
        "limited": _("The client may see them, within limits."),
        "unclear": _("Whether the client may see them is not settled here."),
    }[statement.client_access]


def place_unknown_words() -> str:
    """Say that the law of a place was not read."""
    return _(
        "We have not read what the law of your place does with process notes. Reckon with them "
        "being asked for, and ask your professional body or insurer."
    )


def not_legal_advice() -> str:
    """Return the line that stands under every statement on the law."""
    return _("An orientation, not legal advice.")


def map_title() -> str:
    """Return the title of the picture of persons."""
    return _("Persons by affiliation and control")


def map_axes() -> tuple[str, str, str, str]:
    """Return the words at the left, right, bottom and top end of the axes."""
    return _("cold"), _("warm"), _("gives way"), _("takes charge")


def map_label(place: Place) -> str:
    """Return the name beside a mark, with its number of episodes."""
    return f"{_name(place.person, place.is_therapist)}, n = {place.n}"


def _name(person: str, is_therapist: bool) -> str:
    return _("%s (therapist)") % person if is_therapist else person


def map_description(found: Sequence[Place]) -> str:
    """Say in words what the picture shows, person by person."""
    if not found:
        return _("No episode has both sliders set.")
    lines = [
        _("%(who)s: affiliation %(a)+.1f, control %(c)+.1f%(spread)s")
        % {
            "who": map_label(place),
            "a": place.affiliation,
            "c": place.control,
            "spread": _spread_words(place),
        }
        for place in found
    ]
    return _("Scales from -5 to +5. ") + "; ".join(lines) + "."


def _spread_words(place: Place) -> str:
    if place.spread is None:
        return ""
    return _(", spread %(a).1f and %(c).1f") % {
        "a": place.spread.affiliation,
        "c": place.spread.control,
    }
