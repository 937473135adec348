"""The words for the clock's closed lists, in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.clock.enums import Ground, Light

GROUNDS: Mapping[Ground, str | Promise] = {
    Ground.HEARING: _("hearing"),
    Ground.TENDER: _("tender"),
    Ground.AUCTION: _("auction"),
    Ground.INSPECTION: _("inspection"),
    Ground.TESTING: _("testing"),
    Ground.QUARANTINE: _("quarantine"),
    Ground.APPRAISAL: _("appraisal"),
    Ground.EXPERT_REVIEW: _("expert review"),
    Ground.CORRECTION: _("correction by the applicant"),
}

LIGHTS: Mapping[Light, str | Promise] = {
    Light.GREEN: _("in time"),
    Light.YELLOW: _("nearly due"),
    Light.RED: _("past the promised limit"),
    Light.OVER: _("past the statutory limit"),
    Light.BLUE: _("stopped"),
}
