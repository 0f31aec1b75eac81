"""A risk that an employer declares puts the application for its right on the worker's page."""

from datetime import date

import pytest

from benefits.claims.models import Claim
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from declarations.hiring.models import EmploymentPeriod
from tests.social_risk.declaring import about, content, declare, employer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("flow", "kind", "scheme"),
    [
        ("zima001", "001", "incapacity"),
        ("zima001", "002", "maternity"),
        ("wech002", "001", "temporary_unemployment"),
        ("zima006", "001", ""),
    ],
)
def test_the_application_is_prefilled_once(cast: Cast, flow: str, kind: str, scheme: str) -> None:
    declare_wages(cast)
    made = content(cast, flow, IdentificationOfRisk=kind)
    first = declare(employer(cast), flow, made)
    claims = Claim.objects.filter(person=cast.persons["lucas"])
    assert [claim.scheme for claim in claims] == [scheme] * bool(scheme)
    change = made | {"AttestationStatus": "1", "Reference": [about(first)]}
    declare(employer(cast), flow, change)
    assert claims.count() == bool(scheme)


def test_the_agreed_end_of_a_contract_puts_the_application_on_the_page(cast: Cast) -> None:
    """No leaving is declared where the hiring said the last day: the end of the contract tells."""
    EmploymentPeriod.objects.filter(person=cast.persons["lucas"]).update(until=date(2026, 10, 30))
    claims = Claim.objects.filter(person=cast.persons["lucas"], scheme="unemployment")
    declare(employer(cast), "wech001", content(cast, "wech001", IdentificationOfRisk="4"))
    assert not claims.exists()  # a proof of work, and no end
    made = content(cast, "wech001", IdentificationOfRisk="1")
    first = declare(employer(cast), "wech001", made)
    assert claims.get().known["until"]["value"] == "2026-10-30"
    change = made | {"AttestationStatus": "1", "Reference": [about(first)]}
    declare(employer(cast), "wech001", change)
    assert claims.count() == 1
