"""Addresses of these pages."""

from django.urls import URLPattern, path

from workflows.studio.views import drafts, moving, promulgation, rehearsal, standards, terms, trying

app_name = "studio"
urlpatterns: list[URLPattern] = [
    path("", standards.standards, name="standards"),
    path("standards/<str:key>/<int:number>/", standards.standard, name="standard"),
    path("standards/<str:key>/<int:number>/file.<str:kind>", standards.download, name="download"),
    path("standards/<str:key>/<int:number>/tests/", trying.tests_of, name="tests_of"),
    path("standards/<str:key>/difference/", standards.difference_of, name="difference"),
    path("standards/<str:key>/drafts/", drafts.begin, name="begin"),
    path("drafts/<int:draft>/", drafts.draft, name="draft"),
    path("drafts/<int:draft>/difference/", drafts.draft_difference, name="draft_difference"),
    path("drafts/<int:draft>/discard/", drafts.discard, name="discard"),
    path("drafts/<int:draft>/tests/", trying.tests_in, name="tests_in"),
    path("drafts/<int:draft>/tests/write/", trying.write, name="write_test"),
    path("drafts/<int:draft>/tests/drop/", trying.drop, name="drop_test"),
    path("drafts/<int:draft>/submit/", promulgation.submit, name="submit"),
    path("drafts/<int:draft>/rehearsal/", rehearsal.rehearsal, name="rehearsal"),
    path("standards/<str:key>/moving/", moving.plans, name="plans"),
    path("plans/<int:plan>/", moving.plan, name="plan"),
    path("plans/<int:plan>/cases/", moving.plan_cases, name="plan_cases"),
    path("terms/", terms.corridor, name="terms_corridor"),
    path("terms/<str:key>/<str:code>/", terms.terms, name="terms"),
    path("terms/<str:key>/<str:code>/change/", terms.change, name="terms_change"),
    path("terms/<str:key>/<str:code>/submit/", terms.submit, name="terms_submit"),
    path("districts/<str:code>/differences/", terms.differences, name="differences"),
    path("inbox/", promulgation.inbox, name="inbox"),
    path("promulgations/<int:promulgation>/", promulgation.flow, name="flow"),
]
