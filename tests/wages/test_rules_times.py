"""Rules about dates and working time: one thing is spoilt, and one anomaly is found."""

from typing import Final

import pytest

from tests.wages.judging_samples import (
    OCCUPATION,
    SERVICE,
    Content,
    changed,
    codes,
    declaration,
    document,
    person,
)
from tests.wages.spoiling import (
    CAR,
    FLEXI,
    SEVERANCE,
    UNTIL_FEBRUARY,
    clerk,
    employer,
    job,
    jobs,
    student,
)

RECORD = "WorkerRecord"
JOB = f"{RECORD}/Occupation"
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
ALL: Final = {**DATES, **TIME}


@pytest.mark.parametrize("case", ALL)
def test_what_is_spoilt_is_found_and_nothing_else(case: str) -> None:
    declared, expected = ALL[case]
    assert sorted(codes(document(declared))) == sorted(expected)
