"""Addresses of intake and of the public page. They carry ids only."""

from django.urls import path

from .views import intake, street, told

ENQUIRY = "intake/<uuid:enquiry_id>/"
urlpatterns = [
    path("intake/", intake.intake, name="intake"),
    path("intake/new/", intake.enter, name="enter"),
    path(ENQUIRY, intake.enquiry, name="enquiry"),
    path(f"{ENQUIRY}close/", intake.close, name="close"),
    path(f"{ENQUIRY}take-up/", intake.take_up, name="take_up"),
    path("enquire/", street.enquire, name="enquire"),
    path("enquire/thanks/", street.thanks, name="thanks"),
    path("told/<uuid:finding_id>/", told.told, name="told"),
]
