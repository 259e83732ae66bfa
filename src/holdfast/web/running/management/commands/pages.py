"""`holdfast pages`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdfast.web.practice.clock import practice_now
from holdfast.web.running import pages


class Command(BaseCommand):
    help = (
        "Write the public pages (what is usual, is this OK, help, questions before one starts) as "
        "files that need no server. Example: holdfast pages site/"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a new or empty folder")
        parser.add_argument(
            "--url", default=settings.BASE_URL, help="where the installation is (HOLDFAST_URL)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not empty. Name a new folder.")
        written = pages.write(folder, options["url"], practice_now())
        self.stdout.write(f"{len(written)} pages in {folder}. Open {folder / 'index.html'}.")
