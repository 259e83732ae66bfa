"""How long a sealed entry is tells no choice from a list; old entries open as they did."""

import uuid
from datetime import datetime

import pytest

from holdfast.codes import shipped
from holdfast.transference import Reaction, feelings, pulls
from holdfast.web.codes.kept import Kept
from holdfast.web.codes.state import Weighed
from holdfast.web.sealing import primitives
from holdfast.web.transference.kept import KeptReaction
from holdfast.web.vault import actions, drafts
from holdfast.web.vault.models import Entry, Vault, VaultDraft

pytestmark = pytest.mark.django_db
OWN = "kelp rock tide lantern harbour quiet"
IDS = [str(uuid.UUID(int=n)) for n in range(3)]


@pytest.fixture
def vault(alice, now: datetime) -> Vault:
    return actions.make_vault(alice, OWN, now=now)[0]


def _reaction(feeling: str, pull: str, now: datetime) -> bytes:
    told = Reaction(uuid.uuid4().hex, feeling=feeling, pull=pull, session=IDS[1], on=now.date())
    return KeptReaction(now, IDS[0], told).as_bytes()


def _lengths(vault: Vault, shelf: str, now: datetime, *plain: bytes) -> tuple[int, int]:
    """How many lengths there are of the texts, and of the sealed entries."""
    rows = [actions.write(vault, shelf, one, now=now) for one in plain]
    return len({len(one) for one in plain}), len({len(row.sealed) for row in rows})


def test_reactions_of_any_feeling_and_pull_have_one_length(vault, now) -> None:
    said = [_reaction(f.id, p.id, now) for f in feelings() for p in pulls()]
    before, after = _lengths(vault, "reactions", now, *said)

    assert before > 1
    assert after == 1


def test_weighings_begun_of_any_feeling_have_one_length(vault, now) -> None:
    own = [kind.id for kind in shipped().situations.values() if kind.own_feelings]
    begun = [Kept(now, now, IDS[0], IDS[1], Weighed(one)).as_bytes() for one in own]
    before, after = _lengths(vault, "weighings", now, *begun)

    assert before > 1
    assert after == 1


def test_drafts_of_two_answers_have_one_length(alice, vault, now) -> None:
    for n, text in enumerate(('{"answer": ["no"]}', '{"answer": ["much"], "fact_id": ["x"]}')):
        drafts.ToTheVault().keep(alice, f"/{n}/", "vault:form", text, now)

    assert len({len(row.sealed) for row in VaultDraft.objects.all()}) == 1


def test_it_opens_as_it_was_written(vault, now) -> None:
    key = actions.unlock(vault, OWN, now=now)
    for plain in (b"", b'{"a": 1}', b"x" * 1023, b"x" * 1024, b"x" * 1025):
        row = Entry.objects.get(pk=actions.write(vault, "notes", plain, now=now).pk)
        assert row.open(key.private) == plain
        assert (
            len(row.sealed) % 1024
            == len(actions.write(vault, "notes", b"x", now=now).sealed) % 1024
        )


def test_an_entry_of_before_still_opens(vault, now) -> None:
    row = actions.write(vault, "notes", b"words", now=now)
    own = primitives.new_key()
    row.boxed_key = primitives.box(bytes(vault.public), own, row.bound_to())
    row.sealed = primitives.seal_entry(own, b'{"text": "words"}', row.bound_to())

    assert row.open(actions.unlock(vault, OWN, now=now).private) == b'{"text": "words"}'
