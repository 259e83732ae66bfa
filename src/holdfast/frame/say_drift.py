"""What was agreed and what happened in a drift, as parts of sentences."""

from collections.abc import Mapping

from holdfast.frame.language import gettext as _
from holdfast.frame.language import ngettext

from .contact import Hours
from .drift import Drift
from .formats import Formats, listed, weekday
from .meeting import WEEKDAYS
from .money import Money
from .say_contact import channel_words, purpose_words

Said = Mapping[str, int | str]

# What was agreed -------------------------------------------------------------------------------


def agreed(drift: Drift, formats: Formats) -> str:
    """Return what was agreed as a sentence; empty where the frame has no such term."""
    said = dict(drift.agreed)
    if drift.kind in ("length_long", "length_short"):
        return _("Agreed: {minutes} minutes.").format(**said)
    if drift.kind == "late_start":
        return _("Agreed: on time, give or take {grace} minutes.").format(**said)
    if drift.term == "frequency":
        return _rhythm(said)
    if drift.term == "cancellation":
        return _("Agreed: {notice_hours} hours' notice.").format(**said)
    if drift.term == "place":
        return _place(said)
    if drift.term == "fee":
        money = formats.money(Money.from_text(str(said["amount"])))
        return _("Agreed: {amount} a session, {days} days to pay.").format(
            amount=money, days=said["days"]
        )
    return _contact(drift, said, formats) if drift.term == "contact" else ""


def _rhythm(said: Said) -> str:
    count, weeks = int(said["sessions"]), int(said["weeks"])
    if weeks == 1:
        return ngettext(
            "Agreed: {n} session a week.", "Agreed: {n} sessions a week.", count
        ).format(n=count)
    return ngettext(
        "Agreed: {n} session in {weeks} weeks.", "Agreed: {n} sessions in {weeks} weeks.", count
    ).format(n=count, weeks=weeks)


def place_words() -> dict[str, str]:
    """Return what each kind of place is called."""
    return {
        "room": _("the room"),
        "remote": _("video or phone"),
        "home": _("the client's home"),
        "outside": _("outside"),
        "ward": _("the ward"),
        "school": _("the school"),
    }


def _place(said: Said) -> str:
    kinds = [place_words()[kind] for kind in str(said["kinds"]).split()]
    where = f"{listed(kinds, _('or'))}, {said['address']}" if said["address"] else listed(kinds)
    return _("Agreed: {where}.").format(where=where)


def _contact(drift: Drift, said: Said, formats: Formats) -> str:
    if drift.kind == "contact_hours":
        spans = [_span(text, formats) for text in str(said["hours"]).split("; ")]
        return _("Agreed: {hours}.").format(hours=listed(spans))
    if drift.kind == "contact_often":
        return _("Agreed: up to {per_week} a week.").format(**said)
    if drift.kind == "contact_long":
        return _("Agreed: up to {minutes} minutes.").format(**said)
    channels = [
        f"{channel_words()[channel]}: "
        + listed([purpose_words()[purpose] for purpose in str(purposes).split()])
        for channel, purposes in drift.agreed
    ]
    return _("Agreed: {contacts}.").format(contacts="; ".join(channels)) if channels else ""


def _span(text: str, formats: Formats) -> str:
    """Return "mon tue 09:00-18:00" as the practice writes it."""
    *days, clock = text.split()
    span = Hours(days=tuple(day for day in WEEKDAYS if day in days))
    start, end = (type(span.start).fromisoformat(part) for part in clock.split("-"))
    names = [weekday(day) for day in span.days]
    in_a_row = len(names) > 2 and " ".join(days) in " ".join(WEEKDAYS)
    shown = f"{names[0]} – {names[-1]}" if in_a_row else listed(names)
    return f"{shown} {formats.clock(start)}–{formats.clock(end)}"


# What happened ---------------------------------------------------------------------------------


def happened(drift: Drift) -> str:
    """Return what happened as sentences for the therapist."""
    often = count(drift)
    fact = {
        "length_long": _("{count} ran over"),
        "length_short": _("{count} ended early"),
        "late_start": _("{count} began late"),
        "sessions_fewer": _("{count} had fewer sessions, cancelled ones counted"),
        "sessions_more": _("{count} had more sessions"),
        "cancelled_by_client": _("{count} were cancelled or missed by the client"),
        "cancelled_by_therapist": _("{count} were cancelled by you"),
        "place_changed": _("{count} were somewhere else"),
        "fee_late": _("{count} were paid late or are still open"),
        "fee_less": _("{count} were waived or less"),
        "fee_more": _("{count} were more"),
        "contact_hours": _("outside the hours on {count}"),
        "contact_purpose": _("for other things on {count}"),
        "contact_by_therapist": _("begun by you on {count}"),
        "contact_rising": _("more than before: {count}"),
        "contact_often": _("{count} had more contacts"),
        "contact_long": _("{count} were longer"),
        "crossings_many": "{count}",
        "crossings_unspoken": "{count}",
    }[drift.kind].format(count=often)
    said = f"{fact[:1].upper()}{fact[1:]}{_detail(drift)}."
    if drift.untimed:
        said += " " + ngettext(
            "{n} more was not timed.", "{n} more were not timed.", drift.untimed
        ).format(n=drift.untimed)
    return said


def count(drift: Drift) -> str:
    """Return "5 of the last 6 sessions" or "4 days in 5 weeks"."""
    if drift.unit == "contacts" and drift.kind != "contact_long":
        says = {
            "contact_rising": ngettext("{seen} contact", "{seen} contacts", drift.seen),
        }.get(drift.kind, ngettext("{seen} day", "{seen} days", drift.seen))
        weeks = ngettext("in {of} week", "in {of} weeks", drift.of)
        return f"{says.format(seen=drift.seen)} {weeks.format(of=drift.of)}"
    if drift.unit == "crossings":
        says = ngettext("{seen} crossing", "{seen} crossings", drift.seen)
        weeks = ngettext("in {of} week", "in {of} weeks", drift.of)
        return f"{says.format(seen=drift.seen)} {weeks.format(of=drift.of)}"
    says = {
        "sessions": _("{seen} of the last {of} sessions"),
        "weeks": _("{seen} of the last {of} stretches of weeks"),
        "fees": _("{seen} of the last {of} fees"),
        "contacts": _("{seen} of the last {of} calls"),
    }[drift.unit]
    if drift.unit == "sessions" and drift.term == "length":
        says = _("{seen} of the last {of} timed sessions")
    if drift.unit == "weeks" and dict(drift.agreed).get("weeks", 1) == 1:
        says = _("{seen} of the last {of} weeks")
    return says.format(seen=drift.seen, of=drift.of)


def _detail(drift: Drift) -> str:
    """Return what else is known, as an addition to the sentence."""
    said = dict(drift.happened)
    parts: list[str] = []
    if "middle" in said and drift.term == "length":
        parts.append(_("usually by {middle} minutes").format(**said))
    if said.get("therapist") and drift.kind == "late_start":
        parts.append(_("{therapist} times it was you").format(**said))
    if said.get("late"):
        parts.append(_("{late} of them later than agreed").format(**said))
    if said.get("where"):
        where = place_words().get(str(said["where"]), str(said["where"]))
        parts.append(_("mostly {where}").format(where=where))
    if drift.kind == "fee_late" and said.get("open"):
        parts.append(_("{open} of them still open").format(**said))
    if drift.kind == "fee_less" and said.get("waived"):
        parts.append(_("{waived} of them waived").format(**said))
    if drift.kind == "contact_rising":
        parts.append(_("{earlier} in the {earlier_weeks} weeks before").format(**said))
    parts += _of_crossings(drift, said)
    return "".join(f", {part}" for part in parts)


def _of_crossings(drift: Drift, said: Said) -> list[str]:
    if drift.unit != "crossings":
        return []
    kinds = [dimension_words()[kind] for kind in str(said["dimensions"]).split()]
    parts = [listed(kinds)]
    if said["therapist"]:
        parts.append(_("{therapist} begun by you").format(**said))
    if said["secret"]:
        parts.append(_("{secret} kept secret").format(**said))
    return parts


def dimension_words() -> dict[str, str]:
    """Return what each kind of crossing is called."""
    return {
        "gift": _("a gift"),
        "self_disclosure": _("telling about oneself"),
        "touch": _("touch"),
        "met_outside": _("meeting outside"),
        "invitation": _("an invitation"),
        "favour": _("a favour"),
        "money": _("money"),
        "online": _("contact online"),
        "other": _("something else"),
    }
