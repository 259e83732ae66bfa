"""Addresses for looking after an installation."""

from django.urls import path

from holdfast.web.running.views import export, health

app_name = "running"
urlpatterns = [
    path("health/", health, name="health"),
    path("practice/export/", export.export, name="export"),
    path("practice/export/<uuid:approval_id>/back/", export.export_back, name="export_back"),
    path("practice/export/<uuid:approval_id>/file/", export.export_file, name="export_file"),
]
