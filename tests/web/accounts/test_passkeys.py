"""What no browser sends as the answer of a passkey is refused like a passkey nobody knows."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from holdfast.web.accounts import passkeys
from holdfast.web.accounts.models import User

pytestmark = pytest.mark.django_db


def _coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _credential(**inside: str) -> str:
    saying = {"clientDataJSON": _coded(b"{}"), "attestationObject": "", **inside}
    answer = {"id": "AA", "rawId": "AA", "type": "public-key", "response": saying}
    return json.dumps({"credential": answer})


ODD = {
    "deep": "[" * 100_000,
    "deep but short": "[" * 20_000,
    "deep inside": '{"credential": ' + '{"a":' * 5_000,
    "long": json.dumps({"credential": {"rawId": "A" * 100_000}}),
    "too long to be read": json.dumps({"credential": {"rawId": "A" * 3_000_000}}),
    "empty": "",
    "no object": "[]",
    "null": "null",
    "no credential": "{}",
    "a word": '{"credential": "word"}',
    "no text": "\ufffe",
    "nested bytes": _credential(attestationObject=_coded(b"\x81" * 5_000)),
    "bytes cut off": _credential(attestationObject=_coded(b"\x99")),
    "nested words": _credential(clientDataJSON=_coded(b"[" * 20_000)),
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_signing_in(body: str) -> None:
    browser = Client()
    browser.post("/sign-in/passkey/options/")

    answer = browser.post("/sign-in/passkey/", body, content_type="application/json")

    assert answer.status_code == 422
    assert answer.json() == {"error": "This passkey is not known here."}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_adding(body: str, dana: User, signed_in: Any) -> None:
    browser = signed_in(dana)
    browser.post("/my-sign-in/passkey/options/")

    answer = browser.post("/my-sign-in/passkey/made/", body, content_type="application/json")

    assert answer.status_code == 422
    assert answer.json() == {"error": "That did not work. Please try once more."}


def test_what_a_known_passkey_says_may_be_odd_too() -> None:
    _options, state = passkeys.begin_using()
    odd = {"authenticatorData": _coded(b"\x81" * 5_000), "clientDataJSON": _coded(b"[" * 20_000)}

    with pytest.raises(passkeys.PasskeyRefused):
        passkeys.finish_using(state, _coded(b"\x00" * 80), {"rawId": "AA", "response": odd})
