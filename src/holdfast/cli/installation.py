"""Commands that run an installation: each calls the Django command of the same name.

Django is imported only when one of them is called.
"""

import os
import sys
from importlib import import_module

import click

FOR_OTHERS = ("pages",)  # another web server is to read them
AS_IS = {"ignore_unknown_options": True, "help_option_names": []}


def _command(name: str, text: str) -> click.Command:
    @click.command(name, context_settings=AS_IS, help=text, add_help_option=False)
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def run(arguments: tuple[str, ...]) -> None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
        if name == "demo":
            _keep_apart()
        if name not in FOR_OTHERS:
            os.umask(0o077)  # database, its log, backups: for their owner only
        try:
            management = import_module("django.core.management")
        except ModuleNotFoundError:
            raise click.ClickException(
                "This command needs the web application: pip install 'holdfast[web]'"
            ) from None
        management.execute_from_command_line(["holdfast", name, *arguments])
        sys.exit(0)

    return run


def _keep_apart() -> None:
    """Give the demonstration a folder, a database and a key file of its own."""
    os.environ["HOLDFAST_DEMONSTRATION"] = "yes"
    os.environ["HOLDFAST_DATA"] = os.environ.get("HOLDFAST_DEMONSTRATION_DATA", "var/demonstration")
    for name in ("DATABASE_URL", "HOLDFAST_KEYS", "HOLDFAST_OUTSIDE", "CREDENTIALS_DIRECTORY"):
        os.environ.pop(name, None)


demo = _command("demo", "Serve a demonstration practice.")
serve = _command("serve", "Serve the practice.")
worker = _command("worker", "Do the work on the list.")
invite = _command("invite", "Invite somebody who is to work here.")
keys = _command("keys", "Show, make, rotate or copy the key file.")
doctor = _command("doctor", "Say what is wrong with this set-up.")
audit = _command("audit", "Verify the audit, or sign its ends.")
backup = _command("backup", "Write an encrypted backup.")
restore = _command("restore", "Put a backup in place of the database.")
upgrade = _command("upgrade", "Back up, migrate and verify.")
pages = _command("pages", "Write the public pages as files that need no server.")
screen_rekey = _command("screen-rekey", "Build the index of screening anew under a new key.")
import_ = _command("import", "Take over a list from other software.")
export = _command("export", "Make exports of the whole practice, or open one.")
