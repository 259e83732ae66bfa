"""Addresses of consultation. They carry ids and secrets of links only."""

from django.urls import path

from holdfast.web.consultation.views import (
    answering,
    asked,
    asking,
    by_link,
    countersigning,
    index,
    links,
    sitting,
    supervision,
    ties,
)

app_name = "consultation"
DRAFT = "consultation/drafts/<uuid:draft_id>/"
ASKED = "consultation/asked/<uuid:question_id>/"
urlpatterns = [
    path("consultation/", index.index, name="index"),
    path("consultation/ask/", asking.ask, name="ask"),
    path(f"{DRAFT}change/", asking.change, name="change"),
    path(DRAFT, asking.preview, name="preview"),
    path(f"{DRAFT}discard/", asking.discard, name="discard"),
    path(ASKED, asked.asked, name="asked"),
    path(f"{ASKED}attach/", asked.attach, name="attach"),
    path(f"{ASKED}take-back/", asked.withdraw, name="withdraw"),
    path(f"{ASKED}link/", links.link, name="link"),
    path(f"{ASKED}link/made/", links.link_made, name="link_made"),
    path("consultation/questions/<uuid:question_id>/", answering.answer, name="answer"),
    path("supervision/", supervision.supervision, name="supervision"),
    path("supervision/sessions/new/", sitting.sit, name="sit"),
    path("supervision/sessions/<uuid:seat_id>/", sitting.seat, name="seat"),
    path("supervision/sessions/<uuid:seat_id>/agree/", sitting.add_task, name="add_task"),
    path("supervision/agreed/<uuid:task_id>/", sitting.tick, name="tick"),
    path("supervision/<uuid:agreement_id>/ties/", ties.ties, name="ties"),
    path("countersigning/", countersigning.queue, name="queue"),
    path("countersigning/<uuid:subject_id>/", countersigning.countersign, name="countersign"),
    path("practice/countersigning/", countersigning.house, name="house"),
    path("question/<str:secret>/", by_link.by_link, name="by_link"),
    path("question/", by_link.link_sent, name="link_sent"),
]
