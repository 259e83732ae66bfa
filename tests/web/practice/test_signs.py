"""Every text can be printed: what the fonts lack is said in words, the rest stays as it was."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

import holdfast.web
from holdfast.web.practice import signs
from holdfast.web.practice.printing import draw

WEB = Path(holdfast.web.__file__).parent
LETTER = WEB / "endings" / "print" / "letter.typ"
NOTE = "stands in square brackets"


def printed(*paragraphs: str) -> str:
    data = {"title": "t", "lang": "en", "paper": "a4", "on": "", "paragraphs": paragraphs}
    pages = PdfReader(io.BytesIO(draw(LETTER, data))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It was good 😀 and calm.", "It was good [grinning face] and calm."),
        ("李小龙", "[U+674E, U+5C0F, U+9F99]"),
        ("김민수", "[gim, min, su]"),
        ("さくら", "[sa, ku, ra]"),
        ("ไท", "[sara ai maimalai, tho thahan]"),
        ("mother\u200d and 👩\u200d👧", "[woman, girl]"),
        ("1\ufe0f\u20e3 first", "1[combining enclosing keycap] first"),
        ("🇩🇪", "[D, E]"),
        ("so e\u20dd and cafe\u0301", "so e[combining enclosing circle] and café"),
        ("a\ufffeb", "a[U+FFFE]b"),
    ],
)
def test_what_the_fonts_lack_is_said_in_words(text: str, words: str) -> None:
    told = printed(text)

    assert words in told
    assert NOTE in told


@pytest.mark.parametrize("text", ["a\x00b\x07c", "\ufeffabc", "a\ud800bc"])
def test_what_nobody_sees_is_left_out(text: str) -> None:
    assert printed(text) == "abc"


@pytest.mark.parametrize(
    "text",
    ["שלום", "مرحبا بكم", "İstanbul ğışö", "Ελένη", "Иван", "cafe\u0301", "❤\ufe0f", "हिन्दी"],
)
def test_what_the_fonts_have_is_not_touched(text: str) -> None:
    assert NOTE not in printed(text)


@pytest.mark.parametrize("text", ["שָׁלוֹם", "مَرْحَبًا", "İstanbul"])
def test_beside_a_sign_that_is_lacking_the_others_stay(text: str) -> None:
    data = {"paragraphs": [f"{text} 😀"], "nested": {"deep": ({"n": 1}, None, "李")}}
    told = signs.in_words(data, frozenset("😀李"))

    assert told["paragraphs"] == [signs.told(f"{text} ", frozenset("x")) + "[grinning face]"]
    assert told["nested"] == {"deep": [{"n": 1}, None, "[U+674E]"]}
    assert printed(f"{text} 😀").count("[") == 1


def test_a_long_text_in_another_script_takes_no_longer_than_its_length() -> None:
    told = printed("".join(map(chr, range(0x4E00, 0x4E00 + 3000))))

    assert "U+59B7" in told


@settings(max_examples=60)
@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_text_can_be_printed(paragraphs: list[str]) -> None:
    printed(*paragraphs)


def test_a_fault_of_the_page_is_not_hidden(tmp_path: Path) -> None:
    page = tmp_path / "page.typ"
    page.write_text(
        '#set document(title: "t")\n#let data = json(bytes(sys.inputs.at("data")))\n#nil'
    )

    with pytest.raises(RuntimeError, match="nil"):
        draw(page, {"words": "😀"})


def test_every_page_explains_its_brackets() -> None:
    pages = list(WEB.glob("*/print/*.typ"))

    assert len(pages) >= 5
    assert [p.name for p in pages if "data.unshown" not in p.read_text()] == []


def test_the_complaint_may_name_nothing() -> None:
    lacking = signs.lacking_after("", ["a 😀 é"], frozenset())

    assert lacking == {"😀", "é"}
    assert signs.lacking_after("", ["a 😀 é"], lacking) == frozenset()
    assert signs.in_words({"a": "é"}, lacking) == {"a": "[e with acute]"}
