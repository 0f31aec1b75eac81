"""Rules about pay, occupations and employers: one thing is spoilt, and one anomaly is found."""

from typing import Final

import pytest

from tests.wages.judging_samples import (
    CLERK,
    CONTRIBUTION,
    PAY,
    STUDENT,
    Content,
    changed,
    codes,
    declaration,
    document,
    person,
)
from tests.wages.spoiling import SEVERANCE, UNTIL_FEBRUARY, clerk, employer, job, jobs, student

RECORD = "WorkerRecord"
JOB = f"{RECORD}/Occupation"
PAID: Final[dict[str, tuple[Content, list[str]]]] = {
    "a bonus without a frequency": (
        job(Remun=[PAY, changed(PAY, RemunSequenceNbr="02", RemunCode="002")]),
        [f"00068-001 {JOB}/Remun/BonusPaymentFrequency"],
    ),
    "a frequency without a bonus": (
        job(Remun__BonusPaymentFrequency="12"),
        [f"00068-029 {JOB}/Remun/BonusPaymentFrequency"],
    ),
    "a percentage without ordinary pay": (
        job(
            Remun=[
                PAY,
                changed(PAY, RemunSequenceNbr="02", RemunCode="010", PercentagePaid="10600"),
            ]
        ),
        [f"00069-029 {JOB}/Remun/PercentagePaid"],
    ),
    "nothing paid": (
        job(Remun__RemunAmount="00000000000"),
        [f"00070-008 {JOB}/Remun/RemunAmount"],
    ),
    "flexi-pay of a clerk": (
        job(Remun__RemunCode="022"),
        [f"00067-030 {JOB}/Remun/RemunCode"],
    ),
    "severance with other pay": (
        jobs(
            UNTIL_FEBRUARY,
            changed(
                SEVERANCE,
                Remun=[
                    changed(PAY, RemunCode="003"),
                    changed(PAY, RemunCode="006", RemunSequenceNbr="02"),
                ],
            ),
        ),
        [f"90015-169 {JOB}"],
    ),
    "work without pay": (job(Remun=[]), [f"90019-001 {JOB}"]),
    "nothing at all": (
        job(Service=[], Remun=[]),
        [f"90015-134 {JOB}", f"90015-243 {JOB}"],
    ),
    "the same pay twice": (
        job(Remun=[PAY, changed(PAY, RemunSequenceNbr="02")]),
        [f"90019-006 {JOB}/Remun"],
    ),
    "the same bonus at two frequencies": (
        job(
            Remun=[
                PAY,
                changed(PAY, RemunSequenceNbr="02", RemunCode="002", BonusPaymentFrequency="12"),
                changed(PAY, RemunSequenceNbr="03", RemunCode="002", BonusPaymentFrequency="06"),
            ]
        ),
        [],
    ),
}
WORK: Final[dict[str, tuple[Content, list[str]]]] = {
    "no working days": (
        job(WorkingDaysSystem="0"),
        [
            f"00048-008 {JOB}/MeanWorkingHours",
            f"00047-008 {JOB}/WorkingDaysSystem",
            f"00063-032 {JOB}/Service/ServiceNbrDays",
        ],
    ),
    "too many hours": (
        job(MeanWorkingHours="4900", RefMeanWorkingHours="4900"),
        [f"00049-008 {JOB}/RefMeanWorkingHours", f"00048-008 {JOB}/MeanWorkingHours"],
    ),
    "many hours of a trainee doctor": (
        clerk(
            EmployerClass="072",
            Occupation__MeanWorkingHours="4900",
            Occupation__RefMeanWorkingHours="4900",
        ),
        [],
    ),
    "no hours of the worker": (
        job(MeanWorkingHours=None),
        [f"00048-001 {JOB}/MeanWorkingHours"],
    ),
    "no hours of a full-timer": (
        job(RefMeanWorkingHours=None),
        [f"00049-001 {JOB}/RefMeanWorkingHours"],
    ),
    "a full-timer with half the hours": (
        job(MeanWorkingHours="1900"),
        [f"00047-245 {JOB}/WorkingDaysSystem"],
    ),
    "several measures without any": (
        job(
            ReorganisationMeasure="599",
            WorkingDaysSystem="0",
            MeanWorkingHours="0",
            Service=[],
            Remun=[],
        ),
        [f"90438-001 {JOB}"],
    ),
    "parts of measures that are not the whole": (
        job(
            ReorganisationMeasure="599",
            WorkingDaysSystem="0",
            MeanWorkingHours="0",
            Service=[],
            Remun=[],
            ReorgMeasureInformation=[
                {"ReorganisationMeasure": "4", "ReorganisationMeasurePercentage": "2000"},
                {"ReorganisationMeasure": "507", "ReorganisationMeasurePercentage": "7000"},
            ],
        ),
        [f"01030-440 {JOB}/ReorgMeasureInformation/ReorganisationMeasurePercentage"] * 2,
    ),
    "measures of an ordinary occupation": (
        job(
            ReorgMeasureInformation=[
                {"ReorganisationMeasure": "4", "ReorganisationMeasurePercentage": "5000"},
                {"ReorganisationMeasure": "4", "ReorganisationMeasurePercentage": "5000"},
            ]
        ),
        [
            f"90438-053 {JOB}/ReorgMeasureInformation",
            f"90438-006 {JOB}/ReorgMeasureInformation",
            f"90438-053 {JOB}/ReorgMeasureInformation",
        ],
    ),
    "an apprentice of no kind": (
        clerk(WorkerCode="439", WorkerContribution__ContributionWorkerCode="439"),
        [f"00055-001 {JOB}/Apprenticeship"],
    ),
    "two occupations with one number": (
        jobs(UNTIL_FEBRUARY, changed(SEVERANCE, OccupationSequenceNbr="01")),
        [f"00043-006 {JOB}/OccupationSequenceNbr"],
    ),
    "a place with wrong check digits": (
        job(LocalUnitID="2000000142"),
        [f"00042-004 {JOB}/LocalUnitID"],
    ),
    "a contribution twice": (
        clerk(WorkerContribution=[CONTRIBUTION, CONTRIBUTION]),
        [f"90001-006 {RECORD}/WorkerContribution"],
    ),
    "student hours of a clerk": (
        student(WorkerCode="495"),
        [f"90003-030 {RECORD}/StudentContribution"],
    ),
    "a student without a contribution": (
        clerk(WorkerCode="840", WorkerContribution=None),
        [f"90001-001 {RECORD}", f"90003-090 {RECORD}", f"90015-030 {JOB}"],
    ),
    "more hours than a student has": (
        student(StudentContribution__StudentHoursNbr="651"),
        [f"01158-008 {RECORD}/StudentContribution/StudentHoursNbr"],
    ),
    "a student without a place": (
        student(StudentContribution__LocalUnitID=None),
        [f"00042-001 {RECORD}/StudentContribution/LocalUnitID"],
    ),
}
EMPLOYER: Final[dict[str, tuple[Content, list[str]]]] = {
    "nobody": (
        employer(NOSSRegistrationNbr="0", CompanyID="0"),
        ["90007-151 EmployerDeclaration"],
    ),
    "a wrong NSSO number": (
        employer(NOSSRegistrationNbr="175110802"),
        ["00011-004 EmployerDeclaration/NOSSRegistrationNbr"],
    ),
    "a wrong enterprise number": (
        employer(CompanyID="0461234506"),
        ["00014-004 EmployerDeclaration/CompanyID"],
    ),
    "another total": (
        employer(NetOwedAmount="000000000000001"),
        ["00015-007 EmployerDeclaration/NetOwedAmount"],
    ),
    "category 021 with another": (
        declaration(person(CLERK), person(changed(CLERK, EmployerClass="021"), 3)),
        [
            "00036-008 WorkerRecord/EmployerClass",
            "00037-025 WorkerRecord/WorkerCode",
            "90007-165 EmployerDeclaration",
        ],
    ),
    "a person twice": (
        declaration(person(CLERK), changed(person(STUDENT), NaturalPersonSequenceNbr="0000002")),
        ["90017-006 EmployerDeclaration/NaturalPerson"],
    ),
    "a wrong national number": (
        declaration(changed(person(CLERK), INSS="79051441287")),
        ["00024-004 INSS"],
    ),
    "a person without a number": (
        declaration(changed(person(CLERK), INSS="00000000000")),
        ["00024-004 INSS"],
    ),
    "two persons with one sequence number": (
        declaration(person(CLERK), changed(person(STUDENT, 2), NaturalPersonSequenceNbr="0000001")),
        ["00023-006 NaturalPersonSequenceNbr"],
    ),
    "a worker record twice": (
        declaration(changed(person(CLERK), WorkerRecord=[CLERK, CLERK])),
        [f"90012-006 {RECORD}"],
    ),
    "a plate twice": (
        employer(
            CompanyVehicle=[
                {"CompanyVehicleSequenceNbr": "1", "LicensePlate": "1ABC250"},
                {"CompanyVehicleSequenceNbr": "2", "LicensePlate": "1ABC250"},
            ]
        ),
        ["90294-006 EmployerDeclaration/CompanyVehicle"],
    ),
}
ALL: Final = {**PAID, **WORK, **EMPLOYER}


@pytest.mark.parametrize("case", ALL)
def test_what_is_spoilt_is_found_and_nothing_else(case: str) -> None:
    declared, expected = ALL[case]
    assert sorted(codes(document(declared))) == sorted(expected)


def test_what_is_right_is_left_in_peace() -> None:
    assert codes(document()) == []


def test_an_employer_is_declared_once_a_quarter() -> None:
    twice = document(declaration(), declaration(person(CLERK, 3)))
    assert codes(twice) == ["90007-006 EmployerDeclaration"]
