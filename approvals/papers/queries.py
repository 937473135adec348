"""Which papers a case has, for whoever may see the case, and their bytes."""

from collections.abc import Iterable

from django.utils.translation import get_language

from approvals import store
from approvals.papers.models import Paper
from workflows.organisation.queries import Scope
from workflows.organisation.scoping import ScopedQuerySet
from workflows.standards.schema import Standard


def papers_of(scope: Scope, case: int) -> ScopedQuerySet[Paper]:
    """The papers of a case in the order they were issued, with the organ of each; none of a case that is not seen."""
    return Paper.objects.visible_to(scope).filter(case=case).select_related("organ").order_by("seq", "pk")


def glossed(papers: Iterable[Paper], standard: Standard) -> list[tuple[Paper, str]]:
    """Each paper with what its title means, for readers of another language; a paper itself is written in Chinese."""
    if (get_language() or "zh").lower().startswith("zh"):
        return [(paper, "") for paper in papers]
    titles = {result.key: result.title.en for result in standard.results}
    return [(paper, titles.get(paper.result, "")) for paper in papers]


def paper_for(scope: Scope, pk: int) -> Paper:
    """One paper; raise Paper.DoesNotExist when there is none the scope shows."""
    return Paper.objects.visible_to(scope).select_related("organ").get(pk=pk)


def bytes_of(paper: Paper) -> bytes:
    """The file as issued; raise FileLostError when the store has lost or changed it."""
    return store.fetch(paper.digest)
