"""Declare risks of the cast, and let them be judged at once."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from casework.demo.building import Cast
from declarations.channels.models import Declaration
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.intake import take_risks
from declarations.social_risk.scenarios import Scenario, scenarios
from portal.access.models import Capacity, CapacityKind
from portal.exchange.actions import move_outbox
from portal.people.models import Company, Person
from tests.social_risk.samples import changed, form, xml

HIRED = "2022-09-01"  # Lucas, at the restaurant
OCTOBER = {
    "RefStartingDate": "2026-10-01",
    "RefEndingDate": "2026-10-31",
    "DayIndicator": "--10-05",
}
DAYS = {
    **OCTOBER,
    "OccupationStartingDate": HIRED,
    "OccupationEndingDate": "2026-10-30",
    "RiskStartingDate": "2026-10-12",
    "TempUnemploymentStartingDate": "2026-10-01",
    "MonthOfYoungAnnualHolidays": "2026-10",
    "HolidaysYear": "2026",
    "WorkRecoveryDate": "2026-10-26",
    "AccidentDate": "2026-10-15",
    "FormCreationDate": "2026-11-20",
}


def content(cast: Cast, flow: str, full: bool = False, /, **values: str) -> dict[str, Any]:
    """The content of a form about Lucas at the restaurant, right but for the values given."""
    scenario = scenarios()[flow]
    company = cast.companies["restaurant"]
    known = {
        "INSS": cast.persons["lucas"].inss,
        "NOSSRegistrationNbr": company.nsso_number or "",
        "CompanyID": company.enterprise_number,
        "Trusteeship": "0",
        "DimonaNbr": EmploymentPeriod.objects.get(person=cast.persons["lucas"]).number,
        "RemunerationTimeUnit": "4",
        "MeanWorkingHours": "3800",
        "RefMeanWorkingHours": "3800",
        **DAYS,
        **values,
    }
    made: dict[str, Any] = _sound(changed(form(scenario, full=full or flow in FULL), known))
    if flow == "zima001":
        made = {k: v for k, v in made.items() if k not in ("WorkRecovery", "PreventionService")}
    return made


def _sound(made: Any) -> Any:
    """A form in which blocks fit each other: a grid of a week, and pay by the month alone."""
    if isinstance(made, list):
        return [_sound(each) for each in made]
    if not isinstance(made, dict):
        return made
    day = made.get("IndicationDaysAndHours", [{}])[0]
    week = [{**day, "DaysIndicatorAboutWorkSchedule": str(n)} for n in range(1, 8)]
    by_the_hour = "PieceTaskServicesCommissionRemunerationBasisAmount"
    return {
        name: week if name == "IndicationDaysAndHours" else _sound(value)
        for name, value in made.items()
        if name != by_the_hour
    }


# Forms of which the smallest that the model allows says too little.
FULL = ("zima001", "wech001")


def employer(cast: Cast, company: str = "restaurant") -> Capacity:
    """The capacity of who declares for a company of the cast."""
    return Capacity.objects.get(kind=CapacityKind.COMPANY, company=cast.companies[company])


def declare(capacity: Capacity, scenario: Scenario | str, *forms: dict[str, Any]) -> Declaration:
    """Send forms as a file, let them be judged, and return the first declaration."""
    known = scenarios()[scenario] if isinstance(scenario, str) else scenario
    taken = take_risks(capacity, xml(known, *forms), str(uuid4()))
    assert taken.message, taken.findings
    move_outbox()
    return Declaration.objects.select_related("verdict").get(message=taken.message, position=1)


def back_at_work(capacity: Capacity, company: Company, person: Person, day: date) -> None:
    """Declare that somebody is back at work since a day."""
    said = {
        "NOSSRegistrationNbr": company.nsso_number or "",
        "CompanyID": "0",
        "INSS": person.inss,
        "WorkRecoveryDate": day.isoformat(),
    }
    declare(capacity, "zima006", changed(form(scenarios()["zima006"]), said))


def codes(declaration: Declaration) -> list[str]:
    """The anomalies of a verdict."""
    return [found["code"] for found in declaration.verdict.findings]


def about(declaration: Declaration) -> dict[str, Any]:
    """A reference to an earlier form, as an amendment and a cancellation give it."""
    number = declaration.reference.hex[:20]
    return {"ReferenceType": "3", "ReferenceOrigin": "2", "ReferenceNbr": number}
