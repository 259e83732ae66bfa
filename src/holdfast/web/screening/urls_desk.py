"""Addresses of a therapist's circle and of the conflict desk."""

from django.urls import path

from holdfast.web.screening.views import circle, circle_file, desk, desk_deciding

PERSON = "desk/people/<uuid:card_id>/"
BOOK = "circle/file/<uuid:book_id>/"
urlpatterns = [
    path("circle/", circle.circle, name="circle"),
    path("circle/person/", circle.add_person, name="add_person"),
    path("circle/place/", circle.add_place, name="add_place"),
    path("circle/<uuid:circle_id>/", circle.change, name="circle_one"),
    path("circle/<uuid:circle_id>/still-so/", circle.renew, name="renew"),
    path("circle/<uuid:circle_id>/out/", circle.take_out, name="take_out"),
    path("circle/file/", circle_file.choose_file, name="choose_file"),
    path(BOOK, circle_file.pick, name="pick"),
    path(f"{BOOK}<int:number>/", circle_file.pick_one, name="pick_one"),
    path("desk/", desk.desk, name="desk"),
    path(PERSON, desk.person, name="desk_person"),
    path(f"{PERSON}therapies/", desk.through_therapies, name="desk_therapies"),
    path(f"{PERSON}who/", desk.open_identity, name="open_identity"),
    path(f"{PERSON}identity/", desk.identity, name="identity"),
    path(f"{PERSON}outcome/", desk_deciding.decide, name="decide"),
    path("desk/pairs/<int:pair_id>/", desk_deciding.pair, name="pair"),
    path("desk/outcomes/", desk_deciding.outcomes, name="outcomes"),
    path("desk/outcomes/<uuid:outcome_id>/", desk_deciding.outcome, name="outcome"),
    path("desk/outcomes/<uuid:outcome_id>/review/", desk_deciding.review, name="review"),
]
