"""Declarations that hold every field of the model, to be spoilt one by one."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from portal.people.numbers import make_dimona_period_id

TODAY = date(2026, 11, 20)
INSS = "85073003328"
ENTERPRISE = "0403019261"
NSSO = "175110801"
PERIOD = make_dimona_period_id(4_567_890_123)

ADDRESS = {
    "Street": "Rue des Tisserands",
    "HouseNbr": "12",
    "PostBox": "3",
    "ZIPCode": "4000",
    "City": "Liège",
    "Country": "150",
}
IDENTITY = {
    "WorkerName": "Çelik-O'Brien",
    "WorkerFirstName": "Zoë",
    "WorkerInitial": "É",
    "WorkerBirthdate": "1990-00-00",
    "WorkerBirthplace": "Izmir",
    "WorkerBirthplaceCountry": "262",
    "WorkerSex": "2",
    "WorkerStreet": "Dorpsstraat",
    "WorkerHouseNbr": "1A",
    "WorkerPostBox": "2",
    "WorkerZIPCode": "9000",
    "WorkerCity": "Gent",
    "WorkerCountry": "150",
    "Nationality": "262",
}
ORDINARY: dict[str, Any] = {
    "StartingDate": "2026-12-01",
    "EmployerId": {"NOSSRegistrationNbr": NSSO, "CompanyID": ENTERPRISE},
    "NaturalPerson": {"INSS": INSS},
    "DimonaFeatures": {"JointCommissionNbr": "XXX", "WorkerType": "OTH"},
}
# Every field that the message knows, whether or not they make sense together.
FULL: dict[str, dict[str, Any]] = {
    "DimonaIn": {
        "StartingDate": "2026-12-01",
        "StartingHour": "0830",
        "EndingDate": "2026-12-01",
        "EndingHour": "1700",
        "PlannedHoursNbr": "8",
        "EmployerId": {"NOSSRegistrationNbr": NSSO, "CompanyID": ENTERPRISE},
        "NaturalPerson": {"INSS": INSS, **IDENTITY},
        "DimonaFeatures": {
            "JointCommissionNbr": "322",
            "WorkerType": "EXT",
            "SubEntityNbr": "7",
            "UsingEmployer": {
                "JointCommissionNbr": "302",
                "UsingEmployerName": "Hôtel de l'Ourthe",
                "UsingEmployerCompanyID": ENTERPRISE,
                "Address": ADDRESS,
            },
        },
        "ConstructionControlCards": {
            "FirstMonthC32ANbr": "123456789012",
            "NextMonthC32ANbr": "123456789013",
        },
        "StudentPlaceOfWork": {"Denomination": "Kiosk", "Address": ADDRESS},
        "SmallStatutesInformation": {
            "EmploymentNature": "WORKER",
            "ActivityWithRisk": "401",
            "WorkerStatus": "F1",
        },
    },
    "DimonaOut": {
        "DimonaPeriodId": PERIOD,
        "EndingDate": "2026-12-31",
        "INSS": INSS,
        "EmployerId": {"ProvisionalNSSONbr": "5000000120"},
    },
    "DimonaUpdate": {
        "DimonaPeriodId": PERIOD,
        "StartingDate": "2026-12-02",
        "StartingHour": "0900",
        "EndingDate": "9999-12-31",
        "EndingHour": "1800",
        "INSS": INSS,
        "PlannedDaysNbr": "20",
    },
    "DimonaCancel": {"DimonaPeriodId": PERIOD, "INSS": "0"},
    "DailyRegistrationDeclaration": {
        "AttestationStatus": "1",
        "DailyRegistrationId": "200000000001",
        "DimonaPeriodId": PERIOD,
        "StartingDate": "2026-12-01",
        "StartingHour": "1800",
        "EndingDate": "2026-12-02",
        "EndingHour": "0100",
    },
}


def changed(content: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A copy with fields set by their path, "__" for "/"; None takes a field out."""
    copy = deepcopy(content)
    for path, value in changes.items():
        *blocks, last = path.split("__")
        place = copy
        for block in blocks:
            place = place.setdefault(block, {})
        if value is None:
            place.pop(last, None)
        else:
            place[last] = deepcopy(value)
    return copy
