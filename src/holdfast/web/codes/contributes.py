"""What decisions contribute to the pages that gather: see `practice.seam`."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdfast.web.accounts.models import Role, User
from holdfast.web.codes.kept import SHELF, Kept, begun_in_vault, listed, title_of
from holdfast.web.codes.models import (
    Addendum,
    Decision,
    Weighing,
    added_to,
    awaits,
    due_on,
    in_a_word,
    own_private,
    to_look_at_again,
    unmet,
)
from holdfast.web.codes.said import plan_in_words, thoughts_in_words
from holdfast.web.codes.shown import answers_in_words
from holdfast.web.practice.actions.forgetting import erases
from holdfast.web.practice.models import Participant, Signal, Therapy
from holdfast.web.practice.once import once_a_page
from holdfast.web.practice.seam import (
    BriefLine,
    CopyPart,
    Found,
    Lane,
    Moment,
    OnShelf,
    Panel,
    Point,
    Shelf,
    SignalWords,
    Told,
)
from holdfast.web.practice.took_part import is_only_client
from holdfast.web.vault.keys import key_here

TONES = {"prohibited": "clay", "avoid": "amber", "safeguards": "amber"}


@once_a_page
def _decisions(therapies: Sequence[Therapy]) -> list[Decision]:
    """Return the decisions of some therapies, each with the key that is loaded already."""
    by_key = {t.pk: t for t in therapies}
    rows: QuerySet[Decision] = Decision.objects.filter(therapy__in=by_key)
    found = list(rows.prefetch_related("addenda").order_by("signed_at", "id"))
    for row in found:
        row.therapy = by_key[_of(row)]
    return found


def _of(row: Decision) -> uuid.UUID:
    """Return the therapy of a decision that has one; private ones are never looked for here."""
    assert row.therapy_id is not None
    return row.therapy_id


def find(therapies: Sequence[Therapy], now: datetime) -> Iterable[Found]:
    """Find decisions whose review is due, and those resting on what was corrected since."""
    for row in _decisions(therapies):
        due, corrected = due_on(row), to_look_at_again(row)
        if due is not None and due <= now.date():
            yield _found(row, "review_due", f"{row.pk}:{due}", now)
        if corrected:
            yield _found(row, "second_look", f"{row.pk}:{','.join(corrected)}", now)


def _found(row: Decision, kind: str, key: str, now: datetime) -> Found:
    since = due_on(row) if kind == "review_due" else None
    return Found(
        therapy=_of(row),
        capability="codes",
        kind=kind,
        key=key,
        since=since or now.date(),
        reason={"decision": str(row.pk), "title": row.opened()["title"]},
        evidence=(str(row.pk),),
    )


def words(signals: Sequence[Signal], reader: User) -> Mapping[uuid.UUID, SignalWords]:
    """Word the signals of decisions."""
    return {signal.pk: _words(signal) for signal in signals}


def _words(signal: Signal) -> SignalWords:
    reason = signal.reason_value()
    if signal.kind == "review_due":
        headline = _("A decision is due for its review.")
        detail = _("“{title}”: you wanted to look at it again on {day}.").format(
            title=reason["title"], day=date_format(signal.since, "j F Y")
        )
    else:
        headline = _("A decision rests on a clause that we have corrected since.")
        detail = _("“{title}”: worth a second look.").format(title=reason["title"])
    url = reverse("codes:decision", args=[reason["decision"]])
    return SignalWords(headline, detail, _("Decision"), "amber", _("Open the decision"), url)


def brief(
    therapies: Sequence[Therapy], reader: User, now: datetime
) -> Mapping[uuid.UUID, Sequence[BriefLine]]:
    """Say before a session which steps of a decision are open, and what is waited for.

    Steps that are kept in a vault its owner sees while it is open.
    """
    found: dict[uuid.UUID, list[BriefLine]] = {}
    lines = listed(key_here(reader)) if therapies else ()
    held = {line.about["decision"]: line.about["open"] for line in lines if line.about}
    for row in _decisions(therapies):
        content = row.opened()
        steps = [str(step["todo"]) for step in unmet(row, content)]
        found.setdefault(_of(row), []).extend(
            BriefLine(content["title"], said, weight=40, private=private)
            for said, private in (
                ("; ".join(_still_open(steps, awaits(row))), False),
                ("" if steps else "; ".join(_still_open(held.get(str(row.pk), []))), True),
            )
            if said
        )
    return {key: lines for key, lines in found.items() if lines}


def _still_open(steps: Sequence[str], awaited: bool = False) -> Iterable[str]:
    if steps:
        todo = steps[0].rstrip(".")
        yield (
            todo
            if len(steps) == 1
            else _("{n} steps to do before you act, first: {todo}").format(n=len(steps), todo=todo)
        )
    if awaited:
        yield _("a colleague's answer is still to come")


def panel(therapy: Therapy, reader: User, now: datetime) -> Sequence[Panel]:
    """Show what is being weighed, and decisions with something open.

    What is weighed in a vault its owner sees while it is open.
    """
    held = begun_in_vault(listed(key_here(reader)), {str(therapy.pk): ""})
    begun = [(one.pk, one.title, True) for one in held]
    for row in Weighing.objects.filter(therapy=therapy, therapist__user=reader):
        row.therapy = therapy
        begun.append((row.pk, title_of(row.weighed().situation), False))
    signed = [_in_panel(row, now) for row in reversed(_decisions([therapy]))]
    if not begun and not signed:
        return ()
    context = {"begun": begun, "signed": signed}
    short = str(len(begun) + len(signed))
    return (Panel(_("Decisions"), "codes/panel.html", context, "side", 40, short),)


def _in_panel(row: Decision, now: datetime) -> dict[str, object]:
    content, due = row.opened(), due_on(row)
    return {
        "row": row,
        "title": content["title"],
        "word": in_a_word(content)[0],
        "open": len(unmet(row, content)),
        "awaits": awaits(row),
        "due": due if due is not None and due <= now.date() else None,
    }


def told(reader: User, now: datetime) -> Sequence[Told]:
    """Remind a therapist, and nobody else, of their own private decisions that are due.

    It says nothing of what they are about: somebody may look over a shoulder at Today.
    """
    if not reader.has(Role.THERAPIST):
        return ()
    own = Decision.objects.filter(own_private(reader)).prefetch_related("addenda")
    days = {row.pk: due_on(row) for row in own}
    due = [key for key, day in days.items() if day is not None and day <= now.date()]
    if not due:
        return ()
    words = ngettext(
        "Something you decided and keep to yourself is due for its review.",
        "{n} things you decided and keep to yourself are due for their review.",
        len(due),
    ).format(n=len(due))
    url = reverse("codes:decision", args=due) if len(due) == 1 else reverse("codes:decisions")
    return (Told(words, url),)


def moments(therapy: Therapy, reader: User, start: datetime, end: datetime) -> Iterable[Moment]:
    """Tell of decisions signed and of what was added to them."""
    for row in _decisions([therapy]):
        url, content = reverse("codes:decision", args=[row.pk]), row.opened()
        word, tone = in_a_word(content)
        tone = TONES.get(tone, "spruce")
        yield Moment(row.signed_at, "decision", content["title"], word, url, tone)
        for added in added_to(row):
            kind = added.kind if added.kind in ("repair", "consultation") else "decision"
            title = _title(added)
            yield Moment(added.at, kind, title, content["title"], url, "plum")


def _title(added: Addendum) -> str:
    return {
        Addendum.Kind.STEP: _("A step of a decision done"),
        Addendum.Kind.NOTE: _("A note added to a decision"),
        Addendum.Kind.CONSULTATION: _("A colleague's answer to a decision"),
        Addendum.Kind.REVIEW: _("A decision reviewed"),
        Addendum.Kind.REPAIR: _("Mending what went wrong"),
        Addendum.Kind.SECOND_LOOK: _("A second look at a decision"),
    }[Addendum.Kind(added.kind)]


def copy(person: Participant, reader: User) -> Sequence[CopyPart]:
    """Return the decisions about one person, and apart from them those about several."""
    rows = Decision.objects.filter(therapy=person.therapy_id).filter(
        Q(participant=person.pk) | Q(participant=None)
    )
    found = list(
        rows.select_related("therapy__key").prefetch_related("addenda").order_by("signed_at")
    )
    left_out = (
        (_("What is being weighed"), _("It is a thought of the therapist's that is not signed.")),
    )
    if is_only_client(person):
        return (CopyPart(_("Decisions"), [_copied(row) for row in found], left_out, "decisions"),)
    own = [_copied(row) for row in found if row.participant_id]
    of_all = [_copied(row) for row in found if not row.participant_id]
    several = ((_("Decisions about several people"), _("They would tell of the others, too.")),)
    return (
        CopyPart(_("Decisions"), own, left_out + several, "decisions"),
        CopyPart(_("Decisions about several people"), of_all, name="shared_decisions", shared=True),
    )


def _copied(row: Decision) -> Mapping[str, object]:
    added = [{"kind": a.kind, "at": a.at.isoformat(), "words": a.shown} for a in added_to(row)]
    return {
        "signed_at": row.signed_at.isoformat(),
        "sha256": row.digest,
        **{k: v for k, v in row.opened().items() if k != "receipt"},
        "added": added,
    }


def lanes(therapy: Therapy, reader: User, start: datetime, end: datetime) -> Sequence[Lane]:
    """Draw each decision as a diamond."""
    points = tuple(_point(row) for row in _decisions([therapy]) if start <= row.signed_at < end)
    note = ngettext("{n} signed", "{n} signed", len(points)).format(n=len(points))
    return (Lane(_("Decisions"), note, points, weight=60),)


def _point(row: Decision) -> Point:
    content = row.opened()
    word, tone = in_a_word(content)
    said, tone = f"{content['title']}: {word}", TONES.get(tone, "spruce")
    url = reverse("codes:decision", args=[row.pk])
    return Point(row.signed_at, said, mark="diamond", tone=tone, url=url)


def vault_shelves() -> Sequence[Shelf]:
    """Let whoever a vault was left to read what was weighed in it."""
    return (Shelf(SHELF, _("Weighed against the codes"), _on_shelf),)


def _on_shelf(plain: bytes) -> OnShelf:
    kept = Kept.read(plain)
    weighed = kept.weighed
    parts = [(_("The situation"), kept.title), *answers_in_words(weighed)]
    parts += [*thoughts_in_words(weighed.thoughts), *plan_in_words(weighed.plan)]
    return OnShelf(kept.changed_at, kept.therapy, parts)


erase = erases("codes")
