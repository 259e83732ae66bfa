"""Addresses of a client's journal, and of what was shared from it."""

from django.urls import path

from .views import journal

urlpatterns = [
    path("journal/", journal.journal, name="journal"),
    path("journal/write/", journal.write, name="journal_write"),
    path("journal/<uuid:series>/", journal.entry, name="journal_entry"),
    path("journal/<uuid:series>/change/", journal.change, name="journal_change"),
    path("journal/<uuid:series>/delete/", journal.delete, name="journal_delete"),
    path("journal/<uuid:series>/share/", journal.share, name="journal_share"),
    path("therapies/<uuid:therapy_id>/shared/", journal.shared, name="journal_shared"),
]
