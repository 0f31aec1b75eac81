"""The rules between the fields of one declaration, each with the code that it gives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from declarations.glossary.checks import check_fields
from declarations.glossary.findings import Finding
from tests.glossary.samples import ADDRESS, ENTERPRISE, IDENTITY, ORDINARY, PERIOD, TODAY, changed

STUDENT = changed(
    ORDINARY, EndingDate="2026-12-31", PlannedHoursNbr="40", DimonaFeatures__WorkerType="STU"
)
EXTRA = changed(
    ORDINARY,
    EndingDate="2026-12-01",
    StartingHour="1800",
    EndingHour="2300",
    DimonaFeatures={"JointCommissionNbr": "302", "WorkerType": "EXT"},
)
FLEXI_DAY = changed(EXTRA, DimonaFeatures__WorkerType="FLX")
FLEXI_PERIOD = changed(ORDINARY, EndingDate="2026-12-31", DimonaFeatures__WorkerType="FLX")
CLUB = changed(STUDENT, DimonaFeatures__WorkerType="S17")
TELEVISION = changed(ORDINARY, EndingDate="2026-12-01", DimonaFeatures__WorkerType="T17")
INTERN = changed(
    ORDINARY,
    EndingDate="2027-02-28",
    DimonaFeatures__WorkerType="TRI",
    SmallStatutesInformation={"EmploymentNature": "EMPLOYEE", "WorkerStatus": "F2"},
)
CARDS = {"FirstMonthC32ANbr": "123456789012", "NextMonthC32ANbr": "123456789013"}
BUILDER = changed(
    ORDINARY,
    DimonaFeatures={"JointCommissionNbr": "124", "WorkerType": "BCW"},
    ConstructionControlCards=CARDS,
)
AGENCY = changed(
    ORDINARY,
    EndingDate="2026-12-31",
    DimonaFeatures={
        "JointCommissionNbr": "322",
        "WorkerType": "OTH",
        "UsingEmployer": {"JointCommissionNbr": "XXX", "UsingEmployerCompanyID": ENTERPRISE},
    },
)
FOREIGN_USER = {"JointCommissionNbr": "XXX", "UsingEmployerName": "Gartenbau", "Address": ADDRESS}
NAME_ALONE = {"JointCommissionNbr": "XXX", "UsingEmployerName": "Gartenbau"}
UPDATE = {"DimonaPeriodId": PERIOD, "EndingDate": "2026-12-31"}
OUT = {"DimonaPeriodId": PERIOD, "EndingDate": "2026-12-31"}


def codes(content: dict[str, Any], action: str = "DimonaIn", **options: Any) -> list[str]:
    return [f.code for f in check_fields(action, content, on=TODAY, **options)]


@pytest.mark.parametrize(
    "content",
    [
        ORDINARY,
        STUDENT,
        EXTRA,
        FLEXI_DAY,
        FLEXI_PERIOD,
        CLUB,
        TELEVISION,
        INTERN,
        BUILDER,
        AGENCY,
        changed(ORDINARY, NaturalPerson=IDENTITY),
        changed(ORDINARY, NaturalPerson={"INSS": "0", **IDENTITY}),
        changed(ORDINARY, EmployerId={"CompanyID": ENTERPRISE}),
        changed(ORDINARY, EmployerId={"ProvisionalNSSONbr": "5000000120"}),
        changed(EXTRA, EndingHour="0200", EndingDate="2026-12-02"),
        changed(EXTRA, EndingHour="1800", EndingDate="2026-12-02"),
        changed(EXTRA, EndingHour=None),
        changed(FLEXI_DAY, StartingDate="2026-12-31", EndingDate="2027-01-01", EndingHour="0100"),
        changed(FLEXI_PERIOD, EndingDate=None),
        changed(STUDENT, StudentPlaceOfWork={"Denomination": "Kiosk", "Address": ADDRESS}),
        changed(AGENCY, DimonaFeatures__UsingEmployer=FOREIGN_USER),
        changed(ORDINARY, StartingDate="1920-01-01"),
        changed(ORDINARY, StartingDate="2035-12-31"),
    ],
)
def test_a_sound_start_of_employment_gives_nothing(content: dict[str, Any]) -> None:
    assert codes(content) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # employer and worker
        (changed(ORDINARY, EmployerId=None), "90256-364"),
        (changed(ORDINARY, EmployerId={}), "90256-364"),
        (changed(ORDINARY, NaturalPerson={}), "90017-363"),
        (changed(ORDINARY, NaturalPerson={"INSS": "0"}), "90017-363"),
        (changed(ORDINARY, NaturalPerson={**IDENTITY, "WorkerName": None}), "00025-003"),
        (changed(EXTRA, NaturalPerson=IDENTITY), "00024-001"),
        (changed(ORDINARY, NaturalPerson__WorkerBirthdate="1905-01-01"), "00028-003"),
        (changed(ORDINARY, NaturalPerson__WorkerBirthdate="2027-01-01"), "00028-003"),
        (changed(ORDINARY, EmployerId__ProvisionalNSSONbr="5000000120"), "90256-090"),
        # kind of employment
        (changed(ORDINARY, DimonaFeatures=None), "90374-001"),
        (changed(ORDINARY, DimonaFeatures={"WorkerType": "OTH"}), "00046-001"),
        (changed(ORDINARY, DimonaFeatures__JointCommissionNbr="124"), "90374-349"),
        (changed(EXTRA, DimonaFeatures__JointCommissionNbr="XXX"), "90374-349"),
        (changed(ORDINARY, DimonaFeatures__WorkerType="RTA"), "90374-349"),
        (changed(ORDINARY, DimonaFeatures__WorkerType="TEA"), "00910-008"),
        (changed(CLUB, StartingDate="2021-12-01", EndingDate="2021-12-31"), "00910-008"),
        # agency work
        (changed(AGENCY, EndingDate=None), "00911-001"),
        (changed(AGENCY, DimonaFeatures__UsingEmployer=None), "90107-001"),
        (changed(AGENCY, DimonaFeatures__JointCommissionNbr="XXX"), "90107-005"),
        (changed(AGENCY, DimonaFeatures__UsingEmployer__JointCommissionNbr=None), "00046-001"),
        (changed(AGENCY, DimonaFeatures__UsingEmployer__JointCommissionNbr="322"), "00046-003"),
        (changed(AGENCY, DimonaFeatures__UsingEmployer__UsingEmployerCompanyID="0"), "90107-351"),
        (changed(AGENCY, DimonaFeatures__UsingEmployer__UsingEmployerName="A"), "90107-352"),
        (changed(AGENCY, DimonaFeatures__UsingEmployer=NAME_ALONE), "90022-001"),
        # dates and hours
        (changed(ORDINARY, StartingDate="1919-12-31"), "00910-008"),
        (changed(ORDINARY, StartingDate="2036-01-01"), "00910-008"),
        (changed(ORDINARY, EndingDate="9999-12-31"), "00911-008"),
        (changed(ORDINARY, StartingDate="1998-01-01", EndingDate="1998-12-31"), "00911-008"),
        (changed(ORDINARY, EndingDate="2026-11-30"), "00911-014"),
        (changed(ORDINARY, StartingHour="0800"), "00777-005"),
        (changed(ORDINARY, EndingHour="0800"), "00778-005"),
        (changed(ORDINARY, PlannedHoursNbr="8"), "01135-005"),
        (changed(ORDINARY, PlannedDaysNbr="8"), "01017-005"),
        (changed(STUDENT, PlannedDaysNbr="5"), "90373-090"),
        (changed(EXTRA, StartingHour=None), "00777-001"),
        (changed(EXTRA, EndingDate=None), "00911-001"),
        (changed(EXTRA, EndingHour="1700"), "00778-345"),
        (changed(EXTRA, EndingHour="1801", EndingDate="2026-12-02"), "90373-341"),
        (changed(EXTRA, EndingHour=None, EndingDate="2026-12-02"), "00911-008"),
        (changed(EXTRA, DimonaFeatures__JointCommissionNbr="144", EndingHour=None), "00778-001"),
        (changed(FLEXI_DAY, EndingHour=None), "00778-001"),
        (changed(FLEXI_DAY, StartingHour=None, EndingDate="2026-12-02"), "00777-001"),
        (changed(FLEXI_PERIOD, EndingDate="2026-12-01"), "00911-008"),
        (changed(FLEXI_PERIOD, EndingDate="2027-01-01"), "90373-421"),
        (changed(FLEXI_PERIOD, StartingDate="2027-01-04", EndingDate="2027-01-31"), "00910-008"),
        (changed(STUDENT, EndingDate=None), "00911-001"),
        (changed(STUDENT, EndingDate="2027-01-02"), "90373-421"),
        (changed(STUDENT, PlannedHoursNbr=None), "01135-001"),
        (changed(STUDENT, PlannedHoursNbr="0"), "01135-003"),
        (changed(STUDENT, StartingDate="2016-12-01", EndingDate="2016-12-09"), "01017-001"),
        (changed(CLUB, StartingDate="2026-12-06"), "00910-008"),
        (changed(TELEVISION, EndingDate="2026-12-02"), "00911-008"),
        # what goes with a worker type
        (changed(BUILDER, ConstructionControlCards=None), "90375-001"),
        (changed(ORDINARY, ConstructionControlCards=CARDS), "90375-005"),
        (
            changed(BUILDER, ConstructionControlCards__NextMonthC32ANbr="123456789012"),
            "00664-353",
        ),
        (changed(INTERN, SmallStatutesInformation=None), "90594-001"),
        (
            changed(ORDINARY, SmallStatutesInformation=INTERN["SmallStatutesInformation"]),
            "90594-005",
        ),
        (
            changed(ORDINARY, StudentPlaceOfWork={"Denomination": "Kiosk", "Address": ADDRESS}),
            "90376-005",
        ),
        (changed(STUDENT, StudentPlaceOfWork={"Address": ADDRESS}), "00776-001"),
        (changed(STUDENT, StudentPlaceOfWork={"Denomination": "Kiosk"}), "90022-001"),
    ],
)
def test_one_mistake_gives_its_own_code(content: dict[str, Any], expected: str) -> None:
    assert expected in codes(content)
    assert len(codes(content)) <= 2


def test_every_missing_part_of_an_identity_is_named() -> None:
    content = changed(ORDINARY, NaturalPerson={"WorkerName": "Peeters", "WorkerSex": "1"})
    paths = {f.path for f in check_fields("DimonaIn", content, on=TODAY)}
    assert "DimonaIn/NaturalPerson/WorkerCity" in paths
    assert len(paths) == 10


def test_a_local_authority_has_no_joint_committee() -> None:
    without = changed(ORDINARY, DimonaFeatures={"WorkerType": "OTH"})
    assert codes(without, local_authority=True) == []
    assert codes(ORDINARY, local_authority=True) == ["00046-005"]


def test_the_day_of_the_declaration_counts() -> None:
    early = changed(FLEXI_PERIOD, StartingDate="2027-01-04", EndingDate="2027-01-31")
    assert check_fields("DimonaIn", early, on=date(2026, 11, 30)) != []
    assert check_fields("DimonaIn", early, on=date(2026, 12, 1)) == []


@pytest.mark.parametrize(
    ("action", "content", "expected"),
    [
        ("DimonaOut", OUT, []),
        ("DimonaOut", changed(OUT, EndingDate=None), ["00911-001"]),
        ("DimonaOut", changed(OUT, EndingDate="9999-12-31"), ["00911-008"]),
        ("DimonaOut", changed(OUT, DimonaPeriodId=None), ["00913-001"]),
        ("DimonaOut", changed(OUT, DimonaPeriodId="123456789000"), ["00913-003"]),
        ("DimonaOut", changed(OUT, StartingDate="2026-12-01"), ["90377-092"]),
        ("DimonaUpdate", UPDATE, []),
        ("DimonaUpdate", changed(UPDATE, EndingDate="9999-12-31"), []),
        ("DimonaUpdate", changed(UPDATE, EndingDate=None), ["90378-360"]),
        ("DimonaUpdate", changed(UPDATE, StartingDate="2027-01-01"), ["00911-014"]),
        ("DimonaUpdate", changed(UPDATE, StartingDate="9999-12-31"), ["00910-008", "00911-014"]),
        ("DimonaCancel", {"DimonaPeriodId": PERIOD}, []),
        ("DimonaCancel", {}, ["00913-001"]),
        ("DailyRegistrationDeclaration", {}, ["00110-001"]),
        ("Dimona", {}, ["90372-092"]),
        ("Nonsense", {}, ["90059-134"]),
    ],
)
def test_the_other_actions(action: str, content: dict[str, Any], expected: list[str]) -> None:
    assert codes(content, action) == expected


def test_a_finding_comes_back_from_storage_as_it_was() -> None:
    finding = check_fields(
        "DimonaIn", changed(ORDINARY, StartingDate="soon"), on=TODAY, lines={"DimonaIn": 14}
    )[0]
    assert finding == Finding("00910-003", "B", "DimonaIn/StartingDate", "soon", 14)
    assert Finding.from_json(finding.as_json()) == finding
    assert finding.blocking
    assert "First day of work" in finding.title
