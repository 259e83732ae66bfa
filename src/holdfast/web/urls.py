"""Every address of the application."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("holdfast.web.accounts.urls")),
    path("", include("holdfast.web.home.urls")),
    path("", include("holdfast.web.frame.urls")),
    path("", include("holdfast.web.alliance.urls")),
    path("", include("holdfast.web.codes.urls")),
    path("", include("holdfast.web.screening.urls")),
    path("", include("holdfast.web.transference.urls")),
    path("", include("holdfast.web.consultation.urls")),
    path("", include("holdfast.web.endings.urls")),
    path("", include("holdfast.web.portal.urls")),
    path("", include("holdfast.web.practice.urls")),
    path("", include("holdfast.web.vault.urls")),
    path("", include("holdfast.web.running.urls")),
]
