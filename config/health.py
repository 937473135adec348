"""Whether the process lives and whether it can serve, for whoever watches over it."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def database_answers() -> bool:
    """Whether a statement is answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def migrations_are_applied() -> bool:
    """Whether the database is as new as the code."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def cache_answers() -> bool:
    """Whether what is put into the cache can be read again."""
    cache.set("health", "ready", 10)
    return bool(cache.get("health") == "ready")


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "cache": cache_answers,
}


def holds(check: Callable[[], bool]) -> bool:
    """Whether a check holds; one that fails to run does not."""
    try:
        return check()
    except Exception:  # noqa: BLE001 - whatever it is, the site is not ready
        return False


def answer(request: HttpRequest, found: dict[str, bool]) -> HttpResponse:
    """Say it as JSON, or in words to whoever asks for plain text."""
    status = 200 if all(found.values()) else 503
    if request.get_preferred_type(["application/json", "text/plain"]) == "text/plain":
        words = "".join(f"{name}: {'ok' if good else 'failed'}\n" for name, good in found.items())
        return HttpResponse(words or "ok\n", status=status, content_type="text/plain; charset=utf-8")
    return JsonResponse({"status": "ok" if status == 200 else "failed", "checks": found}, status=status)  # noqa: PLR2004


@login_not_required
@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process does."""
    return answer(request, {})


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when requests can be served, 503 and which check failed otherwise."""
    return answer(request, {name: holds(check) for name, check in CHECKS.items()})


urlpatterns = [path("live", live, name="live"), path("ready", ready, name="ready")]
