"""What the notices room refuses, as a sentence a person can act on."""

from django.utils.translation import gettext_lazy as _

from workflows.refusals import Refusal


class NoticeNotFoundError(Refusal):
    """There is no such notice, or it is for somebody else."""

    code = "notices.not_found"
    sentence = _("There is no such message for you; open your messages again.")
