"""`holdfast upgrade`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdfast.web.practice.clock import practice_now
from holdfast.web.running import backups, guard, outside


class Command(BaseCommand):
    help = "Back up, migrate and verify. Example: holdfast upgrade"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="folder for the backup")

    def handle(self, *args: Any, **options: Any) -> None:
        now = practice_now()
        try:
            guard.check_world()
            made = backups.back_up(options["to"] or Path(settings.DATA) / "backups", now)
        except (backups.CannotBackUp, guard.Refused) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Backed up to {made}.")
        call_command("migrate", verbosity=0)
        guard.mark(now)
        if broken := outside.verify_audit():
            raise CommandError(f"The audit does not verify at row {broken[0].number}.")
        self.stdout.write("Migrated; the audit verifies.")
