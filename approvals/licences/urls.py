"""The public address of a licence."""

from django.urls import URLPattern, path

from approvals.licences import views

app_name = "public"
urlpatterns: list[URLPattern] = [
    path("", views.verify, name="verify"),
    # A path, because people paste anything: what is no identifier gets a sentence and no error.
    path("<path:identifier>/", views.licence, name="licence"),
]
