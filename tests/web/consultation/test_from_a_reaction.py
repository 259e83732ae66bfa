"""A reaction taken to a colleague: in the vault until it is sent, and no id of it shows."""

from uuid import uuid4

import pytest

from holdfast.transference import Reaction
from holdfast.web.consultation.models import Draft, Question
from holdfast.web.transference import actions
from holdfast.web.transference.kept import KeptReaction
from holdfast.web.vault import actions as vaults

pytestmark = pytest.mark.django_db
OWN = "kelp rock tide lantern harbour quiet"


def test_it_goes_only_with_the_vault_open(knock, send, alice, bob, ben, therapy, now) -> None:
    vault = vaults.make_vault(alice, OWN, now=now)[0]
    told = Reaction("r", feeling="feeling.dread", own_words="With Dana I go cold.")
    series = actions.keep(vault, KeptReaction(now, str(therapy.pk), told), now=now).series
    browser, address = knock(alice), f"/consultation/ask/?from=reaction&id={series}"
    shut = browser.get(address).content.decode()
    assert "Open your vault first" in shut
    assert "cold" not in shut

    browser.post("/vault/open/", {"once": uuid4(), "passphrase": OWN})
    given = {"question": "What is this?", "hint": "Somebody.", "where": "inside",
             "to": str(bob.pk), "items": ["feeling", "own_words"]}  # fmt: skip
    to = send(browser, address, **given)["Location"]
    assert str(series) in to
    draft = Draft.objects.get()
    assert (draft.source_id, "cold" in draft.text("content")) == (None, False)
    assert "With the client I go cold." in browser.get(to).content.decode()
    assert send(browser, to, "sending", looked="on").status_code == 302

    question = Question.objects.get()
    assert (question.source, question.source_id) == ("nothing", None)
    assert question.copy["items"][1][1] == "With the client I go cold."
    assert "Dana" not in str(question.copy)


def test_somebody_else_s_is_not_there(knock, bob, ben, alice, therapy, now) -> None:
    vault = vaults.make_vault(alice, OWN, now=now)[0]
    kept = KeptReaction(now, str(therapy.pk), Reaction("r", feeling="feeling.dread"))
    series = actions.keep(vault, kept, now=now).series
    page = knock(bob).get(f"/consultation/ask/?from=reaction&id={series}")

    assert "dread" not in page.content.decode().lower()
    assert knock(bob).get("/consultation/ask/?from=reaction&id=x").status_code == 404
