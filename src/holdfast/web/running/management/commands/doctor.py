"""`holdfast doctor`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from holdfast.web.running import health


class Command(BaseCommand):
    help = "Say in words what is wrong with this set-up. Example: holdfast doctor"

    def handle(self, *args: Any, **options: Any) -> None:
        findings = health.examine()
        for finding in findings:
            mark = "fine " if finding.fine else "mend "
            self.stdout.write(f"{mark} {finding.words}")
        for line in health.PROTECTS:
            self.stdout.write(f"note  {line}")
        if not all(f.fine for f in findings):
            sys.exit(1)
