"""What is not UTF-8 is refused before it is read, with the headers of every answer."""

import pytest
from django.test import Client

from holdfast.web.accounts.charset import says_utf8

FORM = "application/x-www-form-urlencoded"
OURS = [
    "",
    FORM,
    f"{FORM}; charset=UTF-8",
    f'{FORM};charset="utf-8"',
    "multipart/form-data; boundary=x",
]
OTHERS = [
    f"{FORM}; charset=utf-7", f"{FORM}; charset=utf-16", f"{FORM}; charset=nobodys",
    f"{FORM}; charset=", f"{FORM}; Charset = latin-1", f"{FORM}; charset=utf-8; charset=utf-7",
    "multipart/form-data; boundary=x; charset=utf-7", "application/json; charset=cp037",
]  # fmt: skip


@pytest.mark.parametrize("said", OURS)
def test_it_works(said: str) -> None:
    assert says_utf8(said)


@pytest.mark.parametrize("said", [*OTHERS, f"{FORM}; charset*=utf-7''a", "a/b; c*0*=nobodys''%41"])
def test_others_are_told_apart(said: str) -> None:
    assert not says_utf8(said)


@pytest.mark.django_db
@pytest.mark.parametrize("said", OTHERS)
@pytest.mark.parametrize("address", ["/sign/a-secret/", "/sign-in/", "/sign-in/passkey/", "/none/"])
def test_it_is_refused_before_its_token_is_looked_for(said: str, address: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["csrf"] = "a" * 32

    answer = browser.generic("POST", address, b"a=b", content_type=said)

    assert answer.status_code == 400
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "UTF-8" in answer.content.decode()
