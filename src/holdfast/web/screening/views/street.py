"""The public page on which somebody asks for a therapist. It answers everybody alike."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.web.accounts.doors import open_door
from holdfast.web.accounts.requests import Request, network_of
from holdfast.web.screening.actions import enquiring
from holdfast.web.screening.forms.enquiring import PublicEnquiryForm
from holdfast.web.screening.views.intake import therapists_here


@open_door
def enquire(request: Request) -> HttpResponse:
    """Take an enquiry in from whoever writes it."""
    therapists = therapists_here(request.now)
    form = PublicEnquiryForm(request.POST or None, today=request.now.date(), therapists=therapists)

    def act() -> str:
        before = enquiring.knock(network_of(request), request.now)
        if before >= enquiring.STREET_KEPT:
            raise ValidationError(
                _("Many have written to us from your network today. Please call us instead.")
            )
        enquiring.enquire(
            form.asker(), form.people(), form.looks_for(), now=request.now,
            checked=before < enquiring.STREET_CHECKS,
        )  # fmt: skip
        return reverse("screening:thanks")

    answer = form.once(request, act) or form.page(request, "screening/enquire.html")
    answer["Cache-Control"] = "no-store"
    return answer


@open_door
def thanks(request: Request) -> HttpResponse:
    """Say that the enquiry is here and what happens next; the same to everybody."""
    return render(request, "screening/thanks.html")
