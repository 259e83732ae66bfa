"""Addresses of the client's side."""

from . import urls_concerns, urls_journal, urls_public, urls_records

app_name = "portal"
urlpatterns = [
    *urls_public.urlpatterns,
    *urls_concerns.urlpatterns,
    *urls_journal.urlpatterns,
    *urls_records.urlpatterns,
]
