"""One sealed document for all tests of a process, made without a database."""

from datetime import UTC, datetime
from functools import cache

from asn1crypto import x509
from cryptography.x509 import Certificate

from approvals.papers.render import typeset
from approvals.sealing import keys
from approvals.sealing.authority import make_test_ca
from approvals.sealing.files import FileSigner
from approvals.sealing.judging import DATA_NAME, Judged, judge
from approvals.sealing.pades import Place, seal_pdf
from tests.approvals.papers.test_render import LICENCE

USCC = "11330303MB1LW0014C"
ORGAN = "龙湾区市场监督管理局"
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
SAID = '{"持证主体": "温州睿视智能装备有限公司"}'


@cache
def plain() -> bytes:
    return typeset("business_licence", LICENCE, carried={DATA_NAME: SAID}).data


@cache
def sealed() -> bytes:
    make_test_ca([(USCC, ORGAN)])
    return seal(plain())


def seal(data: bytes, uscc: str = USCC) -> bytes:
    place = Place(0, (567, 102, 686, 221))
    return seal_pdf(
        data, signer=FileSigner(), uscc=uscc, organ=ORGAN, reason="颁发证照", place=place, now=AT, sample=True
    )


def roots() -> list[x509.Certificate]:
    return [x509.Certificate.load(der) for der in FileSigner().roots()]


def read(data: bytes) -> Judged:
    return judge(data, roots())


def certificate() -> Certificate:
    return keys.certificates(USCC)[0]
