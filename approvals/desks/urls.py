"""Addresses of these pages."""

from django.urls import URLPattern, path

from approvals.desks.views import bulk, case, orders, queue

app_name = "desks"
urlpatterns: list[URLPattern] = [
    path("", queue.show, name="queue"),
    path("news/", queue.news, name="news"),
    path("next/", queue.take_next, name="next"),
    path("bulk/", bulk.show, name="bulk"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<int:order>/", orders.order, name="order"),
    path("orders/<int:order>/progress/", orders.progress, name="order_progress"),
    path("orders/<int:order>/stop/", orders.stop, name="order_stop"),
    path("orders/<int:order>/results.csv", orders.table, name="order_table"),
    path("<int:case>/", case.show, name="case"),
    path("<int:case>/preview/", case.preview, name="preview"),
    path("<int:case>/claim/", case.claim, name="claim"),
    path("<int:case>/release/", case.release, name="release"),
    path("<int:case>/act/", case.act, name="act"),
    path("<int:case>/allow-return/", case.allow_return, name="allow_return"),
    path("<int:case>/keep-away/", case.keep_away, name="keep_away"),
    path("<int:case>/in-full/", case.in_full, name="in_full"),
    path("<int:case>/chart.svg", case.chart, name="chart"),
    path("<int:case>/materials/<int:material>/", case.material, name="material"),
    path("<int:case>/papers/<int:paper>/", case.paper, name="paper"),
]
