"""Whether the sentences of checks name exactly the values the checks reckon, in both languages."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from workflows.standards.defects import Defect, DefectCode
from workflows.standards.schema import Check, Standard
from workflows.standards.sentences import placeholders


def sentence_defects(standard: Standard) -> list[Defect]:
    """Return the values a sentence names without its check reckoning them, and those no sentence says."""
    return [defect for check in standard.checks for defect in _check(check)]


def _check(check: Check) -> Iterator[Defect]:
    for language, text in (("zh-Hans", check.sentence.zh), ("en", check.sentence.en)):
        for name in placeholders(text) ^ check.values.keys():
            sentence = (
                _(
                    "The sentence of the check %(check)s in %(language)s does not say the value %(name)s; add it as {name}."
                )
                if name in check.values
                else _("The sentence of the check %(check)s in %(language)s names {%(name)s}; add it to the values.")
            )
            yield Defect(
                DefectCode.SENTENCE_VALUE,
                f"checks[{check.id}].sentence.{language}",
                sentence % {"check": check.id, "language": language, "name": name or _("(empty)")},
            )
