"""`holdfast export`."""

import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdfast.web.practice.clock import practice_now
from holdfast.web.running import actions, backups, exporting, left_out
from holdfast.web.running.pieces import Damaged


class Command(BaseCommand):
    help = """Make the exports of the whole practice that may go ahead, or open one.

    A practice lead asks for an export on its page; a second person agrees, or 72 hours pass where
    there is none. Then: holdfast export
    On another machine: holdfast export --open practice-….export --into FOLDER
    The schema of a table: holdfast export --schema practice.session"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--open", type=Path, help="an encrypted export to open")
        parser.add_argument("--into", type=Path, help="folder for what is in it")
        parser.add_argument("--key-file", type=Path, help="file with a recipient's printed key")
        parser.add_argument("--schema", metavar="TABLE", help="print the JSON Schema of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["schema"]:
            self.print_schema(options["schema"])
        elif options["open"]:
            self.open(options["open"], options["into"], options["key_file"])
        else:
            self.make()

    def make(self) -> None:
        """Make what may go ahead."""
        try:
            made = actions.make_what_waited(practice_now())
        except backups.CannotBackUp as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Made {made} export(s) in {actions.folder()}.")
        waiting = actions.waiting().count()
        if waiting:
            self.stdout.write(
                f"{waiting} still needs a second person, or 72 hours where there is none."
            )

    def open(self, path: Path, into: Path | None, key_file: Path | None) -> None:
        """Decrypt an export with a recipient's printed key."""
        if into is None:
            raise CommandError("Say with --into where to put what is in it.")
        printed = key_file.read_text() if key_file else getpass.getpass("Recipient's key: ")
        try:
            names = exporting.unpack(path, backups.read_private(printed), into)
        except (ValueError, OSError, Damaged) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Wrote {len(names)} files into {into}. Begin with READ-ME.txt.")

    def print_schema(self, table: str) -> None:
        """Print the schema of one table."""
        import json

        found = {m._meta.label_lower: m for m in left_out.tables()}
        if table.lower() not in found:
            raise CommandError(f"There is no table {table!r}. Choose from: {', '.join(found)}.")
        self.stdout.write(json.dumps(exporting.schema_of(found[table.lower()]), indent=2))
