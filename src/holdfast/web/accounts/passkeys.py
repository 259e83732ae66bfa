"""Passkeys (WebAuthn, level 2), through the `fido2` library.

Options go to the browser as JSON with base64url bytes; the state between the two halves of a
ceremony is kept in the session and used once.
"""

import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

Options = dict[str, Any]
State = dict[str, Any]
MOST_BYTES = 32_000  # the longest answer, a new passkey with its maker's certificates, takes 10 KB
# What a library that takes apart nested bytes of a stranger's making may stumble over.
MALFORMED = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError,
    MemoryError, NotImplementedError, struct.error,
)  # fmt: skip


class PasskeyRefused(Exception):
    """The browser's answer is not one to what was asked, or not by a passkey known here."""


@dataclass(frozen=True)
class NewPasskey:
    """A passkey just made: its id, and what is kept of it (the public half)."""

    credential_id: bytes
    kept: str


@cache
def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(name="Holdfast", id=host))


def begin_adding(handle: bytes, shown: str, known: Iterable[str]) -> tuple[Options, State]:
    """Return what the browser needs to make a passkey, and the state to keep.

    `handle` is the account's id, `shown` what the person's device calls the account, `known` the
    passkeys there are, so that the same device is not added twice.
    """
    options, state = _server(settings.HOST).register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=shown, display_name=shown),
        [_credential(kept) for kept in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), dict(state)


def finish_adding(state: State, answer: Mapping[str, Any]) -> NewPasskey:
    """Check what the browser made; raises PasskeyRefused."""
    try:
        made = _server(settings.HOST).register_complete(state, answer)
    except MALFORMED:
        raise PasskeyRefused from None
    if made.credential_data is None:
        raise PasskeyRefused
    return NewPasskey(
        made.credential_data.credential_id, websafe_encode(bytes(made.credential_data))
    )


def answer_in(request: HttpRequest) -> dict[str, Any]:
    """Return what a browser answered; raises PasskeyRefused for what no browser sends."""
    try:
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            raise PasskeyRefused
        answer = json.loads(request.body)
    except (ValueError, RecursionError, RequestDataTooBig):
        raise PasskeyRefused from None
    if not isinstance(answer, dict) or not isinstance(answer.get("credential"), dict):
        raise PasskeyRefused
    return answer


def begin_using() -> tuple[Options, State]:
    """Return what the browser needs to use a passkey, whosever it is, and the state to keep."""
    options, state = _server(settings.HOST).authenticate_begin(
        user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), dict(state)


def id_in(answer: Mapping[str, Any]) -> bytes:
    """Return the id of the passkey that answered; raises PasskeyRefused."""
    try:
        return websafe_decode(answer["rawId"])
    except MALFORMED:
        raise PasskeyRefused from None


def finish_using(state: State, kept: str, answer: Mapping[str, Any]) -> None:
    """Check that the passkey `kept` signed what was asked; raises PasskeyRefused."""
    try:
        _server(settings.HOST).authenticate_complete(state, [_credential(kept)], answer)
    except MALFORMED:
        raise PasskeyRefused from None


def _credential(kept: str) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(kept))
