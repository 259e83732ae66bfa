"""`holdfast worker`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdfast.web.practice.clock import practice_now
from holdfast.web.running import guard, serving


class Command(BaseCommand):
    help = "Do the work on the list: e-mails, reminders, signals. Example: holdfast worker --once"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
        parser.add_argument("--parent", type=int, help="stop when this process is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            guard.check_whole()
        except guard.Refused as error:
            raise CommandError(str(error)) from None
        if options["once"]:
            self.stdout.write(f"{serving.work_once(practice_now())} done")
            return
        try:
            serving.work_for_ever(options["parent"])
        except KeyboardInterrupt:
            return
