"""The practice's own templates."""

from uuid import uuid4

import pytest

from holdfast.web.frame.models import Template

from .test_building import sent


@pytest.fixture
def own(knock, lead):
    """A template that began with the one for cognitive behavioural therapy."""
    knock(lead).post(
        "/frame-templates/new/", {"once": uuid4(), "name": "Our CBT", "about": "", "begin": "cbt"}
    )
    return Template.objects.get()


def test_it_works(knock, lead, own) -> None:
    browser = knock(lead)
    assert "Our CBT" in browser.get("/frame-templates/").content.decode()
    address = f"/frame-templates/{own.pk}/length/"
    form = browser.get(address).context["form"]

    browser.post(address, sent(form, minutes="45"))

    changed = Template.objects.get()
    assert changed.as_terms().length.minutes == 45
    assert changed.version == 2


def test_rename(knock, lead, own, send) -> None:
    send(knock(lead), f"/frame-templates/{own.pk}/", name="CBT, short", about="Twelve sessions")

    assert Template.objects.get().name == "CBT, short"


def test_two_rename_at_once(knock, lead, own) -> None:
    browser = knock(lead)
    opened = browser.get(f"/frame-templates/{own.pk}/").context["form"].version
    for name in ("First", "Second"):
        page = browser.post(
            f"/frame-templates/{own.pk}/",
            {"once": uuid4(), "opened": opened, "name": name, "about": ""},
        )

    assert page.status_code == 422
    assert "Somebody changed this" in page.content.decode()
    assert Template.objects.get().name == "First"


def test_remove(knock, lead, own, send) -> None:
    send(knock(lead), f"/frame-templates/{own.pk}/remove/")

    assert not Template.objects.exists()


def test_nobody_else_keeps_templates(knock, alice, anna, dana, own) -> None:
    for who in (alice, dana):
        browser = knock(who)
        for address in ("", "new/", f"{own.pk}/", f"{own.pk}/fee/", f"{own.pk}/remove/"):
            assert browser.get(f"/frame-templates/{address}").status_code == 404
