"""A version as a tagged PDF (PDF/UA-1): the text that was hashed, who signed, and what changed."""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from holdfast import frame
from holdfast.web.frame.models import Agreement, Party
from holdfast.web.frame.people import (
    Signatory,
    for_copy,
    is_in_force,
    is_withdrawn,
    signatories,
)
from holdfast.web.frame.signed import FixedText
from holdfast.web.frame.text import blocks, changed
from holdfast.web.practice.printing import draw, language, paper

PAGE = Path(str(resources.files("holdfast.web.frame"))) / "print" / "agreement.typ"


def response(version: Agreement, party: Party | None, practice: str) -> HttpResponse:
    """Return a version as a file to keep. `party` None: with everybody it names."""
    named = signatories(version) if party is None else for_copy(version, party)
    return as_file(said(version, named, practice), f"agreement-{version.number}.pdf")


def as_file(told: dict[str, Any], filename: str) -> HttpResponse:
    """Draw a page of a signed text and return it as a file.

    The name of the file stays on a device that others may use: it may name nobody.
    """
    answer = HttpResponse(draw(PAGE, told), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    answer["Cache-Control"] = "no-store"
    return answer


def said(version: Agreement, named: Sequence[Signatory], practice: str) -> dict[str, Any]:
    """Return everything the page of an agreement says, as plain values."""
    title = _("Agreement, version %(n)s") % {"n": version.number}
    told = sheet(version, named, practice, title)
    return {**told, "changes": [_change(c) for c in _changes(version)]}


def sheet(text: FixedText, named: Sequence[Signatory], practice: str, title: str) -> dict[str, Any]:
    """Return what the page of any signed text says."""
    return {
        "lang": language(),
        "paper": paper(),
        "practice": practice,
        "title": title,
        "state": _state(text),
        "contains": _("holds no private notes"),
        "blocks": [
            {"title": b.title, "sentences": list(b.sentences)} for b in blocks(text.text("shown"))
        ],
        "signatories": [_signed(one) for one in named],
        "digest": text.digest,
        "changes": [],
        "say": {
            "page": _("Page %(x)s of %(y)s") % {"x": "%x", "y": "%y"},
            "signatures": _("Signatures"),
            "proof": _("What was signed"),
            "proof_hint": _(
                "The SHA-256 of the text above, from its first title to its last sentence. Each "
                "signature repeats it, so a changed text would show."
            ),
            "changes": _("What changed"),
            "before": _("Before:"),
            "now": _("Now:"),
        },
    }


def _state(version: FixedText) -> str:
    fixed = formats.date_format(timezone.localtime(version.fixed_at), "j F Y, H:i")
    text = _("Text fixed on %(at)s.") % {"at": fixed}
    if is_withdrawn(version):
        return f"{text} {_('Taken back before everybody had signed.')}"
    if is_in_force(version):
        return f"{text} {_('Signed by everybody.')}"
    return f"{text} {_('Not everybody has signed yet.')}"


def _signed(one: Signatory) -> dict[str, str]:
    if one.signed_at is None or one.signed_on is None:
        signed, line = _("not signed yet"), _("Signature and date")
    else:
        line = ""
        signed = _("signed on %(day)s, recorded %(at)s; %(how)s") % {
            "day": formats.date_format(one.signed_on, "j F Y"),
            "at": formats.date_format(timezone.localtime(one.signed_at), "j F Y, H:i"),
            "how": one.how,
        }
    return {"name": one.name, "role": one.role, "signed": signed, "line": line}


def _changes(version: Agreement) -> Sequence[frame.Change]:
    before = Agreement.objects.before(version)
    return changed(before.as_terms(), version.as_terms()) if before else ()


def _change(change: frame.Change) -> dict[str, Any]:
    return {"title": change.title, "before": list(change.before), "now": list(change.now)}
