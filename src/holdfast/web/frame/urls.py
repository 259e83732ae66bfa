"""Addresses of the frame."""

from django.urls import path

from .views import (
    agreement,
    arranging,
    building,
    by_link,
    copies,
    drift,
    fixing,
    house,
    mine,
    signing,
)

app_name = "frame"
OF_THERAPY = "therapies/<uuid:therapy_id>/agreement/"
urlpatterns = [
    path(OF_THERAPY, agreement.agreement, name="agreement"),
    path(f"{OF_THERAPY}start/", agreement.start, name="start"),
    path(f"{OF_THERAPY}draft/", building.draft, name="draft"),
    path(f"{OF_THERAPY}draft/discard/", agreement.discard, name="discard"),
    path(f"{OF_THERAPY}draft/sign/", fixing.fix, name="fix"),
    path(f"{OF_THERAPY}draft/remark/", building.remark, name="remark"),
    path(f"{OF_THERAPY}draft/<slug:name>/", building.term, name="term"),
    path(f"{OF_THERAPY}draft/<slug:name>/leave-out/", building.leave_out, name="leave_out"),
    path(f"{OF_THERAPY}draft/<slug:name>/remark/", building.remark, name="remark_on"),
    path("remarks/<uuid:remark_id>/answered/", building.answered, name="answered"),
    path(f"{OF_THERAPY}exception/", arranging.exception, name="exception"),
    path("exceptions/<uuid:exception_id>/end/", arranging.end_exception, name="end_exception"),
    path(
        "exceptions/<uuid:exception_id>/take-back/",
        arranging.take_back_exception,
        name="take_back_exception",
    ),
    path(f"{OF_THERAPY}plan/", arranging.plan, name="plan"),
    path("agreements/<uuid:agreement_id>/", agreement.version, name="version"),
    path("agreements/<uuid:agreement_id>/pdf/", copies.pdf, name="pdf"),
    path("agreements/<uuid:agreement_id>/sign/", signing.sign, name="sign"),
    path("agreements/<uuid:agreement_id>/take-back/", agreement.withdraw, name="withdraw"),
    path("signers/<uuid:party_id>/paper/", signing.paper, name="paper"),
    path("signers/<uuid:party_id>/link/", signing.link, name="link"),
    path("signers/<uuid:party_id>/link/made/", signing.link_made, name="link_made"),
    path("signers/<uuid:party_id>/pdf/", copies.party_pdf, name="party_pdf"),
    path("my-agreements/", mine.mine, name="mine"),
    path("my-agreements/<uuid:party_id>/", mine.my_agreement, name="my_agreement"),
    path("my-agreements/<uuid:party_id>/talk/", mine.talk_first, name="talk_first"),
    path("my-agreements/<uuid:party_id>/pdf/", copies.my_pdf, name="my_pdf"),
    path("sign/done/", by_link.link_signed, name="link_signed"),
    path("sign/done/pdf/", by_link.link_copy, name="link_copy"),
    path("sign/<str:secret>/", by_link.by_link, name="by_link"),
    path("drifts/<uuid:signal_id>/", drift.drift, name="drift"),
    path("frame-templates/", house.templates, name="templates"),
    path("frame-templates/new/", house.new_template, name="new_template"),
    path("frame-templates/<uuid:template_id>/", house.template, name="template"),
    path("frame-templates/<uuid:template_id>/remove/", house.remove, name="remove_template"),
    path("frame-templates/<uuid:template_id>/<slug:name>/", house.template_term,
         name="template_term"),
]  # fmt: skip
