"""Fixing the text of a draft, so that it can be signed."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import door
from holdfast.web.accounts.models import Role
from holdfast.web.accounts.requests import Request
from holdfast.web.frame import actions, gaps
from holdfast.web.frame.forms.agreements import FixForm
from holdfast.web.frame.models import Draft
from holdfast.web.frame.signers import Signer, because, parties, rules_for, signers, signs_as
from holdfast.web.frame.text import text_of
from holdfast.web.practice.addresses import url_of
from holdfast.web.practice.models import Practice

from .building import reading_age
from .fetching import own_draft


@door(Role.THERAPIST)
def fix(request: Request, therapy_id: UUID) -> HttpResponseBase:
    """Say who signs, and fix the text."""
    empty = FixForm(request.POST or None, signers=(), rules=(), gaps=False)
    if (before := empty.again(request)) is not None:
        return before
    draft = own_draft(request, therapy_id)
    rules = rules_for(Practice.get().country)
    asked = next((r for r in rules if r.id == request.POST.get("rule")), rules[0])
    found = signers(draft.therapy, asked, request.now.date())
    missing = gaps.of_terms(draft.as_terms(), draft.therapy, request.now)
    form = FixForm(
        request.POST or None,
        signers=found,
        rules=rules,
        gaps=bool(missing),
        version=draft.version,
    )

    def act() -> str:
        decided = signers(
            draft.therapy, asked, request.now.date(),
            mature=form.ticked("mature"), not_alone=form.ticked("not_alone"),
        )  # fmt: skip
        _can_be_signed(draft, decided)
        made = actions.fix(draft, parties(decided), by=request.user, now=request.now)
        return reverse("frame:version", args=[made.pk])

    context = {
        "therapy": draft.therapy,
        "missing": missing,
        "age": reading_age(draft.as_terms()),
        "signers": [(s, because(s.signing), signs_as(s.signing)) for s in found],
        "rule": asked,
        "add_url": url_of("practice:add_person", therapy_id),
        "up": reverse("frame:draft", args=[therapy_id]),
    }
    return form.once(request, act) or form.page(request, "frame/fix.html", context)


def _can_be_signed(draft: Draft, found: tuple[Signer, ...]) -> None:
    """Refuse a version that nobody could sign, with what to do about it."""
    if not text_of(draft.as_terms()):
        raise ValidationError(_("The draft says nothing yet. Fill in at least one term."))
    if not found:
        raise ValidationError(_("This therapy has no client yet. Add one first."))
    for signer in found:
        if signer.nobody_with_authority:
            raise ValidationError(
                _(
                    "%(name)s does not sign alone, and nobody with authority is in this therapy. "
                    "Add the guardian first."
                )
                % {"name": signer.name}
            )
