"""Offering passphrases and recovery keys that a person can keep."""

import base64
import secrets
from functools import cache
from importlib import resources

WORDS = 6
GROUP = 5
SHORTEST = 20


@cache
def word_list() -> tuple[str, ...]:
    """Return the words that passphrases are drawn from, each one different."""
    text = resources.files("holdfast.web.vault").joinpath("words.txt").read_text("utf-8")
    return tuple(text.split())


def offer() -> str:
    """Return six random words, a little over 10 bits each."""
    return " ".join(secrets.choice(word_list()) for _ in range(WORDS))


def was_offered(passphrase: str) -> bool:
    """Say whether these are six words of the list, as `offer` makes them."""
    words = passphrase.split(" ")
    return len(words) == WORDS and set(words) <= set(word_list())


def normal(passphrase: str) -> str:
    """Fold case and spaces, which people do not remember."""
    return " ".join(passphrase.casefold().split())


def print_key(key: bytes) -> str:
    """Write a recovery key of 32 bytes in groups that can be read aloud."""
    text = base64.b32encode(key).decode().rstrip("=")
    return "-".join(text[i : i + GROUP] for i in range(0, len(text), GROUP))


def read_key(text: str) -> bytes:
    """Read a printed recovery key; raises ValueError if it is not one."""
    plain = text.upper().replace("-", "").replace(" ", "").strip()
    plain += "=" * (-len(plain) % 8)
    key = base64.b32decode(plain)
    if len(key) != 32:
        raise ValueError("A recovery key has 52 letters and digits.")
    return key
