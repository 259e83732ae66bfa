"""The cryptography Holdfast uses, and the only module that imports the library.

Everything here takes and returns bytes. Each function names the construction it stands on, so
that a reviewer can compare the two without reading anything else.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"


class SealBroken(Exception):
    """The sealed value was changed, moved to another place, or sealed under another key."""


def new_key() -> bytes:
    """Return 256 random bits."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Seal `plain` under `key` with AES-256-GCM-SIV (RFC 8452), bound to the place it is kept."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCMSIV(key).encrypt(nonce, plain, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Open what `seal` made.

    Raises SealBroken if the bytes, the key or the place are not those it was sealed with.
    """
    if sealed[:1] != VERSION or len(sealed) < 1 + NONCE_BYTES + 16:
        raise SealBroken("This is not a sealed value of a version known here.")
    nonce, text = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCMSIV(key).decrypt(nonce, text, bound_to)
    except InvalidTag:
        raise SealBroken("A sealed value does not open: changed, moved, or another key.") from None


def seal_entry(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Seal under a key that is used once, with AES-256-GCM (NIST SP 800-38D)."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def unseal_entry(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Open what `seal_entry` made; raises SealBroken."""
    nonce, text = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, text, bound_to)
    except (InvalidTag, ValueError):
        raise SealBroken("A sealed entry does not open: changed, moved, or another key.") from None


def derive(secret: bytes, purpose: str) -> bytes:
    """Derive a key of 32 bytes for one purpose (HKDF-SHA256, RFC 5869)."""
    kdf = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
    return kdf.derive(secret)


def stretch(passphrase: str, salt: bytes) -> bytes:
    """Turn a passphrase into a key with Argon2id (RFC 9106, second recommended setting).

    64 MiB, 3 passes, 4 lanes: some tenths of a second, which also slows guessing down.
    """
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=3, lanes=4, memory_cost=64 * 1024)
    return kdf.derive(passphrase.encode())


def mac(key: bytes, message: bytes) -> bytes:
    """Return HMAC-SHA256 (RFC 2104)."""
    return hmac.digest(key, message, "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Compare in a time that does not depend on where the two differ."""
    return hmac.compare_digest(one, other)


def lookup_hash(key: bytes, text: str) -> str:
    """Return a keyed BLAKE2b of 32 bytes in hexadecimal, for finding a row by a sealed value."""
    return hashlib.blake2b(text.encode(), key=key, digest_size=32).hexdigest()


def box_pair() -> tuple[bytes, bytes]:
    """Return a new X25519 key pair as (private, public)."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def box_public(private: bytes) -> bytes:
    """Return the public half of an X25519 private key."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def box(public: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Seal to a public key: an ephemeral X25519 key, HKDF, AES-256-GCM.

    Whoever seals keeps nothing that could open it again.
    """
    ephemeral = X25519PrivateKey.generate()
    sent = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    return sent + seal_entry(_box_key(shared, sent, public), plain, bound_to)


def unbox(private: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Open what `box` made for this private key; raises SealBroken."""
    own = X25519PrivateKey.from_private_bytes(private)
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(sealed[:KEY_BYTES]))
    except ValueError:
        raise SealBroken("A sealed entry is cut short.") from None
    key = _box_key(shared, sealed[:KEY_BYTES], own.public_key().public_bytes_raw())
    return unseal_entry(key, sealed[KEY_BYTES:], bound_to)


def _box_key(shared: bytes, sent: bytes, public: bytes) -> bytes:
    return derive(shared + sent + public, "holdfast/box/1")


def signing_public(seed: bytes) -> bytes:
    """Return the Ed25519 public key of a seed of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """Sign with Ed25519 (RFC 8032)."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether `signature` over `message` was made by the owner of `public`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True
