"""The public page: whether a licence is in force, for anybody who has its identifier or its holder's code."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from approvals.licences.enums import LicenceState
from approvals.licences.identifier import check_licence_identifier, parse
from approvals.licences.queries import ShownLicence, licence_shown
from approvals.licences.uploads import LARGEST, MemoryUploadHandler
from approvals.licences.verifying import FOUND, Finding, Verified
from approvals.licences.verifying import Verdict as FileVerdict
from approvals.licences.verifying import verify as verify_file
from workflows.engine.present import present
from workflows.organisation.codes import USCC_LENGTH, Verdict, check_uscc, normalise

_NOTES = {LicenceState.CURRENT: "g", LicenceState.PENDING: "y", LicenceState.SUSPENDED: "y"}
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is nothing to show: the heading, and what to do."""

    heading: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a document turned out to be: the kind of note it is told in, the sentence, more, and another licence it is."""

    kind: str
    sentence: str
    details: tuple[str, ...] = ()
    licence: ShownLicence | None = None


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for an identifier, a credit code or a document; lead to what is known, or say what the document is."""
    typed = normalise("".join(request.GET.get("code", "").split()))[:_LONGEST]
    if typed:
        return HttpResponseRedirect(reverse("public:licence", args=[typed]))
    request.upload_handlers = [MemoryUploadHandler(request)]
    return _verify(request)


@csrf_protect
def _verify(request: HttpRequest) -> HttpResponse:
    context = {"compared": _compared(request, None) if request.method == "POST" else None}
    return render(request, "public/verify.html", context)


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def licence(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show what anybody may know of a licence; a POST verifies a document, which is kept nowhere."""
    # Before anything reads the form: the token in it is checked by the view below, with this handler in place.
    request.upload_handlers = [MemoryUploadHandler(request)]
    return _licence(request, identifier)


@csrf_protect
def _licence(request: HttpRequest, identifier: str) -> HttpResponse:
    wanted = normalise(identifier)
    trouble = _malformed(wanted)
    shown = None if trouble else licence_shown(wanted)
    if shown is None:
        trouble = trouble or Trouble(
            _("No such licence"),
            _(
                "No licence with %(wanted)s has been issued here. Compare every character with the licence; if it "
                "stands there so, the licence is not one of these organs: ask the organ named on it."
            )
            % {"wanted": wanted},
        )
        found = {"trouble": trouble, "wanted": wanted}
        return render(request, "public/unknown.html", found, status=HTTPStatus.NOT_FOUND)
    state = shown.state_on(localdate(present()))
    context = {
        "licence": shown,
        "state": state,
        "said": _said(state),
        "note": _NOTES.get(state, "r"),
        "icon_name": _NOTES.get(state, "r"),
        "compared": _compared(request, shown) if request.method == "POST" else None,
    }
    return render(request, "public/licence.html", context)


def _malformed(wanted: str) -> Trouble | None:
    """Why the text can be neither an identifier nor a credit code; None when it can."""
    if len(wanted) == USCC_LENGTH and "." not in wanted:
        code = check_uscc(wanted)
        return Trouble(_("This is no credit code"), code.sentence) if code.verdict is Verdict.REFUSE else None
    found = check_licence_identifier(wanted)
    if found.verdict is not Verdict.REFUSE:
        return None
    if parse(wanted):
        return Trouble(_("The check character of the licence identifier does not match"), found.sentence)
    return Trouble(_("This is no licence identifier"), found.sentence)


def _said(state: LicenceState) -> str:
    """The answer in one sentence."""
    sentences = {
        LicenceState.CURRENT: _("This licence is in force."),
        LicenceState.PENDING: _("This licence is not in force yet: the register of record has not acknowledged it."),
        LicenceState.SUSPENDED: _("This licence is suspended; nothing may be done by it until it is given back."),
        LicenceState.REVOKED: _("This licence has been revoked: it should not have been given."),
        LicenceState.WITHDRAWN: _("This licence has been withdrawn, because what it rested on has changed."),
        LicenceState.CANCELLED: _("This licence has been cancelled as a penalty."),
        LicenceState.DEREGISTERED: _("This licence has been deregistered."),
        LicenceState.EXPIRED: _("This licence has expired."),
        LicenceState.SUPERSEDED: _("A later version has replaced this one; look at the later one below."),
    }
    return sentences[state]


def _compared(request: HttpRequest, shown: ShownLicence | None) -> Comparison:
    """What the uploaded document is; ``shown`` is the licence of the page, where it is one's."""
    file = request.FILES.get("document")
    data = file.read() if file else b""
    if not data:
        sentence = _("No document arrived. Choose the PDF of the licence, of %(size)d MB at most, and send it again.")
        return Comparison("y", sentence % {"size": LARGEST // 2**20})
    found = verify_file(data, localdate(present()))
    if found.verdict is FileVerdict.UNALTERED and found.licence:
        kind = "g" if found.is_good else "y"
        other = shown is not None and found.licence.identifier != shown.identifier
        return Comparison(kind, found.sentence, _details(found), found.licence if other or shown is None else None)
    return Comparison(
        "r", " ".join([found.sentence, *found.reasons]), _details(found), None if shown else found.licence
    )


def _details(found: Verified) -> tuple[str, ...]:
    """Who sealed it, and how the licence stands."""
    told = []
    if found.judged.is_intact:
        sealed = _("Sealed by %(organ)s, %(at)s.")
        told.append(sealed % {"organ": found.judged.organ, "at": full_stamp(found.judged.sealed_at)})
    if found.judged.is_intact and not found.judged.is_trusted:
        told.append(str(FOUND[Finding.UNTRUSTED]))
    if found.state:
        told.append(_said(found.state))
    return tuple(told)


def full_stamp(written: str) -> str:
    """An instant as readers have it; empty for none."""
    return f"{localtime(datetime.fromisoformat(written)):%Y-%m-%d %H:%M}" if written else ""
