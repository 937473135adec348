"""Addresses of the pages of a licence for its holder and for the organs."""

from django.urls import URLPattern, path

from approvals.licences import pages

app_name = "licences"
urlpatterns: list[URLPattern] = [
    path("", pages.licences, name="list"),
    path("<int:pk>/", pages.licence, name="licence"),
    path("<int:pk>/document/", pages.document, name="document"),
    path("<int:pk>/start/", pages.start, name="start"),
    path("<int:pk>/state/", pages.state, name="state"),
    path("<int:pk>/hear/", pages.hear, name="hear"),
    path("<int:pk>/drop/", pages.drop, name="drop"),
    path("<int:pk>/decide/", pages.decide, name="decide"),
]
