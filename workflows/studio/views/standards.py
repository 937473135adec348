"""The pages of what is published: the list, a version, its files, and the difference between two versions."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workflows.standards.bpmn import bpmn_xml
from workflows.standards.canonical import canonical, parse
from workflows.standards.chart import chart_svg
from workflows.standards.difference import difference
from workflows.standards.models import StandardVersion
from workflows.standards.queries import version_in_force, versions_of
from workflows.standards.schema import Standard
from workflows.studio.places import Places
from workflows.studio.queries import changes_under_way, districts_taking_part, drafts_in_work, lines_on
from workflows.studio.subjects import named
from workflows.studio.verdicts import verdict_on
from workflows.studio.views.entrance import Visitor, for_readers
from workflows.studio.views.workbench import selected_in, workbench
from workflows.studio.words import language, regime_words, said

FILES = {"json": "application/json", "bpmn": "application/xml", "svg": "image/svg+xml"}


@require_safe
@for_readers
def standards(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Every standard in force, the drafts in work, and the changes under way."""
    return render(
        request,
        "studio/standards.html",
        {
            "visitor": visitor,
            "lines": lines_on(visitor.day),
            "districts": list(districts_taking_part(visitor.day)),
            "drafts": list(drafts_in_work()) if visitor.keeps else [],
            "changes": named(changes_under_way()),
        },
    )


@require_safe
@for_readers
def standard(request: HttpRequest, visitor: Visitor, key: str, number: int) -> HttpResponseBase:
    """One published version, to be read."""
    versions = list(versions_of(key).defer("body"))
    version = _version(key, number)
    read = parse(version.body)
    current = version_in_force(key, visitor.day)
    return render(
        request,
        "studio/standard.html",
        {
            "visitor": visitor,
            "version": version,
            "versions": versions,
            "current": current,
            "regime": regime_words(read.regime),
            "previous": next((each.number for each in versions if each.number < number), None),
            "papers": [(said(each.title), said(read.step(each.step).title), each.step) for each in read.results],
            **workbench(read, selected_in(request, read), verdict_on(read, visitor.day), editable=False),
        },
    )


@require_safe
@for_readers
def download(request: HttpRequest, visitor: Visitor, key: str, number: int, kind: str) -> HttpResponseBase:  # noqa: ARG001 - the entrance has asked who comes
    """A version as a file: canonical JSON, BPMN 2.0, or the chart."""
    if kind not in FILES:
        raise Http404
    read = parse(_version(key, number).body)
    written = {"json": _json, "bpmn": _bpmn, "svg": _svg}[kind](read)
    response = HttpResponse(written, content_type=FILES[kind])
    response["Content-Disposition"] = f'attachment; filename="{_file_name(key)}-{number}.{kind}"'
    return response


@require_safe
@for_readers
def difference_of(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponseBase:
    """How two versions of a standard differ, in sentences."""
    versions = list(versions_of(key))
    if not versions:
        raise Http404
    before = _chosen(request, "from", versions, versions[min(1, len(versions) - 1)])
    after = _chosen(request, "to", versions, versions[0])
    old, new = parse(before.body), parse(after.body)
    return render(
        request,
        "studio/difference.html",
        {
            "visitor": visitor,
            "key": key,
            "title": said(new.title),
            "versions": versions,
            "before": before,
            "after": after,
            "changes": difference(old, new, Places.of(new, old).say),
        },
        status=HTTPStatus.OK,
    )


def _version(key: str, number: int) -> StandardVersion:
    version = versions_of(key).filter(number=number).select_related("published_by", "approved_by").first()
    if version is None:
        raise Http404
    return version


def _chosen(
    request: HttpRequest, name: str, versions: list[StandardVersion], otherwise: StandardVersion
) -> StandardVersion:
    asked = request.GET.get(name)
    if asked is None:
        return otherwise
    found = next((each for each in versions if str(each.number) == asked), None)
    if found is None:
        raise Http404
    return found


def _json(read: Standard) -> bytes:
    return canonical(read)


def _bpmn(read: Standard) -> bytes:
    return bpmn_xml(read, language=language()).encode()


def _svg(read: Standard) -> bytes:
    return chart_svg(read, language=language(), title=said(read.title)).encode()


def _file_name(key: str) -> str:
    return "".join(letter for letter in key if letter.isascii() and (letter.isalnum() or letter in "-_")) or "standard"
