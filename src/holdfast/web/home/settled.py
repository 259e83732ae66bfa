"""What is owed for a session that did not take place, as it is said when that was recorded."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.frame import Money, Owed
from holdfast.web.frame.formats import money
from holdfast.web.practice.actions.sessions import Part
from holdfast.web.practice.forms.entry import MISSED, TOOK_PLACE, EntryForm

IN_DAYS = timedelta(days=3)  # from here on one speaks of days
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

Sums = Counter[str]  # minor units by currency


def in_words(form: EntryForm) -> list[str]:
    """Say why, and what is owed now; nothing where the session took place."""
    if form.cleaned_data["what"] in TOOK_PLACE:
        return []
    part, parts = form.owed(), form.parts()
    agreed, owed = _agreed(form, part), _sums((one.currency, one.due) for one in parts)
    if part.reason == "by_therapist":
        return [_why(form, part), _("Nothing is owed.")]
    if agreed == owed and not owed:
        return [_why(form, part), _("By the agreement nothing is owed.")]
    said = [_why(form, part), _stands(parts, owed)]
    return said if agreed in (None, owed) else [*said, _would_be(agreed)]


def _why(form: EntryForm, part: Owed) -> str:
    if part.reason == "by_therapist":
        return _("Called off by you.")
    if form.cleaned_data["what"] == MISSED:
        return _("Missed without a word.")
    notice = form.notice()
    if notice is None:
        return _("When it was called off is not noted.")
    if part.reason == "late" and form.rule:
        words = _("Called off {long} before; the agreement asks for {hours}.")
        return words.format(long=_long(notice, in_hours=True), hours=form.rule.notice_hours)
    return _("Called off {long} before.").format(long=_long(notice))


def _long(notice: timedelta, in_hours: bool = False) -> str:
    if notice >= IN_DAYS and not in_hours:
        return ngettext("%d day", "%d days", notice.days) % notice.days
    if notice >= HOUR:
        hours = notice // HOUR
        return ngettext("%d hour", "%d hours", hours) % hours
    minutes = notice // MINUTE
    return ngettext("%d minute", "%d minutes", minutes) % minutes


def _agreed(form: EntryForm, part: Owed) -> Sums | None:
    """Return what all owe together by the agreement; None where it does not say."""
    if part.percent is None:
        return None
    fees = [Money(due.amount, due.currency) for _, due in form.people if due.amount is not None]
    if part.percent and not fees:
        return None
    return _sums((fee.currency, fee.share(part.percent).minor) for fee in fees)


def _sums(amounts: Iterable[tuple[str, int | None]]) -> Sums:
    found: Sums = Counter()
    for currency, amount in amounts:
        if amount:
            found[currency] += amount
    return found


def _stands(parts: Sequence[Part], owed: Sums) -> str:
    """Say what is on record now, and whether it is open."""
    if not owed:
        return _("No fee is noted.")
    who = [one for one in parts if one.due]
    if all(one.waived for one in who):
        words = _("{amount} is let go.")
    elif all(one.due == one.paid for one in who):
        words = _("{amount} is paid.")
    else:
        words = _("{amount} is owed.")
    return words.format(amount=_amounts(owed))


def _would_be(agreed: Sums) -> str:
    if not agreed:
        return _("By the agreement nothing would be owed.")
    return _("By the agreement it would be {amount}.").format(amount=_amounts(agreed))


def _amounts(sums: Sums) -> str:
    return " + ".join(money(Money(minor, currency)) for currency, minor in sums.items())
