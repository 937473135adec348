"""Addresses of the audit administrator's pages."""

from django.urls import URLPattern, path

from approvals.privacy import views

app_name = "audit"
urlpatterns: list[URLPattern] = [
    path("seals/", views.seals, name="seals"),
    path("access/", views.access, name="access"),
    path("erasures/", views.erasures, name="erasures"),
]
