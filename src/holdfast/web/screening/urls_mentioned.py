"""Addresses of people whom a client spoke of."""

from django.urls import path

from holdfast.web.screening.views import mentioning

urlpatterns = [
    path("therapies/<uuid:therapy_id>/spoken-of/", mentioning.mentioned, name="mentioned"),
    path("spoken-of/<uuid:mentioned_id>/erase/", mentioning.forget, name="forget_mentioned"),
]
