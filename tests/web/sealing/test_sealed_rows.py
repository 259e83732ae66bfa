"""Sealed texts open only where they were sealed, and never after their key was destroyed."""

from datetime import datetime
from pathlib import Path

import pytest

from holdfast.web.accounts.models import User, address_hash
from holdfast.web.sealing import keyring, primitives
from holdfast.web.sealing.models import DataKey, rewrap_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(now: datetime) -> User:
    return User.objects.invite("dana@example.org", "Dana Whitfield", [], now)


def test_it_works(dana: User) -> None:
    stored = User.objects.get(pk=dana.pk)

    assert stored.text("name") == "Dana Whitfield"
    assert b"Dana" not in bytes(stored.name)


def test_a_value_moved_to_another_field_does_not_open(dana: User) -> None:
    dana.name = dana.address

    with pytest.raises(primitives.SealBroken):
        dana.text("name")


def test_a_value_moved_to_another_row_does_not_open(dana: User, now: datetime) -> None:
    sam = User.objects.invite("sam@example.org", "Sam", [], now)
    sam.name = dana.name

    with pytest.raises(primitives.SealBroken):
        sam.text("name")


def test_a_flipped_bit_does_not_open(dana: User) -> None:
    changed = bytearray(dana.name)
    changed[-1] ^= 1
    dana.name = bytes(changed)

    with pytest.raises(primitives.SealBroken):
        dana.text("name")


def test_a_destroyed_key_opens_nothing(dana: User, now: datetime) -> None:
    dana.key.destroy(now)
    stored = User.objects.get(pk=dana.pk)

    with pytest.raises(primitives.SealBroken, match="erased"):
        stored.text("name")


def test_rotation_rewraps_and_old_keys_can_go(dana: User, settings, tmp_path: Path) -> None:
    before = keyring.ring()
    settings.KEY_FILE = tmp_path / "keys.json"
    keyring.write(before.rotated(), settings.KEY_FILE)
    assert rewrap_all() == DataKey.objects.count()
    keyring.write(keyring.ring().without_old(), settings.KEY_FILE)

    assert User.objects.get(pk=dana.pk).text("name") == "Dana Whitfield"


def test_another_key_ring_opens_nothing(dana: User) -> None:
    other = keyring.new_ring()
    key = dana.key

    with pytest.raises(primitives.SealBroken):
        other.unwrap(key.ring_id, bytes(key.wrapped), f"datakey|{key.pk}")


def test_an_address_has_one_hash_in_any_case() -> None:
    assert address_hash(" Dana@Example.org ") == address_hash("dana@example.org")
