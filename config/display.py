"""How a reader wants pages displayed, kept in cookies so that the server draws the first page right."""

from collections.abc import Mapping
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

CHOICES: Mapping[str, tuple[str, ...]] = {
    "theme": ("auto", "light", "dark"),
    "size": ("normal", "large"),
    "keys": ("on", "off"),
}
"""What can be chosen; the first of each is shown to who has not chosen."""

A_YEAR = 365 * 24 * 3600


def chosen(request: HttpRequest, name: str) -> str:
    """The reader's choice, or the usual one when there is none or it is unknown."""
    choice = request.COOKIES.get(f"tb_{name}", "")
    return choice if choice in CHOICES[name] else CHOICES[name][0]


@login_not_required
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Remember a choice and go back to the page it was made on; script does the same without a new page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    response.status_code = HTTPStatus.SEE_OTHER
    for name, values in CHOICES.items():
        if request.POST.get(name) in values:
            response.set_cookie(
                f"tb_{name}", request.POST[name], max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
            )
    return response
