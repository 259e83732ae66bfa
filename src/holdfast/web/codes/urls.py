"""Addresses of the codes. They carry ids and numbers only: no situation, no answer."""

from django.urls import path

from .views import deciding, decisions, weighing

app_name = "codes"
WEIGHING = "weighings/<uuid:weighing_id>/"
DECISION = "decisions/<uuid:decision_id>/"
urlpatterns = [
    path("therapies/<uuid:therapy_id>/boundary/", weighing.weigh, name="weigh"),
    path("boundary/", weighing.weigh_apart, name="weigh_apart"),
    path(WEIGHING, weighing.weighing, name="weighing"),
    path(f"{WEIGHING}questions/<int:number>/", weighing.question, name="question"),
    path(f"{WEIGHING}thoughts/", deciding.thoughts, name="thoughts"),
    path(f"{WEIGHING}plan/", deciding.plan, name="plan"),
    path(f"{WEIGHING}check/", deciding.check, name="check"),
    path(f"{WEIGHING}steps/<int:number>/", deciding.met_before, name="met_before"),
    path(f"{WEIGHING}discard/", weighing.discard, name="discard"),
    path("decisions/", decisions.decisions, name="decisions"),
    path(DECISION, decisions.decision, name="decision"),
    path(f"{DECISION}pdf/", decisions.pdf, name="pdf"),
    path(f"{DECISION}steps/<int:number>/", decisions.met, name="met"),
    path(f"{DECISION}add/", decisions.add, name="add"),
    path(f"{DECISION}repair/", decisions.repair, name="repair"),
    path(f"{DECISION}second-look/", decisions.look_again, name="look_again"),
]
