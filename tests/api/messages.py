"""Messages of the cast, as their software sends them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.channels.forms import HEADER, dimona_file

RESTAURANT, BUILDER = "175110801", "123456070"
SOFIA, COLETTE, NOBODY = "05021126241", "79051441286", "85073003328"


def in_days(days: int) -> str:
    return str(timezone.localdate() + timedelta(days=days))


def hiring(ssin: str = SOFIA, employer: str = RESTAURANT, **more: Any) -> dict[str, Any]:
    """A start of employment tomorrow, in JSON."""
    features = {"jointCommissionNumber": "302", "workerType": "OTH"}
    return {
        "employer": {"nssoRegistrationNumber": employer},
        "worker": {"ssin": ssin},
        "dimonaIn": {"startDate": in_days(1), "features": features, **more},
    }


def start(
    ssin: str = SOFIA, employer: str = RESTAURANT, day: str = ""
) -> tuple[str, dict[str, Any]]:
    """A start of employment as a form of a file."""
    return "DimonaIn", {
        "StartingDate": day or in_days(1),
        "EmployerId": {"NOSSRegistrationNbr": employer},
        "NaturalPerson": {"INSS": ssin},
        "DimonaFeatures": {"JointCommissionNbr": "302", "WorkerType": "OTH"},
    }


def file_of(*forms: tuple[str, dict[str, Any]], made: date | None = None) -> bytes:
    """A Dimona file that was made today."""
    day = made or timezone.localdate()
    return dimona_file(*forms, header={**HEADER, "FormCreationDate": str(day)})


def status(**more: Any) -> dict[str, Any]:
    """A report that Sofia gets integration income."""
    said = {"ssin": SOFIA, "status": "integration_income", "since": "2026-11-01"}
    return {**said, "legalContext": "RIS", **more}
