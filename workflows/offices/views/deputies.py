"""Deputies: of one's own posts, of those one is the head of, or of all, for the security administrator."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workflows.offices.asking import ask, tried
from workflows.offices.entrance import Official, only_for
from workflows.offices.forms import DeputyForm
from workflows.offices.tables import Cell, Deed, Row, paged
from workflows.offices.words import days_of, limits_words, post_words
from workflows.organisation.deputies import name_deputy, revoke_deputy
from workflows.organisation.enums import ADMINISTRATORS, PostRole
from workflows.organisation.models import Deputyship, Person, Post

STAFF = tuple(role for role in PostRole if role not in ADMINISTRATORS or role is PostRole.SECURITY_ADMIN)
"""Whoever works at a desk names deputies of their own; the security administrator everybody's."""


@require_safe
@only_for(*STAFF)
def deputies(request: HttpRequest, official: Official) -> HttpResponse:
    """The deputies of the posts one may name some for, and whom one stands in for, the newest first."""
    mine = Q(post__in=_posts(official)) | Q(deputy=official.person)
    found = Deputyship.objects.filter(mine).select_related("post__person", "post__desk__district", "deputy")

    def row(each: Deputyship) -> Row:
        over = each.revoked_at is not None or (each.valid_to is not None and each.valid_to <= official.day)
        limits = limits_words(each)
        cells = [
            Cell(each.post.person.name, small=post_words(each.post)),
            Cell(each.deputy.name, small=_("without: %(limits)s") % {"limits": limits} if limits else ""),
            Cell(days_of(each), small=_("revoked") if each.revoked_at else ""),
        ]
        may = official.person.pk == each.post.person_id or _is_head(official, each.post)
        ask_first = _("Shall %(name)s stand in no longer, from now on?") % {"name": each.deputy.name}
        deed = Deed(_("Revoke"), reverse("offices:deputy_revoke", args=[each.pk]), ask=ask_first)
        return Row(cells, [deed] if may and not over else [])

    columns = [_("Absent"), _("Deputy"), _("Valid")]
    context = {
        "title": _("Deputies"),
        "intro": _(
            "While you are absent, a colleague can do your work: at most what you could do yourself, within the limits "
            "you set. It is recorded as done in your name, and cannot be passed on."
        ),
        "table": paged(request, found, row, columns=columns, empty=_("Nobody stands in for anybody here.")),
        "new": [(_("Name a deputy"), reverse("offices:deputy_new"))],
    }
    return render(request, "offices/list.html", context)


@require_http_methods(["GET", "POST"])
@only_for(*STAFF)
def deputy_new(request: HttpRequest, official: Official) -> HttpResponse:
    """Name a deputy for an absence."""
    posts = _posts(official).select_related("person", "desk__district").order_by("person__name", "pk")
    form = DeputyForm(
        request.POST or None, posts=posts, people=_colleagues(official), initial={"valid_from": official.day}
    )

    def do(said: dict[str, Any]) -> object:
        given = {name: said[name] for name in ("post", "deputy", "valid_from", "valid_to")}
        return name_deputy(actor=official.person, now=official.now, excluded=form.limits, **given)

    return ask(
        request,
        form,
        do,
        title=_("Name a deputy"),
        intro=_("Only somebody who holds a post at a desk can stand in. You can revoke it at any time."),
        done=_("The deputy is named."),
        back=reverse("offices:deputies"),
    )


@require_POST
@only_for(*STAFF)
def deputy_revoke(request: HttpRequest, official: Official, deputyship: int) -> HttpResponse:
    """End a deputyship at once."""
    held = get_object_or_404(Deputyship, pk=deputyship)
    said: dict[str, Any] = {"actor": official.person, "deputyship": held, "now": official.now}
    tried(request, lambda: revoke_deputy(**said), _("The deputy stands in no longer."))
    return redirect("offices:deputies")


def _posts(official: Official) -> QuerySet[Post]:
    """The posts at desks the reader may name a deputy for."""
    held = Post.objects.in_force(official.day).filter(desk__isnull=False, person__is_active=True)
    if official.holds(PostRole.SECURITY_ADMIN):
        return held
    supervised = [at for role, _desk, at in official.scope.held if role is PostRole.SUPERVISOR and at is not None]
    return held.filter(Q(person=official.person) | Q(desk__district__in=supervised))


def _colleagues(official: Official) -> QuerySet[Person]:
    """Whoever works at a desk today, and is not the reader."""
    at_desks = Post.objects.in_force(official.day).filter(desk__isnull=False).values("person")
    others = Person.objects.filter(pk__in=at_desks, is_active=True).exclude(pk=official.person.pk)
    return others.order_by("name", "pk")


def _is_head(official: Official, post: Post) -> bool:
    district = post.desk.district_id if post.desk else None
    return official.holds(PostRole.SECURITY_ADMIN) or official.scope.holds(PostRole.SUPERVISOR, district=district)
