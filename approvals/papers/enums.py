"""The closed list of papers and the word each kind of paper has in its number."""

from enum import StrEnum
from typing import Final


class Template(StrEnum):
    """A template a standard's result may name; its file is ``templates/papers/<name>.html``."""

    MATERIAL_RECEIPT = "material_receipt"
    ACCEPTANCE_NOTICE = "acceptance_notice"
    RETURN_NOTICE = "return_notice"
    CORRECTION_NOTICE = "correction_notice"
    REDIRECT_NOTICE = "redirect_notice"
    REGISTRATION_NOTICE = "registration_notice"
    REFUSAL_NOTICE = "refusal_notice"
    EXTENSION_NOTICE = "extension_notice"
    TERMINATION_NOTICE = "termination_notice"
    TRANSFER_LETTER = "transfer_letter"
    MOVEOUT_OPINION = "moveout_opinion"
    LICENCES_GO_ON = "licences_go_on"
    ARCHIVE_LIST = "archive_list"
    ARCHIVE_RECEIPT = "archive_receipt"


KIND_WORDS: Final[dict[Template, str]] = {
    Template.MATERIAL_RECEIPT: "收",
    Template.ACCEPTANCE_NOTICE: "受",
    Template.RETURN_NOTICE: "退",
    Template.CORRECTION_NOTICE: "补",
    Template.REDIRECT_NOTICE: "告",
    Template.REGISTRATION_NOTICE: "登",
    Template.REFUSAL_NOTICE: "不登",
    Template.EXTENSION_NOTICE: "延",
    Template.TERMINATION_NOTICE: "终",
    Template.TRANSFER_LETTER: "调",
    Template.MOVEOUT_OPINION: "核",
    Template.LICENCES_GO_ON: "续",
    Template.ARCHIVE_LIST: "移",
    Template.ARCHIVE_RECEIPT: "接",
}
"""The word between the organ's short name and the year: 温龙市监收〔2026〕000123号 (domain.md §5.5)."""
