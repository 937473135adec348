"""What the simulated register remembers, apart from everything of ours: the tables a real one would have elsewhere."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class SimulatedRequest(models.Model):
    """A message the simulated register got, and what it makes of it; ``asked`` counts how often it was asked."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=12)
    body = models.JSONField()
    answer = models.JSONField()
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "simulated_register_request"

    def __str__(self) -> str:
        return str(self.id)


class SimulatedCode(models.Model):
    """A unified social credit code the simulated register has allotted: the ``serial``-th of its division."""

    uscc = models.CharField(max_length=18, unique=True)
    division = models.CharField(max_length=6)
    serial = models.PositiveIntegerField()

    class Meta:
        db_table = "simulated_register_code"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["division", "serial"], name="simulated_code_is_allotted_once"),
            models.CheckConstraint(name="simulated_serial_starts_at_one", condition=Q(serial__gte=1)),
        ]

    def __str__(self) -> str:
        return self.uscc
