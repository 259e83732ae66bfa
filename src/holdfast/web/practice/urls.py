"""Addresses of the practice's pages."""

from django.urls import path

from holdfast.web.practice import urls_house, urls_importing
from holdfast.web.practice.views import access, betweens, breaks, people, sessions, therapies

app_name = "practice"
urlpatterns = [
    path("therapies/new/", therapies.open_therapy, name="open_therapy"),
    path("therapies/<uuid:therapy_id>/pause/", therapies.pause, name="pause"),
    path("therapies/<uuid:therapy_id>/people/add/", therapies.add_person, name="add_person"),
    path("therapies/<uuid:therapy_id>/contacts/add/", betweens.note_contact, name="note_contact"),
    path(
        "therapies/<uuid:therapy_id>/crossings/add/", betweens.note_crossing, name="note_crossing"
    ),
    path("therapies/<uuid:therapy_id>/sessions/plan/", sessions.plan, name="plan"),
    path("people/<uuid:participant_id>/", people.person, name="person"),
    path("people/<uuid:participant_id>/change/", people.change_person, name="change_person"),
    path(
        "people/<uuid:participant_id>/contact-points/add/",
        people.add_contact_point,
        name="add_contact_point",
    ),
    path(
        "contact-points/<uuid:point_id>/", people.change_contact_point, name="change_contact_point"
    ),
    path(
        "people/<uuid:participant_id>/emergency-contacts/add/",
        people.add_emergency_contact,
        name="add_emergency_contact",
    ),
    path("people/<uuid:participant_id>/invite/", access.invite, name="invite_person"),
    path("people/<uuid:participant_id>/code/", access.hand_code, name="hand_code"),
    path("people/<uuid:participant_id>/handed/", access.handed, name="handed"),
    path("sessions/<uuid:session_id>/", sessions.session, name="session"),
    path("sessions/<uuid:session_id>/move/", sessions.move, name="move"),
    path("contacts/<uuid:contact_id>/", betweens.contact, name="contact"),
    path("crossings/<uuid:crossing_id>/", betweens.crossing, name="crossing"),
    path("breaks/", breaks.breaks, name="breaks"),
    path("breaks/<uuid:break_id>/change/", breaks.change_break, name="change_break"),
    path("breaks/<uuid:break_id>/withdraw/", breaks.withdraw_break, name="withdraw_break"),
    path("breaks/<uuid:break_id>/call-off/", breaks.call_off, name="call_off"),
    path("breaks/<uuid:break_id>/plan-again/", breaks.plan_again, name="plan_again"),
    path("promises/<uuid:promise_id>/done/", betweens.promise_done, name="promise_done"),
]
urlpatterns += urls_house.urlpatterns
urlpatterns += urls_importing.urlpatterns
