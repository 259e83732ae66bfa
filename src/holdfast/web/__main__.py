"""`python -m holdfast.web …` is Django's own command line for this project."""

import os
import sys

from django.core.management import execute_from_command_line

# What these write is for others to read: pages for another web server, and the program itself.
FOR_OTHERS = ("pages", "makemigrations", "makemessages", "compilemessages")


def main() -> None:
    """Run a Django management command; whatever else it writes only its owner can read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
    if not set(sys.argv[1:2]) & set(FOR_OTHERS):
        os.umask(0o077)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
