"""The closed lists of the deciding room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReturnReason(TextChoices):
    """Why an application may go back for what was not told the first time."""

    NEW_DEFECT_BY_CORRECTION = "NEW_DEFECT_BY_CORRECTION", _("The correction itself brought the defect about")
