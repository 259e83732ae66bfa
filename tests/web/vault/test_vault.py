"""A vault opens for its owner alone, in the session where it was opened, and for nobody else."""

import uuid
from datetime import datetime, timedelta

import pytest

from holdfast.web.accounts.models import User
from holdfast.web.audit.models import Entry as AuditEntry
from holdfast.web.sealing import primitives
from holdfast.web.vault import actions, passphrases
from holdfast.web.vault.models import Entry, OpenVault, Vault

pytestmark = pytest.mark.django_db

WORDS = "kelp rock tide lantern harbour quiet"


@pytest.fixture
def miriam(now: datetime) -> User:
    return User.objects.invite("miriam@example.org", "Miriam", [], now)


@pytest.fixture
def made(miriam: User, now: datetime) -> tuple[Vault, str]:
    return actions.make_vault(miriam, WORDS, now=now)


@pytest.fixture
def vault(made: tuple[Vault, str]) -> Vault:
    return made[0]


def test_it_works(vault: Vault, now: datetime) -> None:
    entry = actions.write(vault, "notes", b"I dreaded Tuesday.", now=now)
    key = actions.unlock(
        Vault.objects.get(pk=vault.pk), "  Kelp rock TIDE lantern harbour quiet ", now=now
    )

    assert Entry.objects.get(pk=entry.pk).open(key.private) == b"I dreaded Tuesday."


def test_the_printed_recovery_key_opens_too(made: tuple[Vault, str], now: datetime) -> None:
    vault, printed = made
    entry = actions.write(vault, "notes", b"words", now=now)

    key = actions.unlock_with_recovery_key(vault, printed.lower().replace("-", " "), now=now)

    assert entry.open(key.private) == b"words"


def test_a_wrong_passphrase_gets_no_hint_and_is_slowed_down(vault: Vault, now: datetime) -> None:
    for _ in range(actions.FREE_TRIES + 1):
        with pytest.raises(actions.Wrong):
            actions.unlock(vault, "wrong", now=now)

    vault.refresh_from_db()
    with pytest.raises(actions.Wrong):
        actions.unlock(vault, WORDS, now=now)
    assert actions.unlock(vault, WORDS, now=now + timedelta(minutes=1))


def test_a_tampered_entry_is_refused(vault: Vault, now: datetime) -> None:
    entry = actions.write(vault, "notes", b"words", now=now)
    key = actions.unlock(vault, WORDS, now=now)
    entry.sealed = bytes(entry.sealed[:-1]) + bytes([entry.sealed[-1] ^ 1])

    with pytest.raises(primitives.SealBroken):
        entry.open(key.private)


def test_an_entry_put_in_place_of_another_is_refused(vault: Vault, now: datetime) -> None:
    one, other = (actions.write(vault, "notes", text, now=now) for text in (b"one", b"other"))
    key = actions.unlock(vault, WORDS, now=now)
    one.sealed, one.boxed_key = other.sealed, other.boxed_key

    with pytest.raises(primitives.SealBroken):
        one.open(key.private)


def test_open_in_one_session_only_and_with_its_cookie(vault: Vault, now: datetime) -> None:
    cookie = actions.keep_open(actions.unlock(vault, WORDS, now=now), "session one", now=now)

    assert actions.resume(cookie, "session one", now=now)
    assert actions.resume(cookie, "session two", now=now) is None
    assert actions.resume(f"{uuid.uuid4().hex}{cookie[32:]}", "session one", now=now) is None
    assert actions.resume(cookie[:32] + "00" * 32, "session one", now=now) is None


def test_it_shuts_when_idle(vault: Vault, now: datetime) -> None:
    cookie = actions.keep_open(actions.unlock(vault, WORDS, now=now), "s", now=now)
    later = now + actions.IDLE + timedelta(seconds=1)

    assert actions.resume(cookie, "s", now=later) is None
    assert not OpenVault.objects.exists()


def test_the_session_row_alone_opens_nothing(vault: Vault, now: datetime) -> None:
    actions.keep_open(actions.unlock(vault, WORDS, now=now), "s", now=now)
    row = OpenVault.objects.get()

    for guess in (bytes(row.half), primitives.derive(bytes(row.half), "holdfast/open vault/1")):
        with pytest.raises(primitives.SealBroken):
            primitives.unseal(guess, bytes(row.wrapped), row.id.bytes)


def test_a_new_passphrase_replaces_the_old(vault: Vault, now: datetime) -> None:
    entry = actions.write(vault, "notes", b"words", now=now)
    actions.change_passphrase(
        actions.unlock(vault, WORDS, now=now), "entirely other words", now=now
    )
    vault.refresh_from_db()

    with pytest.raises(actions.Wrong):
        actions.unlock(vault, WORDS, now=now)
    assert entry.open(actions.unlock(vault, "entirely other words", now=now).private) == b"words"


def test_each_version_has_a_key_of_its_own(vault: Vault, now: datetime) -> None:
    first = actions.write(vault, "notes", b"first", now=now)
    second = actions.write(vault, "notes", b"second", now=now, series=first.series)

    assert (second.version, Entry.objects.of(vault.user).get()) == (2, second)
    assert bytes(first.boxed_key) != bytes(second.boxed_key)


def test_the_audit_holds_unlocking_and_never_entries(vault: Vault, now: datetime) -> None:
    actions.write(vault, "notes", b"words", now=now)
    actions.unlock(vault, WORDS, now=now)

    assert list(AuditEntry.objects.order_by("number").values_list("kind", flat=True)) == [
        "vault made",
        "vault opened",
    ]


def test_offered_passphrases_have_six_words_and_differ() -> None:
    offered = {passphrases.offer() for _ in range(50)}

    assert len(offered) == 50
    assert all(len(words.split()) == 6 for words in offered)
    assert len(passphrases.word_list()) == len(set(passphrases.word_list())) >= 1200
