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

LETTER_PAPER = frozenset({"us", "ca", "mx"})
ONE_AT_A_TIME = Lock()  # the compilers are kept, and two threads may not use one at once
FONTS = Path(str(resources.files("holdfast.web.practice"))) / "fonts"


def draw(page: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of a typst page filled with data. The same data gives the same bytes."""
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
