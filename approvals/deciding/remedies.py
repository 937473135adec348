"""What a person refused may do about it: the paragraph every refusal closes with (许可法 38; 复议法 20, 24; 诉讼法 46).

Papers are written in Chinese, so the paragraph is, in every language of the site. Whoever decides sees it filled in and
may write another court where the higher court has assigned administrative cases to one.
"""

from workflows.organisation.models import District, Organ

REVIEW_DAYS = "六十日"
"""From the day the decision is known (复议法 20)."""

SUIT_MONTHS = "六个月"
"""From the day the decision is known (诉讼法 46)."""

_TEXT = (
    "如不服本决定，可以自收到本决定书之日起{days}内依法向{government}申请行政复议，"
    "也可以自收到本决定书之日起{months}内依法直接向{court}提起行政诉讼。"
)
_PREFECTURE = "00"


def remedy_for(organ: Organ) -> str:
    """The paragraph for a decision of ``organ``: the government it belongs to reviews, the court of its place judges.

    A prefecture's own organ has no basic court of its name, so the competent one is named by its competence.
    """
    division = _whole_name(organ.district)
    court = "有管辖权的基层人民法院" if organ.district.gb2260.endswith(_PREFECTURE) else f"{division}人民法院"
    return _TEXT.format(days=REVIEW_DAYS, months=SUIT_MONTHS, government=f"{division}人民政府", court=court)


def _whole_name(district: District) -> str:
    """A city district is named with its city before it; a county-level city stands for itself."""
    if not district.name.endswith("区"):
        return district.name
    city = District.objects.filter(gb2260=district.gb2260[:4] + _PREFECTURE).order_by("valid_from").first()
    return f"{city.name}{district.name}" if city else district.name
