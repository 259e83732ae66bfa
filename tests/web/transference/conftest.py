"""A therapist with a therapy and a vault, and their browser."""

import sys
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from conftest import SignedIn
from holdfast.web.practice.models import Therapy
from holdfast.web.vault import actions as vaults
from holdfast.web.vault.models import Vault

sys.path.insert(0, str(Path(__file__).parent.parent / "alliance"))
sys.path.insert(0, str(Path(__file__).parent))
import made
from writing import OWN


@pytest.fixture
def therapy(alice) -> Therapy:
    return made.a_therapy(made.works_here(alice), "Dana Whitfield", weeks=3)


@pytest.fixture
def vault(alice, now: datetime) -> Vault:
    return vaults.make_vault(alice, OWN, now=now)[0]


@pytest.fixture
def browser(alice, signed_in: SignedIn) -> Client:
    return signed_in(alice)
