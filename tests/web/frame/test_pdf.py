"""The agreement as PDF: tagged, with everything that was signed, and nobody it must not name."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from holdfast import frame
from holdfast.web.audit.models import Entry

from .world import a_therapy, agreed, join, offered


def _read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def _text(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def _names_in_tags(reader: PdfReader) -> set[str]:
    """The kinds of structure elements the document is tagged with."""
    found, todo = set(), [reader.trailer["/Root"]["/StructTreeRoot"]]
    while todo:
        here = todo.pop().get_object()
        if isinstance(here, list):
            todo += here
        elif isinstance(here, dict):
            found.add(str(here.get("/S", "")))
            todo += [here["/K"]] if "/K" in here and not isinstance(here["/K"], int) else []
    return found


def test_it_works(knock, alice, with_dana) -> None:
    version = agreed(with_dana)

    page = knock(alice).get(f"/agreements/{version.pk}/pdf/")

    reader = _read(page.content)
    text = _text(reader)
    assert page["Content-Type"] == "application/pdf"
    assert "Dana" not in page["Content-Disposition"]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert {"/H1", "/H2", "/P"} <= _names_in_tags(reader)
    assert version.digest in text
    assert "A session costs £60." in text
    assert "Dana Whitfield" in text
    assert "Alice Ames" in text
    assert "on paper, recorded by the therapist" in text
    assert "signed in with their own account" in text
    assert f"Page 1 of {len(reader.pages)}" in text
    assert "What changed" not in text


def test_every_sentence_that_was_hashed_is_in_it(knock, alice, with_dana) -> None:
    from holdfast.web.frame.text import blocks

    version = agreed(with_dana, work=frame.Work(is_about="We *look* at #this_ and $that$ <b>."))

    text = _text(_read(knock(alice).get(f"/agreements/{version.pk}/pdf/").content))

    for block in blocks(version.text("shown")):
        for sentence in (block.title, *block.sentences):
            assert sentence in text


def test_a_second_version_says_what_changed(knock, alice, with_dana, now) -> None:
    agreed(with_dana)
    second = agreed(with_dana, at=now - timedelta(days=1), length=frame.Length(minutes=60))

    reader = _read(knock(alice).get(f"/agreements/{second.pk}/pdf/").content)

    assert "What changed" in reader.pages[-1].extract_text()
    assert "60 minutes" in reader.pages[-1].extract_text()


def test_who_has_not_signed_is_said(knock, alice, with_dana) -> None:
    version = offered(with_dana)

    text = _text(_read(knock(alice).get(f"/agreements/{version.pk}/pdf/").content))

    assert "Not everybody has signed yet." in text
    assert "not signed yet" in text
    assert "Signature and date" in text


def test_a_client_keeps_their_own_copy(knock, dana, with_dana) -> None:
    version = agreed(with_dana)
    party = version.parties.get(signs="consent")

    page = knock(dana).get(f"/my-agreements/{party.pk}/pdf/")

    assert version.digest in _text(_read(page.content))
    assert Entry.objects.filter(kind="agreement printed", actor=str(dana.pk)).exists()


@pytest.mark.parametrize("way", ["own", "handed over"])
def test_a_copy_for_a_member_of_a_group_names_no_other(knock, alice, dana, anna, way: str) -> None:
    group = a_therapy(anna, "Dana Whitfield", user=dana, kind="group")
    join(group, "Amir Said", alice)
    party = agreed(group).parties.get(participant__user=dana)
    browser = knock(dana if way == "own" else alice)
    address = f"/my-agreements/{party.pk}/pdf/" if way == "own" else f"/signers/{party.pk}/pdf/"

    text = _text(_read(browser.get(address).content))

    assert "Dana Whitfield" in text
    assert "Amir" not in text


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("李小龙", "[U+674E, U+5C0F, U+9F99]"),
        ("Dana 😀", "Dana [grinning face]"),
        ("Zoe\u0308 e\u20dd", "Zoë e[combining enclosing circle]"),
    ],
)
def test_whoever_is_named_gets_an_agreement_printed(knock, alice, anna, name, printed) -> None:
    version = agreed(a_therapy(anna, name), work=frame.Work(is_about="Calm 😀, שלום, مرحبا."))

    page = knock(alice).get(f"/agreements/{version.pk}/pdf/")

    text = _text(_read(page.content))
    assert printed in text
    assert "Calm [grinning face]" in text
    assert "stands in square brackets" in text


def test_the_same_data_makes_the_same_file(with_dana) -> None:
    from holdfast.web.frame import pdf
    from holdfast.web.frame.models import Agreement
    from holdfast.web.frame.people import signatories

    agreed(with_dana)
    version = Agreement.objects.select_related("therapy__key").get()
    data = pdf.said(version, signatories(version), "Our practice")

    assert pdf.draw(pdf.PAGE, data) == pdf.draw(pdf.PAGE, data)


@pytest.mark.parametrize("name", ["Łukasz Żak", "Ελένη", "Иван", "O’Neill", "Nguyễn"])
def test_names_in_other_letters_are_printed(name: str) -> None:
    from holdfast.web.frame import pdf

    say = dict.fromkeys(("signatures", "proof", "proof_hint", "changes", "before", "now"), "x") | {
        "page": "%x of %y"
    }
    data = {
        "lang": "en", "paper": "a4", "practice": "p", "title": "t", "state": "s",
        "contains": "c", "blocks": [{"title": "t", "sentences": [name]}], "signatories": [],
        "digest": "0" * 64, "changes": [], "say": say,
    }  # fmt: skip

    assert len(pdf.draw(pdf.PAGE, data)) > 1000
