"""Addresses of importing lists."""

from django.urls import path

from holdfast.web.practice.views import importing

urlpatterns = [
    path("import/", importing.begin, name="import"),
    path("import/watch/", importing.watch, name="import_watch"),
    path("import/<uuid:import_id>/", importing.one, name="import_one"),
    path("import/<uuid:import_id>/columns/", importing.columns, name="import_columns"),
    path("import/<uuid:import_id>/people/", importing.people, name="import_people"),
    path("import/<uuid:import_id>/carry-out/", importing.carry_out, name="import_carry_out"),
    path("import/<uuid:import_id>/drop/", importing.drop, name="import_drop"),
]
