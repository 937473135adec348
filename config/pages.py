"""Pages that belong to no room: the door, where somebody lands after signing in, and what went wrong."""

from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.context import address_of
from config.display import CHOICES, chosen
from config.reader import ADMINISTERED, CLERKS, RULERS, posts_of, roles_of


@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """The door: what this is, and where to go."""
    return render(request, "start.html", {"doors": doors(request)})


@dataclass(frozen=True, slots=True)
class Door:
    """One way into the site."""

    address: str
    icon: str
    title: str | Promise
    sentence: str | Promise


def doors(request: HttpRequest) -> list[Door]:
    """The three ways in; who is signed in goes on working in place of signing in."""
    work = Door(reverse("home"), "ar", _("Go on working"), _("To your cases, your queue or your standards."))
    if not request.user.is_authenticated:
        words = _("For staff of the districts and for people who act for an enterprise.")
        work = Door(reverse("account_login"), "user", _("Sign in"), words)
    found = [
        Door(
            address_of("portal:catalogue"),
            "doc",
            _("Apply"),
            _("See what can be applied for, what it takes and how long it lasts; then fill it in here."),
        ),
        Door(
            reverse("public:verify"),
            "lic",
            _("Verify a licence"),
            _("Enter the code on a licence, or scan it, and see whether it is valid today."),
        ),
        work,
    ]
    return [door for door in found if door.address]


def home(request: HttpRequest) -> HttpResponse:
    """Lead to where the reader works: a desk, the standards, the offices, the services, or their own cases."""
    return HttpResponseRedirect(address_of(home_of(request)) or reverse("start"))


def home_of(request: HttpRequest) -> str:
    """The name of the page the reader begins at."""
    roles = roles_of(request)
    if roles & CLERKS:
        return "desks:queue"
    if roles & RULERS:
        return "studio:standards"
    for role, page in ADMINISTERED.items():
        if role in roles:
            return page
    return "portal:catalogue" if posts_of(request) else "portal:cases"


def password_by_administrator(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Refuse a first password: it is set with a one-time code."""
    raise PermissionDenied


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the request was not understood."""
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the reader may not do this, and who may."""
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the page was too old to be sent."""
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that there is nothing here for the reader; another district's case looks the same as none."""
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the site failed, without asking the database, which may be why."""
    quiet = {name: chosen(request, name) for name in CHOICES} | {"helpline": settings.HELPLINE}
    # No request reaches the template: what runs for every page might be what failed.
    return HttpResponse(render_to_string("500.html", {"frame": quiet}), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that there were too many attempts, and how long to wait."""
    return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
