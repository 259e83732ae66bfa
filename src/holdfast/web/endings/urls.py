"""Addresses of endings. They carry random ids only."""

from django.urls import path

from .views import after, coming_back, keeping, planning, signing, wills

app_name = "endings"
OF_THERAPY = "therapies/<uuid:therapy_id>/ending/"
PLAN = "ending-plans/<uuid:plan_id>/"
SIGNER = "ending-signers/<uuid:party_id>/"
LETTER = "ending-letters/<uuid:letter_id>/"
urlpatterns = [
    path(OF_THERAPY, planning.ending, name="ending"),
    path(f"{OF_THERAPY}plan/", planning.plan, name="plan"),
    path(f"{OF_THERAPY}plan/sign/", planning.fix, name="fix"),
    path(f"{OF_THERAPY}plan/discard/", planning.discard, name="discard"),
    path(f"{OF_THERAPY}close/", planning.close, name="close"),
    path(f"{OF_THERAPY}letter/", after.letter, name="letter"),
    path(f"{OF_THERAPY}asked/", after.asked, name="asked"),
    path(f"{OF_THERAPY}hold/", keeping.hold, name="hold"),
    path(PLAN, planning.version, name="version"),
    path(f"{PLAN}pdf/", signing.pdf, name="pdf"),
    path(f"{PLAN}sign/", signing.sign, name="sign"),
    path(f"{PLAN}take-back/", planning.withdraw, name="withdraw"),
    path(f"{SIGNER}paper/", signing.paper, name="paper"),
    path(f"{SIGNER}link/", signing.link, name="link"),
    path(f"{SIGNER}link/made/", signing.link_made, name="link_made"),
    path(f"{SIGNER}pdf/", signing.party_pdf, name="party_pdf"),
    path(f"{LETTER}", after.letter_send, name="letter_send"),
    path(f"{LETTER}change/", after.letter_change, name="letter_change"),
    path(f"{LETTER}pdf/", after.letter_pdf, name="letter_pdf"),
    path("my-endings/", signing.mine, name="mine"),
    path("my-endings/<uuid:party_id>/", signing.my_ending, name="my_ending"),
    path("my-endings/<uuid:party_id>/pdf/", signing.my_pdf, name="my_pdf"),
    path("my-endings/back/<uuid:participant_id>/", coming_back.ask, name="ask_back"),
    path("my-endings/asked/<uuid:asks_id>/agree/", coming_back.agree, name="agree_back"),
    path("my-endings/asked/<uuid:asks_id>/take-back/", coming_back.take_back, name="take_back"),
    path("sign-ending/done/", signing.link_signed, name="link_signed"),
    path("sign-ending/done/pdf/", signing.link_copy, name="link_copy"),
    path("sign-ending/<str:secret>/", signing.by_link, name="by_link"),
    path("coming-back/", coming_back.coming_back, name="coming_back"),
    path("coming-back/<uuid:asks_id>/", coming_back.answer, name="answer_back"),
    path("coming-back/<uuid:asks_id>/settled/", coming_back.settle, name="settle_back"),
    path("my-will/", wills.my_will, name="my_will"),
    path("my-will/tried/", wills.tried, name="will_tried"),
    path("wills/", wills.named, name="wills"),
    path("wills/<uuid:will_id>/open/", wills.open_will, name="open_will"),
    path("wills/<uuid:will_id>/try/", wills.try_will, name="try_will"),
    path("wills/opened/<uuid:opening_id>/", wills.to_call, name="to_call"),
    path("wills/opened/<uuid:opening_id>/the-rest/", wills.the_rest, name="the_rest"),
    path("keeping/", keeping.keeping, name="keeping"),
    path("keeping/met-before/", keeping.met_before, name="met_before"),
    path("keeping/holds/<uuid:hold_id>/lift/", keeping.lift, name="lift"),
    path("keeping/people/<uuid:participant_id>/erase/", keeping.ask, name="erase"),
    path("keeping/erasures/<uuid:erasing_id>/", keeping.decide, name="decide"),
    path("keeping/certificates/<uuid:certificate_id>/", keeping.certificate, name="certificate"),
    path("keeping/certificates/<uuid:certificate_id>/pdf/", keeping.certificate_file,
         name="certificate_pdf"),
]  # fmt: skip
