"""The key ring: one file that lies neither in the database nor in the environment.

The file holds wrapping keys with ids (the newest wraps, the older ones still open) and one root
secret from which the keys for everything else are derived. Whoever restores a backup needs it.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings

from . import primitives

SCHEMA = "holdfast/keys/1"


class NoKeys(Exception):
    """There is no key file, or it cannot be read."""


@dataclass(frozen=True)
class KeyRing:
    """Wrapping keys by id, the id in use, and the root secret.

    `world` is "practice" or "demonstration": the two never open each other's data.
    """

    active: str
    keys: dict[str, bytes]
    root: bytes
    world: str

    def wrap(self, data_key: bytes, bound_to: str) -> tuple[str, bytes]:
        """Wrap a data key under the active key; returns (ring id, wrapped bytes)."""
        return self.active, primitives.seal(self.keys[self.active], data_key, bound_to.encode())

    def unwrap(self, ring_id: str, wrapped: bytes, bound_to: str) -> bytes:
        """Open a wrapped data key; raises SealBroken, also when the ring lacks the id."""
        if ring_id not in self.keys:
            raise primitives.SealBroken(f"The key file has no key with the id {ring_id!r}.")
        return primitives.unseal(self.keys[ring_id], wrapped, bound_to.encode())

    def derived(self, purpose: str) -> bytes:
        """Return the key for one purpose, such as "audit" or "lookup"."""
        return primitives.derive(self.root, f"holdfast/{self.world}/{purpose}/1")

    @cached_property
    def lookup_key(self) -> bytes:
        """The key of the hashes by which sealed addresses are found."""
        return self.derived("lookup")

    def rotated(self) -> "KeyRing":
        """Return a ring with a new wrapping key in use; the older ones stay to open."""
        ring_id = _new_id()
        keys = {**self.keys, ring_id: primitives.new_key()}
        return replace(self, active=ring_id, keys=keys)

    def without_old(self) -> "KeyRing":
        """Return a ring that keeps only the key in use. Rewrap first."""
        return replace(self, keys={self.active: self.keys[self.active]})

    def dump(self) -> str:
        """Return the text of the key file."""
        return json.dumps(
            {
                "schema": SCHEMA,
                "world": self.world,
                "active": self.active,
                "keys": {i: base64.b64encode(k).decode() for i, k in self.keys.items()},
                "root": base64.b64encode(self.root).decode(),
            },
            indent=2,
        )


def new_ring(world: str = "practice") -> KeyRing:
    """Return a ring with random keys for a practice or a demonstration."""
    ring_id = _new_id()
    return KeyRing(ring_id, {ring_id: primitives.new_key()}, primitives.new_key(), world)


def parse(text: str) -> KeyRing:
    """Read the text of a key file; raises NoKeys, saying what is wrong with it."""
    try:
        data = json.loads(text)
        if data.get("schema") != SCHEMA:
            raise NoKeys(f"The key file says schema {data.get('schema')!r}; known is {SCHEMA!r}.")
        keys = {i: base64.b64decode(k, validate=True) for i, k in data["keys"].items()}
        ring = KeyRing(data["active"], keys, base64.b64decode(data["root"]), data["world"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoKeys(f"The key file cannot be read ({type(error).__name__}).") from None
    if ring.active not in keys or any(len(k) != primitives.KEY_BYTES for k in keys.values()):
        raise NoKeys("The key file is incomplete: the key in use is missing or too short.")
    return ring


def write(ring: KeyRing, path: Path) -> None:
    """Write the key file so that only its owner can read it, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(ring.dump())
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> KeyRing:
    return parse(path.read_text())


def ring() -> KeyRing:
    """Return the ring of this installation, read again when its file changes.

    Raises NoKeys when there is no file.
    """
    path = Path(settings.KEY_FILE)
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        raise NoKeys(f"There is no key file at {path}. `holdfast keys new` writes one.") from None
    return _read(path, changed)


def _new_id() -> str:
    return secrets.token_hex(4)
