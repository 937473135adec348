"""The same approval as a naive django-fsm model with tasks and a log."""

from django.conf import settings
from django.db import models
from django_fsm import FSMField, transition


class Document(models.Model):
    """What a beginner writes: a state and three transitions."""

    state = FSMField(default="submitted", protected=True)
    form = models.JSONField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    created = models.DateTimeField(auto_now_add=True)

    @transition(field=state, source="submitted", target="accepted")
    def accept(self):
        """Accept."""

    @transition(field=state, source="accepted", target="reviewed")
    def review(self):
        """Review."""

    @transition(field=state, source="reviewed", target="decided")
    def decide(self):
        """Decide."""


class Task(models.Model):
    """What waits at a desk."""

    document = models.ForeignKey(Document, models.PROTECT)
    step = models.CharField(max_length=40)
    opened = models.DateTimeField(auto_now_add=True)
    closed = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)


class Log(models.Model):
    """One row per transition."""

    document = models.ForeignKey(Document, models.PROTECT)
    act = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    details = models.JSONField(default=dict)
