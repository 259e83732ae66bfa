"""`holdfast audit`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdfast.web.audit.models import Entry
from holdfast.web.practice.clock import practice_now
from holdfast.web.running import outside


class Command(BaseCommand):
    help = "Verify the audit, or sign its ends now. Example: holdfast audit verify"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["verify", "sign"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "sign":
            for head in outside.keep_heads(practice_now()):
                self.stdout.write(f"{head['chain']}: {head['count']} rows signed")
            return
        broken = outside.verify_audit()
        if broken:
            lines = [f"The {b.chain} chain, row {b.number}: {b.what}." for b in broken]
            raise CommandError("\n".join(lines))
        self.stdout.write(f"All {Entry.objects.count()} rows are as they were written.")
