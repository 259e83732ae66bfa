"""Beginning an import, deciding about it, carrying it out, dropping it."""

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.audit import models as audit
from holdfast.web.jobs.models import enqueue
from holdfast.web.practice.importing import carrying, reading
from holdfast.web.practice.importing.caseload import caseload_of
from holdfast.web.practice.importing.choices import Choices, first_choices
from holdfast.web.practice.importing.plan_clients import Clients
from holdfast.web.practice.importing.plan_contacts import Contacts
from holdfast.web.practice.importing.plan_sessions import Calendar, Sessions
from holdfast.web.practice.importing.planning import Draft, Plan
from holdfast.web.practice.importing.reading import Table, Unreadable
from holdfast.web.practice.models import Practice, Therapist, Therapy
from holdfast.web.practice.models.imports import Import
from holdfast.web.sealing import keyring, primitives
from holdfast.web.sealing.models import DataKey

READ_AT_ONCE = 300_000  # bytes; larger files are read by the worker
CARRY_AT_ONCE = 200  # rows
DRAFTS: Mapping[str, type[Draft]] = {
    "clients": Clients,
    "sessions": Sessions,
    "contacts": Contacts,
    "calendar": Calendar,
}


@transaction.atomic
def begin_import(
    *,
    content: bytes,
    name: str,
    kind: str,
    user: User,
    therapist: Therapist | None,
    now: datetime,
    at_once: bool = False,
) -> Import:
    """Keep a file, sealed, and read it: at once if it is small or asked so, else by the worker."""
    imported = Import(
        key=DataKey.new(), user=user, therapist=therapist, kind=kind, begun_at=now,
        digest=_digest(content, user, kind),
    )  # fmt: skip
    imported.seal(name=name[-120:], file=base64.b64encode(content).decode())
    imported.save(force_insert=True)
    audit.record("import begun", now=now, actor=user, subject=imported)
    if at_once or len(content) <= READ_AT_ONCE:
        read_import(imported, now=now)
    else:
        enqueue("practice.read_import", due_at=now, imported=imported.pk)
    return imported


def _digest(content: bytes, user: User, kind: str) -> str:
    key = keyring.ring().derived("imports")
    whole = primitives.mac(key, content).hex()
    return primitives.lookup_hash(key, f"{user.pk} {kind} {whole}")


def read_import(imported: Import, *, now: datetime) -> None:
    """Read the file of an import; what is wrong with it becomes its problem."""
    content = base64.b64decode(imported.text("file"))
    try:
        table = reading.read(content, imported.text("name"), now.date())
        _check_kind(imported, table)
    except Unreadable as wrong:
        imported.state = Import.State.REFUSED
        imported.seal(problem=str(wrong), file="")
    else:
        choices = first_choices(table, imported.kind, Practice.get().zone)
        imported.state, imported.rows = Import.State.OPEN, len(table.rows)
        imported.seal(table=table.dump(), choices=choices.dump())
    imported.save(update_fields=["state", "rows", "problem", "file", "table", "choices", "kind"])


def _check_kind(imported: Import, table: Table) -> None:
    """A calendar is known by what it holds; a list is none."""
    is_calendar = "whole_days" in table.notes
    if is_calendar and imported.by_column:
        raise Unreadable(_("A calendar belongs to one therapist, who imports it themselves."))
    if is_calendar:
        imported.kind = Import.Kind.CALENDAR
    elif imported.kind == Import.Kind.CALENDAR:
        raise Unreadable(_("This is not a calendar file. Export the calendar as .ics."))


def table_of(imported: Import) -> Table:
    """Open what was read."""
    return Table.load(imported.text("table"))


def choices_of(imported: Import) -> Choices:
    """Open what was decided."""
    return Choices.load(imported.text("choices"))


def plan_import(imported: Import, now: datetime, table: Table | None = None) -> Plan:
    """Return what the import would do now. Nothing is changed."""
    draft = DRAFTS[imported.kind](
        table or table_of(imported),
        choices_of(imported),
        caseload_of(imported, now),
        today=now.date(),
        currency=Practice.get().currency,
    )
    return draft.plan()


def same_file_before(imported: Import) -> Import | None:
    """Return this person's earlier import of the very same file, if it was carried out."""
    same = Import.objects.of(imported.user).filter(digest=imported.digest, state=Import.State.DONE)
    return same.exclude(pk=imported.pk).order_by("-done_at").first()


@transaction.atomic
def decide(imported: Import, choices: Choices) -> None:
    """Keep what was decided."""
    imported.seal(choices=choices.dump())
    imported.save(update_fields=["choices"])
    Import.objects.filter(pk=imported.pk).update(version=F("version") + 1)


@transaction.atomic
def ask_to_carry_out(imported: Import, *, now: datetime) -> None:
    """Carry an import out: at once if it is small, else by the worker."""
    if imported.rows <= CARRY_AT_ONCE:
        carry_out_import(imported, now=now)
        return
    _only_once(imported, Import.State.OPEN)
    imported.state = Import.State.CARRYING
    imported.save(update_fields=["state"])
    enqueue("practice.carry_out_import", due_at=now, imported=imported.pk)


@transaction.atomic
def carry_out_import(imported: Import, *, now: datetime) -> None:
    """Put the plan into the record, all of it or nothing, and forget the file."""
    _only_once(imported, Import.State.OPEN, Import.State.CARRYING)
    plan = plan_import(imported, now)
    carrying.carry_out(plan, by=imported.user, now=now, zone=choices_of(imported).zone)
    report = [] if imported.by_column else _report(plan)
    imported.state, imported.done_at = Import.State.DONE, now
    imported.made = plan.count("make")
    _forget_file(imported, now)
    imported.seal(report=json.dumps(report))
    imported.save()
    audit.record("import carried out", now=now, actor=imported.user, subject=imported)


def _only_once(imported: Import, *states: str) -> None:
    """Let one act at a time change an import."""
    rows = Import.objects.select_for_update().filter(pk=imported.pk, state__in=states)
    if rows.first() is None:
        raise ValidationError(_("This import was carried out or dropped meanwhile."))


def _report(plan: Plan) -> list[list[object]]:
    return [[x.number, x.label, x.outcome, x.what, list(x.notes)] for x in plan.lines]


def _forget_file(imported: Import, now: datetime) -> None:
    """Take a new key, and destroy the one under which the file was sealed, also in backups."""
    name, old = imported.text("name"), imported.key
    imported.key = DataKey.new()
    imported.file = imported.table = imported.choices = imported.problem = b""
    imported.seal(name=name)
    imported.save()
    old.destroy(now)


@transaction.atomic
def drop_import(imported: Import, *, now: datetime) -> None:
    """Do away with an import that was not carried out, and with its file."""
    _only_once(imported, *(state for state in Import.State if state != Import.State.DONE))
    audit.record("import dropped", now=now, actor=imported.user, subject=imported)
    key = imported.key
    imported.delete()
    key.destroy(now)


@transaction.atomic
def watch_from(therapies: Sequence[Therapy], since: date, *, by: User, now: datetime) -> None:
    """Let imported therapies be looked at from a day on."""
    for therapy in therapies:
        audit.record(
            "watch begun", now=now, actor=by, subject=therapy, about=therapy,
            fields=["watched_from"],
        )  # fmt: skip
    rows = Therapy.objects.filter(pk__in=[t.pk for t in therapies])
    rows.update(watched_from=since)
    rows.mark_stale(now)
