"""A decision as a tagged PDF (PDF/UA-1): what was signed, and below it what was added."""

from collections.abc import Mapping
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from holdfast.web.codes.models import Addendum, Decision, added_to, rests_in_vault
from holdfast.web.codes.said import plan_in_words, thoughts_in_words
from holdfast.web.practice.contributors import offers
from holdfast.web.practice.printing import draw, language, paper
from holdfast.web.practice.seam import ClientsWords

PAGE = Path(str(resources.files("holdfast.web.codes"))) / "print" / "decision.typ"


def response(decision: Decision, practice: str) -> HttpResponse:
    """Return a decision as a file to keep. Its name names nobody and no situation."""
    answer = HttpResponse(draw(PAGE, page(decision, practice)), content_type="application/pdf")
    name = f"decision-{decision.signed_on.isoformat()}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def page(decision: Decision, practice: str) -> dict[str, Any]:
    """Return everything the page says, as plain values. What rests in a vault is not among it."""
    content = decision.opened()
    return _frame(decision, content, practice) | (
        _decided(content) if rests_in_vault(content) else _whole(content)
    )


def _frame(decision: Decision, content: Mapping[str, Any], practice: str) -> dict[str, Any]:
    return {
        "lang": language(),
        "paper": paper(),
        "practice": practice,
        "client": decision.code,
        "title": content["title"],
        "state": _("Signed by %(who)s on %(at)s.")
        % {"who": content["signed_by"], "at": _instant(decision)},
        "added": [_addendum(row) for row in added_to(decision)],
        "clients": _clients_words(decision),
        "digest": decision.digest,
        "say": _words(),
    }


def _decided(content: Mapping[str, Any]) -> dict[str, Any]:
    """What was decided and who was asked; the rest of the page stays empty."""
    parts = ("codes", "differences", "changes", "safeguards", "answers", "unknown", "assumed")
    return {
        **{part: [] for part in (*parts, "read")},
        "against": "",
        "verdict": content["decided"],
        "thoughts": plan_in_words(content["plan"]),
        "seal": content["whole"],
        "say": _words()
        | {
            "together": _("What was decided"),
            "proof_hint": _(
                "SHA-256 of what the record holds and, below it, of all that was signed, which "
                "whoever signed keeps for themselves."
            ),
        },
    }


def _whole(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "against": content["against"],
        "verdict": content["verdict"]["words"],
        "codes": content["codes"],
        "differences": content["differences"],
        "changes": [_change(each) for each in content["changes"]],
        "safeguards": [_safeguard(each) for each in content["safeguards"]],
        "answers": [_answer(each) for each in content["answers"]],
        "unknown": content["unknown"],
        "assumed": content["assumed"],
        "thoughts": [*thoughts_in_words(content["thoughts"]), *plan_in_words(content["plan"])],
        "read": [f"{code} {clause}" for code, clause in content["read"]],
        "seal": content["receipt"]["seal"],
    }


def _instant(row: Decision | Addendum) -> str:
    return _local(row.signed_at if isinstance(row, Decision) else row.at)


def _local(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "j F Y, H:i")


def _safeguard(each: Mapping[str, Any]) -> dict[str, str]:
    state = _("open when it was signed")
    if each["on"]:
        day = formats.date_format(date.fromisoformat(each["on"]), "j F Y")
        state = _("done on %(day)s: %(note)s") % {"day": day, "note": each["note"]}
    return {"todo": each["todo"], "codes": ", ".join(each["codes"]), "state": state}


def _answer(each: Mapping[str, Any]) -> dict[str, Any]:
    said = each["answer"]
    return {**each, "answer": said[:1].upper() + said[1:]}


def _change(each: Mapping[str, Any]) -> str:
    then = "; ".join(f"{t['verdict']} ({', '.join(t['codes'])})" for t in each["then"])
    return f"{each['if'][:1].upper()}{each['if'][1:]}: {then}"


def _addendum(row: Addendum) -> dict[str, str]:
    who = f", {row.shown_colleague}" if row.colleague else ""
    day = f", {formats.date_format(row.on, 'j F Y')}" if row.on else ""
    title = f"{row.get_kind_display().capitalize()}{who}{day}"
    return {"title": title, "words": row.shown, "at": _instant(row)}


def _clients_words(decision: Decision) -> list[dict[str, str]]:
    """What whom it is about wrote on the whole record: their words go where the record goes."""
    if decision.therapy is None:
        return []
    said = [one for offered in offers("clients_words") for one in offered(decision.therapy)]
    whose = decision.participant_id
    mine = [one for one in said if one.session is None and whose in (None, one.participant)]
    return [_said(one) for one in mine]


def _said(one: ClientsWords) -> dict[str, str]:
    answer = ""
    if one.answered_at is not None:
        answer = _("Answered on %(at)s: %(words)s") % {
            "at": _local(one.answered_at), "words": one.answer,
        }  # fmt: skip
    return {"title": one.title, "at": _local(one.at), "words": one.words, "answer": answer}


def _words() -> dict[str, str]:
    return {
        "page": _("Page %(x)s of %(y)s") % {"x": "%x", "y": "%y"},
        "record": _("Decision about a boundary"),
        "contains": _("holds no private notes"),
        "together": _("Taken together"),
        "codes": _("What the codes say"),
        "because": _("Because:"),
        "besides": _("Besides:"),
        "differ": _("Why the codes differ"),
        "safeguards": _("Safeguards"),
        "changes": _("What would change the answer"),
        "answers": _("What was answered"),
        "unknown": _("Not known"),
        "assumed": _("Assumed while not known"),
        "thoughts": _("Thought through"),
        "second": _("Also asked:"),
        "read": _("Clauses read at their source before signing"),
        "added": _("Added later"),
        "clients": _("The client's own words about the record"),
        "proof": _("What was signed"),
        "proof_hint": _(
            "SHA-256 of the signed text and, below it, the seal of the receipt: the editions "
            "asked, every fact and the whole reasoning, by which the answer can be given again."
        ),
    }
