"""The system administrator's work on districts, organs and desks."""

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from workflows.offices.asking import ask
from workflows.offices.entrance import Official, only_for
from workflows.offices.forms import ClosingForm, DeskForm, DistrictForm, OrganForm, SuccessionForm
from workflows.offices.tables import Cell, Deed, Row, Table, asked, named, paged
from workflows.offices.words import days_of
from workflows.organisation.closing import end_desk, end_organ
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Desk, District, Organ
from workflows.organisation.verbs import end_district, set_up_desk, set_up_district, set_up_organ

KINDS = ("districts", "organs", "desks")


@require_safe
@only_for(PostRole.SYSTEM_ADMIN)
def places(request: HttpRequest, official: Official, kind: str = "districts") -> HttpResponse:
    """Every district, organ or desk, the newest first."""
    if kind not in KINDS:
        raise Http404
    table = {"districts": _districts, "organs": _organs, "desks": _desks}[kind](request, official)
    names = {"districts": _("Districts"), "organs": _("Organs"), "desks": _("Desks")}
    new = {"districts": _("Open a district"), "organs": _("Open an organ"), "desks": _("Open a desk")}
    context = {
        "title": names[kind],
        "table": table,
        "tabs": [(names[each], reverse("offices:places", args=[each]), each == kind) for each in KINDS],
        "q": asked(request),
        "searches": True,
        "new": [(new[kind], reverse("offices:place_new", args=[kind]))],
    }
    return render(request, "offices/list.html", context)


@require_http_methods(["GET", "POST"])
@only_for(PostRole.SYSTEM_ADMIN)
def place_new(request: HttpRequest, official: Official, kind: str) -> HttpResponse:
    """Open a district, an organ or a desk."""
    given = request.POST or None
    actor, now, day = official.person, official.now, official.day
    forms_by_kind: dict[str, tuple[forms.Form, Any, Any]] = {
        "districts": (
            DistrictForm(given, initial={"valid_from": day}),
            lambda said: set_up_district(actor=actor, district=District(**said), now=now),
            _("Open a district"),
        ),
        "organs": (
            OrganForm(given, day=day, initial={"valid_from": day}),
            lambda said: set_up_organ(actor=actor, organ=Organ(**said), now=now),
            _("Open an organ"),
        ),
        "desks": (
            DeskForm(given, day=day, initial={"valid_from": day}),
            lambda said: set_up_desk(actor=actor, desk=Desk(**said), now=now),
            _("Open a desk"),
        ),
    }
    if kind not in forms_by_kind:
        raise Http404
    form, do, title = forms_by_kind[kind]
    back = reverse("offices:places", args=[kind])
    return ask(request, form, do, title=title, intro="", done=_("It is recorded."), back=back)


@require_http_methods(["GET", "POST"])
@only_for(PostRole.SYSTEM_ADMIN)
def place_close(request: HttpRequest, official: Official, kind: str, pk: int) -> HttpResponse:
    """Close a district in favour of a successor, an organ or a desk."""
    given, actor, now = request.POST or None, official.person, official.now
    match kind:
        case "districts":
            district = get_object_or_404(District, pk=pk)
            form: forms.Form = SuccessionForm(given, day=official.day, district=district)
            title = _("Close the district %(name)s") % {"name": named(district)}
            intro = _("Its desks stay until the cases that stand at them have been moved.")

            def do(said: dict[str, Any]) -> object:
                return end_district(actor=actor, district=district, now=now, **said)
        case "organs":
            organ = get_object_or_404(Organ, pk=pk)
            form, intro = ClosingForm(given), _("Its desks and entrustments have to end first.")
            title = _("Close the organ %(name)s") % {"name": named(organ)}

            def do(said: dict[str, Any]) -> object:
                return end_organ(actor=actor, organ=organ, now=now, **said)
        case "desks":
            desk = get_object_or_404(Desk, pk=pk)
            form, intro = ClosingForm(given), _("Its posts have to end first, and no step may wait there.")
            title = _("Close the desk %(name)s") % {"name": named(desk)}

            def do(said: dict[str, Any]) -> object:
                return end_desk(actor=actor, desk=desk, now=now, **said)
        case _unknown:
            raise Http404
    back = reverse("offices:places", args=[kind])
    return ask(request, form, do, title=title, intro=intro, done=_("It is recorded."), back=back)


def _districts(request: HttpRequest, official: Official) -> Table:  # noqa: ARG001 - the three lists are made alike
    found = District.objects.select_related("successor").annotate(desk_count=Count("desks"))

    def row(each: Any) -> Row:
        successor = _("then %(name)s") % {"name": named(each.successor)} if each.successor else ""
        cells = [Cell(named(each)), Cell(each.code, is_code=True, small=each.gb2260), Cell(str(each.desk_count))]
        return Row([*cells, Cell(days_of(each), small=successor)], _closing("districts", each))

    columns = [_("District"), _("Code"), _("Desks"), _("Valid")]
    return paged(request, _search(request, found, "code"), row, columns=columns, empty=_NONE)


def _organs(request: HttpRequest, official: Official) -> Table:  # noqa: ARG001 - as above
    def row(each: Organ) -> Row:
        power = _("in its own name") if each.has_own_power else _("by entrustment only")
        cells = [Cell(named(each), small=each.uscc), Cell(named(each.district)), Cell(power)]
        return Row([*cells, Cell(days_of(each))], _closing("organs", each))

    columns = [_("Organ"), _("District"), _("Decides"), _("Valid")]
    found = _search(request, Organ.objects.select_related("district"), "uscc")
    return paged(request, found, row, columns=columns, empty=_NONE)


def _desks(request: HttpRequest, official: Official) -> Table:  # noqa: ARG001 - as above
    def row(each: Desk) -> Row:
        cells = [Cell(named(each)), Cell(each.kind, is_code=True), Cell(named(each.organ), small=named(each.district))]
        return Row([*cells, Cell(days_of(each))], _closing("desks", each))

    columns = [_("Desk"), pgettext_lazy("of a desk", "Kind"), _("Organ"), _("Valid")]
    found = _search(request, Desk.objects.select_related("organ", "district"), "kind")
    return paged(request, found, row, columns=columns, empty=_NONE)


_NONE = _("Nothing has such a name.")


def _closing(kind: str, place: Any) -> list[Deed]:
    """Closing is offered for what has no end yet."""
    return [] if place.valid_to else [Deed(_("Close"), reverse("offices:place_close", args=[kind, place.pk]))]


def _search(request: HttpRequest, found: Any, code: str) -> Any:
    q = asked(request)
    if not q:
        return found
    return found.filter(Q(name__icontains=q) | Q(name_en__icontains=q) | Q(**{f"{code}__icontains": q}))
