"""Declare as an employer or a payroll office does, and give the verdict at once."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from casework.demo.building import Cast
from declarations.channels.actions import Draft, submit
from declarations.channels.models import Verdict
from declarations.hiring.actions import give_verdict
from portal.access.models import Capacity, CapacityKind
from portal.exchange.models import Channel


def today() -> date:
    """Return the day on which a declaration made now is received."""
    return timezone.localdate()


def employer(cast: Cast, company: str = "restaurant") -> Capacity:
    """Return the capacity of who declares for a company of the cast."""
    return Capacity.objects.get(kind=CapacityKind.COMPANY, company=cast.companies[company])


def hiring(cast: Cast, person: str, company: str = "restaurant", **changes: Any) -> dict[str, Any]:
    """Return the content of a hiring that starts tomorrow."""
    return {
        "StartingDate": (today() + timedelta(days=1)).isoformat(),
        "EmployerId": {"NOSSRegistrationNbr": cast.companies[company].nsso_number},
        "NaturalPerson": {"INSS": cast.persons[person].inss},
        "DimonaFeatures": {"JointCommissionNbr": "XXX", "WorkerType": "OTH"},
        **changes,
    }


def declare(capacity: Capacity, action: str, content: dict[str, Any]) -> Verdict:
    """Submit one declaration and return its verdict."""
    body = json.dumps(content).encode()
    message, _new = submit(capacity, Channel.API, str(uuid4()), body, [Draft(action, content)])
    return give_verdict(message.declarations.get())


def codes(verdict: Verdict) -> list[str]:
    """Return the anomalies of a verdict."""
    return [finding["code"] for finding in verdict.findings]
