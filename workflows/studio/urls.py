"""Addresses of these pages."""

from django.urls import URLPattern, path

from workflows.studio.views import drafts, promulgation, standards

app_name = "studio"
urlpatterns: list[URLPattern] = [
    path("", standards.standards, name="standards"),
    path("standards/<str:key>/<int:number>/", standards.standard, name="standard"),
    path("standards/<str:key>/<int:number>/file.<str:kind>", standards.download, name="download"),
    path("standards/<str:key>/difference/", standards.difference_of, name="difference"),
    path("standards/<str:key>/drafts/", drafts.begin, name="begin"),
    path("drafts/<int:draft>/", drafts.draft, name="draft"),
    path("drafts/<int:draft>/difference/", drafts.draft_difference, name="draft_difference"),
    path("drafts/<int:draft>/discard/", drafts.discard, name="discard"),
    path("drafts/<int:draft>/submit/", promulgation.submit, name="submit"),
    path("inbox/", promulgation.inbox, name="inbox"),
    path("promulgations/<int:promulgation>/", promulgation.flow, name="flow"),
]
