"""Addresses of screening."""

from . import urls_desk, urls_intake, urls_mentioned

app_name = "screening"
urlpatterns = [
    *urls_intake.urlpatterns,
    *urls_desk.urlpatterns,
    *urls_mentioned.urlpatterns,
]
