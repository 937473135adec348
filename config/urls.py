"""Every route of the site."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from config import display, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.start, name="start"),
    path("home/", pages.home, name="home"),
    path("display/", display.display, name="display"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("accounts/", include("config.accounts.urls")),
    path("health/", include("config.health")),
    path("portal/", include("approvals.portal.urls")),
    path("desks/", include("approvals.desks.urls")),
    path("offices/", include("workflows.offices.urls")),
    path("studio/", include("workflows.studio.urls")),
    path("audit/", include("approvals.privacy.urls")),
    path("licences/", include("approvals.licences.page_urls")),
    path("verify/", include("approvals.licences.urls")),
]

handler400 = "config.pages.bad_request"
handler403 = "config.pages.forbidden"
handler404 = "config.pages.not_found"
handler500 = "config.pages.server_error"
handler429 = "config.pages.too_many"
