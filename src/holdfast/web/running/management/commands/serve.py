"""`holdfast serve`."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdfast.web.practice.clock import practice_now
from holdfast.web.running import guard, serving
from holdfast.web.sealing import keyring


class Command(BaseCommand):
    help = """Serve the practice. Example: holdfast serve --port 8000

    Pages and worker run together; with --no-worker, run `holdfast worker` beside it."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=2, help="processes that answer")
        parser.add_argument("--no-worker", action="store_true", help="leave the work to `worker`")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            guard.check_address(options["host"])
            guard.check_port(options["host"], options["port"])
            keyring.ring()
            guard.make_folder()
            guard.check_whole()
            call_command("migrate", verbosity=0)
            guard.check_world()
        except (guard.Refused, keyring.NoKeys) as error:
            raise CommandError(str(error)) from None
        guard.mark(practice_now())
        self.stdout.write(f"Holdfast is at http://{options['host']}:{options['port']}/")
        serving.serve(
            options["host"], options["port"], options["processes"], not options["no_worker"]
        )
