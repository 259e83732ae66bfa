"""The migrations lead to the tables that the models describe."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_change_of_a_model_lacks_its_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
