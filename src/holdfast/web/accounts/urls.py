"""Addresses of signing in, of one's own account, and of who works here."""

from django.urls import path

from .views import account, letters, people, signing_in, writing

app_name = "accounts"

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/second/", signing_in.second, name="second"),
    path("sign-in/passkey/options/", signing_in.passkey_begin, name="passkey_begin"),
    path("sign-in/passkey/", signing_in.passkey_use, name="passkey_use"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("leave/", signing_in.leave, name="leave"),
    path("prove/", signing_in.prove, name="prove"),
    path("stay/", writing.stay, name="stay"),
    path("draft/", writing.draft, name="draft"),
    path("draft/drop/", writing.drop_draft, name="drop_draft"),
    path("invitation/<str:secret>/", letters.accept, name="accept"),
    path("recover/", letters.recover, name="recover"),
    path("recover/<str:secret>/", letters.recover_with, name="recover_with"),
    path("new-address/<str:secret>/", letters.confirm_address, name="confirm_address"),
    path("keep-address/<str:secret>/", letters.keep_address, name="keep_address"),
    path("my-sign-in/", account.account, name="account"),
    path("my-sign-in/second-factor/", account.choose_factor, name="factors"),
    path("my-sign-in/app/", account.add_app, name="add_app"),
    path("my-sign-in/passkey/", account.add_passkey, name="add_passkey"),
    path("my-sign-in/passkey/options/", account.passkey_options, name="passkey_options"),
    path("my-sign-in/passkey/made/", account.passkey_made, name="passkey_made"),
    path(
        "my-sign-in/factors/<uuid:factor_id>/remove/", account.remove_factor, name="remove_factor"
    ),
    path("my-sign-in/recovery-codes/", account.recovery_codes, name="recovery_codes"),
    path("my-sign-in/password/", account.change_password, name="password"),
    path("my-sign-in/address/", account.change_address, name="address"),
    path("my-sign-in/devices/<str:session_key>/end/", account.end_session, name="end_session"),
    path("roles/", people.roles, name="roles"),
    path("roles/invite/", people.invite, name="invite"),
    path("roles/waiting/", people.approvals, name="approvals"),
    path("roles/waiting/<uuid:approval_id>/", people.decide, name="decide"),
    path("roles/house-rules/", people.house_rules, name="house_rules"),
    path("roles/held/<uuid:grant_id>/end/", people.end_role, name="end_role"),
    path("roles/<uuid:user_id>/", people.person, name="person"),
    path("roles/<uuid:user_id>/grant/", people.grant, name="grant"),
    path("roles/<uuid:user_id>/invite-again/", people.invite_again, name="invite_again"),
    path("roles/<uuid:user_id>/code/", people.hand_over, name="hand_over"),
    path("roles/<uuid:user_id>/close/", people.close, name="close"),
]
