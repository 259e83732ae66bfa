# ruff: noqa: N999  the command is called `import`
"""`holdfast import`."""

import json
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from holdfast.web.accounts.models import User
from holdfast.web.practice.actions import imports
from holdfast.web.practice.clock import practice_now
from holdfast.web.practice.importing.choices import Choices, order_matters
from holdfast.web.practice.importing.fields import FIELDS, described, lacking, plain
from holdfast.web.practice.importing.planning import Plan
from holdfast.web.practice.importing.reading import Table
from holdfast.web.practice.importing.uploads import MOST_BYTES
from holdfast.web.practice.importing.values import Order
from holdfast.web.practice.models import Import, Therapist, Therapy

KINDS = ("clients", "sessions", "contacts", "calendar")


class Command(BaseCommand):
    help = """Take over a list from other software into one therapist's caseload.

    Example: holdfast import clients.csv --kind clients --therapist anna@example.org --dry-run
    Prints one line a row. Whoever may be somebody who is there already is left out: decide that on
    the web, or with --who "Dana Whitfield=new"."""

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
        parser.add_argument("--kind", choices=KINDS)
        parser.add_argument("--therapist", metavar="ADDRESS", help="whose caseload it goes to")
        parser.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD")
        parser.add_argument("--who", action="append", default=[], metavar="NAME=new|couple|CODE")
        parser.add_argument("--day-first", action="store_const", const="day", dest="order")
        parser.add_argument("--month-first", action="store_const", const="month", dest="order")
        parser.add_argument("--zone", metavar="ZONE", help="time zone of the times in the file")
        parser.add_argument("--dry-run", action="store_true", help="say what would be made")
        parser.add_argument("--schema", action="store_true", help="print the columns understood")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["schema"]:
            self.stdout.write(json.dumps(described(), indent=2, ensure_ascii=False))
            return
        for name in ("file", "kind", "therapist"):
            if not options[name]:
                raise CommandError(f"Say {'FILE' if name == 'file' else '--' + name}; see --help.")
        try:
            self._import(options)
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from None

    def _import(self, options: dict[str, Any]) -> None:
        """Plan, print, and unless it is a dry run carry out; a dry run leaves no trace at all."""
        now, content = practice_now(), _content(options["file"])
        with transaction.atomic():
            imported = imports.begin_import(
                content=content, name=options["file"].name, kind=options["kind"],
                user=(therapist := _therapist(options["therapist"])).user, therapist=therapist,
                now=now, at_once=True,
            )  # fmt: skip
            if imported.state == Import.State.REFUSED:
                raise CommandError(imported.text("problem"))
            imports.decide(imported, _choices(imported, options))
            plan = imports.plan_import(imported, now)
            if options["dry_run"]:
                transaction.set_rollback(True)
            else:
                imports.carry_out_import(imported, now=now)
        self._say(plan, options["dry_run"])

    def _say(self, plan: Plan, dry: bool) -> None:
        for line in plan.lines:
            notes = "".join(f"\n      {note}" for note in line.notes)
            self.stdout.write(f"{line.number:>5}  {line.outcome:<5}  {line.what}{notes}")
        made = plan.count("make")
        rest = len(plan.lines) - made
        done = "would be taken over; nothing was changed" if dry else "taken over"
        self.stdout.write(f"{made} rows {done}, {rest} left as they are.")


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{path} has more than {MOST_BYTES // 1024 // 1024} MB; split it.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None


def _therapist(address: str) -> Therapist:
    user = User.objects.by_address(address)
    found = Therapist.objects.filter(user=user).select_related("user__key").first()
    if user is None or found is None:
        raise CommandError(f"No therapist signs in with {address}.")
    return found


def _choices(imported: Import, options: dict[str, Any]) -> Choices:
    """Take the guesses, then what the command says; all that is wrong is said at once."""
    table, choices = imports.table_of(imported), imports.choices_of(imported)
    columns = dict(choices.columns)
    wrong = []
    for said in options["map"]:
        place, field = _mapped(said, table, imported.kind)
        columns = {p: name for p, name in columns.items() if name != field and p != place}
        if place < 0:
            wrong.append(f"--map {said}: write COLUMN=FIELD with {_known(table, imported.kind)}")
        elif field:
            columns[place] = field
    order: Order = options["order"] or choices.order
    if order_matters(table, columns) and not order:
        wrong.append("The dates can be read both ways: say --day-first or --month-first.")
    wrong += map(str, lacking(imported.kind, columns, by_column=False))
    if wrong:
        raise CommandError("\n".join(wrong))
    who = dict(_who(said, imported) for said in options["who"])
    zone = options["zone"] or choices.zone
    return choices.decided(columns=columns, order=order, zone=zone, who=who)


def _mapped(said: str, table: Table, kind: str) -> tuple[int, str]:
    """Return the place of a column and its field ("" to leave it out); -1 if there is none."""
    column, _, field = said.rpartition("=")
    names = [plain(name) for name in table.columns]
    known = {f.name for f in FIELDS[kind]} | {""}
    if plain(column) not in names or field not in known:
        return -1, field
    return names.index(plain(column)), field


def _known(table: Table, kind: str) -> str:
    fields = ", ".join(f.name for f in FIELDS[kind])
    return f"a column of {', '.join(table.columns)}; a field of {fields}."


def _who(said: str, imported: Import) -> tuple[str, str]:
    name, _, answer = said.rpartition("=")
    if answer in {"new", "couple", "out"}:
        return plain(name), answer
    own = Therapy.objects.own_of(imported.user, practice_now()).filter(code=answer.upper())
    found = own.first()
    if found is None:
        raise CommandError(f"--who {said}: write NAME=new, NAME=couple, NAME=out or NAME=CODE.")
    return plain(name), str(found.pk)
