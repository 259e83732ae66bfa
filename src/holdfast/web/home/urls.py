"""Addresses of the pages that gather."""

from datetime import date

from django.urls import path, register_converter

from holdfast.web.accounts.days import read_day

from .views.clients import clients
from .views.entry import confirm_day, record
from .views.overview import overview, start
from .views.relationship import brief, relationship
from .views.today import day_briefs, today


class Day:
    """A day in an address: 2026-02-17."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Read the day; one not in the calendar, or far from today, is no address."""
        return read_day(value)

    def to_url(self, value: date) -> str:
        """Write the day."""
        return value.isoformat()


register_converter(Day, "day")

app_name = "home"
urlpatterns = [
    path("", start, name="start"),
    path("overview/", overview, name="overview"),
    path("today/", today, name="today"),
    path("today/<day:day>/", today, name="day"),
    path("today/<day:day>/briefs/", day_briefs, name="day_briefs"),
    path("today/<day:day>/confirm/", confirm_day, name="confirm_day"),
    path("sessions/<uuid:session_id>/record/", record, name="record"),
    path("clients/", clients, name="clients"),
    path("therapies/<uuid:therapy_id>/", relationship, name="relationship"),
    path("therapies/<uuid:therapy_id>/brief/", brief, name="brief"),
]
