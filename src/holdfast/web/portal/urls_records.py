"""Addresses of my records and of the facts of our frame."""

from django.urls import path

from .views import asking, my_frame, records, reviewing

urlpatterns = [
    path("your-records/", records.kept, name="kept"),
    path("your-records/opened/", records.opened, name="opened"),
    path("your-records/copy/<slug:kind>/", records.copy, name="copy"),
    path("your-records/copy/made/<uuid:copy_id>/", records.copy_made, name="copy_made"),
    path("your-records/schema/", records.copy_schema, name="copy_schema"),
    path("your-records/ask/<uuid:participant_id>/", asking.ask, name="ask"),
    path("your-records/asked/<uuid:request_id>/", asking.asked, name="asked"),
    path("your-records/asked/<uuid:request_id>/<slug:kind>/", asking.fetch, name="fetch"),
    path("your-records/words/", asking.my_words, name="my_words"),
    path("your-records/words/<uuid:participant_id>/", asking.add_words, name="add_words"),
    path("your-records/shared/<uuid:participant_id>/", asking.shared, name="shared_part"),
    path("your-records/permit/<uuid:release_id>/", asking.permit, name="permit"),
    path("our-frame/", my_frame.my_frame, name="my_frame"),
    path("our-frame/<uuid:participant_id>/", my_frame.frame_of, name="frame_of"),
    path(
        "our-frame/<uuid:participant_id>/<slug:about>/<uuid:row_id>/",
        my_frame.not_so,
        name="not_so",
    ),
    path("my-sessions/", my_frame.my_sessions, name="my_sessions"),
    path("record-requests/<uuid:request_id>/", reviewing.review, name="review"),
    path("record-words/<uuid:statement_id>/", reviewing.answer_words, name="answer_words"),
    path("record-permissions/<uuid:release_id>/", reviewing.permissions, name="permissions"),
    path(
        "record-permissions/<uuid:release_id>/<uuid:participant_id>/",
        reviewing.permitted_on_paper,
        name="permitted_on_paper",
    ),
]
