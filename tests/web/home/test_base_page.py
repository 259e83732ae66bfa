"""What every page has: the menu by role, the banner, forms, and pages for what went wrong."""

import ast
import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client, RequestFactory


def _menu(text: str) -> list[str]:
    inside = re.search(r'<nav class="menu".*?<div class="who">', text, re.DOTALL)
    return re.findall(r"<a href=[^>]*>([^<]*)</a>", inside[0]) if inside else []


def test_a_therapist_s_menu(knock, alice, anna) -> None:
    text = knock(alice).get("/today/").content.decode()

    assert _menu(text)[:2] == ["Today", "Clients"]
    assert '<a href="/today/" aria-current="page">Today</a>' in text
    assert "Alice Ames" in text


@pytest.mark.parametrize("who", ["lead", "intake", "supervisor"])
def test_others_have_no_way_to_clients(knock, request, who: str) -> None:
    text = knock(request.getfixturevalue(who)).get("/overview/").content.decode()

    assert "Overview" in _menu(text)
    assert "Clients" not in _menu(text)


def test_a_client_s_menu_leads_back_to_where_they_begin(knock, dana, with_dana) -> None:
    text = knock(dana).get("/what-is-usual/").content.decode()

    assert _menu(text)[0] == "Start"
    assert "Overview" not in _menu(text)


def test_rights_of_several_roles_add_up(knock, alice, anna, now) -> None:
    from holdfast.web.accounts.models import Grant

    Grant.objects.create(user=alice, role="lead", since=now)
    menu = _menu(knock(alice).get("/today/").content.decode())

    assert menu[:3] == ["Today", "Overview", "Clients"]


def test_nobody_has_no_menu(client: Client, db: None) -> None:
    text = client.get("/sign-in/").content.decode()

    assert _menu(text) == []
    assert 'id="idle"' not in text


def test_the_demonstration_says_so_on_every_page(client: Client, db: None, settings) -> None:
    settings.DEMONSTRATION = True
    assert "This is a demonstration" in client.get("/sign-in/").content.decode()

    settings.DEMONSTRATION = False
    assert "This is a demonstration" not in client.get("/sign-in/").content.decode()


def test_clients_find_help_and_a_way_out_on_every_page(knock, dana, alice, anna) -> None:
    assert "Leave quickly" in knock(dana).get("/overview/").content.decode()
    assert "Leave quickly" not in knock(alice).get("/today/").content.decode()


@pytest.mark.parametrize(("method", "status"), [("get", 302), ("post", 204)])
def test_leaving_quickly_signs_out(knock, dana, method, status) -> None:
    browser = knock(dana)
    assert 'href="/leave/"' in browser.get("/overview/").content.decode()

    away = getattr(browser, method)("/leave/")

    assert away.status_code == status
    if method == "get":
        assert away["Location"] == "https://www.wikipedia.org/"
    assert browser.get("/overview/")["Location"].startswith("/sign-in/")


def test_nothing_is_asked_of_others_and_nothing_is_inline(knock, alice, with_dana) -> None:
    for address in ("/today/", "/clients/", f"/therapies/{with_dana.pk}/"):
        text = knock(alice).get(address).content.decode()
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
        assert not re.search(r"<style|\sstyle=|\son\w+=", text)
        assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("page", ["400", "403", "404", "500"])
def test_pages_for_what_went_wrong_need_nothing(page: str) -> None:
    text = render_to_string(f"{page}.html")

    assert "<h1>" in text
    assert 'href="/"' in text


class Written(forms.Form):
    """A form with one of each."""

    words = forms.CharField(label="What you said", help_text="In your own words.")
    when = forms.ChoiceField(
        label="When", choices=[("a", "Now"), ("b", "Later")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="We agreed", required=False)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)


def _drawn(form: forms.Form) -> str:
    request = RequestFactory().get("/")
    return render_to_string("parts/form.html", {"form": form, "submit": "Send"}, request)


def test_a_form_labels_hints_and_says_what_may_stay_empty() -> None:
    text = _drawn(Written())

    assert '<label for="id_words">What you said</label>' in text
    assert 'id="id_words_helptext">In your own words.' in text
    assert 'aria-describedby="id_words_helptext"' in text
    assert re.search(r"<legend>When</legend>", text)
    assert "Note <span" in text
    assert text.count("(optional)") == 1
    assert text.count("We agreed") == 1
    assert "Send</button>" in text
    assert "summary" not in text


def test_what_is_wrong_is_said_on_top_and_beside_its_field() -> None:
    text = _drawn(Written({"words": "", "note": "kept <b>"}))

    assert 'class="summary" role="alert"' in text
    assert '<a href="#id_words">What you said: This field is required.</a>' in text
    assert '<a href="#id_when">When: This field is required.</a>' in text
    assert 'id="id_words_error"' in text
    assert 'aria-invalid="true"' in text
    assert "kept &lt;b&gt;" in text


def test_no_page_calls_a_thing_of_its_own_place() -> None:
    """The base page reads `place`: one that shadows it loses its menu and the way to help."""
    web = Path(__file__).parents[3] / "src" / "holdfast" / "web"
    shadowing = {
        f"{path.relative_to(web)}:{shown.lineno}"
        for path in web.glob("*/views/*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (shown := _shown_by(node)) and "place" in _keys(shown)
    }

    assert shadowing == set()


def _shown_by(node: ast.AST) -> ast.Dict | None:
    """What a node gives to a template: a context, or what is handed over directly."""
    match node:
        case ast.Assign(targets=[ast.Name("context")], value=ast.Dict() as given):
            return given
        case ast.AnnAssign(target=ast.Name("context"), value=ast.Dict() as given):
            return given
        case ast.AugAssign(target=ast.Name("context"), value=ast.Dict() as given):
            return given
        case ast.Call(
            func=ast.Name("render") | ast.Attribute(attr="page"), args=[_, _, ast.Dict() as given]
        ):
            return given
    return None


def _keys(given: ast.Dict) -> set[object]:
    return {key.value for key in given.keys if isinstance(key, ast.Constant)}
