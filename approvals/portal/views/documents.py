"""Files of a case for whoever filed it: papers, licences, and what they handed in themselves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from approvals import store
from approvals.filing.models import Material
from approvals.licences.errors import LicenceNotFoundError
from approvals.licences.queries import bytes_of as bytes_of_licence
from approvals.licences.queries import licence_by_identifier
from approvals.papers.models import Paper
from approvals.papers.queries import bytes_of as bytes_of_paper
from approvals.papers.queries import paper_for
from approvals.portal.queries import case_for
from approvals.portal.reader import reading
from workflows.engine.models import Case

PDF = "application/pdf"


@require_GET
def paper(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """A paper of one of the reader's cases, as it was issued."""
    with reading(request) as reader:
        try:
            case = case_for(reader.scope, pk)
            found = paper_for(reader.scope, paper)
        except (Case.DoesNotExist, Paper.DoesNotExist) as missing:
            raise Http404 from missing
        if found.case_id != case.pk:
            raise Http404
    return _file(bytes_of_paper(found), PDF, f"{found.title} {found.number}.pdf", inline=True)


@require_GET
def licence(request: HttpRequest, identifier: str) -> HttpResponse:
    """The document of a licence of an enterprise the reader acts for."""
    with reading(request) as reader:
        try:
            found = licence_by_identifier(reader.scope, identifier)
            data = bytes_of_licence(found) if found.holder_id in reader.scope.applicants else None
        except LicenceNotFoundError as missing:
            raise Http404 from missing
    if data is None:
        raise Http404
    return _file(data, PDF, f"{found.identifier}.pdf", inline=True)


@require_GET
def material(request: HttpRequest, pk: int) -> HttpResponse:
    """A file the reader handed in, or somebody they act for; never shown in the browser as a page of ours."""
    with reading(request) as reader:
        visible = Material.objects.visible_to(reader.scope).select_related("draft", "filing")
        found = visible.filter(pk=pk).first()
        if found is None or found.erasure_id or not _is_theirs(found, reader.scope.applicants, reader.person.pk):
            raise Http404
    return _file(store.fetch(found.digest), found.media, found.name, inline=False)


def _is_theirs(found: Material, applicants: frozenset[int], person: int) -> bool:
    if found.draft is not None:
        return found.draft.person_id == person
    return found.filing is not None and found.filing.applicant in applicants


def _file(data: bytes, media: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(data, content_type=media)
    disposition = content_disposition_header(not inline, name)
    if disposition:
        response["Content-Disposition"] = disposition
    response["X-Content-Type-Options"] = "nosniff"
    return response
