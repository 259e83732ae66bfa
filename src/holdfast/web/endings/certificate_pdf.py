"""The certificate of an erasure, for the page and as PDF. It names nobody who was erased."""

from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.web.accounts.models import User
from holdfast.web.endings.models import Certificate
from holdfast.web.practice.printing import draw, language, paper

PAGE = Path(str(resources.files("holdfast.web.endings"))) / "print" / "certificate.typ"


@dataclass(frozen=True)
class Block:
    """One part of the certificate."""

    title: str
    sentences: list[str]


def blocks(row: Certificate) -> list[Block]:
    """Return what a certificate says."""
    return [
        Block(_("What was erased"), _erased(row)),
        Block(_("Who decided"), _decided(row)),
        Block(_("Backups"), _backups(row)),
        Block(_("What stays"), _stays(row)),
        Block(_("What this does not say"), _limits()),
    ]


def _erased(row: Certificate) -> list[str]:
    code = _("The record of one person in the work with the code {code}.").format(code=row.code)
    counts: dict[str, int] = row.content["counts"]
    listed = ", ".join(f"{kind}: {number}" for kind, number in counts.items())
    said = [code, _("Rows deleted: {listed}.").format(listed=listed)]
    if row.content["whole"]:
        said.append(_("Nobody else was a client in it; the therapy and its key went too."))
    else:
        said.append(_("What is also the record of others in it stays, sealed under its own key."))
    if row.content["account"]:
        said.append(_("The account they signed in with was emptied and shut."))
    said.append(_("The keys were destroyed: what was sealed under them cannot be read again."))
    if row.repeated:
        said.append(_("Repeated after a backup had been restored."))
    return said


def _decided(row: Certificate) -> list[str]:
    names = {"asked": _name(row.asked_by), "agreed": _name(row.agreed_by)}
    at = date_format(timezone.localtime(row.erased_at), "j F Y, H:i")
    asked = _("Asked for by {asked}: {why}.").format(why=row.get_why_display(), **names)
    if row.agreed_by is None:
        agreed = _("There was no second person; it waited 72 hours.")
    else:
        agreed = _("Agreed to by {agreed}.").format(**names)
    return [asked, agreed, _("Carried out on {at}.").format(at=at)]


def _name(pk: UUID | None) -> str:
    user = User.objects.select_related("key").filter(pk=pk).first() if pk else None
    return user.shown_name if user else _("somebody who no longer works here")


def _backups(row: Certificate) -> list[str]:
    day = date_format(row.backups_gone_on, "j F Y")
    return [
        _("The last backup in the usual folder that holds the key is gone on {day}.").format(
            day=day
        ),
        _("Until then, restoring one erases this again before anybody can sign in."),
        _("Copies that somebody put elsewhere are not known to the program."),
    ]


def _stays(row: Certificate) -> list[str]:
    said = [_("The audit keeps random ids, kinds and times; no names and no words.")]
    if clauses := ", ".join(row.content["clauses"]):
        said.append(
            _(
                "A marker for the therapist, because a rule binds after this ({clauses}): a keyed "
                "hash of the name and date of birth that answers whether it was this person, to "
                "them and to the search for ties before therapy starts, and, where a rule counts "
                "from it, the day of the end. It cannot be read back."
            ).format(clauses=clauses)
        )
    else:
        said.append(_("No marker: no rule of the therapist's codes needs one."))
    return said


def _limits() -> list[str]:
    return [
        _("What therapists wrote in vaults cannot be found by whom it is about; they erase it."),
        _("A concern, if one was raised, stays sealed with its reader until its own time is over."),
        _("Papers, printed copies and e-mails that were sent lie outside the program."),
    ]


def response(row: Certificate, practice: str) -> HttpResponse:
    """Return a certificate as a file."""
    told = {
        "lang": language(),
        "paper": paper(),
        "practice": practice,
        "title": _("Certificate of erasure"),
        "state": _("Number {number}").format(number=row.pk),
        "blocks": [{"title": b.title, "sentences": b.sentences} for b in blocks(row)],
    }
    answer = HttpResponse(draw(PAGE, told), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="certificate.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
