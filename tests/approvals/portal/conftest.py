"""A corridor with the shipped standards in force, on a working day of the story, and people who apply."""

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from approvals.filing.models import FilingDraft
from approvals.filing.verbs import attach, begin_draft, file_application, save_draft
from enterprises.people.enums import MemberRole
from tests import cast
from tests.approvals import stage as stages
from tests.approvals.portal.shipped import answers, document
from tests.approvals.stage import Stage
from tests.enterprises import factory
from workflows.engine.present import present
from workflows.organisation.models import Person

NOW = "2026-02-12T10:05:00+08:00"
TODAY = date(2026, 2, 12)
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    with time_machine.travel(NOW, tick=False):
        yield stages.set_up()


@pytest.fixture
def founder(stage: Stage) -> Person:
    return cast.person("章晓")


@pytest.fixture
def client_of_founder(founder: Person) -> Client:
    return signed_in(founder)


@pytest.fixture
def eyes(stage: Stage) -> Person:
    """The legal representative of the first enterprise of the story, which stands in Ouhai."""
    enterprise = factory.registered(stage.areas["OH"])
    return factory.member(enterprise, MemberRole.LEGAL_REPRESENTATIVE)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def filled(person: Person) -> FilingDraft:
    """A draft of a registration in which nothing is to be mended."""
    draft = begin_draft(actor=person, standard="registration", enterprise=None, now=present())
    draft = save_draft(actor=person, draft=draft.pk, version=1, form=answers("registration"), now=present())
    for material in document("registration")["materials"]:
        if "required_when" not in material:
            attach(actor=person, draft=draft.pk, material=material["key"], name="scan.pdf", data=PDF, now=present())
    return draft


def filed(person: Person) -> int:
    """A registration that was sent; gives its case."""
    return file_application(actor=person, draft=filled(person).pk, key=uuid.uuid4(), now=present()).case
