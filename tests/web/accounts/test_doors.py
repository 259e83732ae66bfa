"""What says nothing stays shut; the second factor comes before anything; proofs go stale."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from holdfast.web.accounts.doors import any_door, door, fresh, open_door
from holdfast.web.accounts.models import Draft, User

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
SignedIn = Callable[..., Client]


def unsaid(request: HttpRequest) -> HttpResponse:
    """A view nobody classified."""
    return HttpResponse("unsaid")


@open_door
def public(request: HttpRequest) -> HttpResponse:
    """A page for everybody."""
    return HttpResponse("public")


@any_door
def anyone(request: HttpRequest) -> HttpResponse:
    """A page for anyone signed in."""
    return HttpResponse("anyone")


@door("therapist", "lead")
def theirs(request: HttpRequest) -> HttpResponse:
    """A page for two roles."""
    return HttpResponse("theirs")


@any_door
@fresh
def matters(request: HttpRequest) -> HttpResponse:
    """A page that asks again."""
    return HttpResponse("matters")


urlpatterns = [
    path("unsaid/", unsaid),
    path("public/", public),
    path("anyone/", anyone),
    path("theirs/", theirs),
    path("matters/", matters),
    path("", include("holdfast.web.accounts.urls")),
]


def test_it_works(alice: User, signed_in: SignedIn) -> None:
    client = signed_in(alice)

    assert [client.get(f"/{page}/").status_code for page in ("public", "anyone", "theirs")] == [
        200,
        200,
        200,
    ]


def test_an_unclassified_view_is_a_404_even_signed_in(alice: User, signed_in: SignedIn) -> None:
    assert signed_in(alice).get("/unsaid/").status_code == 404


def test_nobody_is_led_to_sign_in_and_back(db: None) -> None:
    answer = Client().get("/theirs/?q=whatever")

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Ftheirs%2F")


def test_the_wrong_role_meets_a_404(dana: User, signed_in: SignedIn) -> None:
    assert signed_in(dana).get("/theirs/").status_code == 404


def test_an_htmx_request_leaves_its_page(db: None) -> None:
    answer = Client().get("/anyone/", headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == "/sign-in/?next=%2Fanyone%2F"


def test_a_door_needs_a_role() -> None:
    with pytest.raises(ValueError, match="any_door"):
        door()


def _minutes_later(client: Client, minutes: int) -> None:
    session = client.session
    session["proved"] = (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()
    session.save()


def test_a_proof_goes_stale(dana: User, signed_in: SignedIn) -> None:
    client = signed_in(dana)
    assert client.get("/matters/").status_code == 200

    _minutes_later(client, 11)
    assert client.get("/matters/")["Location"] == "/prove/?next=%2Fmatters%2F"


def test_proving_it_leads_back_and_nothing_sent_is_lost(dana: User, signed_in: SignedIn) -> None:
    client = signed_in(dana)
    _minutes_later(client, 11)
    client.post("/matters/", {"draft": "form", "note": "half"}, headers={"Host": "testserver"})
    assert Draft.objects.filter(user=dana).exists()

    sent: dict[str, Any] = {
        "once": "6d0d34e6-3d6a-4f0e-9f5e-0c7f1f0a1b2c",
        "password": "four plain words here",
    }
    assert client.post("/prove/?next=/matters/", sent)["Location"] == "/matters/"
    assert client.get("/matters/").status_code == 200


def test_a_wrong_password_proves_nothing(dana: User, signed_in: SignedIn) -> None:
    client = signed_in(dana)
    _minutes_later(client, 11)

    sent = {"once": "6d0d34e6-3d6a-4f0e-9f5e-0c7f1f0a1b2c", "password": "another one entirely"}
    assert client.post("/prove/", sent).status_code == 422
    assert client.get("/matters/").status_code == 302


def test_headers(db: None) -> None:
    answer = Client().get("/public/")

    policy = answer["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
