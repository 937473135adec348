"""Licences per second, beside the same page through bare WeasyPrint."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

from django.template.loader import render_to_string
from weasyprint import CSS, HTML

from approvals.papers.render import render, written
from tests.approvals.papers.test_render import LICENCE

ROUNDS = 5


def licence_figures(rounds: int = ROUNDS) -> dict[str, float]:
    """Medians of interleaved rounds, in documents per second; the first of each is not counted."""
    html, sheet = written("business_licence", LICENCE), render_to_string("papers/paper.css")
    number = iter(range(10_000))

    def ours() -> None:
        render("business_licence", LICENCE | {"copy": str(next(number))})

    def bare() -> None:
        HTML(string=html).write_pdf(stylesheets=[CSS(string=sheet)])

    ours()
    bare()
    found: dict[str, list[float]] = {"licences": [], "weasyprint": []}
    makers: dict[str, Callable[[], None]] = {"licences": ours, "weasyprint": bare}
    for _ in range(rounds):
        for name, make in makers.items():
            began = perf_counter()
            make()
            found[name].append(perf_counter() - began)
    return {name: round(1 / median(times), 2) for name, times in found.items()}
