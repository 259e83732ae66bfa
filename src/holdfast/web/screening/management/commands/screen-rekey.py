"""`holdfast screen-rekey`."""
# ruff: noqa: N999  named as it is called

from typing import Any

from django.core.management.base import BaseCommand

from holdfast.web.practice.clock import practice_now
from holdfast.web.screening.rekeying import rekey


class Command(BaseCommand):
    help = """Build the index of screening anew under a new key. Stop `serve` and `worker` first.

    Example: holdfast screen-rekey"""

    def handle(self, *args: Any, **options: Any) -> None:
        done = rekey(practice_now(), self._say)
        self.stdout.write(f"{done} people are in the index, under a new key. The old one is gone.")
        self.stdout.write("Ties and answers stay; so does the key that keeps offers the same.")

    def _say(self, done: int) -> None:
        self.stderr.write(f"  {done}")
