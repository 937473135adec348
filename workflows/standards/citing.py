"""How pages cite the law, in the reader's language: 《市场主体登记管理条例》第24、27条 is the form of Chinese texts."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workflows.standards.schema import Basis


def cited(basis: Iterable[Basis]) -> str:
    """The articles a rule rests on, each with its law; empty where none is named."""
    return _("; ").join(map(_cited, basis))


def articles(basis: Basis) -> str:
    """The articles alone, where the law is named beside them."""
    return _("Article %(article)s") % {"article": _numbers(basis)}


def _cited(basis: Basis) -> str:
    # An annex or a table of a law is no article of it.
    words = _("%(law)s, article %(article)s") if basis.article[:1].isdecimal() else _("%(law)s, %(article)s")
    return words % {"law": basis.law, "article": _numbers(basis)}


def _numbers(basis: Basis) -> str:
    chinese = (get_language() or "zh").startswith("zh")
    return basis.article.replace(", ", "、") if chinese else basis.article
