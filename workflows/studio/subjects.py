"""What a change of rules is about, in words, whatever its subject: a standard, or the terms of a district."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows.standards.canonical import parse
from workflows.standards.difference import Change, difference
from workflows.standards.models import StandardVersion
from workflows.standards.promulgation.enums import SubjectKind
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.queries import versions_of
from workflows.standards.schema import Standard
from workflows.standards.terms.documents import Terms, parse_terms
from workflows.standards.terms.wording import own_lines
from workflows.studio.places import Places
from workflows.studio.words import district_words, language, said, title_in


@dataclass(frozen=True, slots=True)
class Named:
    """A promulgation and what it is about."""

    change: PromulgationProcess
    title: str


def named(changes: Iterable[PromulgationProcess]) -> list[Named]:
    """Promulgations as ``changes_under_way`` gives them, with what each is about."""
    return [Named(change, change.title[language()] if change.title else title_of(change)) for change in changes]


def title_of(change: PromulgationProcess) -> str:
    """What a promulgation is about."""
    if change.subject != SubjectKind.TERMS or change.district is None:
        return title_in(change.body)
    base = base_of(parse_terms(change.body))
    return terms_title(base, district_words(change.district))


def terms_title(standard: Standard, district: str) -> str:
    """What the terms of a district for a standard are called."""
    return _("Terms of %(district)s for “%(standard)s”") % {"district": district, "standard": said(standard.title)}


def changes_of(change: PromulgationProcess) -> list[Change]:
    """What a promulgation changes: in the version before it, or in the standard the terms rest on."""
    if change.subject == SubjectKind.TERMS:
        terms = parse_terms(change.body)
        lines = own_lines(base_of(terms), terms)
        return [Change(line.place, line.standard, line.own, line.sentence) for line in lines]
    earlier = versions_of(change.key)
    if change.version:
        earlier = earlier.filter(number__lt=change.version.number)
    before = earlier.first()
    if before is None:
        return []
    new, old = parse(change.body), parse(before.body)
    return difference(old, new, Places.of(new, old).say)


def base_of(terms: Terms) -> Standard:
    """The standard that terms rest on."""
    return parse(StandardVersion.objects.published().get(digest=terms.base).body)
