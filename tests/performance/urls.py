"""The product's pages, and the bare view they are measured against."""

from django.urls import include, path

from tests.performance.http import bare_act

urlpatterns = [path("bare/<int:case>/<int:place>/", bare_act), path("", include("config.urls"))]
