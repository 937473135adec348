"""What a second administrator confirms, and what the audit administrator reads."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from workflows.offices.asking import tried
from workflows.offices.entrance import Official, only_for
from workflows.offices.tables import Cell, Deed, Row, paged
from workflows.offices.words import details_of, proposed_words
from workflows.organisation.accounts import LASTS
from workflows.organisation.enums import SIGN_INS, AdministrativeVerb, PostRole
from workflows.organisation.models import AdministrativeRow, Proposal
from workflows.organisation.proposals import confirm, drop
from workflows.templatetags.look import stamp

SECONDS = (PostRole.SYSTEM_ADMIN, PostRole.SECURITY_ADMIN)


@require_safe
@only_for(*SECONDS)
def proposals(request: HttpRequest, official: Official) -> HttpResponse:
    """What waits for a second pair of eyes, and what was decided, the newest first."""
    found = Proposal.objects.select_related("person", "proposed_by", "decided_by", "post")

    def row(each: Proposal) -> Row:
        cells = [
            Cell(str(AdministrativeVerb(each.verb).label), small=proposed_words(each)),
            Cell(each.person.name, small=each.person.username),
            Cell(each.proposed_by.name, small=stamp(localtime(each.proposed_at))),
            Cell(each.decided_by.name if each.decided_by else _("waits"), small=_decided(each)),
        ]
        return Row(cells, [] if each.decided_by else _deeds(each, official))

    columns = [_("What"), _("Concerns"), _("Proposed by"), _("Decided by")]
    context = {
        "title": _("Second pair of eyes"),
        "intro": _(
            "What touches an administrator takes effect when another one, whom it does not concern, confirms it."
        ),
        "table": paged(request, found, row, columns=columns, empty=_("Nothing was proposed yet.")),
    }
    return render(request, "offices/list.html", context)


@never_cache
@require_POST
@only_for(*SECONDS)
def proposal_decide(request: HttpRequest, official: Official, proposal: int) -> HttpResponse:
    """Confirm a proposal or drop it; the code of a reset is shown once."""
    held = get_object_or_404(Proposal.objects.select_related("person"), pk=proposal)
    said: dict[str, Any] = {"actor": official.person, "proposal": held, "now": official.now}
    if request.POST.get("act") != "confirm":
        tried(request, lambda: drop(**said), _("The proposal is dropped."))
        return redirect("offices:proposals")
    codes: list[str] = []
    if tried(request, lambda: codes.append(confirm(**said)), _("It is confirmed and in effect.")) and codes[0]:
        address = request.build_absolute_uri(reverse("invitation"))
        context = {"person": held.person, "code": codes[0], "days": LASTS.days, "address": address}
        return render(request, "offices/code.html", context)
    return redirect("offices:proposals")


@require_safe
@only_for(PostRole.AUDIT_ADMIN)
def administration(request: HttpRequest, official: Official) -> HttpResponse:  # noqa: ARG001 - the entrance has asked who comes
    """The administrative log, the newest row first: acts, sign-ins, or both."""
    kind = request.GET.get("kind", "")
    rows = AdministrativeRow.objects.select_related("actor", "person")
    if kind == "acts":
        rows = rows.exclude(verb__in=SIGN_INS)
    elif kind == "sign-ins":
        rows = rows.filter(verb__in=SIGN_INS)
    here = reverse("offices:administration")
    tabs = [("", _("Everything")), ("acts", _("Administrative acts")), ("sign-ins", _("Sign-ins"))]
    context = {
        "title": _("Administrative log"),
        "intro": _(
            "Rows follow one another by their hashes; nobody changes or removes one. You read here and do nothing else."
        ),
        "table": paged(
            request,
            rows,
            _line,
            columns=[_("What"), _("When"), _("Who"), _("Concerns"), _("Details")],
            empty=_("The log is empty."),
        ),
        "tabs": [(words, f"{here}?kind={each}" if each else here, each == kind) for each, words in tabs],
        "kept": [("kind", kind)] if kind else [],
    }
    return render(request, "offices/list.html", context)


def _line(row: AdministrativeRow) -> Row:
    details = "; ".join(f"{name}: {value}" for name, value in details_of(row))
    return Row(
        [
            Cell(str(AdministrativeVerb(row.verb).label), small=f"№ {row.seq}", is_whole=True),
            Cell(stamp(localtime(row.done_at)), small=_recorded(row), is_whole=True),
            Cell(row.actor.name if row.actor else "–", small=row.address),
            Cell(row.person.name if row.person else "–"),
            Cell(details or "–"),
        ]
    )


def _recorded(row: AdministrativeRow) -> str:
    apart = abs((row.recorded_at - row.done_at).total_seconds()) > 60  # noqa: PLR2004 - a minute of two clocks
    return str(_("recorded %(at)s") % {"at": stamp(localtime(row.recorded_at))}) if apart else ""


def _decided(each: Proposal) -> str:
    if each.decided_at is None:
        return ""
    words = _("confirmed %(at)s") if each.confirmed else _("dropped %(at)s")
    return str(words % {"at": stamp(localtime(each.decided_at))})


def _deeds(each: Proposal, official: Official) -> list[Deed]:
    href = reverse("offices:proposal_decide", args=[each.pk])
    dropping = Deed(_("Drop"), href, ask=_("Shall this proposal be dropped?"), fields=(("act", "drop"),))
    if official.person.pk in {each.proposed_by_id, each.person_id}:
        return [dropping]
    confirming = Deed(_("Confirm"), href, ask=_("Shall this take effect?"), fields=(("act", "confirm"),))
    return [confirming, dropping]
