"""`python -m holdfast.web …` is Django's own command line for this project."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a Django management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
