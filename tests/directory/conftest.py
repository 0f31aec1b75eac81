"""Questions of the cast's institutions, as their software sends them."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from tests.api.conftest import Application, application, quick_secrets

__all__ = ["application", "quick_secrets"]

NUMBERS = count(1)
WHO = {
    "welfare-software": {"sector": 17, "institution": 1},
    "pension-software": {"sector": 5, "institution": 0},
    "unemployment-software": {"cbeNumber": "0206200026"},
    "sickness-fund-software": {"cbeNumber": "0411700068"},
    "inspection-software": {"cbeNumber": "0206900010"},
    "supplier-software": {"sector": 70, "institution": 1},
}


BY_PURPOSE = {
    "17/2": "welfare-software",
    "5/30": "pension-software",
    "18/1": "unemployment-software",
    "11/1": "sickness-fund-software",
    "12/40": "inspection-software",
    "70/0": "supplier-software",
}


def question(who: str, purpose: str, **more: Any) -> dict[str, Any]:
    """A question of an application's institution, with a ticket of its own."""
    customer = {
        "ticket": f"ticket-{next(NUMBERS)}",
        "timestampSent": "2026-11-22T09:00:00+01:00",
        "customerIdentification": WHO[who],
    }
    return {
        "informationCustomer": customer,
        "legalContext": "SOCIAL-INQUIRY",
        "purpose": purpose,
        **more,
    }


def about(*numbers: str) -> list[dict[str, str]]:
    return [{"ssin": number} for number in numbers]


def consult(application: Application, service: str, purpose: str, **more: Any) -> Any:
    """Send a question of the application's institution to a service."""
    who = BY_PURPOSE[purpose]
    address = f"/api/network/v1/{service}/consultations"
    return application.post(address, question(who, purpose, **more))


@pytest.fixture
def welfare(application: Callable[[str], Application]) -> Application:
    return application("welfare-software")


@pytest.fixture
def fund(application: Callable[[str], Application]) -> Application:
    return application("sickness-fund-software")
