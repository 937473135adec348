"""Making the papers an act calls for: number, file and row, each once, however often it is tried.

The number is printed on the paper, so it is kept first; the file is made outside any transaction; the row comes last.
A crash in between is healed by trying again: the same number, the same bytes, one row.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from approvals import store
from approvals.papers.contexts import context_of
from approvals.papers.enums import KIND_WORDS, Template
from approvals.papers.errors import UnknownTemplateError
from approvals.papers.matter import Matter, matter_of, paper_results
from approvals.papers.models import NumberCounter, Paper, PaperNumber
from approvals.papers.render import typeset, written
from approvals.papers.sample import is_sample
from workflows.engine.models import Case
from workflows.journal.models import JournalRow
from workflows.organisation.models import Organ
from workflows.standards.schema import Result

WORKER = "worker"


def make_papers(*, row: JournalRow, now: datetime, sample: bool | None = None) -> list[Paper]:
    """Make every paper the act of a journal row calls for, in the standard's order; made before, they are given.

    ``sample`` says whether 样本 stands across them, as the settings have it unless given. Raise GlyphMissingError,
    RemedyMissingError, UnknownTemplateError or NobodyIssuesError when a paper cannot be made as the law wants it.
    """
    named = tuple(row.payload.get("turn", {}).get("results", ()))
    if not named:
        return []
    matter = matter_of(row, using=WORKER)
    as_sample = is_sample() if sample is None else sample
    return [_paper(matter, result, now, sample=as_sample) for result in paper_results(matter, named)]


def _paper(matter: Matter, result: Result, now: datetime, *, sample: bool) -> Paper:
    made = _made(matter, result)
    return made or _make(matter, result, now, sample=sample)


def _made(matter: Matter, result: Result) -> Paper | None:
    papers = Paper.objects.using(WORKER).filter(case=matter.case, seq=matter.row.seq, result=result.key)
    return papers.select_related("organ").first()


def _make(matter: Matter, result: Result, now: datetime, *, sample: bool) -> Paper:
    if result.template not in list(Template):
        raise UnknownTemplateError(template=result.template, known=", ".join(Template))
    # What the law or the fonts refuse is refused before a number is spent on it.
    draft = context_of(matter, result, number=_number_text(matter, result, 0), sample=sample)
    written(result.template, draft)
    number = reserve_number(matter, result)
    sheets = typeset(result.template, draft | {"number": number.text})
    digest = store.keep(sheets.data)
    with transaction.atomic(using=WORKER):
        paper, _new = Paper.objects.using(WORKER).get_or_create(
            case=matter.case,
            seq=matter.row.seq,
            result=result.key,
            defaults={
                "template": result.template,
                "number": number.text,
                "title": result.title.zh,
                "district": matter.step.district,
                "organ": matter.organ,
                "digest": digest,
                "pages": sheets.pages,
                "sample": sample,
                "legal_at": matter.at,
                "made_at": now,
            },
        )
    return paper


def reserve_number(matter: Matter, result: Result) -> PaperNumber:
    """Keep the next number of the series for a paper, or give the one that is kept for it."""
    kind = KIND_WORDS[Template(result.template)]
    return number_for(matter.case, matter.row.seq, result.key, matter.organ, kind, matter.day.year)


def number_for(case: Case, seq: int, result: str, organ: Organ, kind: str, year: int) -> PaperNumber:
    """Keep the next number of a series for the paper ``result`` of a journal row, or give the one that is kept for it.

    It stays with the transaction of the caller, so that one rolled back leaves no gap.
    """
    series: dict[str, Any] = {"organ_id": organ.pk, "kind": kind, "year": year}
    counters, numbers = NumberCounter.objects.using(WORKER), PaperNumber.objects.using(WORKER)
    with transaction.atomic(using=WORKER):
        counters.get_or_create(**series)
        # Whoever makes the same paper at the same time waits here, and then finds its number.
        counter = counters.select_for_update().get(**series)
        place: dict[str, Any] = {"case": case, "seq": seq, "result": result}
        if kept := numbers.filter(**place).first():
            return kept
        counter.serial += 1
        counters.filter(**series).update(serial=counter.serial)
        text = _written_number(organ, kind, year, counter.serial)
        return numbers.create(**place, **series, serial=counter.serial, text=text)


def _number_text(matter: Matter, result: Result, serial: int) -> str:
    return _written_number(matter.organ, KIND_WORDS[Template(result.template)], matter.day.year, serial)


def _written_number(organ: Organ, kind: str, year: int, serial: int) -> str:
    """The number as it is printed: 温龙市监收〔2026〕000123号."""
    return f"{organ.short_name}{kind}〔{year}〕{serial:06d}号"
