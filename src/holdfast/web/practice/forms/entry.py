"""The after-session entry: one tap when all was as agreed, few more when it was not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from holdfast import frame
from holdfast.frame.owed import Happened
from holdfast.web.accounts.forms import OnceForm
from holdfast.web.practice.actions.sessions import Part
from holdfast.web.practice.models import Attendance, Participant, Session
from holdfast.web.practice.money import read_amount, write_amount

from .days import BEFORE, check_begun

AS_AGREED, HELD, BY_CLIENT, BY_THERAPIST, MISSED = (
    "as_agreed",
    "held",
    "by_client",
    "by_therapist",
    "missed",
)
TOOK_PLACE = frozenset({AS_AGREED, HELD})
CALLED_OFF = frozenset({BY_CLIENT, BY_THERAPIST})
HAPPENED: dict[str, Happened] = {
    AS_AGREED: "held",
    HELD: "held",
    BY_CLIENT: "called_off_by_client",
    BY_THERAPIST: "called_off_by_therapist",
    MISSED: "missed",
}
WHAT = [
    (HELD, _("It took place, something was different")),
    (BY_CLIENT, _("The client called it off")),
    (BY_THERAPIST, _("I called it off")),
    (MISSED, _("It was missed without a word")),
]
AS_IT_WAS = (AS_AGREED, _("It took place as agreed, not timed"))
ONLY_CALLED_OFF = _("This session is still to come. It can only be called off yet.")
EMPTY_IN_TIME = _("Empty where nothing is owed, as when it was called off in time.")
BY_AGREEMENT = _("If it did not take place, the agreement decides, unless you change this.")
NOTHING_OWED = _("What you call off yourself costs nothing. Empty this, or say who called it off.")
NOTHING_DIFFERS = _("Nothing differs from the plan. Record it as agreed?")
ASK_FEE = _("Without the time, nobody can tell. Write what is owed, or 0 for nothing.")
LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class Due:
    """What somebody owes for a session by habit or agreement: smallest units and currency."""

    amount: int | None
    currency: str


class EntryForm(OnceForm):
    """What became of one session. `people` are its participants with what is usually due.

    A button named `tap` says that all was as agreed, whatever else stands in the form. A session
    that is still to come can only be called off, and is asked about nothing else. One that was
    recorded before comes with what was recorded, `recorded` being its attendances by participant.
    What is owed for one that did not take place follows `terms`, what binds on its day, unless the
    fee was changed by hand: then it no longer is what the form came with, which it carries along.
    """

    what = forms.ChoiceField(
        label=_("What happened"),
        choices=WHAT,
        widget=forms.RadioSelect,
    )
    started = forms.TimeField(label=_("Began at"), widget=forms.TimeInput({"type": "time"}))
    ended = forms.TimeField(label=_("Ended at"), widget=forms.TimeInput({"type": "time"}))
    where = forms.ChoiceField(label=_("Where"), choices=Session.Where.choices)
    called_off = forms.DateTimeField(
        label=_("Called off on"),
        required=False,
        help_text=_("Empty where nobody remembers."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    promise = forms.CharField(
        label=_("I said I would"),
        required=False,
        max_length=300,
        help_text=_("Waits on Today until it is done."),
    )

    def __init__(
        self,
        *args: Any,
        session: Session,
        people: Sequence[tuple[Participant, Due]],
        now: datetime,
        recorded: Mapping[Any, Attendance] | None = None,
        terms: frame.Terms | None = None,
        **kwargs: Any,
    ) -> None:
        self.session, self.people, self.now = session, people, now
        self.rule = (terms or frame.Terms()).cancellation
        self.recorded = recorded or {}
        self.ahead = session.starts_at > now
        kwargs.setdefault("initial", {}).update(self._planned() | self._as_recorded())
        super().__init__(*args, version=session.version, **kwargs)
        for number, (participant, due) in enumerate(people):
            self._add_person(number, participant, due)
            if row := self.recorded.get(participant.pk):
                self._show_part(number, row)
        if session.state != Session.State.PLANNED:
            self.fields["what"].choices = [AS_IT_WAS, *WHAT]  # type: ignore[attr-defined]
        if self.ahead:
            self._only_call_off()
        for number in self._payers():
            came_with = self.get_initial_for_field(self.fields[f"due_{number}"], f"due_{number}")
            self.fields[f"shown_{number}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=came_with, max_length=14
            )

    def _only_call_off(self) -> None:
        what = self.fields["what"]
        kept = [(value, words) for value, words in WHAT if value in CALLED_OFF]
        what.choices = kept  # type: ignore[attr-defined]
        what.error_messages["invalid_choice"] = ONLY_CALLED_OFF
        if self.session.state == Session.State.PLANNED:
            self.initial.pop("what", None)
        for name in list(self.fields):
            if name in {"started", "ended", "where"} or name.startswith("came_"):
                del self.fields[name]
            elif name.startswith("due_"):  # called off in time, it mostly costs nothing
                self.fields[name].initial = ""

    def _planned(self) -> dict[str, Any]:
        start = self.session.local_start
        today = self.now.astimezone(start.tzinfo).replace(tzinfo=None, second=0, microsecond=0)
        return {
            "what": HELD,
            "started": start.time(),
            "ended": (start + timedelta(minutes=self.session.minutes)).time(),
            "where": self.session.where,
            "called_off": today if self.ahead else None,
        }

    def _as_recorded(self) -> dict[str, Any]:
        """Return what stands on record of the session itself; nothing for one that is planned."""
        session, zone = self.session, self.session.local_start.tzinfo
        held = AS_AGREED if session.as_agreed else HELD
        what = {"held": held, "cancelled": f"by_{session.cancelled_by}", "missed": MISSED}
        found: dict[str, Any] = {"what": what.get(session.state, HELD)}
        if session.started_at and session.ended_at:
            found["started"] = session.started_at.astimezone(zone).time()
            found["ended"] = session.ended_at.astimezone(zone).time()
        if session.cancelled_at:
            at = session.cancelled_at.astimezone(zone)
            found["called_off"] = at.replace(tzinfo=None, second=0, microsecond=0)
        elif session.state == Session.State.CANCELLED:
            found["called_off"] = None
        return found

    def _show_part(self, number: int, row: Attendance) -> None:
        """Show one participant's part as it was recorded."""
        if row.attended is not None:
            self.initial[f"came_{number}"] = row.attended
        if f"due_{number}" in self.fields:
            self.initial[f"due_{number}"] = (
                write_amount(row.due, row.currency) if row.due is not None else ""
            )
            self.initial[f"money_{number}"] = _money_of(row)

    def _add_person(self, number: int, participant: Participant, due: Due) -> None:
        name = participant.card.shown_name
        several = len(self.people) > 1
        self.fields[f"came_{number}"] = forms.BooleanField(
            label=_("%(name)s came") % {"name": name} if several else _("The client came"),
            required=False,
            initial=True,
        )
        if due.currency:
            amount = write_amount(due.amount, due.currency) if due.amount is not None else ""
            self.fields[f"due_{number}"] = forms.CharField(
                label=_("Fee of %(name)s, %(currency)s") % {"name": name, "currency": due.currency}
                if several
                else _("Fee, %(currency)s") % {"currency": due.currency},
                required=False,
                max_length=14,
                help_text=BY_AGREEMENT if self.rule else EMPTY_IN_TIME,
                initial=amount,
                widget=forms.TextInput({"inputmode": "decimal"}),
            )
            self.fields[f"money_{number}"] = forms.ChoiceField(
                label=_("Money of %(name)s") % {"name": name} if several else _("Money"),
                choices=[("paid", _("paid")), ("open", _("still open")), ("waived", _("let go"))],
                widget=forms.RadioSelect,
                initial="paid",
            )

    def clean(self) -> dict[str, Any]:
        """Hold the fields against one another."""
        given: dict[str, Any] = super().clean() or {}
        if "tap" in self.data:
            given["what"] = AS_AGREED
        if given.get("what") == HELD and {"started", "ended"} <= given.keys():
            self._check_times()
            self._check_differs()
        if given.get("what") in CALLED_OFF and given.get("called_off"):
            self._check_called_off(given["called_off"].date())
        if self.ahead and given.get("what") not in CALLED_OFF and "what" not in self.errors:
            self.add_error("what", ONLY_CALLED_OFF)
        for number, (_participant, due) in enumerate(self.people):
            self._read_due(given, number, due)
        if not self.errors:
            self._settle(given)
        return given

    def _settle(self, given: dict[str, Any]) -> None:
        """Put in what is owed, where it is not as it was shown or typed."""
        for number in self._payers():
            name = f"due_{number}"
            if given["what"] == BY_THERAPIST and self._typed(number) and given[name]:
                self.add_error(name, NOTHING_OWED)
                continue
            if self._is_anew(given["what"]) and not self.by_hand(number):
                if self._cannot_be_known(number):
                    self._ask_for_fee(number)
                    continue
                given[name] = self._by_agreement(number, given[name])
            if given["what"] not in TOOK_PLACE:
                given[name] = given[name] or None
            self._open_what_did_not_take_place(given, number)

    def _cannot_be_known(self, number: int) -> bool:
        """Whether what is owed hangs on when it was called off, and that is not noted."""
        part, fee = self.owed(), self.people[number][1]
        return part.reason == "not_noted" and part.percent is None and bool(fee.amount)

    def _ask_for_fee(self, number: int) -> None:
        """Empty what was only likely, so that whatever stands there next was meant."""
        emptied = self.data.copy()  # type: ignore[attr-defined]
        emptied[f"due_{number}"] = emptied[f"shown_{number}"] = ""
        self.data = emptied
        self.add_error(f"due_{number}", ASK_FEE)

    def _by_agreement(self, number: int, shown: int | None) -> int | None:
        """Return what one owes by the agreement; as shown where it does not say."""
        fee, part = self.people[number][1], self.owed()
        if part.percent is None or (part.percent and fee.amount is None):
            return shown
        owes = part.of(frame.Money(fee.amount or 0, fee.currency))
        return owes.minor if owes else None

    def _open_what_did_not_take_place(self, given: dict[str, Any], number: int) -> None:
        """Nobody paid for it unless that was said, or stands on record."""
        before = self.recorded.get(self.people[number][0].pk)
        untouched = f"money_{number}" not in self.changed_data and not (before and before.paid)
        if untouched and self._is_anew(given["what"]) and given[f"money_{number}"] == "paid":
            given[f"money_{number}"] = "open"

    def _is_anew(self, what: str) -> bool:
        """Whether it is now said, or said otherwise than before, that it did or did not happen."""
        if what in TOOK_PLACE:
            return self.session.state in {Session.State.CANCELLED, Session.State.MISSED}
        return not {"what", "called_off"}.isdisjoint(self.changed_data)

    def by_hand(self, number: int) -> bool:
        """Whether the therapist said what is owed: the amount, or what became of one shown."""
        changed = f"money_{number}" in self.changed_data and bool(self._sent(f"due_{number}"))
        return self._typed(number) or changed

    def _typed(self, number: int) -> bool:
        name = f"due_{number}"
        came_with = self.data.get(f"shown_{number}", self[f"shown_{number}"].initial)
        return self._sent(name).strip() != (came_with or "")

    def owed(self) -> frame.Owed:
        """Return what part of the fee is owed by the agreement for what happened."""
        return frame.owed(self.rule, HAPPENED[self.cleaned_data["what"]], self.notice())

    def notice(self) -> timedelta | None:
        """Return how long before its start it was called off; None where that is not noted."""
        at = self.called_off_at()
        return None if at is None else self.session.starts_at - at

    def called_off_at(self) -> datetime | None:
        """Return when it was called off, in UTC."""
        at: datetime | None = self.cleaned_data.get("called_off")
        return at and at.replace(tzinfo=self.session.local_start.tzinfo).astimezone(UTC)

    def _check_called_off(self, day: date) -> None:
        """A first session may be called off before the therapy begins; nothing is, tomorrow."""
        try:
            check_begun(day, self.session.therapy, lead=BEFORE)
        except forms.ValidationError as error:
            self.add_error("called_off", error)
        if day > self.now.astimezone(self.session.local_start.tzinfo).date():
            self.add_error("called_off", _("This day is still to come. Is the year right?"))
        elif (notice := self.notice()) is not None and notice < timedelta(0):
            at = date_format(self.session.local_start, "j F, H:i")
            words = _("It was to begin on %(at)s, before this. Was it missed?") % {"at": at}
            self.add_error("called_off", words)

    def _check_times(self) -> None:
        start, end = self.times()
        if end <= start or end - start > LONGEST:
            self.add_error("ended", _("A session ends after it begins, within twelve hours."))
        elif start > self.now:
            self.add_error("started", _("This is still to come."))

    def _check_differs(self) -> None:
        """Times that only stood there were never measured, and are not kept as if they had been."""
        about: tuple[str, ...] = ("started", "ended", "where")
        if self.session.state == Session.State.PLANNED:  # else these hold what is on record
            about += ("came_", "due_", "money_")
        differs = any(name.startswith(about) for name in self.changed_data)
        if self.session.state != Session.State.HELD and not differs:
            self.add_error("what", NOTHING_DIFFERS)

    def _read_due(self, given: dict[str, Any], number: int, due: Due) -> None:
        text = given.get(f"due_{number}", "")
        if not text:
            given[f"due_{number}"] = None
            return
        try:
            given[f"due_{number}"] = read_amount(text, due.currency)
        except forms.ValidationError as error:
            self.add_error(f"due_{number}", error)

    def times(self) -> tuple[datetime, datetime]:
        """Return the real start and end. One past midnight belongs to the day after."""
        day = self.session.local_start
        start = self._at(day, self.cleaned_data["started"])
        end = self._at(day, self.cleaned_data["ended"])
        return start, end + timedelta(days=1) if end < start - timedelta(hours=6) else end

    def _at(self, day: datetime, clock: Any) -> datetime:
        return datetime.combine(day.date(), clock, day.tzinfo)

    def parts(self) -> list[Part]:
        """Return each participant's part."""
        return [self._part(number, p, due) for number, (p, due) in enumerate(self.people)]

    def _part(self, number: int, participant: Participant, due: Due) -> Part:
        given: Mapping[str, Any] = self.cleaned_data
        what = given["what"]
        amount = given.get(f"due_{number}") if what != BY_THERAPIST else None
        money = given.get(f"money_{number}", "open")
        before = self.recorded.get(participant.pk)
        paid = _paid(money, amount, before)
        return Part(
            participant,
            attended=_came(what, given.get(f"came_{number}", False)),
            due=amount,
            currency=due.currency if amount is not None else "",
            paid=paid,
            paid_on=_paid_on(paid, before, self.now.date()),
            waived=money == "waived" and amount is not None,
        )

    @property
    def several_pay(self) -> bool:
        """Whether there is more than one fee: then they are folded with who came."""
        return len(self._payers()) > 1

    def _payers(self) -> list[int]:
        return [number for number in range(len(self.people)) if f"due_{number}" in self.fields]

    def fee_fields(self) -> list[forms.BoundField]:
        """Return the fee where one person pays. It is not folded: it would be saved unseen."""
        return (
            []
            if self.several_pay
            else [
                field
                for number in self._payers()
                for field in self._of_person(number, "due", "money")
            ]
        )

    def people_fields(self) -> list[list[forms.BoundField]]:
        """Return the other fields of each participant."""
        names = ("came", "due", "money") if self.several_pay else ("came",)
        found = [self._of_person(number, *names) for number in range(len(self.people))]
        return [fields for fields in found if fields]

    def _of_person(self, number: int, *names: str) -> list[forms.BoundField]:
        wanted = (f"{name}_{number}" for name in names)
        return [self[name] for name in wanted if name in self.fields]

    @property
    def opens_people(self) -> bool:
        """Whether what is folded is shown: something in it is wrong, recorded or begun."""
        wrong = any(field.errors for fields in self.people_fields() for field in fields)
        wrong = wrong or "where" in self.errors
        return wrong or bool(self.recorded) or self.restored_at is not None


def _money_of(row: Attendance) -> str:
    if row.waived:
        return "waived"
    return "paid" if row.due is not None and row.paid >= row.due else "open"


def _paid(money: str, amount: int | None, before: Attendance | None) -> int:
    """Return what was paid. A part of it that was paid before stays paid while the rest is open."""
    if not amount or money == "waived":
        return 0
    if money == "paid":
        return amount
    in_part = before is not None and before.due is not None and before.paid < before.due
    return min(before.paid, amount) if before is not None and in_part else 0


def _paid_on(paid: int, before: Attendance | None, today: date) -> date | None:
    """Return the day of the payment: the one on record, unless more was paid since."""
    if not paid:
        return None
    return before.paid_on if before and before.paid >= paid and before.paid_on else today


def _came(what: str, ticked: bool) -> bool | None:
    if what == AS_AGREED:
        return True
    return ticked if what == HELD else False


def usual_due(participants: Sequence[Participant], currency: str) -> dict[Any, Due]:
    """Return what each participant's last session that took place cost, if any did. One query."""
    rows = Attendance.objects.filter(
        participant__in=participants, due__isnull=False, session__state=Session.State.HELD
    )
    last: dict[Any, Due] = {}
    for row in rows.order_by("session__starts_at").values_list("participant", "due", "currency"):
        last[row[0]] = Due(row[1], row[2])
    return {p.pk: last.get(p.pk, Due(None, currency)) for p in participants}
