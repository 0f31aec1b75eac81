"""Rules about parts of a declaration that few workers have: reductions, agencies, supplements."""

from typing import Any, Final

import pytest

from tests.wages.judging_samples import (
    CLERK,
    CONTRIBUTION,
    PAY,
    QUARTER,
    STUDENT,
    Content,
    changed,
    codes,
    declaration,
    document,
    person,
)
from tests.wages.spoiling import clerk, job

RECORD = "WorkerRecord"
JOB = f"{RECORD}/Occupation"
HOURS = {"Occupation__Service__ServiceNbrHours": "0048640"}


def agency(user: Content | None) -> Content:
    """A declaration with one agency worker, used by a company."""
    return clerk(
        EmployerClass="097",
        Occupation__JointCommissionNbr="322",
        Occupation__UsingEmployer=user,
        **HOURS,
    )


def supplement(**changes: Any) -> Content:
    """A declaration of a supplement to a benefit, with one contribution."""
    return declaration(
        person(
            {
                "EmployerClass": "010",
                "WorkerCode": "883",
                **QUARTER,
                "Border": "0",
                "ComplementaryIndemnity": [changed(SUPPLEMENT, **changes)],
            }
        )
    )


def public(**changes: Any) -> Content:
    """A declaration with one civil servant."""
    return declaration(
        person(changed(SERVANT, **{f"Occupation__{path}": to for path, to in changes.items()}))
    )


REDUCTION: Content = {"DeductionCode": "3000", "DeductionAmount": "00000010000"}
FIRST_HIRE: Content = {
    "DeductionCode": "3315",
    "DeductionAmount": "00000010000",
    "DeductionRightStartingDate": "2026-01-01",
}
ADDRESS: Content = {
    "Street": "Rue des Tisserands",
    "HouseNbr": "12",
    "ZIPCode": "4000",
    "City": "Liège",
    "Country": "00150",
}
SUPPLEMENT: Content = {
    "EmployerNotion": "0",
    "JointCommissionNbr": "200",
    "ActivityCode": "00000",
    "DebtorType": "0",
    "FirstComplIndemnityDate": "2020-05-01",
    "ComplIndemnityAgreementNotion": "1",
    "HalfTimeCareerInterruptionNotion": "9",
    "ServiceExemptionNotion": "9",
    "ReplacementAccordanceWCCNotion": "9",
    "ResumptionOfWorkMeasure": "9",
    "ComplIndemnityContribution": [
        {
            "ContributionWorkerCode": "280",
            "ContributionType": "0",
            "ComplIndemnityAmountAdjustNotion": "0",
            "ContributionSequenceNbr": "001",
            "ComplIndemnityAmount": "000010000",
            "ComplIndemnityNbrMonths": "003",
            "ContributionAmount": "00000005000",
        }
    ],
}
SCALE: Content = {
    "ScaleSalaryStartDate": "2026-01-01",
    "PecuniarySeniorityStartDate": "2015-03",
    "SalaryScaleReference": "999990629999",
    "ScaleSalaryAmount": "00003000000",
}
DATA: Content = {
    "OccupationPSDStartDate": "2026-01-01",
    "PublicSectorInstitutionType": "01",
    "PublicSectorPersonnelCategory": "01",
    "GradeOrFunction": "Attaché",
    "OfficialLanguage": "2",
    "AssignmentType": "0",
    "FunctionNature": "1",
    "ScaleSalary": [SCALE],
}
SERVANT: Content = changed(
    CLERK,
    EmployerClass="001",
    WorkerCode="675",
    Occupation__JointCommissionNbr="999",
    Occupation__OccupationPublicServiceData=[DATA],
    WorkerContribution__ContributionWorkerCode="675",
)
PSD = f"{JOB}/OccupationPublicServiceData"
INDEMNITY = f"{RECORD}/ComplementaryIndemnity"
OWED = f"{INDEMNITY}/ComplIndemnityContribution"
REDUCED = f"{JOB}/OccupationDeduction"
USER = f"{JOB}/UsingEmployer"
CASES: Final[dict[str, tuple[Content, list[str]]]] = {
    "a structural reduction": (job(OccupationDeduction=[REDUCTION]), []),
    "a structural reduction of the record": (
        clerk(WorkerDeduction=[REDUCTION]),
        [f"00086-064 {RECORD}/WorkerDeduction/DeductionCode"],
    ),
    "a reduction that nobody knows": (
        job(OccupationDeduction=[changed(REDUCTION, DeductionCode="9999")]),
        [f"00086-008 {REDUCED}/DeductionCode"],
    ),
    "a reduction twice": (
        job(OccupationDeduction=[REDUCTION, REDUCTION]),
        [f"90109-006 {REDUCED}"],
    ),
    "a reduction with a basis": (
        job(OccupationDeduction=[changed(REDUCTION, DeductionCalculationBasis="00000100000")]),
        [f"00088-062 {REDUCED}/DeductionCalculationBasis"],
    ),
    "a first hire": (job(OccupationDeduction=[FIRST_HIRE]), []),
    "a first hire without a date": (
        job(OccupationDeduction=[changed(FIRST_HIRE, DeductionRightStartingDate=None)]),
        [f"00090-001 {REDUCED}/DeductionRightStartingDate"],
    ),
    "a structural reduction with a date": (
        job(OccupationDeduction=[changed(REDUCTION, DeductionRightStartingDate="2026-01-01")]),
        [f"00090-062 {REDUCED}/DeductionRightStartingDate"],
    ),
    "a replaced person with wrong check digits": (
        job(OccupationDeduction=[changed(REDUCTION, ReplacedINSS="79051441287")]),
        [f"00092-004 {REDUCED}/ReplacedINSS", f"00092-062 {REDUCED}/ReplacedINSS"],
    ),
    "working time that was not shortened": (
        job(
            OccupationDeduction=[
                changed(
                    REDUCTION,
                    OccupationDeductionDetail={
                        "DeductionDetailSequenceNbr": "01",
                        "AverageWorkingTimeBeforeReduction": "3800",
                        "AverageWorkingTimeAfterReduction": "3750",
                    },
                )
            ]
        ),
        [
            f"00138-082 {REDUCED}/OccupationDeductionDetail/DeductionDetailSequenceNbr",
            f"00138-083 {REDUCED}/OccupationDeductionDetail/DeductionDetailSequenceNbr",
        ],
    ),
    "an agency worker": (agency({"UsingEmployerCompanyID": "0712345630"}), []),
    "an agency worker of nobody": (agency(None), [f"90107-001 {JOB}"]),
    "a clerk who is used by a company": (
        job(UsingEmployer={"UsingEmployerCompanyID": "0712345630"}),
        [f"90107-005 {USER}"],
    ),
    "a user with a wrong number": (
        agency({"UsingEmployerCompanyID": "0712345631"}),
        [f"00131-004 {USER}/UsingEmployerCompanyID"],
    ),
    "a user without a number": (
        agency({"UsingEmployerName": "Hôtel de l'Ourthe", "Address": ADDRESS}),
        [],
    ),
    "a user without a number or a place": (
        agency({"UsingEmployerName": "Hôtel de l'Ourthe"}),
        [f"90022-001 {USER}"],
    ),
    "a user with a number, a name and a place": (
        agency(
            {
                "UsingEmployerName": "Hôtel de l'Ourthe",
                "UsingEmployerCompanyID": "0712345630",
                "Address": ADDRESS,
            }
        ),
        [f"00153-053 {USER}/UsingEmployerName", f"90022-053 {USER}/Address"],
    ),
    "a student with a user": (
        declaration(
            person(
                changed(
                    STUDENT,
                    StudentContribution__UsingEmployer=[{"UsingEmployerCompanyID": "0712345630"}],
                ),
                2,
            )
        ),
        [f"01254-001 {RECORD}/StudentContribution/UsingEmployer/DailyContractNbr"],
    ),
    "a supplement": (supplement(), []),
    "a supplement without a debtor": (
        supplement(DebtorType=None),
        [f"00949-001 {INDEMNITY}/DebtorType"],
    ),
    "a supplement of a third party for nobody": (
        supplement(DebtorType="2"),
        [f"00815-008 {INDEMNITY}/EmployerNotion"],
    ),
    "a supplement of a third party for itself": (
        supplement(DebtorType="2", EmployerNotion="00175110801"),
        [f"00815-383 {INDEMNITY}/EmployerNotion"],
    ),
    "a supplement of a third party": (
        supplement(DebtorType="2", EmployerNotion="10712345630"),
        [],
    ),
    "a supplement of a third party for a wrong number": (
        supplement(DebtorType="2", EmployerNotion="10712345631"),
        [f"00815-004 {INDEMNITY}/EmployerNotion"],
    ),
    "a company in difficulty that was never recognised": (
        supplement(AilingOrReorgCompanyNotion="1"),
        [
            f"00953-001 {INDEMNITY}/AcknowledgementStartDate",
            f"00954-001 {INDEMNITY}/AcknowledgementEndDate",
        ],
    ),
    "more months than a quarter has": (
        supplement(ComplIndemnityContribution__ComplIndemnityNbrMonths="004"),
        [f"00831-008 {OWED}/ComplIndemnityNbrMonths"],
    ),
    "months paid at once": (
        supplement(
            ComplIndemnityContribution__ComplIndemnityNbrMonths="012",
            ComplIndemnityContribution__CapitalizationNotion="1",
        ),
        [],
    ),
    "a month that is not whole": (
        supplement(ComplIndemnityContribution__IncompleteMonthReason="1"),
        [f"00958-001 {OWED}/IncompleteMonthNbrDays"],
    ),
    "the part of the worker": (
        supplement(ComplIndemnityContribution__ContributionWorkerCode="295"),
        [f"00956-001 {OWED}/WelfareBenefitTheoreticalAmount"],
    ),
    "a supplement of a clerk": (
        declaration(
            changed(
                supplement()["NaturalPerson"][0],
                WorkerRecord__WorkerCode="495",
            )
        ),
        [f"90336-030 {INDEMNITY}"],
    ),
    "a contribution of another code": (
        clerk(WorkerContribution=[changed(CONTRIBUTION, ContributionWorkerCode="484")]),
        [f"00082-030 {RECORD}/WorkerContribution/ContributionWorkerCode"],
    ),
    "a contribution without a basis": (
        clerk(WorkerContribution__ContributionCalculationBasis=None),
        [f"00084-001 {RECORD}/WorkerContribution/ContributionCalculationBasis"],
    ),
    "a contribution of a type that the category has not": (
        clerk(WorkerContribution__ContributionType="1"),
        [f"00083-084 {RECORD}/WorkerContribution/ContributionType"],
    ),
    "a special contribution of an unknown type": (
        clerk(
            WorkerContribution=[
                CONTRIBUTION,
                changed(CONTRIBUTION, ContributionWorkerCode="856", ContributionType="9"),
            ]
        ),
        [f"00083-008 {RECORD}/WorkerContribution/ContributionType"],
    ),
    "pay without contributions": (
        clerk(WorkerContribution=None),
        [f"90001-001 {RECORD}"],
    ),
    "a worker code that the category has not": (
        clerk(WorkerCode="497", WorkerContribution__ContributionWorkerCode="497"),
        [f"00037-025 {RECORD}/WorkerCode"],
    ),
    "a worker code that is none": (
        clerk(WorkerCode="001", WorkerContribution=[]),
        [f"00037-008 {RECORD}/WorkerCode", f"90001-001 {RECORD}"],
    ),
    "a kind of pay that is none": (
        job(Remun=[PAY, changed(PAY, RemunSequenceNbr="02", RemunCode="099")]),
        [f"00067-008 {JOB}/Remun/RemunCode"],
    ),
    "a joint committee that is none": (
        job(JointCommissionNbr="399"),
        [f"00046-008 {JOB}/JointCommissionNbr"],
    ),
    "a status that is none": (
        job(WorkerStatus="ZZ"),
        [f"00053-008 {JOB}/WorkerStatus"],
    ),
    "an activity of manual workers": (
        clerk(ActivityWithRisk="001"),
        [f"00041-030 {RECORD}/ActivityWithRisk"],
    ),
    "a balance of no mobility budget": (
        job(
            Remun=[PAY, changed(PAY, RemunSequenceNbr="02", RemunCode="029")],
            OccupationInformations={"HourRemun": "02000"},
        ),
        [f"01216-001 {JOB}/OccupationInformations/MobilityBudget"],
    ),
    "an exemption without details": (
        job(OccupationInformations={"ServiceExemptionNotion": "2"}),
        [f"90578-001 {RECORD}"],
    ),
    "details without an exemption": (
        clerk(
            ActivationInformation={
                "ServiceExemptionStartDate": "2017-10-01",
                "TrainingSituationStartDate": "2017-09-30",
                "TrainingSituation": "0",
            }
        ),
        [
            f"01192-008 {RECORD}/ActivationInformation/TrainingSituationStartDate",
            f"01244-001 {RECORD}/ActivationInformation/ActivationPercentageStatus",
            f"90578-053 {RECORD}/ActivationInformation",
        ],
    ),
    "a flexi-job beside a full job": (
        declaration(
            changed(
                person(CLERK),
                WorkerRecord=[
                    CLERK,
                    changed(
                        CLERK,
                        EmployerClass="017",
                        WorkerCode="450",
                        Occupation__OccupationEndingDate="2026-03-31",
                        Occupation__JointCommissionNbr="302",
                        Occupation__Remun__RemunCode="022",
                        WorkerContribution__ContributionWorkerCode="450",
                        **HOURS,
                    ),
                ],
            )
        ),
        [f"90012-486 {RECORD}"],
    ),
    "a civil servant": (public(), []),
    "a scale before 2011": (
        public(OccupationPublicServiceData__ScaleSalary__ScaleSalaryStartDate="2010-12-31"),
        [f"00970-008 {PSD}/ScaleSalary/ScaleSalaryStartDate"],
    ),
    "data that end before they start": (
        public(OccupationPublicServiceData__OccupationPSDEndDate="2025-12-31"),
        [f"00965-014 {PSD}/OccupationPSDEndDate"],
    ),
    "a scale that ends after its data": (
        public(
            OccupationPublicServiceData__OccupationPSDEndDate="2026-02-27",
            OccupationPublicServiceData__ScaleSalary__ScaleSalaryEndDate="2026-03-31",
        ),
        [f"00971-008 {PSD}/ScaleSalary/ScaleSalaryEndDate"],
    ),
    "a reason of an end that is not told": (
        public(OccupationPublicServiceData__StatutoryRelationEndReason="1"),
        [f"00965-001 {PSD}/OccupationPSDEndDate"],
    ),
    "hours of a scale alone": (
        public(OccupationPublicServiceData__ScaleSalary__WeekHoursNbr="3800"),
        [f"00976-001 {PSD}/ScaleSalary/ScaleSalaryWeekHoursNbr"],
    ),
    "data twice": (
        public(OccupationPublicServiceData=[DATA, DATA]),
        [f"90411-006 {PSD}"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_spoilt_is_found_and_nothing_else(case: str) -> None:
    declared, expected = CASES[case]
    assert sorted(codes(document(declared))) == sorted(expected)
