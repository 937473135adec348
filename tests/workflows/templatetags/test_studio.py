from django.template import Context, Template
from django.utils.translation import override

from workflows.organisation.models import District


def test_a_district_is_named_for_the_reader() -> None:
    page = Template("{% load studio %}{{ district|named }}")
    context = Context({"district": District(name="龙湾区", name_en="Longwan")})
    assert page.render(context) == "Longwan"
    with override("zh-hans"):
        assert page.render(context) == "龙湾区"
