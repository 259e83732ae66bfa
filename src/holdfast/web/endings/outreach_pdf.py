"""A letter as PDF: the words and the day, and nothing that says where it comes from."""

from datetime import date
from importlib import resources
from pathlib import Path

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.web.practice.printing import draw, language, paper

PAGE = Path(str(resources.files("holdfast.web.endings"))) / "print" / "letter.typ"


def response(words: str, on: date) -> HttpResponse:
    """Return a letter as a file to print."""
    told = {
        "lang": language(),
        "paper": paper(),
        "title": _("A letter"),
        "on": date_format(on, "j F Y"),
        "paragraphs": [part.strip() for part in words.split("\n\n") if part.strip()],
    }
    answer = HttpResponse(draw(PAGE, told), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="letter.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
