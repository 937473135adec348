"""Addresses of these pages."""

from django.urls import path

from approvals.portal.views import cases, catalogue, documents, drafts, sending

app_name = "portal"
urlpatterns = [
    path("", catalogue.items, name="catalogue"),
    path("begin/<slug:key>/", catalogue.begin, name="begin"),
    path("differences/<slug:key>/", catalogue.differences, name="differences"),
    path("drafts/<int:pk>/", drafts.first, name="first"),
    path("drafts/<int:pk>/discard/", drafts.discard, name="discard"),
    path("drafts/<int:pk>/materials/", sending.materials, name="materials"),
    path("drafts/<int:pk>/materials/add/", sending.material_add, name="material_add"),
    path("drafts/<int:pk>/materials/<int:material>/remove/", sending.material_remove, name="material_remove"),
    path("drafts/<int:pk>/review/", sending.review, name="review"),
    path("drafts/<int:pk>/send/", sending.send, name="send"),
    path("drafts/<int:pk>/pages/<slug:section>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/pages/<slug:section>/save/", drafts.save, name="draft_save"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<int:pk>/", cases.case, name="case"),
    path("cases/<int:pk>/act/", cases.act, name="act"),
    path("cases/<int:pk>/again/", cases.again, name="again"),
    path("cases/<int:pk>/read/", cases.read, name="read"),
    path("cases/<int:pk>/chart/", cases.chart, name="chart"),
    path("cases/<int:pk>/papers/<int:paper>/", documents.paper, name="paper"),
    path("materials/<int:pk>/", documents.material, name="material"),
    path("licences/<str:identifier>/", documents.licence, name="licence"),
]
