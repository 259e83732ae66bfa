"""Addresses of notes, reactions, episodes and what they add up to. None names a therapy but one."""

from django.urls import path

from holdfast.web.transference.views import adding_up, episodes, left, notes, promise, reactions

app_name = "transference"
urlpatterns = [
    path("notes/", notes.notes, name="notes"),
    path("notes/new/", notes.write, name="write"),
    path("notes/kept/", notes.kept, name="kept"),
    path("notes/look/", notes.look, name="look"),
    path("notes/law/", promise.law, name="law"),
    path("notes/after/", promise.after, name="after"),
    path("notes/deaths/", promise.deaths, name="deaths"),
    path("notes/deaths/<uuid:after_id>/", promise.died, name="died"),
    path("notes/left/", left.left, name="left"),
    path("notes/left/<uuid:after_id>/", left.left_one, name="left_one"),
    path("notes/<uuid:series>/", notes.note, name="note"),
    path("notes/<uuid:series>/change/", notes.change, name="change"),
    path("notes/<uuid:series>/remove/", notes.remove, name="remove_note"),
    path("reactions/", reactions.reactions, name="reactions"),
    path("reactions/new/", reactions.react, name="react"),
    path("reactions/<uuid:series>/", reactions.reaction, name="reaction"),
    path("reactions/<uuid:series>/remove/", reactions.remove, name="remove_reaction"),
    path("episodes/", episodes.episodes, name="episodes"),
    path("episodes/new/", episodes.write, name="write_episode"),
    path("episodes/new/me/", episodes.write_about_me, name="write_about_me"),
    path("episodes/<uuid:series>/", episodes.episode, name="episode"),
    path("episodes/<uuid:series>/move/", episodes.move, name="move"),
    path("episodes/<uuid:series>/remove/", episodes.remove, name="remove_episode"),
    path("therapies/<uuid:therapy_id>/episodes/", episodes.in_record, name="in_record"),
    path("adds-up/", adding_up.choose, name="choose"),
    path("adds-up/<str:mark>/", adding_up.adds_up, name="adds_up"),
]
