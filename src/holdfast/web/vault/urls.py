"""Addresses of one's own vault."""

from django.urls import path

from holdfast.web.vault import views

app_name = "vault"
urlpatterns = [
    path("vault/", views.mine, name="mine"),
    path("vault/make/", views.make, name="make"),
    path("vault/open/", views.open_vault, name="open"),
    path("vault/open/paper/", views.open_with_paper, name="open_with_paper"),
    path("vault/shut/", views.shut, name="shut"),
    path("vault/passphrase/", views.passphrase, name="passphrase"),
    path("vault/paper/", views.new_paper, name="new_paper"),
    path("vault/paper/kept/", views.confirm, name="confirm"),
    path("vault/discard/", views.discard, name="discard"),
    path("vault/copy/", views.copy, name="copy"),
]
