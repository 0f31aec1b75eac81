"""Each rule that looks at the message alone: one thing is spoilt, and one anomaly is found."""

from typing import Any, Final

import pytest

from tests.wages.judging_samples import (
    CLERK,
    CONTRIBUTION,
    OCCUPATION,
    PAY,
    SERVICE,
    STUDENT,
    Content,
    changed,
    codes,
    declaration,
    document,
    person,
)

RECORD = "WorkerRecord"
JOB = f"{RECORD}/Occupation"


def clerk(**changes: Any) -> Content:
    """A declaration with one clerk, of whom something is changed."""
    return declaration(person(changed(CLERK, **changes)))


def job(**changes: Any) -> Content:
    """A declaration with one clerk, whose occupation is changed."""
    return clerk(Occupation=[changed(OCCUPATION, **changes)])


def jobs(*occupations: Content) -> Content:
    """A declaration with one clerk who has several occupations."""
    return clerk(Occupation=list(occupations))


def student(**changes: Any) -> Content:
    """A declaration with one student."""
    return declaration(person(changed(STUDENT, **changes)))


def employer(**changes: Any) -> Content:
    """A declaration of which the employer's own fields are changed."""
    return changed(declaration(), **changes)


CAR: Content = {
    "UnrelatedEmployerClass": "010",
    "UnrelatedWorkerCode": "862",
    "UnrelatedAmount": "0000000001000",
}
SEVERANCE: Content = changed(
    OCCUPATION,
    OccupationSequenceNbr="02",
    OccupationStartingDate="2026-03-02",
    OccupationEndingDate="2026-05-31",
    Service=[],
    Remun=[changed(PAY, RemunCode="003")],
)
UNTIL_FEBRUARY: Content = changed(
    OCCUPATION, OccupationEndingDate="2026-02-27", Service__ServiceNbrDays="04200"
)
FLEXI: Content = changed(
    CLERK,
    EmployerClass="017",
    WorkerCode="450",
    Occupation__OccupationEndingDate="2026-03-31",
    Occupation__JointCommissionNbr="302",
    Occupation__Service__ServiceNbrHours="0040000",
    Occupation__Remun__RemunCode="022",
    WorkerContribution__ContributionWorkerCode="450",
)
DATES: Final[dict[str, tuple[Content, list[str]]]] = {
    "a quarter to come": (
        employer(
            Quarter="20262",
            NaturalPerson=None,
            NetOwedAmount="1000",
            ContributionUnrelatedToNP=CAR,
        ),
        ["00013-008 EmployerDeclaration/Quarter"],
    ),
    "holidays in the first quarter": (
        employer(HolidayStartingDate="2026-07-01"),
        ["00017-008 EmployerDeclaration/HolidayStartingDate"],
    ),
    "an NSSO quarter backwards": (
        clerk(NOSSQuarterStartingDate="2026-03-31", NOSSQuarterEndingDate="2026-01-01"),
        [f"00039-014 {RECORD}/NOSSQuarterEndingDate"],
    ),
    "an NSSO quarter of another year": (
        clerk(NOSSQuarterStartingDate="2025-12-29", Occupation__Service__ServiceNbrDays="06500"),
        [f"00038-008 {RECORD}/NOSSQuarterStartingDate"],
    ),
    "an NSSO quarter after the calendar quarter": (
        clerk(
            NOSSQuarterStartingDate="2026-04-01",
            NOSSQuarterEndingDate="2026-06-30",
            Occupation__Service__ServiceNbrDays="06500",
        ),
        [f"00038-034 {RECORD}/NOSSQuarterStartingDate"],
    ),
    "a student whose quarter is not the calendar's": (
        student(NOSSQuarterStartingDate="2026-01-05"),
        [f"00038-034 {RECORD}/NOSSQuarterStartingDate"],
    ),
    "a student whose quarter ends early": (
        student(NOSSQuarterEndingDate="2026-03-29"),
        [f"00039-034 {RECORD}/NOSSQuarterEndingDate"],
    ),
    "no start": (
        job(OccupationStartingDate=None),
        [f"00044-001 {JOB}/OccupationStartingDate"],
    ),
    "a start after the quarter": (
        job(OccupationStartingDate="2026-04-01"),
        [f"00044-008 {JOB}/OccupationStartingDate"],
    ),
    "a start before anyone's career": (
        job(OccupationStartingDate="1925-12-31"),
        [f"00044-008 {JOB}/OccupationStartingDate"],
    ),
    "an end before the start": (
        job(OccupationStartingDate="2026-03-02", OccupationEndingDate="2026-02-27"),
        [f"00045-014 {JOB}/OccupationEndingDate"],
    ),
    "an end after the quarter": (
        job(OccupationEndingDate="2026-04-30"),
        [f"00045-008 {JOB}/OccupationEndingDate"],
    ),
    "an end before the quarter": (
        job(OccupationEndingDate="2025-12-31"),
        [f"00045-008 {JOB}/OccupationEndingDate"],
    ),
    "severance after the work": (jobs(UNTIL_FEBRUARY, SEVERANCE), []),
    "severance without a last day": (
        jobs(UNTIL_FEBRUARY, changed(SEVERANCE, OccupationEndingDate=None)),
        [f"00045-001 {JOB}/OccupationEndingDate"],
    ),
    "severance into another year": (
        jobs(UNTIL_FEBRUARY, changed(SEVERANCE, OccupationEndingDate="2027-01-15")),
        [f"00045-008 {JOB}/OccupationEndingDate"],
    ),
    "severance before the quarter": (
        jobs(UNTIL_FEBRUARY, changed(SEVERANCE, OccupationStartingDate="2025-12-31")),
        [
            f"00044-008 {JOB}/OccupationStartingDate",
            f"00045-008 {JOB}/OccupationEndingDate",
            f"90012-478 {RECORD}",
        ],
    ),
    "severance while the work goes on": (
        jobs(OCCUPATION, SEVERANCE),
        [f"90012-242 {RECORD}"],
    ),
    "severance during the work": (
        jobs(UNTIL_FEBRUARY, changed(SEVERANCE, OccupationStartingDate="2026-02-27")),
        [f"90012-478 {RECORD}"],
    ),
    "a flexi-job": (declaration(person(FLEXI)), []),
    "a flexi-job without a last day": (
        declaration(person(changed(FLEXI, Occupation__OccupationEndingDate=None))),
        [f"00045-001 {JOB}/OccupationEndingDate"],
    ),
    "casual work without a last day": (
        job(OccupationInformations={"HorecaExtra": "E"}),
        [f"00045-001 {JOB}/OccupationEndingDate"],
    ),
    "a first hiring to come": (
        clerk(WorkerContribution__FirstHiringDate="2026-04-01"),
        [f"00896-008 {RECORD}/WorkerContribution/FirstHiringDate"],
    ),
    "an illness to come": (
        job(OccupationInformations={"SixMonthsIllnessDate": "2027-01-01"}),
        [f"00728-008 {JOB}/OccupationInformations/SixMonthsIllnessDate"],
    ),
    "a post of the Maribel of another time": (
        job(OccupationInformations={"NewMaribelEmploymentDate": "2019-12-31"}),
        [f"01148-008 {JOB}/OccupationInformations/NewMaribelEmploymentDate"],
    ),
    "a pension month of another quarter": (
        job(
            SecondPillarInformation={
                "ReferenceYearMonth": "2026-04",
                "MonthlyScaleSalary": "200000",
            }
        ),
        [f"01219-008 {JOB}/SecondPillarInformation/ReferenceYearMonth"],
    ),
}
TIME: Final[dict[str, tuple[Content, list[str]]]] = {
    "hours of a part-timer": (
        job(
            ContractType="1",
            MeanWorkingHours="1900",
            WorkingDaysSystem="250",
            Service__ServiceNbrDays="03200",
            Service__ServiceNbrHours="0024320",
        ),
        [],
    ),
    "a part-timer without hours": (
        job(ContractType="1", MeanWorkingHours="1900"),
        [f"00064-001 {JOB}/Service/ServiceNbrHours"],
    ),
    "an agency worker without hours": (
        job(JointCommissionNbr="322", UsingEmployer={"UsingEmployerCompanyID": "0712345630"}),
        [f"00064-001 {JOB}/Service/ServiceNbrHours"],
    ),
    "seasonal work without hours": (
        job(WorkerStatus="S"),
        [f"00064-001 {JOB}/Service/ServiceNbrHours"],
    ),
    "work without working days": (
        job(WorkingDaysSystem="0", MeanWorkingHours="0", ReorganisationMeasure="513"),
        [f"00063-032 {JOB}/Service/ServiceNbrDays"],
    ),
    "more days than the quarter has": (
        job(Service__ServiceNbrDays="09100"),
        [
            f"90012-192 {RECORD}",
            f"90015-095 {JOB}",
            f"00063-034 {JOB}/Service/ServiceNbrDays",
        ],
    ),
    "more hours than the quarter has": (
        job(Service__ServiceNbrHours="0216001"),
        [f"90012-260 {RECORD}"],
    ),
    "more days than the system has": (
        job(Service__ServiceNbrDays="06600"),
        [f"90015-096 {JOB}"],
    ),
    "more days, justified": (job(Service__ServiceNbrDays="06600", DaysJustification="1"), []),
    "fewer days than the system has": (
        job(Service__ServiceNbrDays="06200"),
        [f"90015-243 {JOB}"],
    ),
    "fewer days, justified": (job(Service__ServiceNbrDays="06200", DaysJustification="2"), []),
    "no work due, and work": (
        job(DaysJustification="7"),
        [f"00625-196 {JOB}/DaysJustification"],
    ),
    "holidays of a manual worker": (
        job(Service__ServiceCode="002"),
        [f"00062-030 {JOB}/Service/ServiceCode"],
    ),
    "days at sea": (
        job(Service__ServiceCode="101"),
        [f"00062-025 {JOB}/Service/ServiceCode"],
    ),
    "pay without time": (
        job(Service=[]),
        [f"90015-243 {JOB}", f"90018-001 {JOB}"],
    ),
    "the same time twice": (
        job(Service=[SERVICE, changed(SERVICE, ServiceSequenceNbr="02", ServiceNbrDays="00100")]),
        [f"90018-006 {JOB}/Service"],
    ),
    "a sequence number twice": (
        job(
            Service=[
                changed(SERVICE, ServiceNbrDays="06300"),
                changed(SERVICE, ServiceCode="050", ServiceNbrDays="00100"),
            ]
        ),
        [f"00061-006 {JOB}/Service/ServiceSequenceNbr"],
    ),
}
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
ALL: Final = {**DATES, **TIME, **PAID, **WORK, **EMPLOYER}


@pytest.mark.parametrize("case", ALL)
def test_what_is_spoilt_is_found_and_nothing_else(case: str) -> None:
    declared, expected = ALL[case]
    assert sorted(codes(document(declared))) == sorted(expected)


def test_what_is_right_is_left_in_peace() -> None:
    assert codes(document()) == []


def test_an_employer_is_declared_once_a_quarter() -> None:
    twice = document(declaration(), declaration(person(CLERK, 3)))
    assert codes(twice) == ["90007-006 EmployerDeclaration"]
