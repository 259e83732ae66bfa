"""Asking a colleague: what is shared is chosen, looked at as they will see it, and sent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role, User
from holdfast.web.accounts.requests import Request
from holdfast.web.codes.duties import CONSULTING, duties
from holdfast.web.consultation.actions import asking as acts
from holdfast.web.consultation.copies import Shown, shown
from holdfast.web.consultation.forms.asking import (
    AboutForm,
    AskForm,
    SendForm,
    SureForm,
    TakeOutForm,
    VaultAskForm,
    as_initial,
)
from holdfast.web.consultation.known import on_record
from holdfast.web.consultation.masking import masker
from holdfast.web.consultation.models import Draft
from holdfast.web.consultation.models.asking import Source
from holdfast.web.consultation.sources import SAID, Grounds, Item, grounds
from holdfast.web.practice.models import Therapy

from .fetching import colleagues, own_draft, therapist_of
from .links import show_link
from .reactions import address_of, from_reaction, unless_shut

ASKERS = (Role.THERAPIST,)


@door(*ASKERS)
@unless_shut
def ask(request: Request) -> HttpResponseBase:
    """Write a question, built from what was come from or from nothing."""
    found = _come_from(request)
    form = _form(request, found)

    def act() -> str:
        content = form.content(request.user.shown_name, ())
        draft = acts.keep_draft(None, found, content, by=request.user, now=request.now)
        return address_of(request, "consultation:preview", draft)

    context = {**_about(request, found), "about": _whom(request, found), "up": _up(found)}
    return form.once(request, act) or form.page(request, "consultation/ask.html", context)


def _come_from(request: Request) -> Grounds:
    """Return what the address says the question comes from; what is not one's own is a 404."""
    said = request.GET.get("from", "")
    if said == Source.REACTION:
        return from_reaction(request, request.GET.get("id", ""))
    if said and said not in SAID:
        raise Http404
    wanted = request.GET.get("id", "") if said else request.GET.get("about", "")
    source, key = SAID.get(said, Source.NOTHING), _uuid(wanted)
    if (said or wanted) and key is None:
        raise Http404
    found = grounds(source, key if said else None, request.user, request.now, None if said else key)
    if found is None:
        raise Http404
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _form(request: Request, found: Grounds, draft: Draft | None = None) -> AskForm:
    """Return the form with each item as the colleague would read it."""
    masked = masker(on_record(request.user, found.therapy, request.now), request.now.date())
    items = [Item(i.key, masked(i.title), i.told(masked), i.chosen) for i in found.items]
    initial = as_initial(draft.opened()) if draft else {}
    kind, place = _kept_where(request, found, draft)
    return kind(
        request.POST or None, items=items, colleagues=colleagues(request.user), initial=initial,
        place=place,
    )  # fmt: skip


def _kept_where(request: Request, found: Grounds, draft: Draft | None) -> tuple[type[AskForm], str]:
    """Return the kind of form, which says who keeps what is begun, and what that is about."""
    if found.source == Source.REACTION:
        return VaultAskForm, f"{request.GET.get('id', '')} {draft.pk if draft else ''}"
    about = found.source_id or (found.therapy.pk if found.therapy else "")
    return AskForm, f"{found.source}-{about}"


def _whom(request: Request, found: Grounds) -> AboutForm | None:
    """Offer to say whom it is about, where it comes from nothing in particular."""
    if found.source != Source.NOTHING:
        return None
    own = Therapy.objects.own_of(request.user, request.now).with_keys()
    named = [(str(t.pk), t.shown_title or t.code) for t in own]
    chosen = str(found.therapy.pk) if found.therapy else ""
    named.sort(key=lambda pair: pair[1].casefold())
    return AboutForm(therapies=named, initial={"about": chosen})


def _about(request: Request, found: Grounds) -> dict[str, Any]:
    clauses = duties(therapist_of(request.user), request.now.date(), CONSULTING)
    return {"grounds": found, "therapy": found.therapy, "duties": clauses}


def _up(found: Grounds) -> str:
    if found.therapy is None:
        return reverse("consultation:index")
    return reverse("home:relationship", args=[found.therapy.pk])


@door(*ASKERS)
@unless_shut
def change(request: Request, draft_id: UUID) -> HttpResponseBase:
    """Go back to a question that was not sent."""
    draft = own_draft(request, draft_id)
    found = _grounds_of(request, draft)
    form = _form(request, found, draft)

    def act() -> str:
        content = form.content(request.user.shown_name, draft.opened()["also"])
        acts.keep_draft(draft, found, content, by=request.user, now=request.now)
        return address_of(request, "consultation:preview", draft)

    context = {**_about(request, found), "draft": draft, "up": reverse("consultation:index")}
    return form.once(request, act) or form.page(request, "consultation/ask.html", context)


def _grounds_of(request: Request, draft: Draft) -> Grounds:
    """Return what a draft is built from; what is gone or no longer one's own is left out."""
    if draft.from_vault:
        return from_reaction(request, request.GET.get("id", ""))
    therapy = draft.therapy_id if draft.source == Source.NOTHING else None
    found = grounds(draft.source, draft.source_id, request.user, request.now, therapy)
    if found is None:
        raise Http404
    return found


@door(*ASKERS)
@unless_shut
def preview(request: Request, draft_id: UUID) -> HttpResponseBase:
    """Show the colleague's copy as they will read it; sending happens here."""
    if request.method == "POST" and (before := _sent_before(request)):
        return before
    draft = own_draft(request, draft_id)
    found = _grounds_of(request, draft)
    copy = _copy(request, draft, found)
    content = draft.opened()
    to = _addressee(request, content["to"])
    taking = "take" in request.POST
    sending = SendForm(
        request.POST if request.method == "POST" and not taking else None,
        digest=copy.digest, left=len(copy.worth_a_look),
    )  # fmt: skip
    out = TakeOutForm(
        request.POST if taking else None, worth_a_look=copy.worth_a_look, prefix="out"
    )

    def send() -> str:
        question = acts.send(draft, copy, to, by=request.user, now=request.now)
        if to is None:
            made = acts.make_link(question, by=request.user, now=request.now)
            return show_link(request, question, made)
        messages.success(request, _("Sent. You are told here when there is an answer."))
        return reverse("consultation:asked", args=[question.pk])

    def take_out() -> str:
        content["also"] = [*content["also"], *out.chosen()]
        acts.keep_draft(draft, found, content, by=request.user, now=request.now)
        return address_of(request, "consultation:preview", draft)

    back = address_of(request, "consultation:change", draft)
    answer = out.once(request, take_out) if taking else sending.once(request, send)
    context = {
        **_about(request, found),
        "draft": draft,
        "back": back,
        "copy": copy.copy,
        "left": copy.worth_a_look,
        "colleague": to.shown_name if to else content["outside"],
        "outside": to is None,
        "out": out,
        "sending": sending,
    }
    return answer or (out if taking else sending).page(
        request, "consultation/preview.html", context
    )


def _sent_before(request: Request) -> HttpResponse | None:
    """A draft is gone once it was sent: the same form again leads to where the first one did."""
    return SendForm(request.POST, digest="", left=0).again(request)


def _copy(request: Request, draft: Draft, found: Grounds) -> Shown:
    known = on_record(request.user, found.therapy, request.now)
    return shown(draft.opened(), found.items, known, request.now.date())


def _addressee(request: Request, key: str) -> User | None:
    """Return the colleague inside a draft goes to; one who works here no more is a 404."""
    if not key:
        return None
    if key not in dict(colleagues(request.user)):
        raise Http404
    return User.objects.select_related("key").get(pk=key)


@door(*ASKERS)
def discard(request: Request, draft_id: UUID) -> HttpResponseBase:
    """Throw away a question that was not sent."""
    form = SureForm(request.POST or None)
    if form.is_bound and (before := form.again(request)):
        return before
    draft = own_draft(request, draft_id)

    def act() -> str:
        acts.discard(draft, by=request.user, now=request.now)
        return reverse("consultation:index")

    context = {"draft": draft}
    return form.once(request, act) or form.page(request, "consultation/discard.html", context)
