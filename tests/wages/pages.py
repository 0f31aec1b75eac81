"""Filling in quarters as people do: in browsers, from forms that the pages show."""

from typing import Any

from django.test import Client

from portal.access.models import CapacityKind
from tests.hiring.acting import acting

QUARTER = 20263
HERE = f"/company/wages/{QUARTER}/"
TERMS = {
    "WorkerRecord-0-WorkerCode": "015",
    "WorkerRecord-0-EmployerClass": "017",
    "Occupation-0-0-JointCommissionNbr": "302",
    "Occupation-0-0-ContractType": "0",
    "Occupation-0-0-WorkingDaysSystem": "5",
    "Occupation-0-0-MeanWorkingHours": "38",
    "Occupation-0-0-RefMeanWorkingHours": "38",
    "Occupation-0-0-LocalUnitID": "2000000141",
    "Occupation-0-0-OccupationStartingDate_0": "1",
    "Occupation-0-0-OccupationStartingDate_1": "9",
    "Occupation-0-0-OccupationStartingDate_2": "2022",
}
DAYS = "Service-0-0-0-ServiceNbrDays"
PAY = "Remun-0-0-0-RemunAmount"


def colette() -> Client:
    """Return the browser of the owner of the restaurant."""
    return acting("colette@restaurant.example", CapacityKind.COMPANY)


def piet() -> Client:
    """Return the browser of the builder."""
    return acting("piet@bouw.example", CapacityKind.COMPANY)


def nora() -> Client:
    """Return the browser of somebody at the payroll office."""
    return acting("nora@payroll.example", CapacityKind.PAYROLL_OFFICE)


def shown(client: Client, address: str) -> dict[str, Any]:
    """Return what a form holds as it is shown: nothing typed yet, hidden fields included."""
    form = client.get(address).context["form"]
    found: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form.get_initial_for_field(field, name))
        if hasattr(field.widget, "widgets"):
            parts = enumerate(field.widget.decompress(value))
            found |= {f"{name}_{at}": str(part) for at, part in parts if part}
        elif value is not None:
            found[name] = str(value)
    return found


def send(client: Client, address: str, **typed: Any) -> Any:
    """Send the form of a page with what it shows, and what is typed."""
    return client.post(address, shown(client, address) | typed)
