import pytest
from django.test import Client

from approvals.filing.models import Material
from approvals.filing.queries import filing_of, materials_of
from enterprises.people.queries import applicants_of
from tests import cast
from tests.approvals.portal.conftest import PDF, TODAY, filed, signed_in
from tests.approvals.stage import Stage
from workflows.organisation.models import Person
from workflows.organisation.scoping import seen_by

pytestmark = pytest.mark.django_db


def first_file(person: Person, case: int) -> Material:
    with seen_by(person.pk, TODAY, applicants_of(person.pk, TODAY)) as scope:
        filing = filing_of(scope, case)
        assert filing
        return materials_of(scope, filing)[0]


def test_a_file_comes_back_as_it_was_handed_in(client_of_founder: Client, founder: Person) -> None:
    file = first_file(founder, filed(founder))
    answered = client_of_founder.get(f"/portal/materials/{file.pk}/")
    assert answered.content == PDF
    assert answered["Content-Type"] == "application/pdf"
    assert answered["Content-Disposition"] == 'attachment; filename="scan.pdf"'
    assert answered["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("who", ["stranger", "clerk"])
def test_somebody_elses_file_is_not_found(stage: Stage, founder: Person, who: str) -> None:
    case = filed(founder)
    file = first_file(founder, case)
    other = signed_in(cast.person() if who == "stranger" else stage.clerk("LW", "receiver"))
    assert other.get(f"/portal/materials/{file.pk}/").status_code == 404
    assert other.get(f"/portal/cases/{case}/papers/1/").status_code == 404


def test_what_does_not_exist_is_not_found(client_of_founder: Client, founder: Person) -> None:
    case = filed(founder)
    for path in (f"cases/{case}/papers/1/", "materials/999999/", "licences/1.2.156.3005.2.X/"):
        assert client_of_founder.get(f"/portal/{path}").status_code == 404
