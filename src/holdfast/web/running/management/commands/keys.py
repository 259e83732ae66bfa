"""`holdfast keys`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdfast.web.running.guard import world
from holdfast.web.sealing import keyring
from holdfast.web.sealing.models import rewrap_all


class Command(BaseCommand):
    help = """Show, make, rotate or copy the one key file that a restore needs.

    Example: holdfast keys new"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "act", choices=["show", "new", "rotate", "copy"], default="show", nargs="?"
        )
        parser.add_argument("target", nargs="?", type=Path, help="with copy: where to")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["act"])(options["target"])
        except keyring.NoKeys as error:
            raise CommandError(str(error)) from None

    def show(self, target: Path | None) -> None:
        """Say where the key file is and which keys it holds, never the keys."""
        ring = keyring.ring()
        self.stdout.write(f"{settings.KEY_FILE}: for a {ring.world}, in use {ring.active}")
        older = ", ".join(i for i in ring.keys if i != ring.active) or "none"
        self.stdout.write(f"Older keys that still open: {older}")

    def new(self, target: Path | None) -> None:
        """Write a key file where there is none."""
        path = Path(settings.KEY_FILE)
        if path.exists():
            raise CommandError(f"{path} is there already. Nothing was changed.")
        keyring.write(keyring.new_ring(world()), path)
        self.stdout.write(
            f"Wrote {path}. Keep a copy away from this machine and away from the backups: "
            "without it no backup can be read, with it and a backup everything can."
        )

    def rotate(self, target: Path | None) -> None:
        """Put a new key in use, wrap every data key anew, then drop the older keys."""
        path = Path(settings.KEY_FILE)
        keyring.write(keyring.ring().rotated(), path)
        changed = rewrap_all()
        self.stdout.write(f"{changed} data keys are now wrapped under {keyring.ring().active}.")
        self.stdout.write("Older keys stay in the file for as long as older backups are kept.")

    def copy(self, target: Path | None) -> None:
        """Write a copy of the key file."""
        if target is None or target.exists():
            raise CommandError("Say where to write the copy; nothing that is there is replaced.")
        keyring.write(keyring.ring(), target)
        self.stdout.write(f"Wrote {target}.")
