"""A risk that an employer declares puts the application for its right on the worker's page."""

import pytest

from benefits.claims.models import Claim
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
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
