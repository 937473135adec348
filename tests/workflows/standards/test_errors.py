import pytest
from django.utils.translation import gettext_lazy as _

from workflows.standards.errors import DocumentError, StandardsError

pytestmark = pytest.mark.usefixtures("english")


def test_an_error_is_its_code_for_programs_and_its_sentence_for_people() -> None:
    error = DocumentError("document.yaml", _("Line %(line)s uses an alias; write the value out."), line=3)

    assert isinstance(error, StandardsError)
    assert error.code == "document.yaml"
    assert str(error) == "Line 3 uses an alias; write the value out."
