"""Addresses anybody may open, signed in or not."""

from django.urls import path

from .views import help, is_this_ok, therapists, usual

urlpatterns = [
    path("is-this-ok/", is_this_ok.is_this_ok, name="is_this_ok"),
    path("is-this-ok/all/", is_this_ok.all_on_one_page, name="is_this_ok_all"),
    path("what-is-usual/", usual.usual, name="usual"),
    path("what-is-usual/<slug:slug>/", usual.usual_page, name="usual_page"),
    path("help/", help.help_now, name="help"),
    path("choose-a-therapist/", therapists.therapists, name="therapists"),
    path("choose-a-therapist/questions/", therapists.questions, name="questions"),
    path("choose-a-therapist/<uuid:therapist_id>/", therapists.profile, name="profile"),
]
