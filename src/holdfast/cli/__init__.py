"""The command line: files in, files out, the same rules as the web application.

Each command lives in the module named in `COMMANDS` and is imported only when it is called, so
that `holdfast --version` does not wait for what one command needs.
"""

from importlib import import_module
from importlib.metadata import version
from keyword import iskeyword

import click

# command: (module below holdfast.cli, what it is for)
COMMANDS: dict[str, tuple[str, str]] = {
    "advise": ("codes", "Ask the ethics codes about a situation."),
    "codes": ("codes", "List, show and prove the codes that are shipped."),
    "frame": ("frame", "Hold what happened against what was agreed."),
    "alliance": ("alliance", "Signals of rupture and repair in a series of ratings."),
    "score": ("alliance", "Score the answers to a questionnaire."),
    "screen": ("screening", "Find the people of one list in another."),
    "screen-train": ("screening", "Learn the weights of agreement from a list."),
    "transference": ("transference", "Count and compare relationship episodes."),
    "demo": ("installation", "Serve a demonstration practice."),
    "serve": ("installation", "Serve the practice."),
    "worker": ("installation", "Do the work on the list."),
    "invite": ("installation", "Invite somebody who is to work here."),
    "keys": ("installation", "Show, make, rotate or copy the key file."),
    "doctor": ("installation", "Say what is wrong with this set-up."),
    "audit": ("installation", "Verify the audit, or sign its ends."),
    "backup": ("installation", "Write an encrypted backup."),
    "restore": ("installation", "Put a backup in place of the database."),
    "export": ("installation", "Make exports of the whole practice, or open one."),
    "upgrade": ("installation", "Back up, migrate and verify."),
    "pages": ("installation", "Write the public pages as files that need no server."),
    "screen-rekey": ("installation", "Build the index of screening anew under a new key."),
    "import": ("installation", "Take over a list from other software."),
}


def attribute_of(command: str) -> str:
    """Return the name of a command in its module: a word of Python itself gets a line after it."""
    name = command.replace("-", "_")
    return f"{name}_" if iskeyword(name) else name


class Commands(click.Group):
    """Commands named in a table, imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command called `cmd_name`; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"holdfast.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, attribute_of(cmd_name))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table without importing what it names."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("holdfast"), prog_name="holdfast")
def main() -> None:
    """Keep the therapeutic relationship in good order.

    Example: holdfast frame check agreement.yaml events.csv
    """
