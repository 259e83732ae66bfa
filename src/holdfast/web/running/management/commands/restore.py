"""`holdfast restore`."""

import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdfast.web.practice.clock import practice_now
from holdfast.web.running import backups, guard
from holdfast.web.running.pieces import Damaged


class Command(BaseCommand):
    help = """Put a backup in place of the database. Stop `serve` and `worker` first.

    Example: holdfast restore holdfast-20260217T030000.backup
    The recipient's key is asked for, or read from the file named by --key-file."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path)
        parser.add_argument("--key-file", type=Path, help="file with a recipient's printed key")

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["key_file"]
        printed = file.read_text() if file else getpass.getpass("Recipient's key: ")
        try:
            private = backups.read_private(printed)
            done = backups.restore(options["backup"], private, practice_now())
            guard.check_world()
        except (ValueError, OSError, Damaged, guard.Refused) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Restored what was backed up at {done.made_at}.")
        self.stdout.write(f"Erasures repeated: {done.erasures}. Everybody is signed out.")
        for broken in done.breaks:
            self.stdout.write(f"Audit, {broken.chain} chain, row {broken.number}: {broken.what}.")
