"""``manage.py chart KEY --out FILE``: a standard, or how a case stands in it, as SVG or BPMN."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from workflows.engine.models import Case, CaseStep
from workflows.engine.state import CALLED_OFF
from workflows.standards.bpmn import bpmn_xml
from workflows.standards.canonical import load_yaml, parse
from workflows.standards.chart import chart_svg
from workflows.standards.errors import StandardsError
from workflows.standards.queries import version_in_force
from workflows.standards.schema import Standard

_NOTHING_THERE = 1
_WRONG_USAGE = 2
_LANGUAGES = ("zh-Hans", "en")
_FORMATS = (".svg", ".bpmn")


class Command(BaseCommand):
    """Write the chart to a file; exit 1 when there is no such standard or case, 2 when the call is wrong."""

    help = "Draw a standard, or how a case stands in it: SVG with lanes, or BPMN 2.0 for other tools."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is drawn, for which case, in which language, and where it is written."""
        parser.add_argument("standard", help="the key of a published standard, or the path of a YAML file")
        parser.add_argument("--case", metavar="NUMBER", help="show which steps of this case are done and open (SVG)")
        parser.add_argument("--out", required=True, metavar="FILE", help="FILE.svg or FILE.bpmn")
        parser.add_argument("--language", default=_LANGUAGES[0], choices=_LANGUAGES, help="default: %(default)s")
        parser.add_argument("--json", action="store_true", help="say as JSON what was written")

    def handle(self, *args: Any, standard: str, case: str | None, out: str, language: str, **options: Any) -> None:
        """Draw, write, and say what was written."""
        path = Path(out)
        if path.suffix not in _FORMATS or (case and path.suffix != ".svg"):
            raise CommandError(
                _("%(file)s: write FILE.svg, or FILE.bpmn without a case.") % {"file": out}, returncode=_WRONG_USAGE
            )
        drawn = _of_case(case, standard, language) if case else _drawn(_find(standard), path.suffix, language)
        try:
            path.write_text(drawn, encoding="utf-8")
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be written (%(reason)s); name another file.")
                % {"file": out, "reason": error.strerror},
                returncode=_WRONG_USAGE,
            ) from error
        written = {"file": out, "characters": len(drawn)}
        self.stdout.write(json.dumps(written, ensure_ascii=False) if options["json"] else out)


def _drawn(standard: Standard, suffix: str, language: str) -> str:
    if suffix == ".bpmn":
        return bpmn_xml(standard, language=language)
    return chart_svg(standard, language=language, title=_title(standard, language))


def _title(standard: Standard, language: str) -> str:
    return standard.title.en if language == "en" else standard.title.zh


def _find(name: str) -> Standard:
    """Return the standard a file holds, or the one in force today under that key."""
    if Path(name).suffix in {".yaml", ".yml"}:
        try:
            return parse(load_yaml(Path(name)))
        except (StandardsError, OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{name}: {error}", returncode=_NOTHING_THERE) from error
    version = version_in_force(name, localdate())
    if version is None:
        raise CommandError(
            _("No version of %(standard)s is in force today; name another standard or a YAML file.")
            % {"standard": name},
            returncode=_NOTHING_THERE,
        )
    return parse(version.body)


def _of_case(number: str, key: str, language: str) -> str:
    """Draw how a case stands in its own version; read as the auditor, who sees every district."""
    case = Case.objects.using("audit").select_related("standard").filter(number=number, standard__key=key).first()
    if case is None:
        raise CommandError(
            _("There is no case %(number)s under the standard %(standard)s; look the number up.")
            % {"number": number, "standard": key},
            returncode=_NOTHING_THERE,
        )
    steps = list(CaseStep.objects.using("audit").filter(case=case).order_by("ordinal"))
    standard = parse(case.standard.body)
    return chart_svg(
        standard,
        language=language,
        title=f"{_title(standard, language)} {number}",
        open_steps=[step.key for step in steps if step.closed_at is None],
        done_steps=[step.key for step in steps if step.closed_at is not None and step.act != CALLED_OFF],
    )
