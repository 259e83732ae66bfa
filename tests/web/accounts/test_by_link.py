"""What is read by a link, or in a session that a link began, is kept by no cache."""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from holdfast.web.accounts.doors import door_of

LED_TO = (  # what such a link leads to, in the same session
    "/sign/done/", "/sign/done/pdf/", "/sign-ending/done/", "/sign-ending/done/pdf/",
    "/question/", "/check/sent/", "/recover/",
)  # fmt: skip


def _patterns(inside: URLResolver) -> Iterator[URLPattern]:
    for entry in inside.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry


WITH_SECRET = [p for p in _patterns(get_resolver()) if "secret" in p.pattern.converters]
ADDRESSES = [f"/{re.sub('<[^>]+>', 'a-secret', str(p.pattern))}" for p in WITH_SECRET]


def test_it_looks_at_every_kind_of_link() -> None:
    assert all(isinstance(p.pattern, RoutePattern) for p in WITH_SECRET)
    assert {address.split("/")[1] for address in ADDRESSES} >= {
        "sign", "sign-ending", "check", "question", "invitation", "recover", "new-address",
        "keep-address",
    }  # fmt: skip


@pytest.mark.parametrize("pattern", WITH_SECRET, ids=str)
def test_whoever_has_a_link_comes_through_a_door_of_its_own(pattern: URLPattern) -> None:
    found = door_of(pattern.callback)

    assert found is not None
    assert found.by_link


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*ADDRESSES, *LED_TO])
def test_no_answer_is_kept(address: str) -> None:
    browser, strict = Client(), Client(enforce_csrf_checks=True)
    sent = {"once": uuid.uuid4(), "code": "123456"}

    for answer in (browser.get(address), browser.post(address, sent), strict.post(address, sent)):
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_what_a_browser_with_a_session_reads_is_not_kept_either() -> None:
    browser, stranger = Client(), Client()
    session = browser.session
    session["frame_opened"] = "a link"
    session.save()

    assert browser.get("/usual/")["Cache-Control"] == "no-store"
    assert "no-store" not in stranger.get("/usual/").get("Cache-Control", "")
