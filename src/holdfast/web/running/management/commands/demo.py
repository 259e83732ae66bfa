"""`holdfast demo`."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections

from holdfast.web.practice.clock import practice_now
from holdfast.web.running import guard, serving
from holdfast.web.running.demonstration import build, people
from holdfast.web.running.models import Installation
from holdfast.web.sealing import keyring

HERE = "127.0.0.1"


class Command(BaseCommand):
    help = """Serve a demonstration practice on this machine. Example: holdfast demo --port 8123

    It is built the first time, and again when the program, the seed or the last day changed."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--seed", type=int, default=build.SEED, help="another story")
        parser.add_argument("--as-of", type=date.fromisoformat, help="last day, 2026-02-16")
        parser.add_argument("--build-only", action="store_true", help="build it and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Run this as `holdfast demo`, which keeps it apart from a practice.")
        if not options["build_only"]:
            self.check_port(options["port"])
        guard.make_folder()
        last = options["as_of"] or build.monday(date.today())  # noqa: DTZ011  the day on this desk
        self.prepare(options["seed"], last)
        if options["build_only"]:
            return
        self.greet(options["port"])
        serving.serve(HERE, options["port"], 1, with_worker=True)

    def check_port(self, port: int) -> None:
        """Say that a port is taken before anything is built."""
        try:
            guard.check_port(HERE, port)
        except guard.Refused as error:
            raise CommandError(str(error)) from None

    def prepare(self, seed: int, last: date) -> None:
        """Build the demonstration unless the one that is there still fits."""
        mark = build.story_mark(seed, last)
        if self.fits(mark):
            self.stdout.write("The demonstration is there already.")
            return
        self.stdout.write("Building the demonstration (up to half a minute) ...")
        connections.close_all()  # an open one would go on writing into the file that is removed
        for path in Path(settings.DATA).glob("holdfast.sqlite3*"):
            path.unlink()
        keyring.write(keyring.new_ring(guard.DEMONSTRATION), Path(settings.KEY_FILE))
        call_command("migrate", verbosity=0)
        build.build(seed, last, self.stdout.write)
        guard.mark(practice_now())
        Installation.objects.update(story=mark)

    def fits(self, mark: str) -> bool:
        """Say whether the demonstration on disk tells this very story."""
        if (
            not Path(settings.DATA, "holdfast.sqlite3").exists()
            or not Path(settings.KEY_FILE).exists()
        ):
            return False
        try:
            return Installation.objects.filter(story=mark, world=guard.DEMONSTRATION).exists()
        except DatabaseError:
            return False  # it was left half built

    def greet(self, port: int) -> None:
        """Print the address and who to sign in as, one for each role."""
        say = self.stdout.write
        say(f"\n  Holdfast is at  http://localhost:{port}/\n")
        say("  Sign in as")
        for name, address, role in people.doors():
            say(f"    {address:<28} {name}, {role}")
        say(f"  with the password  {people.PASSWORD}")
        say("  and, for those who work here, the six digits that the second page shows.")
        say(f"  A vault opens with  {people.PASSPHRASE}")
        say("  Everybody in it is invented. Stop with Ctrl+C.\n")
        sys.stdout.flush()
