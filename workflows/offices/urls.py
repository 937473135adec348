"""Addresses of these pages."""

from django.urls import URLPattern, path

from workflows.offices.views import accounts, deputies, follow_ups, oversight, places, posts

app_name = "offices"
urlpatterns: list[URLPattern] = [
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.account_new, name="account_new"),
    path("accounts/<int:person>/", accounts.account, name="account"),
    path("accounts/<int:person>/act/", accounts.account_act, name="account_act"),
    path("places/<str:kind>/", places.places, name="places"),
    path("places/<str:kind>/new/", places.place_new, name="place_new"),
    path("places/<str:kind>/<int:pk>/close/", places.place_close, name="place_close"),
    path("posts/", posts.posts, name="posts"),
    path("posts/new/", posts.post_new, name="post_new"),
    path("posts/<int:post>/end/", posts.post_end, name="post_end"),
    path("entrustments/", posts.entrustments, name="entrustments"),
    path("entrustments/new/", posts.entrustment_new, name="entrustment_new"),
    path("entrustments/<int:entrustment>/end/", posts.entrustment_end, name="entrustment_end"),
    path("deputies/", deputies.deputies, name="deputies"),
    path("deputies/new/", deputies.deputy_new, name="deputy_new"),
    path("deputies/<int:deputyship>/revoke/", deputies.deputy_revoke, name="deputy_revoke"),
    path("proposals/", oversight.proposals, name="proposals"),
    path("proposals/<int:proposal>/decide/", oversight.proposal_decide, name="proposal_decide"),
    path("follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path("follow-ups/<int:effect>/again/", follow_ups.follow_up_again, name="follow_up_again"),
    path("log/", oversight.administration, name="administration"),
]
