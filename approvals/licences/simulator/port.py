"""The shipped adapter: a register that lives in two tables of its own and answers by the port."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.db.models import F, Max
from stdnum.cn import uscc

from approvals.licences.enums import RequestKind
from approvals.licences.errors import RegisterUnreachableError
from approvals.licences.port import RegisterAnswer, Request
from approvals.licences.simulator.faults import Faults
from approvals.licences.simulator.models import SimulatedCode, SimulatedRequest
from enterprises.registration.models import Enterprise

ALIAS = "worker"

_PREFIX = "91"
"""An enterprise registered by market regulation (GB 32100)."""

_BODY = "MAE"
"""How organisation codes of recent years begin; five places of a serial number and a check character follow."""

_REFUSAL = "模拟登记系统退回：数据校验未通过。"


class SimulatedRegister:
    """Keeps what it was asked and what it answered, so that a restart changes nothing and a repetition is one."""

    def __init__(self) -> None:
        """Read how to misbehave."""
        self._faults = Faults.read(getattr(settings, "REGISTER_FAULTS", ""))

    def send(self, request: Request, now: datetime) -> None:  # noqa: ARG002 - the port's signature
        """Take a request and decide on it at once; the answer waits to be asked for."""
        with transaction.atomic(using=ALIAS):
            _take_turns()
            if SimulatedRequest.objects.using(ALIAS).filter(pk=request.id).exists():
                return
            SimulatedRequest.objects.using(ALIAS).create(
                id=request.id, kind=request.kind, body=dict(request.body), answer=self._decided(request)
            )

    def answer(self, request: UUID, now: datetime) -> RegisterAnswer | None:  # noqa: ARG002 - the port's signature
        """The answer, after as many questions as it is told to leave without one."""
        kept = SimulatedRequest.objects.using(ALIAS).filter(pk=request)
        if not kept.update(asked=F("asked") + 1):
            return None
        found = kept.get()
        if found.asked <= self._faults.delay:
            return None
        if found.asked == self._faults.delay + 1 and self._faults.loses(request):
            raise RegisterUnreachableError
        return RegisterAnswer(**found.answer)

    def _decided(self, request: Request) -> dict[str, object]:
        if self._faults.refuses(request.id):
            return {"accepted": False, "reason": _REFUSAL}
        code = _allot(request.division) if request.kind is RequestKind.ESTABLISH else request.body["uscc"]
        return {"accepted": True, "uscc": code}


def _take_turns() -> None:
    """Two requests at once get two codes."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('simulated register'))")


def _allot(division: str) -> str:
    """The next code of a division that nobody has, here or in the enterprises this installation knows."""
    allotted = SimulatedCode.objects.using(ALIAS).filter(division=division)
    serial = allotted.aggregate(last=Max("serial"))["last"] or 0
    while True:
        serial += 1
        code = code_of(division, serial)
        if not Enterprise.objects.using(ALIAS).filter(uscc=code).exists():
            SimulatedCode.objects.using(ALIAS).create(uscc=code, division=division, serial=serial)
            return code


def code_of(division: str, serial: int) -> str:
    """The ``serial``-th code of a division: both check characters right (GB 32100-2015, GB 11714)."""
    body = f"{_BODY}{serial:05d}"
    beginning = f"{_PREFIX}{division}{body}{_organisation_check(body)}"
    return beginning + str(uscc.calc_check_digit(beginning))


def _organisation_check(body: str) -> str:
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    values = [int(character, 36) for character in body]
    rest = (11 - sum(w * v for w, v in zip(weights, values, strict=True)) % 11) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004 - GB 11714 writes ten as X
