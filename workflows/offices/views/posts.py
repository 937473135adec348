"""The security administrator's work on posts and entrustments."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from workflows.offices.asking import ask
from workflows.offices.entrance import Official, only_for
from workflows.offices.forms import AppointmentForm, ClosingForm, EntrustmentForm
from workflows.offices.tables import Cell, Deed, Row, asked, named, paged
from workflows.offices.words import days_of, post_words
from workflows.organisation.enums import ADMINISTRATORS, PostRole
from workflows.organisation.models import Entrustment, Organ, Post
from workflows.organisation.proposals import propose_appointment, propose_end
from workflows.organisation.queries import organs_without_power
from workflows.organisation.verbs import appoint, end_entrustment, end_post, entrust

SOON = timedelta(days=30)
"""An entrustment that ends within this time is named on the page."""


@require_safe
@only_for(PostRole.SECURITY_ADMIN)
def posts(request: HttpRequest, official: Official) -> HttpResponse:
    """Every post, the newest first, or those of whom is looked for."""
    found = Post.objects.select_related("person", "desk__district")
    if q := asked(request):
        found = found.filter(Q(person__username__icontains=q) | Q(person__name__icontains=q))

    def row(post: Post) -> Row:
        cells = [Cell(post.person.name, small=post.person.username), Cell(post_words(post)), Cell(days_of(post))]
        ends = post.valid_to is not None and post.valid_to <= official.day
        return Row(cells, [] if ends else [Deed(_("End"), reverse("offices:post_end", args=[post.pk]))])

    columns = [_("Person"), _("Post"), _("Valid")]
    context = {
        "title": _("Posts"),
        "intro": _("A post alone says what a person may do. Administrators hold one post and no other."),
        "table": paged(request, found, row, columns=columns, empty=_("Nobody of such a name holds a post.")),
        "q": asked(request),
        "searches": True,
        "new": [(_("Appoint somebody"), reverse("offices:post_new"))],
    }
    return render(request, "offices/list.html", context)


@require_http_methods(["GET", "POST"])
@only_for(PostRole.SECURITY_ADMIN)
def post_new(request: HttpRequest, official: Official) -> HttpResponse:
    """Appoint somebody; an administrator's appointment is proposed."""
    form = AppointmentForm(request.POST or None, day=official.day, initial={"valid_from": official.day})
    by: dict[str, Any] = {"actor": official.person, "now": official.now}

    def do(said: dict[str, Any]) -> object:
        person, role = said.pop("username"), PostRole(said.pop("role"))
        if role in ADMINISTRATORS and said["desk"] is None:
            del said["desk"]
            return propose_appointment(person=person, role=role, **by, **said)
        return appoint(person=person, role=role, **by, **said)

    return ask(
        request,
        form,
        do,
        title=_("Appoint somebody"),
        intro=_("An administrator's post takes effect when another administrator has confirmed it."),
        done=_("It is recorded; an administrator's post waits for a second pair of eyes."),
        back=reverse("offices:posts"),
    )


@require_http_methods(["GET", "POST"])
@only_for(PostRole.SECURITY_ADMIN)
def post_end(request: HttpRequest, official: Official, post: int) -> HttpResponse:
    """End a post; an administrator's end is proposed."""
    held = get_object_or_404(Post.objects.select_related("person", "desk__district"), pk=post)
    end = propose_end if held.role in ADMINISTRATORS else end_post
    return ask(
        request,
        ClosingForm(request.POST or None),
        lambda said: end(actor=official.person, post=held, now=official.now, **said),
        title=_("End the post of %(name)s") % {"name": held.person.name},
        intro=post_words(held),
        done=_("It is recorded; an administrator's post waits for a second pair of eyes."),
        back=reverse("offices:posts"),
    )


@require_safe
@only_for(PostRole.SECURITY_ADMIN)
def entrustments(request: HttpRequest, official: Official) -> HttpResponse:
    """Every document of entrustment, and the organs that may decide nothing without one."""

    def row(each: Entrustment) -> Row:
        seal = named(each.sealer or each.issuer)
        cells = [
            Cell(each.document),
            Cell(named(each.issuer), small=_("seal: %(organ)s") % {"organ": seal}),
            Cell(named(each.handler)),
            Cell(days_of(each), small=_standing(each, official)),
        ]
        ended = each.valid_to is not None and each.valid_to <= official.day
        return Row(cells, [] if ended else [Deed(_("End"), reverse("offices:entrustment_end", args=[each.pk]))])

    columns = [_("Document"), _("Entrusting organ"), _("Handling organ"), _("Valid")]
    found = Entrustment.objects.select_related("issuer", "handler", "sealer")
    without = Organ.objects.filter(pk__in=organs_without_power(official.day)).order_by("name")[:20]
    context = {
        "title": _("Entrustments"),
        "intro": _(
            "Which organ handles in the name of which other one, by a public document and for a time (许可法 24)."
        ),
        "table": paged(request, found, row, columns=columns, empty=_("No entrustment is recorded.")),
        "findings": [
            _("%(organ)s has neither power of its own nor an entrustment in force: its desks decide nothing.")
            % {"organ": named(organ)}
            for organ in without
        ],
        "new": [(_("Record an entrustment"), reverse("offices:entrustment_new"))],
    }
    return render(request, "offices/list.html", context)


@require_http_methods(["GET", "POST"])
@only_for(PostRole.SECURITY_ADMIN)
def entrustment_new(request: HttpRequest, official: Official) -> HttpResponse:
    """Record a document of entrustment."""
    form = EntrustmentForm(request.POST or None, day=official.day, initial={"valid_from": official.day})
    return ask(
        request,
        form,
        lambda said: entrust(actor=official.person, now=official.now, **said),
        title=_("Record an entrustment"),
        intro=_("The entrusted organ acts in the name of the other one, and entrusts nobody itself."),
        done=_("It is recorded."),
        back=reverse("offices:entrustments"),
    )


@require_http_methods(["GET", "POST"])
@only_for(PostRole.SECURITY_ADMIN)
def entrustment_end(request: HttpRequest, official: Official, entrustment: int) -> HttpResponse:
    """End an entrustment."""
    held = get_object_or_404(Entrustment, pk=entrustment)
    return ask(
        request,
        ClosingForm(request.POST or None),
        lambda said: end_entrustment(actor=official.person, entrustment=held, now=official.now, **said),
        title=_("End the entrustment %(document)s") % {"document": held.document},
        intro=_("From the next day on the handling organ decides nothing in the other's name."),
        done=_("It is recorded."),
        back=reverse("offices:entrustments"),
    )


def _standing(each: Entrustment, official: Official) -> Any:
    if each.valid_to is None or each.valid_to > official.day + SOON:
        return ""
    return _("ended") if each.valid_to <= official.day else _("ends soon")
