"""Tagged PDF (PDF/UA-1), set by typst from a page that a capability brings along."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from holdfast.web.practice import signs

LETTER_PAPER = frozenset({"us", "ca", "mx"})
ONE_AT_A_TIME = Lock()  # the compilers are kept, and two threads may not use one at once
FONTS = Path(str(resources.files("holdfast.web.practice"))) / "fonts"


CANNOT_BE_SET = (typst.TypstError, UnicodeEncodeError)


def draw(page: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of a typst page filled with data. The same data gives the same bytes.

    Signs that the fonts lack are said in words, and the paper says that it does so.
    """
    lacking: frozenset[str] = frozenset()
    told = data
    while True:
        try:
            return _set(page, told)
        except CANNOT_BE_SET as error:
            complaint = getattr(error, "diagnostic", "")
            more = signs.lacking_after(complaint, signs.texts_of(data), lacking)
            if not more:  # it is not the text
                raise
            lacking |= more
            told = {**signs.in_words(data, lacking), **_explained(lacking)}


def _explained(lacking: frozenset[str]) -> dict[str, str]:
    if not signs.leaves_brackets(lacking):
        return {}
    return {
        "unshown": _(
            "What this paper has no letters for stands in square brackets, by its English name, "
            "its sound or its number. The pages show it as it was written."
        )
    }


def _set(page: Path, data: Mapping[str, Any]) -> bytes:
    with ONE_AT_A_TIME:
        made = _compiler(page).compile(
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            format="pdf",
            pdf_standards=["ua-1"],
        )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(page: Path) -> typst.Compiler:
    return typst.Compiler(page, root=page.parent, font_paths=[FONTS], ignore_system_fonts=True)


def language() -> str:
    """Return the language of the text, without its region."""
    return (translation.get_language() or "en").partition("-")[0]


def paper() -> str:
    """Return the paper of the reader's region."""
    country = (translation.get_language() or "").partition("-")[2].casefold()
    return "us-letter" if country in LETTER_PAPER else "a4"
