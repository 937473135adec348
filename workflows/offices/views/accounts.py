"""The system administrator's work on accounts."""

from http import HTTPStatus
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workflows.offices.asking import tried
from workflows.offices.entrance import Official, only_for
from workflows.offices.forms import AccountForm
from workflows.offices.tables import Cell, Row, asked, paged
from workflows.offices.words import days_of, post_words
from workflows.organisation.accounts import (
    LASTS,
    close_account,
    has_second_step,
    is_administrator,
    make_account,
    open_account,
    reset_sign_in,
)
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person
from workflows.organisation.proposals import propose_reset
from workflows.refusals import Refusal


@require_safe
@only_for(PostRole.SYSTEM_ADMIN)
def accounts(request: HttpRequest, official: Official) -> HttpResponse:  # noqa: ARG001 - the entrance has asked who comes
    """Every account, the newest first, or those whose names hold what is looked for."""
    people = Person.objects.all()
    if q := asked(request):
        people = people.filter(Q(username__icontains=q) | Q(name__icontains=q))
    table = paged(
        request,
        people,
        _row,
        columns=[_("User name"), _("Name"), _("State")],
        empty=_("No account has such a name."),
    )
    context = {
        "title": _("Accounts"),
        "intro": _(
            "Who can sign in. What somebody may do is said by their posts, which the security administrator gives."
        ),
        "table": table,
        "q": asked(request),
        "searches": True,
        "new": [(_("New account"), reverse("offices:account_new"))],
    }
    return render(request, "offices/list.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@only_for(PostRole.SYSTEM_ADMIN)
def account_new(request: HttpRequest, official: Official) -> HttpResponse:
    """Make an account, and show its one-time code, once."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person, code = make_account(actor=official.person, now=official.now, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("username", str(refusal))
        else:
            return _code_shown(request, person, code)
    context = {
        "form": form,
        "title": _("New account"),
        "intro": _("A one-time code is shown when the account is made; hand it over to its owner."),
        "back": reverse("offices:accounts"),
    }
    answer = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "offices/ask.html", context, status=answer)


@require_safe
@only_for(PostRole.SYSTEM_ADMIN)
def account(request: HttpRequest, official: Official, person: int) -> HttpResponse:
    """One account with its posts, and what can be done with it."""
    found = get_object_or_404(Person, pk=person)
    posts = found.posts.select_related("desk__district").order_by("-valid_from", "-pk")[:50]
    context = {
        "person": found,
        "posts": [(post_words(post), days_of(post)) for post in posts],
        "is_own": found.pk == official.person.pk,
        "is_administrator": is_administrator(found, official.now),
        "has_second_step": has_second_step(found),
    }
    return render(request, "offices/account.html", context)


@never_cache
@require_POST
@only_for(PostRole.SYSTEM_ADMIN)
def account_act(request: HttpRequest, official: Official, person: int) -> HttpResponse:
    """Close or open an account, or reset how its owner signs in; an administrator's reset is proposed."""
    found = get_object_or_404(Person, pk=person)
    said: dict[str, Any] = {"actor": official.person, "person": found, "now": official.now}
    match request.POST.get("act"):
        case "close":
            tried(request, lambda: close_account(**said), _("The account is closed; its sessions have ended."))
        case "open":
            tried(request, lambda: open_account(**said), _("The account is open again."))
        case "password" | "second_step" as what:
            return _reset(request, official, found, second_step=what == "second_step")
    return redirect("offices:account", person=found.pk)


def _reset(request: HttpRequest, official: Official, person: Person, *, second_step: bool) -> HttpResponse:
    said: dict[str, Any] = {"actor": official.person, "person": person, "now": official.now, "second_step": second_step}
    if is_administrator(person, official.now):
        done = _("Proposed; another administrator has to confirm it.")
        tried(request, lambda: propose_reset(**said), done)
        return redirect("offices:proposals")
    codes: list[str] = []
    if tried(request, lambda: codes.append(reset_sign_in(**said)), _("The old password is good no more.")):
        return _code_shown(request, person, codes[0])
    return redirect("offices:account", person=person.pk)


def _code_shown(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    context = {"person": person, "code": code, "days": LASTS.days}
    return render(
        request, "offices/code.html", context | {"address": request.build_absolute_uri(reverse("invitation"))}
    )


def _row(person: Person) -> Row:
    state = _("open") if person.is_active else _("closed")
    href = reverse("offices:account", args=[person.pk])
    return Row([Cell(person.username, href, is_code=True), Cell(person.name), Cell(state)])
