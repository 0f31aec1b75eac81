"""The JSON names of a declaration: which name stands for which XML label of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Part:
    """A block: its XML label, and for each JSON name the label of a zone or a block within."""

    label: str
    members: Mapping[str, str | Part]


ADDRESS: Final = Part(
    "Address",
    {
        "street": "Street",
        "houseNumber": "HouseNbr",
        "boxNumber": "PostBox",
        "postCode": "ZIPCode",
        "municipality": "City",
        "countryCode": "Country",
    },
)
EMPLOYER: Final = Part(
    "EmployerId",
    {
        "nssoRegistrationNumber": "NOSSRegistrationNbr",
        "provisionalNssoNumber": "ProvisionalNSSONbr",
        "enterpriseNumber": "CompanyID",
    },
)
WORKER: Final = Part(
    "NaturalPerson",
    {
        "ssin": "INSS",
        "familyName": "WorkerName",
        "givenName": "WorkerFirstName",
        "initial": "WorkerInitial",
        "birthDate": "WorkerBirthdate",
        "birthPlace": "WorkerBirthplace",
        "birthCountryCode": "WorkerBirthplaceCountry",
        "sex": "WorkerSex",
        "street": "WorkerStreet",
        "houseNumber": "WorkerHouseNbr",
        "boxNumber": "WorkerPostBox",
        "postCode": "WorkerZIPCode",
        "municipality": "WorkerCity",
        "countryCode": "WorkerCountry",
        "nationality": "Nationality",
    },
)
FEATURES: Final = Part(
    "DimonaFeatures",
    {
        "jointCommissionNumber": "JointCommissionNbr",
        "workerType": "WorkerType",
        "subEntityNumber": "SubEntityNbr",
        "usingEmployer": Part(
            "UsingEmployer",
            {
                "jointCommissionNumber": "JointCommissionNbr",
                "name": "UsingEmployerName",
                "enterpriseNumber": "UsingEmployerCompanyID",
                "address": ADDRESS,
            },
        ),
    },
)
PERIOD: Final = {
    "startDate": "StartingDate",
    "startHour": "StartingHour",
    "endDate": "EndingDate",
    "endHour": "EndingHour",
    "plannedHoursNumber": "PlannedHoursNbr",
    "plannedDaysNumber": "PlannedDaysNbr",
}
ACTIONS: Final = {
    "dimonaIn": Part(
        "DimonaIn",
        {
            **PERIOD,
            "features": FEATURES,
            "constructionControlCards": Part(
                "ConstructionControlCards",
                {"firstMonth": "FirstMonthC32ANbr", "nextMonth": "NextMonthC32ANbr"},
            ),
            "studentPlaceOfWork": Part(
                "StudentPlaceOfWork", {"name": "Denomination", "address": ADDRESS}
            ),
            "smallStatutesInformation": Part(
                "SmallStatutesInformation",
                {
                    "employmentNature": "EmploymentNature",
                    "activityWithRisk": "ActivityWithRisk",
                    "workerStatus": "WorkerStatus",
                },
            ),
        },
    ),
    "dimonaOut": Part("DimonaOut", {"periodId": "DimonaPeriodId", "endDate": "EndingDate"}),
    "dimonaUpdate": Part("DimonaUpdate", {"periodId": "DimonaPeriodId", **PERIOD}),
    "dimonaCancel": Part("DimonaCancel", {"periodId": "DimonaPeriodId"}),
    "dailyRegistration": Part(
        "DailyRegistrationDeclaration",
        {
            "status": "AttestationStatus",
            "registrationId": "DailyRegistrationId",
            "periodId": "DimonaPeriodId",
            "startDate": "StartingDate",
            "startHour": "StartingHour",
            "endDate": "EndingDate",
            "endHour": "EndingHour",
        },
    ),
}
REFERENCE: Final = "declarantReference"
WHOLE: Final = Part(
    "Form", {"employer": EMPLOYER, "worker": WORKER, REFERENCE: "ReferenceNbr", **ACTIONS}
)
