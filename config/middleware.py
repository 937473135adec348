"""What holds for every answer: its headers, and that whoever holds a post signs in with a second step."""

from collections.abc import Callable
from time import time

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from config.reader import posts_of

Answer = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = ", ".join(
    f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
)
WITHOUT_SECOND_STEP = frozenset(
    {"mfa_activate_totp", "account_reauthenticate", "account_logout", "set_language", "display", "live", "ready"}
)
"""Addresses open to a person with a post before the second step is set up: setting it up, and leaving."""

STAFF_IDLE_SECONDS = 30 * 60
TOUCH_SECONDS = 60
"""How often at most the end of a session is written anew."""


class Bundle(WhiteNoiseMiddleware):  # type: ignore[misc]  # whitenoise has no types
    """Serves the bundle; its files are small and sent whole, since an asynchronous server cannot stream from a file."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """Answer with the file, compressed where the browser takes it, or with 304."""
        sent: HttpResponse | FileResponse = WhiteNoiseMiddleware.serve(static_file, request)
        if isinstance(sent, HttpResponse):
            return sent
        return HttpResponse(b"".join(sent), status=sent.status_code, headers=dict(sent.items()))


class Headers:
    """Adds what the policies of the site say to every answer; pages behind sign-in are kept by nobody."""

    def __init__(self, get_response: Answer) -> None:
        """Remember what comes next."""
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        response = self._next(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response


class SecondStep:
    """Holds people with a post to the second step of signing in, and ends their session after half an hour of rest.

    A request that a page makes by itself, on a hint or a timer, says so (``X-Hint``) and does not count as activity.
    """

    def __init__(self, get_response: Answer) -> None:
        """Remember what comes next."""
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to setting the second step up."""
        if not request.user.is_authenticated or not posts_of(request):
            return self._next(request)
        if settings.SECOND_STEP and self._is_missing(request):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        if "X-Hint" not in request.headers:
            self._touch(request)
        return self._next(request)

    def _is_missing(self, request: HttpRequest) -> bool:
        if resolve(request.path_info).url_name in WITHOUT_SECOND_STEP:
            return False
        return not get_adapter().is_mfa_enabled(request.user)

    def _touch(self, request: HttpRequest) -> None:
        now = int(time())
        if now - request.session.get("touched", 0) >= TOUCH_SECONDS:
            request.session["touched"] = now
            request.session.set_expiry(STAFF_IDLE_SECONDS)
