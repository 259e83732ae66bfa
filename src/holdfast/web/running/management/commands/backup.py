"""`holdfast backup`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdfast.web.practice.clock import practice_now
from holdfast.web.running import backups


class Command(BaseCommand):
    help = """Write an encrypted backup while the practice runs.

    Example: holdfast backup --to /srv/backups
    First, once: holdfast backup --recipients Anna Ben"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="folder for the backups")
        parser.add_argument("--recipients", nargs="+", metavar="NAME", help="make keys for them")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["recipients"]:
            self.make_recipients(options["recipients"])
            return
        try:
            made = backups.back_up(options["to"] or Path(settings.DATA) / "backups", practice_now())
        except backups.CannotBackUp as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Wrote {made} ({made.stat().st_size // 1024} KiB).")

    def make_recipients(self, names: list[str]) -> None:
        """Print the private halves, which are kept nowhere."""
        if len(names) < 2:
            raise CommandError("Name at least two people, so that one may lose their key.")
        if backups.recipients_file().exists():
            raise CommandError(f"{backups.recipients_file()} is there already.")
        for name, private in backups.new_recipients(names).items():
            self.stdout.write(f"{name}: {private}")
        self.stdout.write("Print these and keep them apart. They are not kept on this machine.")
