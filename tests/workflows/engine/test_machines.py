"""The machines against tables written out by hand from the law; a change of either has to be a change of both."""

import inspect

import pytest

from tests.law import law
from workflows.engine.enums import CaseOutcome, Who
from workflows.engine.machines import MACHINES, Licence, lawful_moves, outcome_of, read_machine, register_machines
from workflows.standards.enums import Regime
from workflows.standards.registry import Machine, Registry


def machine(regime: Regime) -> Machine:
    return read_machine(MACHINES[regime], regime)


def table(written: str) -> set[tuple[str, str, str]]:
    """Rows of ``SOURCE SOURCE… name TARGET``."""
    rows = (line.split() for line in written.strip().splitlines())
    return {(source, name, target) for *sources, name, target in rows for source in sources}


@law("条例 19", "条例 20", "条例 21", "细则 18", "16号令 30")
def test_registration_has_a_formal_review_and_no_correction_round() -> None:
    found = machine(Regime.REGISTRATION)
    assert found.initial == "SUBMITTED"
    assert found.phases == {
        *[
            "SUBMITTED",
            "REDIRECTED",
            "UNDER_REVIEW",
            "EXTENDED",
            "RETURNED",
            "REFUSED",
            "APPROVED",
            "LICENCE_ISSUED",
            "ARCHIVED",
            "WITHDRAWN",
        ]
    }
    assert found.final == {"REDIRECTED", "RETURNED", "REFUSED", "ARCHIVED", "WITHDRAWN"}
    assert found.moves == table(
        """
        SUBMITTED                        redirect      REDIRECTED
        SUBMITTED                        begin_review  UNDER_REVIEW
        SUBMITTED UNDER_REVIEW EXTENDED  return_filing RETURNED
        UNDER_REVIEW                     extend        EXTENDED
        SUBMITTED UNDER_REVIEW EXTENDED  approve       APPROVED
        SUBMITTED UNDER_REVIEW EXTENDED  refuse        REFUSED
        APPROVED                         issue         LICENCE_ISSUED
        APPROVED LICENCE_ISSUED          archive       ARCHIVED
        SUBMITTED UNDER_REVIEW EXTENDED  withdraw      WITHDRAWN
        """
    )


@law(
    "许可法 32",
    "许可法 34",
    "许可法 38",
    "许可法 39",
    "许可法 42",
    "许可法 44",
    "许可法 45",
    "浙规 11",
    "16号令 15",
    "16号令 30",
)
def test_a_licence_moves_as_the_licence_act_says() -> None:
    found = machine(Regime.LICENCE)
    assert found.initial == "SUBMITTED"
    assert found.phases == {
        *[
            "SUBMITTED",
            "NOT_REQUIRED",
            "REJECTED_JURISDICTION",
            "CORRECTION_ISSUED",
            "RESUBMITTED",
            "NOT_ACCEPTED",
            "LAPSED",
        ],
        *[
            "ACCEPTED",
            "ACCEPTED_WITH_GAPS",
            "ACCEPTANCE_REVOKED",
            "IN_REVIEW",
            "SPECIAL_PROCEDURE",
            "EXTENDED",
            "PENDING_DECISION",
        ],
        *["GRANTED", "DENIED", "CERTIFIED", "DELIVERED", "ARCHIVED", "TERMINATED", "WITHDRAWN"],
    }
    assert found.final == {
        *[
            "NOT_REQUIRED",
            "REJECTED_JURISDICTION",
            "NOT_ACCEPTED",
            "LAPSED",
            "ACCEPTANCE_REVOKED",
            "ARCHIVED",
            "TERMINATED",
            "WITHDRAWN",
        ]
    }
    assert found.moves == table(
        """
        SUBMITTED                                declare_not_required    NOT_REQUIRED
        SUBMITTED                                reject_jurisdiction     REJECTED_JURISDICTION
        SUBMITTED                                issue_correction        CORRECTION_ISSUED
        SUBMITTED                                deem_accepted           ACCEPTED
        SUBMITTED                                accept_with_gaps        ACCEPTED_WITH_GAPS
        SUBMITTED RESUBMITTED                    accept                  ACCEPTED
        SUBMITTED RESUBMITTED                    refuse_acceptance       NOT_ACCEPTED
        CORRECTION_ISSUED                        resubmit                RESUBMITTED
        CORRECTION_ISSUED                        lapse                   LAPSED
        SUBMITTED CORRECTION_ISSUED RESUBMITTED  withdraw                WITHDRAWN
        ACCEPTED_WITH_GAPS                       close_gaps              ACCEPTED
        ACCEPTED_WITH_GAPS                       revoke_acceptance       ACCEPTANCE_REVOKED
        ACCEPTED                                 begin_review            IN_REVIEW
        IN_REVIEW EXTENDED                       begin_special_procedure SPECIAL_PROCEDURE
        SPECIAL_PROCEDURE                        end_special_procedure   IN_REVIEW
        IN_REVIEW                                extend                  EXTENDED
        IN_REVIEW EXTENDED                       submit_for_decision     PENDING_DECISION
        PENDING_DECISION                         send_back               IN_REVIEW
        PENDING_DECISION                         grant                   GRANTED
        PENDING_DECISION                         deny                    DENIED
        GRANTED                                  certify                 CERTIFIED
        CERTIFIED DENIED                         deliver                 DELIVERED
        DELIVERED                                archive                 ARCHIVED
        ACCEPTED ACCEPTED_WITH_GAPS IN_REVIEW    terminate               TERMINATED
        SPECIAL_PROCEDURE EXTENDED               terminate               TERMINATED
        PENDING_DECISION                         terminate               TERMINATED
        """
    )


@law("条例 20", "条例 27", "细则 18", "细则 62", "16号令 30")
def test_a_relocation_is_one_filing_with_the_archive_before_the_tasks() -> None:
    found = machine(Regime.RELOCATION)
    assert found.initial == "SUBMITTED"
    assert found.phases == {
        *[
            "SUBMITTED",
            "PRECHECK",
            "RETURNED",
            "REFUSED",
            "MOVEOUT_REQUESTED",
            "MOVEOUT_HELD",
            "MOVEOUT_CLEARED",
            "UNDER_REVIEW",
        ],
        *["APPROVED", "LICENCE_ISSUED", "ARCHIVE_TRANSFER", "FOLLOW_ON", "CLOSED", "WITHDRAWN"],
    }
    assert found.final == {"RETURNED", "CLOSED", "WITHDRAWN"}
    assert found.moves == table(
        """
        SUBMITTED                                        precheck               PRECHECK
        PRECHECK UNDER_REVIEW                            return_filing          RETURNED
        PRECHECK MOVEOUT_HELD UNDER_REVIEW               refuse                 REFUSED
        PRECHECK                                         request_moveout        MOVEOUT_REQUESTED
        MOVEOUT_REQUESTED                                hold                   MOVEOUT_HELD
        MOVEOUT_REQUESTED                                clear                  MOVEOUT_CLEARED
        MOVEOUT_HELD                                     overrule               MOVEOUT_CLEARED
        MOVEOUT_CLEARED                                  begin_review           UNDER_REVIEW
        UNDER_REVIEW                                     approve                APPROVED
        APPROVED                                         issue                  LICENCE_ISSUED
        LICENCE_ISSUED                                   begin_archive_transfer ARCHIVE_TRANSFER
        ARCHIVE_TRANSFER                                 receive_archive        FOLLOW_ON
        FOLLOW_ON REFUSED                                close                  CLOSED
        SUBMITTED PRECHECK MOVEOUT_REQUESTED             withdraw               WITHDRAWN
        MOVEOUT_HELD MOVEOUT_CLEARED UNDER_REVIEW        withdraw               WITHDRAWN
        """
    )


@law("营商 19", "16号令 42", "许可法 38", "许可法 69", "许可法 70")
def test_a_recognition_follows_its_source() -> None:
    found = machine(Regime.RECOGNITION)
    assert found.initial == "SUBMITTED"
    assert found.phases == {
        *["SUBMITTED", "VERIFYING", "NEEDS_MATERIAL", "RECOGNISED", "PARTIALLY_RECOGNISED", "REFUSED"],
        *["SUSPENDED", "EXPIRED", "CEASED", "WITHDRAWN"],
    }
    assert found.final == {*["RECOGNISED", "PARTIALLY_RECOGNISED", "REFUSED", "EXPIRED", "CEASED", "WITHDRAWN"]}
    assert found.moves == table(
        """
        SUBMITTED NEEDS_MATERIAL                   verify               VERIFYING
        VERIFYING                                  ask_for_material     NEEDS_MATERIAL
        VERIFYING                                  recognise            RECOGNISED
        VERIFYING                                  recognise_partially  PARTIALLY_RECOGNISED
        VERIFYING                                  refuse               REFUSED
        SUBMITTED VERIFYING NEEDS_MATERIAL         withdraw             WITHDRAWN
        RECOGNISED PARTIALLY_RECOGNISED            suspend              SUSPENDED
        SUSPENDED                                  resume               RECOGNISED
        SUSPENDED                                  resume_partially     PARTIALLY_RECOGNISED
        RECOGNISED PARTIALLY_RECOGNISED SUSPENDED  expire               EXPIRED
        RECOGNISED PARTIALLY_RECOGNISED SUSPENDED  cease                CEASED
        RECOGNISED PARTIALLY_RECOGNISED SUSPENDED  withdraw_recognition WITHDRAWN
        """
    )


@law("673令 13")
def test_a_filing_takes_note() -> None:
    found = machine(Regime.FILING)
    assert found.phases == {"SUBMITTED", "RETURNED", "RECORDED", "ARCHIVED", "WITHDRAWN"}
    assert found.final == {"RETURNED", "ARCHIVED", "WITHDRAWN"}
    assert found.moves == table(
        """
        SUBMITTED return_filing RETURNED
        SUBMITTED record        RECORDED
        RECORDED  archive       ARCHIVED
        SUBMITTED withdraw      WITHDRAWN
        """
    )


def test_a_service_is_rendered_or_declined() -> None:
    found = machine(Regime.SERVICE)
    assert found.phases == {"SUBMITTED", "IN_PROGRESS", "COMPLETED", "DECLINED", "WITHDRAWN"}
    assert found.final == {"COMPLETED", "DECLINED", "WITHDRAWN"}
    assert found.moves == table(
        """
        SUBMITTED             begin    IN_PROGRESS
        SUBMITTED IN_PROGRESS complete COMPLETED
        SUBMITTED IN_PROGRESS decline  DECLINED
        COMPLETED DECLINED    reopen   IN_PROGRESS
        SUBMITTED IN_PROGRESS withdraw WITHDRAWN
        """
    )


@pytest.mark.parametrize("regime", Regime)
def test_every_phase_is_reached_and_leads_to_an_end(regime: Regime) -> None:
    found = machine(regime)
    reached, ending = {found.initial}, set(found.final)
    for _ in found.phases:
        reached |= {target for source, _name, target in found.moves if source in reached}
        ending |= {source for source, _name, target in found.moves if target in ending}
    assert reached == ending == found.phases
    assert found.phases - {source for source, _name, _target in found.moves} <= found.final


@law("16号令 30")
@pytest.mark.parametrize("regime", Regime)
def test_nobody_withdraws_what_is_decided(regime: Regime) -> None:
    decided = {"APPROVED", "GRANTED", "DENIED", "REFUSED", "RECORDED", "COMPLETED", "LICENCE_ISSUED", "RECOGNISED"}
    sources = {source for source, name, _target in machine(regime).moves if name in {"withdraw", "terminate"}}
    assert sources
    assert not sources & decided


@pytest.mark.parametrize("regime", Regime)
def test_every_move_says_its_titles_its_article_and_who_makes_it(regime: Regime) -> None:
    methods = [m for _, m in inspect.getmembers(MACHINES[regime], inspect.isfunction) if hasattr(m, "_django_fsm")]
    for method in methods:
        assert method.__doc__
        for move in method._django_fsm.transitions.values():
            assert move.custom["title"].keys() == {"zh-Hans", "en"}
            assert all(move.custom["title"].values())
            assert move.custom["basis"]
            assert move.custom["who"] in Who


def test_the_rows_for_the_write_guard_are_sorted_and_complete() -> None:
    rows = lawful_moves()
    assert rows == sorted(set(rows))
    assert len(rows) == sum(len(machine(regime).moves) for regime in Regime)
    assert ("LICENCE", "SUBMITTED", "accept", "ACCEPTED") in rows
    assert len({row[:3] for row in rows}) == len(rows)


def test_a_machine_answers_where_a_move_leads() -> None:
    found = read_machine(Licence, Regime.LICENCE)
    assert found.target("SUBMITTED", "accept") == "ACCEPTED"
    assert found.target("GRANTED", "accept") is None


def test_the_machines_register_once() -> None:
    registry = Registry()
    register_machines(registry)
    assert registry.machines.keys() == set(Regime)
    with pytest.raises(ValueError, match="registered already"):
        register_machines(registry)


@pytest.mark.parametrize("regime", Regime)
def test_every_way_to_a_final_phase_decides_what_the_case_came_to(regime: Regime) -> None:
    machine = read_machine(MACHINES[regime], regime)
    ways: list[tuple[str, ...]] = [(machine.initial,)]
    ended: list[tuple[str, ...]] = []
    while ways:
        way = ways.pop()
        ended += [way] if way[-1] in machine.final else []
        ways += [(*way, target) for source, _name, target in machine.moves if source == way[-1] and target not in way]
    assert {way[-1] for way in ended} == machine.final
    assert [way for way in ended if outcome_of(regime, way) is None] == []


@pytest.mark.parametrize(
    ("regime", "way", "outcome"),
    [
        (Regime.LICENCE, "GRANTED CERTIFIED DELIVERED ARCHIVED", CaseOutcome.GRANTED),
        (Regime.LICENCE, "DENIED DELIVERED ARCHIVED", CaseOutcome.REFUSED),
        (Regime.LICENCE, "ACCEPTED TERMINATED", CaseOutcome.WITHDRAWN),
        (Regime.LICENCE, "SUBMITTED NOT_REQUIRED", CaseOutcome.NOT_NEEDED),
        (Regime.REGISTRATION, "APPROVED ARCHIVED", CaseOutcome.GRANTED),
        (Regime.RELOCATION, "REFUSED CLOSED", CaseOutcome.REFUSED),
        (Regime.RELOCATION, "APPROVED FOLLOW_ON CLOSED", CaseOutcome.GRANTED),
        (Regime.RECOGNITION, "RECOGNISED CEASED", CaseOutcome.WITHDRAWN),
        (Regime.FILING, "SUBMITTED RETURNED", CaseOutcome.RETURNED),
        (Regime.SERVICE, "SUBMITTED", None),
    ],
)
def test_a_case_came_to_what_its_last_deciding_phase_says(
    regime: Regime, way: str, outcome: CaseOutcome | None
) -> None:
    assert outcome_of(regime, way.split()) == outcome
