"""The agreement on the client's side: reading it, talking about it first, and signing it."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.frame import TERM_NAMES
from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.frame import actions, teach_back
from holdfast.web.frame.actions import talking
from holdfast.web.frame.forms.signing import SignForm, TalkForm, words_of_yes
from holdfast.web.frame.models import Agreement, Party, Signature, newest_in_force
from holdfast.web.frame.people import for_copy, is_in_force, is_withdrawn, signature_of
from holdfast.web.frame.reach import next_review, parts_of, ways
from holdfast.web.frame.text import blocks
from holdfast.web.practice.models import Participant
from holdfast.web.practice.standing_for import child_of, is_guardian, one_child_of

from .agreement import changes_of
from .fetching import everybody, my_parties, my_party


@door(Role.CLIENT, Role.GUARDIAN)
def mine(request: Request) -> HttpResponse:
    """Show every version that this person signs or signed, the newest first."""
    rows = my_parties(request).order_by("-agreement__fixed_at")
    found = [party for party in rows if not _is_over(party)]
    every = Participant.objects.of_account(request.user, request.now).with_cards()
    places = list(every.select_related("stands_for__card__key"))
    context = {
        "holding": list(_holding(found, request.now.date())),
        "waiting": [party for party in found if _waits(party, request.now.date())],
        "signed": [party for party in found if signature_of(party) is not None],
        "child": one_child_of(places),
        "guards": is_guardian(places),
    }
    return render(request, "frame/mine.html", context)


def _holding(parties: Sequence[Party], day: date) -> Iterator[dict[str, object]]:
    """Yield for each work the version in force: how to reach the therapist, and the next review.

    Of a work that has ended only until when it held: there is nothing to keep to any more.
    """
    own = {party.agreement_id: party for party in parties}
    therapies = {party.agreement.therapy_id: party.agreement.therapy for party in parties}
    for version in newest_in_force(list(therapies.values())).values():
        if (party := own.get(version.pk)) is None:
            continue
        terms = version.as_terms()
        since = version.signed_on  # type: ignore[attr-defined]
        yield {
            "party": party,
            "child": _child(party),
            "version": version,
            "since": since,
            "until": ended_on(party, day),
            "ways": ways(terms),
            "has_contact": terms.contact is not None,
            "review": next_review(terms, version.therapy, since),
        }


def ended_on(party: Party, day: date) -> date | None:
    """Return since when a version binds nobody any more, because the work has ended."""
    place = party.participant
    if place is None:
        return None
    place.therapy = party.agreement.therapy
    return (place.until or place.therapy.ended_on) if place.is_over(day) else None


def _waits(party: Party, day: date) -> bool:
    """Whether a version can still be signed; what was not signed before the end stays unsigned."""
    return signature_of(party) is None and ended_on(party, day) is None


def _is_over(party: Party) -> bool:
    """A version taken back before this person signed is nobody's business any more."""
    return is_withdrawn(party.agreement)


@door(Role.CLIENT, Role.GUARDIAN)
def my_agreement(request: Request, party_id: UUID) -> HttpResponseBase:
    """Read one version, and sign it."""
    party = my_party(request, party_id)
    form = sign_form(request, party)
    until = ended_on(party, request.now.date())

    def act() -> str:
        if until is not None:
            raise ValidationError(_("This work has ended. There is nothing left to sign."))
        actions.sign(
            party, how=Signature.How.SIGN_IN, by=request.user, now=request.now,
            teach_back=form.words,
        )  # fmt: skip
        return reverse("frame:my_agreement", args=[party.pk])

    context = {**reading(party), "remarks": talking.said_by(party.participant)}
    context["until"] = until
    return form.once(request, act) or form.page(request, "frame/my_agreement.html", context)


def sign_form(request: Request, party: Party) -> SignForm:
    """Return the form that signs one part."""
    asked = teach_back.questions(party.agreement.as_terms(), of_a_child=bool(_child(party)))
    data = request.POST if request.method == "POST" else None
    return SignForm(data, asked=asked, yes=words_of_yes(party))


def reading(party: Party) -> dict[str, object]:
    """Return what the page of a signer lays out: the text, who signed, what changed."""
    version = with_everybody(party)
    return {
        "party": party,
        "version": version,
        "blocks": blocks(version.text("shown")),
        "signature": signature_of(party),
        "signatories": for_copy(version, party),
        "is_withdrawn": is_withdrawn(version),
        "is_in_force": is_in_force(version),
        "changes": changes_of(version),
        "child": _child(party),
    }


def with_everybody(party: Party) -> Agreement:
    """Return the version of a part with everybody it names."""
    rows = Agreement.objects.select_related("therapy__key", "withdrawal")
    return rows.prefetch_related(everybody()).get(pk=party.agreement_id)


@door(Role.CLIENT, Role.GUARDIAN)
def talk_first(request: Request, party_id: UUID) -> HttpResponseBase:
    """Say what one wants to talk about: before signing, or any time later until the end."""
    party = my_party(request, party_id)
    if ended_on(party, request.now.date()) is not None:
        return _no_talk(request, party)
    parts = parts_of(party.agreement.as_terms(), TERM_NAMES)
    form = TalkForm(request.POST or None, parts=parts)

    def act() -> str:
        talking.remark(
            party.agreement.therapy, form.cleaned_data["words"], by=request.user,
            now=request.now, participant=party.participant, term=form.cleaned_data["term"],
        )  # fmt: skip
        return f"{reverse('frame:my_agreement', args=[party.pk])}?said=yes"

    context = {"child": _child(party), "up": reverse("frame:my_agreement", args=[party.pk])}
    return form.once(request, act) or form.page(request, "frame/talk_first.html", context)


def _no_talk(request: Request, party: Party) -> HttpResponse:
    """Say where to turn instead, once the work has ended."""
    sent = request.method == "POST"
    up = reverse("frame:my_agreement", args=[party.pk])
    context = {"child": _child(party), "up": up, "sent": sent}
    return render(request, "frame/talk_closed.html", context, status=409 if sent else 200)


def _child(party: Party) -> str:
    return child_of(party.participant) if party.participant else ""
