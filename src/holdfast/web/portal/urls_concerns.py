"""Addresses of concerns: a client's own, and their reader's."""

from django.urls import path

from .views import concerns, reading

urlpatterns = [
    path("concern/", concerns.concern, name="concern"),
    path(
        "concern/about/<uuid:participant_id>/<uuid:therapist_id>/",
        concerns.write,
        name="concern_write",
    ),
    path(
        "concern/about/<uuid:participant_id>/<uuid:therapist_id>/outside/",
        concerns.outside,
        name="concern_outside",
    ),
    path("concern/<uuid:concern_id>/", concerns.sent, name="concern_sent"),
    path("concern/<uuid:concern_id>/take-back/", concerns.withdraw, name="concern_withdraw"),
    path("concern/<uuid:concern_id>/settled/", concerns.settle, name="concern_settle"),
    path("concern/<uuid:concern_id>/tell/", concerns.tell, name="concern_tell"),
    path("concern/<uuid:concern_id>/record/", concerns.record, name="concern_record"),
    path("concerns/", reading.concerns, name="concerns"),
    path("concerns/close-to/", reading.closeness, name="closeness"),
    path("concerns/peer/", reading.peer, name="peer"),
    path("concerns/<uuid:concern_id>/", reading.read, name="concern_read"),
    path("concerns/<uuid:concern_id>/ask/", reading.ask_record, name="concern_ask_record"),
    path("concerns/<uuid:concern_id>/record/", reading.open_record, name="concern_open_record"),
    path("concerns/<uuid:concern_id>/sure/", reading.same_person, name="concern_same_person"),
]
