"""Codes of an authenticator app: RFC 6238 over RFC 4226, 30 seconds, six digits, SHA-1.

SHA-1 because that is what authenticator apps use by default; as a keyed MAC it is sound.
"""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
SECRET_BYTES = 20
LEEWAY_STEPS = 1


def new_secret() -> str:
    """Return 160 random bits in base32, as apps read them."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def step_of(now: datetime) -> int:
    """Return the number of whole 30-second steps since 1970."""
    return int(now.timestamp()) // STEP_SECONDS


def code_at(secret: str, step: int, digits: int = 6) -> str:
    """Return the code of one step (RFC 4226, section 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def step_that_fits(secret: str, code: str, now: datetime, after: int) -> int | None:
    """Return the step whose code was given, later than `after`; None if none fits.

    One step either side is allowed for a clock that is off (RFC 6238, section 5.2). A step is
    accepted once: the caller keeps it and passes it as `after` from then on.
    """
    given = "".join(code.split())
    here, found = step_of(now), None
    for step in range(here - LEEWAY_STEPS, here + LEEWAY_STEPS + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), given.encode()) and step > after:
            found = step
    return found


def address_for_app(secret: str, issuer: str, account: str) -> str:
    """Return the `otpauth:` address that an app reads from a QR code."""
    label = quote(f"{issuer}:{account}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"
