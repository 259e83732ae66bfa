"""`invite`: make the first account of an installation, and show the link that opens it."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from holdfast.web.accounts.actions import people
from holdfast.web.accounts.models import CLIENTS_SIDE, Role

ROLES = [role.value for role in Role if role not in CLIENTS_SIDE]


class Command(BaseCommand):
    """Invite somebody who is to work here, without a web page and without e-mail."""

    help = "Invite somebody who works here and print the link that opens the account."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, by which address, to which roles."""
        parser.add_argument("address", help="e-mail address to sign in with")
        parser.add_argument("name", help='name, for example "Lena Lund"')
        parser.add_argument("--role", action="append", choices=ROLES, help="default: lead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account and print its link."""
        now = datetime.now(UTC)
        try:
            validate_email(options["address"])
        except ValidationError:
            said = f"{options['address']!r} is no e-mail address; write one like name@example.org."
            raise CommandError(said) from None
        with transaction.atomic():
            user = people.invite(
                address=options["address"],
                name=options["name"],
                roles=options["role"] or [Role.LEAD],
                now=now,
                actor=None,
                write=False,
            )
            path = people.invitation_link(user, now)
        self.stdout.write(f"{settings.BASE_URL}{path}")
        self.stdout.write("This link opens the account once, within 14 days. Give it in person.")
