"""The language of texts that stand in a standard."""

from django.utils.translation import get_language

from workflows.standards.schema import Text


def in_reader_language(text: Text) -> str:
    """A standard's text in the language that is active now: Chinese unless another one is."""
    language = get_language() or "zh"
    return text.zh if language.lower().startswith("zh") else text.en
