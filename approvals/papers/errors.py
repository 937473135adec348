"""What the papers room refuses, as sentences a person can act on."""

from django.utils.translation import gettext_lazy as _

from workflows.refusals import Refusal


class PaperError(Refusal):
    """Base of what this room refuses."""


class GlyphMissingError(PaperError):
    """A character of the paper cannot be printed; a paper with a blank in a name would be wrong."""

    code = "papers.glyph_missing"
    sentence = _(
        "The paper cannot be made: the fonts cannot print %(characters)s (%(places)s). Correct the text, or install a "
        "font that has the characters."
    )


class FontMissingError(PaperError):
    """The fonts papers are set in are not on this machine."""

    code = "papers.font_missing"
    sentence = _("The font %(family)s is not installed. Install the package fonts-noto-cjk.")


class RemedyMissingError(PaperError):
    """A decision against the applicant tells facts, law, reason and remedy (许可法 38; 复议法 20)."""

    code = "papers.remedy_missing"
    sentence = _(
        "The notice of refusal cannot be made without %(missing)s. Without them the applicant's term to object would "
        "run for up to a year."
    )


class UnknownTemplateError(PaperError):
    """The standard names a paper nobody has designed."""

    code = "papers.unknown_template"
    sentence = _("There is no paper “%(template)s”. Use one of: %(known)s.")


class NobodyIssuesError(PaperError):
    """No desk is found in whose organ's name the paper could be issued."""

    code = "papers.nobody_issues"
    sentence = _("No desk in %(district)s was in force on %(day)s, so no organ can issue the paper. Set one up.")
