"""A demonstration shows the code of the second step; a practice never does."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def second_page(user) -> tuple[Client, str]:
    from conftest import PASSWORD

    client = Client()
    client.post(
        "/sign-in/", {"address": user.text("address"), "password": PASSWORD, "once": uuid4()}
    )
    return client, client.get("/sign-in/second/").content.decode()


def test_a_practice_shows_nothing(alice) -> None:
    assert "your app would show" not in second_page(alice)[1]


def test_a_demonstration_shows_a_code_that_works(alice, settings) -> None:
    from holdfast.web.accounts.demonstration import code_to_show

    settings.DEMONSTRATION = True
    client, page = second_page(alice)
    code = code_to_show(alice, datetime.now(UTC))

    assert code in page
    answer = client.post("/sign-in/second/", {"code": code, "once": uuid4()})
    assert answer.status_code == 302


def test_proving_again_shows_it_in_a_demonstration_alone(alice, signed_in, settings) -> None:
    from conftest import PASSWORD
    from holdfast.web.accounts.demonstration import code_to_show

    client = signed_in(alice)
    assert "your app would show" not in client.get("/prove/?next=/account/").content.decode()

    settings.DEMONSTRATION = True
    code = code_to_show(alice, datetime.now(UTC))
    assert f'your app would show <strong class="num">{code}' in (
        client.get("/prove/?next=/account/").content.decode()
    )
    sent = {"password": PASSWORD, "code": code, "next": "/account/", "once": uuid4()}
    assert client.post("/prove/", sent)["Location"] == "/account/"


def test_a_demonstration_says_who_to_sign_in_as(client, settings) -> None:
    kept_to_itself = client.get("/sign-in/").content.decode()
    settings.DEMONSTRATION = True

    shown = client.get("/sign-in/").content.decode()

    for said in ("miriam@riverside.example", "helen@client.example", "guardian of Mia Marsh",
                 "paul@client.example", "client whose therapy has ended",
                 "holdfast-demonstration"):  # fmt: skip
        assert said in shown
        assert said not in kept_to_itself
