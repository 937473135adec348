"""The pages of one draft: its steps, what is asked on one of them, and the whole read over before it is sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from approvals.deciding.texts import in_reader_language
from approvals.filing.errors import FormError
from approvals.filing.media import NAMES
from approvals.filing.models import FilingDraft, Material
from approvals.portal.form_fields import Kind, fields_of
from approvals.portal.form_showing import Context, Shown, show
from approvals.portal.layout import Section, Sum, layout_of, sections_of, sum_of
from approvals.portal.wording import limits_said
from workflows.standards.citing import cited
from workflows.standards.schema import Material as AskedMaterial
from workflows.standards.schema import Standard
from workflows.templatetags.look import written_day

MATERIALS, REVIEW = "materials", "review"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the rail; ``state`` is done, now or nothing yet."""

    number: int
    key: str
    title: str
    address: str
    state: str


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One thing to mend, with the address of the place where it is mended."""

    path: str
    sentence: str
    address: str


@dataclass(frozen=True, slots=True)
class AskedFile:
    """A material on the list, with what was handed in for it and why it may stay away."""

    material: AskedMaterial
    files: tuple[Material, ...]
    needed: bool
    refusal: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return in_reader_language(self.material.title)

    @property
    def kinds(self) -> str:
        """The kinds of file it takes, as people call them."""
        return pgettext("between the items of a list", ", ").join(
            NAMES.get(media, media) for media in self.material.media
        )

    @property
    def media(self) -> str:
        """The kinds of file it takes, as a browser wants them."""
        return ",".join(self.material.media)

    @property
    def basis(self) -> str:
        """The articles that ask for it."""
        return cited(self.material.basis)


@dataclass(frozen=True)
class DraftPage:
    """One draft under the standard in force, with everything that is to be mended in it.

    ``typed`` is the form as it stands on the page, which may be more than was saved.
    """

    draft: FilingDraft
    standard: Standard
    typed: Mapping[str, Any]
    errors: Sequence[FormError]
    districts: Mapping[str, str]

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The pages of the form."""
        key = self.standard.key
        return sections_of(key, fields_of(self.standard.form, layout_of(key).kept))

    @property
    def title(self) -> str:
        """What is applied for."""
        return in_reader_language(self.standard.title)

    @property
    def limits(self) -> str:
        """How long it takes, as promised and by law."""
        return limits_said(self.standard.limits)

    def section(self, key: str) -> Section | None:
        """The page of that key, if there is one."""
        return next((section for section in self.sections if section.key == key), None)

    def steps(self, here: str) -> list[Step]:
        """The rail, seen from the page ``here``."""
        keys = [(section.key, section.title) for section in self.sections]
        keys += [(MATERIALS, _("Materials")), (REVIEW, _("Check and send"))]
        return [
            Step(number, key, title, self.address(key), "now" if key == here else "done" if self._is_done(key) else "")
            for number, (key, title) in enumerate(keys, start=1)
        ]

    def beside(self, here: str, by: int) -> str:
        """The address of the page after ``here`` (by 1) or before it (by −1); that of ``here`` itself at an end."""
        keys = [*(section.key for section in self.sections), MATERIALS, REVIEW]
        place = min(max(keys.index(here) + by, 0), len(keys) - 1)
        return self.address(keys[place])

    def address(self, key: str) -> str:
        """The address of one page."""
        if key in {MATERIALS, REVIEW}:
            return reverse(f"portal:{key}", args=[self.draft.pk])
        return reverse("portal:draft", args=[self.draft.pk, key])

    def shown(self, section: Section, *, checked: bool) -> tuple[Shown, ...]:
        """The fields of a page with their answers; with what is wrong only once it was asked for."""
        errors: dict[str, list[str]] = {}
        for error in self.errors_of(section) if checked else ():
            errors.setdefault(error.path, []).append(error.sentence)
        return show(section.fields, self.typed, Context(self.districts, errors))

    def errors_of(self, section: Section) -> list[FormError]:
        """What is to be mended on a page; what follows from other pages cannot be mended on this one."""
        names = {field.name for field in section.fields if not field.kept}
        return [error for error in self.errors if error.path.partition(".")[0] in names]

    def sum_of(self, section: Section) -> Sum | None:
        """The live sum of a page that adds amounts up."""
        return sum_of(section.adding, self.typed) if section.adding else None

    @property
    def links(self) -> list[ErrorLink]:
        """Everything that is to be mended, each with the way there, in the order of the pages."""
        names = [field.name for section in self.sections for field in section.fields]
        place = {name: number for number, name in enumerate([*names, MATERIALS])}
        errors = sorted(self.errors, key=lambda error: place.get(error.path.partition(".")[0], -1))
        return [ErrorLink(error.path, error.sentence, self._address_of(error.path)) for error in errors]

    @property
    def read_over(self) -> list[tuple[Section, str, tuple["Answered", ...]]]:
        """The whole form as answers, page by page, each with the address where it is changed."""
        return [
            (section, self.address(section.key), said)
            for section, said in read_over(self.standard, self.typed, self.districts)
        ]

    def asked_files(
        self, files: Iterable[Material], needed: frozenset[str], refused: Mapping[str, str] | None = None
    ) -> list[AskedFile]:
        """The list of materials, the needed ones first, in the order of the standard."""
        by_key: dict[str, list[Material]] = {}
        for file in files:
            by_key.setdefault(file.key, []).append(file)
        asked = [
            AskedFile(m, tuple(by_key.get(m.key, ())), m.key in needed, (refused or {}).get(m.key, ""))
            for m in self.standard.materials
        ]
        return sorted(asked, key=lambda each: not each.needed)

    def _is_done(self, key: str) -> bool:
        if key == REVIEW:
            return False
        if key == MATERIALS:
            return not any(error.path.startswith("materials.") for error in self.errors)
        section = self.section(key)
        if section is None or self.errors_of(section):
            return False
        return any(not field.kept and field.name in self.typed for field in section.fields)

    def _address_of(self, path: str) -> str:
        top = path.partition(".")[0]
        if top == MATERIALS:
            return f"{self.address(MATERIALS)}#{path.replace('.', '-')}"
        for section in self.sections:
            if any(field.name == top for field in section.fields):
                return f"{self.address(section.key)}?check=1#f-{path.replace('.', '-')}"
        return self.address(self.sections[0].key)


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer read over: the title with the titles around it, and what was answered in words."""

    title: str
    said: str


def read_over(
    standard: Standard, form: Mapping[str, Any], districts: Mapping[str, str]
) -> list[tuple[Section, tuple[Answered, ...]]]:
    """A whole form as answers, page by page."""
    fields = fields_of(standard.form, layout_of(standard.key).kept)
    return [
        (section, tuple(answered(show(section.fields, form, Context(districts)))))
        for section in sections_of(standard.key, fields)
    ]


def answered(shown: Iterable[Shown], around: str = "") -> Iterator[Answered]:
    """Every answer of some fields, one line each; what was not answered is left out."""
    for each in shown:
        title = pgettext("between a title and its part", ": ").join(filter(None, [around, each.field.label]))
        if each.field.kind is Kind.GROUP:
            yield from answered(each.parts, title)
        elif each.field.kind is Kind.CARDS:
            for item in each.items:
                yield from answered(item.parts, f"{title} {item.place}")
        elif each.field.kind is not Kind.FIXED and (said := _said(each)):
            yield Answered(title, said)


def _said(shown: Shown) -> str:
    if shown.field.kind is Kind.YES:
        answer = pgettext("answer in a form", "Yes") if shown.ticked else pgettext("answer in a form", "No")
        return answer if shown.value is not None else ""
    if shown.field.kind is Kind.LINES:
        return pgettext("between the items of a list", "; ").join(item.text for item in shown.items)
    return written_day(shown.said)
