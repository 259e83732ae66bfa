"""Addresses of the practice itself: its lead's pages, therapists, supervision, emergencies."""

from django.urls import path

from holdfast.web.practice.views import (
    emergency,
    house,
    joining,
    openings,
    oversight,
    reserved,
    staff,
    supervision,
)

urlpatterns = [
    path("practice/", house.house, name="house"),
    path("practice/change/", house.change_house, name="change_house"),
    path("practice/audit/", oversight.audit_page, name="audit"),
    path("practice/audit/verify/", oversight.verify, name="verify"),
    path("practice/separate-log/", reserved.reserved_log, name="reserved_log"),
    path("practice/separate-log/reader/", reserved.name_log_reader, name="name_log_reader"),
    path("practice/background/", oversight.work, name="work"),
    path("practice/background/<uuid:job_id>/again/", oversight.work_again, name="work_again"),
    path("practice/background/<uuid:job_id>/let-go/", oversight.work_let_go, name="work_let_go"),
    path("practice/therapists/", staff.therapists, name="therapists"),
    path("practice/therapists/add/", staff.add_therapist, name="add_therapist"),
    path("practice/therapists/<uuid:therapist_id>/", staff.therapist, name="therapist"),
    path(
        "practice/therapists/<uuid:therapist_id>/change/",
        staff.change_profile,
        name="change_profile",
    ),
    path("practice/therapists/<uuid:therapist_id>/standing/", staff.standing, name="standing"),
    path(
        "practice/therapists/<uuid:therapist_id>/credentials/add/",
        staff.add_credential,
        name="add_credential",
    ),
    path("my-profile/", staff.my_profile, name="my_profile"),
    path("practice/credentials/", staff.credentials, name="credentials"),
    path(
        "practice/credentials/<uuid:credential_id>/",
        staff.change_credential,
        name="change_credential",
    ),
    path(
        "practice/credentials/<uuid:credential_id>/check/",
        staff.check_credential,
        name="check_credential",
    ),
    path("practice/supervision/", supervision.supervision, name="supervision"),
    path("practice/supervision/new/", supervision.ask_supervision, name="ask_supervision"),
    path(
        "practice/supervision/<uuid:agreement_id>/end/",
        supervision.end_supervision,
        name="end_supervision",
    ),
    path("my-supervision/", supervision.my_supervision, name="my_supervision"),
    path("therapies/<uuid:therapy_id>/join/", joining.ask_in, name="ask_in"),
    path("practice/join/", joining.join_by_code, name="join_by_code"),
    path("waiting/", joining.waiting, name="waiting"),
    path("waiting/<uuid:approval_id>/", joining.decide, name="decide"),
    path("emergency/", emergency.emergency, name="emergency"),
    path(
        "emergency/opened/<uuid:opening_id>/", emergency.emergency_opened, name="emergency_opened"
    ),
    path("people/<uuid:participant_id>/safety/", emergency.safety, name="safety"),
    path("cover/", emergency.cover, name="cover"),
    path("cover/<uuid:cover_id>/end/", emergency.end_cover, name="end_cover"),
    path("therapies/<uuid:therapy_id>/opened/", openings.openings, name="openings"),
    path("openings/<uuid:opening_id>/told/", openings.client_told, name="client_told"),
    path("notices/", openings.notices, name="notices"),
    path("notices/<uuid:notice_id>/read/", openings.notice_read, name="notice_read"),
]
