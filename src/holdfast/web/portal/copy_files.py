"""A copy as files: JSON with its schema, a tagged PDF, and one page that opens anywhere."""

import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from holdfast.web.frame.text import Block
from holdfast.web.portal import copy_said, my_copy
from holdfast.web.portal.copy_words import Entry
from holdfast.web.portal.my_copy import Place
from holdfast.web.practice.printing import CANNOT_BE_SET, draw, language, paper
from holdfast.web.practice.seam import CopyPart
from holdfast.web.practice.standing_for import child_of, one_child_of

SCHEMA = "holdfast/client-copy/1"
HERE = Path(str(resources.files("holdfast.web.portal")))
PAGE = HERE / "print" / "copy.typ"
TYPES = {
    "zip": "application/zip",
    "pdf": "application/pdf",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
}
STEPS = 4
log = logging.getLogger("holdfast.copies")
LeftOut = Sequence[tuple[str, str]]


class Bundle:
    """What a copy says, whichever file it becomes."""

    def __init__(
        self, places: Iterable[Place], practice: str, now: datetime, left_out: LeftOut
    ) -> None:
        self.places = tuple(places)
        self.practice, self.now, self.left_out = practice, now, tuple(left_out)

    def data(self) -> dict[str, Any]:
        """Return it as plain values, as its schema says."""
        return {
            "schema": SCHEMA,
            "made_at": self.now.isoformat(),
            "practice": self.practice,
            "language": language(),
            "therapies": [_place(place) for place in self.places],
            "left_out": [_left(each) for each in self.left_out],
            "how_to_ask": how_to_ask(),
        }

    def json(self) -> bytes:
        """Return it as JSON."""
        return json.dumps(self.data(), indent=2, ensure_ascii=False).encode()

    def html(self) -> bytes:
        """Return it as one page that needs nothing else."""
        return render_to_string("portal/records/copy.html", self.said()).encode()

    def pdf(self) -> bytes:
        """Return it as a tagged PDF."""
        return draw(PAGE, {**self.said(), "paper": paper()})

    def said(self) -> dict[str, Any]:
        """Return everything that the page and the paper say, by the clock of the practice."""
        with timezone.override(self.now.tzinfo):
            return self._said()

    def _said(self) -> dict[str, Any]:
        day = formats.date_format(timezone.localtime(self.now), "j F Y")
        child = one_child_of([place.person for place in self.places])
        made = {"day": day, "practice": self.practice, "child": child}
        return {
            "lang": language(),
            "title": _("What you take of %(child)s’s record") % made if child else _("My record"),
            "practice": self.practice,
            "made": _("Made on %(day)s at %(practice)s. It is yours to keep.") % made,
            "places": [_said_place(place) for place in self.places],
            "left_out": [_left(each) for each in self.left_out],
            "how_to_ask": how_to_ask(),
            "say": {
                "left_out": _("What is not in it, and why"),
                "also": _("Also not in it"),
                "ask": _("How to ask for the rest"),
                "none": _("Nothing is kept of:"),
                "page": _("Page %(x)s of %(y)s") % {"x": "%x", "y": "%y"},
                "contents": _("What is in here"),
                "whole": _(
                    "No words were changed or shortened. Marks that only a program needs are in "
                    "my-record.json; you do not need it to read this."
                ),
            },
        }

    def zip(self, step: Callable[[int], None] = lambda number: None) -> bytes:
        """Return all of them packed together; `step` hears of each that is done."""
        files: list[tuple[str, bytes]] = []
        makers = ((self.html, "my-record.html"), (self.json, "my-record.json"),
                  (self._pdf_if_it_can_be, "my-record.pdf"))  # fmt: skip
        for number, (make, name) in enumerate(makers, start=2):
            if (made := make()) is not None:
                files.append((name, made))
            step(number)
        read_me = _read_me(with_pdf=any(name == "my-record.pdf" for name, _file in files))
        files += [("schema.json", schema().encode()), ("READ-ME.txt", read_me.encode())]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            at = timezone.localtime(self.now).timetuple()[:6]
            for name, content in files:
                packed.writestr(zipfile.ZipInfo(name, at), content, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _pdf_if_it_can_be(self) -> bytes | None:
        """Return the PDF, or nothing: a copy is not held back for want of its paper."""
        try:
            return self.pdf()
        except CANNOT_BE_SET:
            log.exception("A copy went out without its PDF.")
            return None


def make(bundle: Bundle, kind: str) -> bytes:
    """Return one kind of file."""
    made: bytes = getattr(bundle, kind)()
    return made


def schema() -> str:
    """Return the JSON Schema of a copy."""
    return (HERE / "data" / "client-copy-1.schema.json").read_text(encoding="utf-8")


def how_to_ask() -> str:
    """Say how to ask for what a copy leaves out."""
    return _(
        "Sign in, open “Your records” and choose “Ask for the rest”. Or ask the therapist, in "
        "person or in writing. You do not have to say why."
    )


def _read_me(*, with_pdf: bool) -> str:
    return "\n".join(
        (
            _("This is a copy of your record."),
            "",
            _("my-record.html opens in any web browser, without the internet."),
            _("my-record.pdf is the same, to print.")
            if with_pdf
            else _("There is no PDF this time: it could not be made. The page can be printed."),
            _("my-record.json is for other programs; schema.json says what is in it."),
            "",
            _("Nobody but you has this file. Keep it where only you can open it."),
        )
    )


def _place(place: Place) -> dict[str, Any]:
    therapy = place.therapy
    return {
        "kind": therapy.kind,
        "you_are": place.person.role,
        "with": list(place.therapists),
        "began": therapy.started_on.isoformat() if therapy.started_on else None,
        "ended": therapy.ended_on.isoformat() if therapy.ended_on else None,
        "parts": [_part(part) for part in place.parts],
    }


def _part(part: CopyPart) -> dict[str, Any]:
    return {
        "name": part.name,
        "title": part.title,
        "rows": [dict(row) for row in part.rows],
        "left_out": [_left(each) for each in part.left_out],
    }


def _left(each: tuple[str, str]) -> dict[str, str]:
    return {"what": each[0], "why": each[1]}


def _said_place(place: Place) -> dict[str, Any]:
    title = str(place.therapy.get_kind_display())
    if place.therapists:
        title = _("%(kind)s with %(who)s") % {"kind": title, "who": ", ".join(place.therapists)}
    child = child_of(place.person)
    read = [copy_said.said(part, child) for part in place.parts]
    return {
        "title": title,
        "parts": [_said_part(one) for one in read if one.much],
        "empty": [one.title for one in read if not one.much],
        "also": [_left(each) for one in read if not one.much for each in one.left_out],
    }


def _said_part(part: copy_said.Said) -> Mapping[str, Any]:
    table = part.table
    return {
        "title": part.title,
        "much": part.much,
        "table": {"columns": table.columns, "rows": table.rows} if table else None,
        "entries": [_said_entry(entry, text) for entry, text in part.entries],
        "left_out": [_left(each) for each in part.left_out],
    }


def _said_entry(entry: Entry, text: Sequence[Block]) -> Mapping[str, Any]:
    return {
        "title": entry.title,
        "lines": [{"label": label, "value": value} for label, value in entry.lines],
        "text": [{"title": block.title, "sentences": block.sentences} for block in text],
    }


def bundle_for(user: Any, practice: str, now: datetime) -> Bundle:
    """Gather the copy that an account takes itself."""
    left_out = my_copy.left_out_for(my_copy.places_of(user, now))
    return Bundle(my_copy.copy_of(user, now), practice, now, left_out)
