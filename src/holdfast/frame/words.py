"""Drift in words: for the therapist, for the client (facts only), and for the command line.

Collegial to the therapist, plain to the client, blame for nobody. Translated when called.
"""

from dataclasses import dataclass

from holdfast.frame.language import gettext as _
from holdfast.frame.language import ngettext

from .drift import Drift, Findings, Option, Silence
from .formats import PLAIN, Formats, listed
from .say_drift import agreed, count, happened
from .series import Kind


@dataclass(frozen=True)
class Wording:
    """A drift for the therapist: what to read at a glance, and what stands behind it."""

    headline: str
    agreed: str
    happened: str
    since: str
    by_chance: str
    options: tuple[tuple[Option, str], ...]


def for_therapist(drift: Drift, formats: Formats = PLAIN) -> Wording:
    """Return the words for the therapist; `formats` writes money and days as the practice does."""
    return Wording(
        headline=headline(drift),
        agreed=agreed(drift, formats),
        happened=happened(drift),
        since=_("Since {day}.").format(day=formats.moment(drift.since)),
        by_chance=_by_chance(drift),
        options=tuple((option, option_words(option)) for option in drift.options),
    )


def for_client(drift: Drift, formats: Formats = PLAIN) -> str:
    """Return the fact for the client: what was agreed and what happened, nothing made of it."""
    often = count(drift)
    fact = {
        "length_long": _("{count} were longer than that."),
        "length_short": _("{count} were shorter than that."),
        "late_start": _("{count} started late."),
        "sessions_fewer": _("{count} had fewer sessions than that."),
        "sessions_more": _("{count} had more sessions than that."),
        "cancelled_by_client": _("{count} did not take place because you could not come."),
        "cancelled_by_therapist": _("{count} did not take place because I could not come."),
        "place_changed": _("{count} were somewhere else."),
        "fee_late": _("{count} were paid later than that."),
        "fee_less": _("{count} were less than that."),
        "fee_more": _("{count} were more than that."),
        "contact_hours": _("We were in touch at other hours on {count}."),
        "contact_purpose": _("We were in touch about other things on {count}."),
        "contact_by_therapist": _("I got in touch with you first on {count}."),
        "contact_rising": _("We are in touch more often than before: {count}."),
        "contact_often": _("{count} had more contacts than that."),
        "contact_long": _("{count} were longer than that."),
        "crossings_many": _("Some things were not as usual between us: {count}."),
        "crossings_unspoken": _("There are things that we have not talked about yet: {count}."),
    }[drift.kind]
    said = fact.format(count=often)
    return " ".join(part for part in (agreed(drift, formats), said[:1].upper() + said[1:]) if part)


def headline(drift: Drift) -> str:
    """Return the drift in a few words, for a list."""
    return kind_words()[drift.kind]


def kind_words() -> dict[Kind, str]:
    """Return what each kind of drift is called."""
    return {
        "length_long": _("Sessions run longer than agreed"),
        "length_short": _("Sessions end early"),
        "late_start": _("Sessions begin late"),
        "sessions_fewer": _("Fewer sessions than agreed"),
        "sessions_more": _("More sessions than agreed"),
        "cancelled_by_client": _("The client cancels or misses often"),
        "cancelled_by_therapist": _("You cancel often"),
        "place_changed": _("Sessions are somewhere else than agreed"),
        "fee_late": _("Fees are paid late"),
        "fee_less": _("Less is asked than agreed"),
        "fee_more": _("More is asked than agreed"),
        "contact_hours": _("Contacts outside the agreed hours"),
        "contact_purpose": _("Contacts for other things than agreed"),
        "contact_by_therapist": _("You begin contacts between sessions"),
        "contact_rising": _("Contacts between sessions are rising"),
        "contact_often": _("More contacts a week than agreed"),
        "contact_long": _("Contacts are longer than agreed"),
        "crossings_many": _("Crossings of several kinds"),
        "crossings_unspoken": _("Crossings that were not talked about"),
    }


def option_words(option: Option) -> str:
    """Return what one may do, as a button or a list entry says it."""
    return {
        "talk": _("Talk about it"),
        "reagree": _("Agree anew"),
        "note": _("Note why"),
        "consult": _("Ask a colleague"),
        "set_aside": _("Set aside, with a reason"),
    }[option]


def because(silence: Silence) -> str:
    """Return why nothing is said, in words."""
    if silence.why == "not_agreed":
        return _("nothing was agreed about it")
    if silence.why == "nothing_yet":
        return _("nothing to look at yet")
    says = {
        "not_timed": ngettext(
            "only {seen} was timed; it takes {needed}",
            "only {seen} were timed; it takes {needed}",
            silence.seen,
        ),
        "too_few": ngettext(
            "only {seen} so far; it takes {needed}",
            "only {seen} so far; it takes {needed}",
            silence.seen,
        ),
    }[silence.why]
    return says.format(seen=silence.seen, needed=silence.needed)


def for_command_line(findings: Findings, formats: Formats = PLAIN) -> str:
    """Return all findings as text."""
    lines: list[str] = []
    for drift in findings.drifts:
        says = for_therapist(drift, formats)
        who = f" ({drift.participant})" if drift.participant else ""
        lines.append(f"{says.headline}{who}")
        for part in (says.agreed, says.happened, says.since, says.by_chance):
            lines += [f"  {part}"] if part else []
        lines.append("  " + _("Events: {ids}.").format(ids=", ".join(drift.evidence)))
        lines.append("  " + _("You may: {options}.").format(options=_options(says)))
        lines.append("")
    if not findings.drifts:
        lines += [
            _("Nothing is worth a look: what happened is as agreed, as far as it is known."),
            "",
        ]
    if findings.silences:
        lines.append(_("Nothing can be said about these:"))
        names = kind_words()
        lines += [f"  {names[one.kind]}: {because(one)}." for one in findings.silences]
    return "\n".join(lines).rstrip() + "\n"


def _options(says: Wording) -> str:
    return listed([words[0].lower() + words[1:] for _option, words in says.options], _("or"))


def _by_chance(drift: Drift) -> str:
    """Return how often a kept frame looks like this, saying that it was simulated."""
    if drift.chance is None:
        return _("How often this happens in a kept frame was not measured.")
    years = drift.chance.years
    if drift.chance.at_least:
        return _("In simulated kept frames: less than once in {n} years of therapy.").format(
            n=years
        )
    return ngettext(
        "In simulated kept frames: about once in {n} year of therapy.",
        "In simulated kept frames: about once in {n} years of therapy.",
        years,
    ).format(n=years)
