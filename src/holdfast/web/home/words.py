"""How the record's own facts are said to a therapist."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.web.practice.models import Break, Contact, Crossing, Session

LATE = timedelta(minutes=5)


def day(value: date) -> str:
    """A day as it stands in a sentence: Tuesday 3 February."""
    return date_format(value, "l j F")


def near_day(value: date, today: date) -> str:
    """A day as one speaks of it: today, tomorrow, Tuesday, or its date."""
    ahead = (value - today).days
    if ahead in (0, 1, -1):
        return {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}[ahead]
    if 1 < ahead < 7:
        return date_format(value, "l")
    return date_format(value, "j F" if value.year == today.year else "j F Y")


def session_result(session: Session, now: datetime) -> str:
    """What became of a session, in a few words."""
    if session.state == Session.State.HELD:
        return _held(session)
    if session.state == Session.State.CANCELLED:
        by_client = session.cancelled_by == Session.By.CLIENT
        return _("called off by the client") if by_client else _("called off by you")
    if session.state == Session.State.MISSED:
        return _("did not happen, and was not called off")
    return _("planned") if session.starts_at > now else _("not recorded yet")


def _held(session: Session) -> str:
    if session.as_agreed:
        return _("as agreed, not timed")
    if (lasted := session.lasted) is None:
        return _("took place, not timed")
    parts = [ngettext("%d minute", "%d minutes", lasted) % lasted]
    if over := minutes_over(session):
        parts.append(_over(over, session.minutes))
    if late := _late(session):
        parts.append(ngettext("began %d minute late", "began %d minutes late", late) % late)
    return ", ".join(parts)


def minutes_over(session: Session) -> int:
    """How many minutes past the planned length a timed session went; less than 0 if shorter."""
    return 0 if session.lasted is None else session.lasted - session.minutes


def _over(over: int, planned: int) -> str:
    if over > 0:
        return _("%(over)d past %(planned)d") % {"over": over, "planned": planned}
    return _("%(short)d short of %(planned)d") % {"short": -over, "planned": planned}


def _late(session: Session) -> int:
    if session.started_at is None or session.started_at - session.starts_at <= LATE:
        return 0
    return round((session.started_at - session.starts_at).total_seconds() / 60)


def contact_title(contact: Contact, name: str = "") -> str:
    """A contact between sessions: through what, and from whom; `name` where there are several."""
    channel = str(contact.get_channel_display()).capitalize()
    if not name:
        return f"{channel} {contact.get_direction_display()}"
    if contact.direction == Contact.Direction.FROM_CLIENT:
        return _("%(channel)s from %(name)s") % {"channel": channel, "name": name}
    return _("%(channel)s to %(name)s") % {"channel": channel, "name": name}


def contact_detail(contact: Contact) -> str:
    """What a contact was for, and how long it took if anybody noted it."""
    purpose = str(contact.get_purpose_display())
    if contact.minutes is None:
        return purpose
    return f"{purpose}, " + ngettext("%d minute", "%d minutes", contact.minutes) % contact.minutes


def crossing_detail(crossing: Crossing, name: str = "") -> str:
    """Who began it and whether it was talked about; `name` where there are several clients."""
    began = _("from the client") if not name else _("from %s") % name
    if crossing.initiated_by != Session.By.CLIENT:
        began = _("from you") if not name else _("from you, to %s") % name
    talked = _("talked about") if crossing.discussed else _("not talked about yet")
    return f"{began}, {talked}"


def break_words(pause: Break) -> str:
    """A break in a sentence, and who covers."""
    by_therapist = pause.by == Session.By.THERAPIST
    said = _("%(who)s from %(since)s to %(until)s") % {
        "who": _("You are away") if by_therapist else _("The client is away"),
        "since": date_format(pause.since, "j F"),
        "until": date_format(pause.until, "j F"),
    }
    if name := pause.covered_by:
        return _("%(said)s, %(name)s covers") % {"said": said, "name": name}
    return said
