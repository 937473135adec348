"""The form of a change keeps what a refused request had typed."""

from django.template.loader import render_to_string

from approvals.licences.enums import LicenceVerb, Side
from approvals.licences.models import Licence
from approvals.licences.offering import ActPanel, filled


def test_a_refused_change_keeps_the_values_that_were_typed() -> None:
    fields = (("name", "Name", "甲公司"), ("address", "Address", "一号"))
    panel = ActPanel(LicenceVerb.CHANGE, Side.HOLDER, (), fields, "许可法 49", 0, rests=False)
    typed = {"value.name": "乙公司", "reason": "更名"}
    assert filled(panel, typed) == [("name", "Name", "甲公司", "乙公司"), ("address", "Address", "一号", "")]
    context = {"licence": Licence(pk=1), "panels": [panel], "panel": panel, "typed": typed}
    page = render_to_string("licences/panels.html", {**context, "fields": filled(panel, typed)})
    assert 'value="乙公司"' in page
    assert "更名" in page
