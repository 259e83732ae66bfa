"""A feeling of one's own that is weighed in a vault, for the tests of it."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from holdfast.web.codes import actions, kept
from holdfast.web.codes.asking import advice_on
from holdfast.web.codes.kept import InVault
from holdfast.web.codes.models import Decision
from holdfast.web.vault import actions as vaults
from holdfast.web.vault.models import Vault

from .deciding import THOUGHTS, thought_through

OWN = "kelp rock tide lantern harbour quiet"
DECIDED = "I go on, and bring this work to supervision every fortnight."
FELT = "I wait for Tuesdays and choose my shirt for them."
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def vault(anna, now) -> Vault:
    return vaults.make_vault(anna.user, OWN, now=now)[0]


@pytest.fixture
def key(vault, now) -> vaults.Key:
    return vaults.unlock(vault, OWN, now=now)


def open_vault(browser) -> None:
    sent = {"once": uuid4(), "passphrase": OWN}
    assert browser.post("/vault/open/", sent).status_code == 302


def shut(browser) -> None:
    browser.post("/vault/shut/")


def in_vault(key, therapy, series: UUID) -> InVault:
    """What the pages work with while the vault is open."""
    held = kept.opened(key, series)
    assert held is not None
    therapist = therapy.assignments.get().therapist
    return InVault(key, series, held, therapy, therapy.participants.first(), therapist)


def begun(key, therapy, now, situation: str = "attracted") -> UUID:
    person = therapy.participants.first()
    return actions.begin_in_vault(key.vault, therapy, situation, now=now, participant=person)


def thought(key, therapy, now, situation: str = "attracted", **plan) -> InVault:
    """Weighed up to the signature."""
    row = in_vault(key, therapy, begun(key, therapy, now, situation))
    told = {"decided": DECIDED, "colleague": "Tom Reyes", "told": "Nothing of it."} | plan
    thought_through(row, {"work_affected": "some"}, now, **told)
    row = in_vault(key, therapy, row.series)
    weighed = replace(row.weighed(), thoughts={**THOUGHTS, "need": FELT})
    actions.keep(row, weighed, by=row.therapist.user, now=now)
    return in_vault(key, therapy, row.series)


def a_decision(key, therapy, now, **plan) -> Decision:
    row = thought(key, therapy, now, **plan)
    return signed(row, now)


def signed(row: InVault, now) -> Decision:
    """Sign, every clause read that had to be."""
    advice = advice_on(row, row.weighed(), now.date())
    read = tuple((code, c) for code, each in advice.answers.items() for c in each.read_first)
    return actions.sign(row, read, by=row.therapist.user, now=now)


def sign_on_page(browser, send, address: str):
    """The same on its page."""
    fields = browser.get(address).context["form"].fields
    read = [value for value, _label in fields["read"].choices] if "read" in fields else []
    return send(browser, address, read=read)


def start(browser, send, with_dana, situation: str = "attracted"):
    return send(browser, f"/therapies/{with_dana.pk}/boundary/", situation=situation)


def found_behind(key, decision):
    found = kept.behind(key, decision.pk)
    assert found is not None
    return found
