"""Addresses of the alliance."""

from django.urls import path

from .views import aims, by_link, checks, export, follow_up, handing_over, mine, own_words, strain

app_name = "alliance"
OF_CLIENT = "clients/<uuid:participant_id>/answers/<slug:scale>/"
urlpatterns = [
    path("my-checks/", mine.mine, name="mine"),
    path("my-checks/given/<uuid:check_id>/", mine.given, name="given"),
    path("my-checks/<uuid:participant_id>/pause/", mine.pause, name="pause"),
    path("my-checks/<uuid:participant_id>/<slug:scale>/", mine.answer, name="answer"),
    path("check/sent/", by_link.sent, name="sent"),
    path("check/<str:secret>/", by_link.by_link, name="by_link"),
    path("handed-over/", handing_over.handed, name="handed"),
    path(f"{OF_CLIENT}hand-over/", handing_over.hand_over, name="hand_over"),
    path(f"{OF_CLIENT}link/", checks.link, name="link"),
    path(f"{OF_CLIENT}paper/", checks.paper, name="paper"),
    path(f"{OF_CLIENT}ask/", checks.ask, name="ask"),
    path("therapies/<uuid:therapy_id>/answers/", checks.checks, name="checks"),
    path("strains/<uuid:signal_id>/", strain.strain, name="strain"),
    path("answers/<uuid:check_id>/", strain.check, name="check"),
    path("clients/<uuid:participant_id>/answers/<slug:scale>/", strain.series, name="series"),
    path("follow-ups/<uuid:follow_up_id>/", follow_up.follow_up, name="follow_up"),
    path("therapies/<uuid:therapy_id>/goals/", aims.goals, name="goals"),
    path("therapies/<uuid:therapy_id>/goals/new/", aims.new_goal, name="new_goal"),
    path("goals/<uuid:goal_id>/", aims.goal, name="goal"),
    path("goals/<uuid:goal_id>/agree/", aims.agree, name="agree"),
    path("goals/<uuid:goal_id>/how-far/", aims.how_far, name="how_far"),
    path("goals/<uuid:goal_id>/state/", aims.state, name="goal_state"),
    path("my-goals/", aims.my_goals, name="my_goals"),
    path("my-goals/<uuid:participant_id>/new/", aims.my_new_goal, name="my_new_goal"),
    path("my-goals/<uuid:goal_id>/", aims.my_goal, name="my_goal"),
    path("my-goals/<uuid:goal_id>/agree/", aims.my_agree, name="my_agree"),
    path("my-goals/<uuid:goal_id>/how-far/", aims.my_how_far, name="my_how_far"),
    path("therapies/<uuid:therapy_id>/answers/all.csv", export.answers, name="export"),
    path("questionnaires/", own_words.own_words, name="own_words"),
    path("questionnaires/<slug:scale>/words/", own_words.add, name="add_words"),
    path("questionnaires/<slug:scale>/words/remove/", own_words.remove, name="remove_words"),
    path("answers-dictionary.csv", export.dictionary, name="dictionary"),
]
