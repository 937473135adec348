"""Filters of the studio's pages: ``{% load studio %}``."""

from django import template

from workflows.organisation.models import District
from workflows.studio.words import district_words

register = template.Library()


@register.filter
def named(district: District) -> str:
    """Return what the reader calls a district."""
    return district_words(district)
