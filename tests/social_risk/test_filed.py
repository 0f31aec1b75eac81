"""A risk beside the wages of its quarter: contradictions, whichever of the two came first."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from declarations.social_risk.filed import contradicted
from declarations.social_risk.models import Risk
from tests.social_risk.declaring import about, codes, content, declare, employer

pytestmark = pytest.mark.django_db
LINE = {"EmployerClass": "017", "WorkerCode": "015"}
ILL = {"RiskStartingDate": "2026-09-14", **LINE}  # in the last quarter that the cast filed
LATER = {"RiskStartingDate": "2026-10-14", **LINE}
FEWER = {"MeanWorkingHours": "3000"}


@pytest.mark.parametrize(
    ("flow", "values", "found"),
    [
        ("zima001", ILL, []),
        ("zima001", ILL | FEWER, ["90015-159"]),
        ("zima001", ILL | {"WorkerCode": "495"}, ["90015-159"]),
        ("zima001", LATER | FEWER, []),  # nothing is filed of that quarter
        ("zima001", ILL | FEWER | {"OccupationStartingDate": "2023-01-01"}, []),  # another job
        ("wech005", {"RefStartingDate": "2026-09-01", "RefEndingDate": "2026-09-30",
                     "DayIndicator": "--09-07", **LINE, **FEWER}, ["90068-159"]),
    ],
)  # fmt: skip
def test_class_and_hours_are_those_filed(
    cast: Cast, flow: str, values: dict[str, str], found: list[str]
) -> None:
    declare_wages(cast)
    assert codes(declare(employer(cast), flow, content(cast, flow, **values))) == found


def paid(cast: Cast, quarter: str, cents: str) -> dict[str, Any]:
    """An illness declared with the pay of a quarter."""
    made = {**ILL, "Quarter": quarter, "RemunCode": "1", "RemunAmount": cents}
    return content(cast, "zima001", **made)


@pytest.mark.parametrize(
    ("quarter", "cents", "found"),
    [
        ("20263", "815900", []),
        ("20263", "815901", ["RISK-001"]),
        ("20264", "815901", []),
    ],
)
def test_the_pay_of_a_quarter_is_what_was_filed(
    cast: Cast, quarter: str, cents: str, found: list[str]
) -> None:
    """Another amount does not refuse the risk: the wages may be the ones to change."""
    declare_wages(cast)
    declared = declare(employer(cast), "zima001", paid(cast, quarter, cents))
    assert codes(declared) == found
    assert declared.verdict.result != "B"


def test_wages_that_come_later_are_held_against_the_risk(cast: Cast, colette: Client) -> None:
    """What was right when it was judged is found on the pages, until one of the two is changed."""
    first = declare(employer(cast), "zima001", content(cast, "zima001", **ILL, **FEWER))
    declare(employer(cast), "zima006", content(cast, "zima006"))
    assert codes(first) == []
    risk = Risk.objects.get(flow="zima001")
    here = reverse("risk", args=[risk.reference])
    assert contradicted(Risk.objects.select_related("standing")) == {}
    assert "The wages say otherwise" not in colette.get(here).content.decode()
    declare_wages(cast)
    found = contradicted(Risk.objects.select_related("standing"))
    assert [[each.code for each in findings] for findings in found.values()] == [["90015-159"]]
    shown = colette.get(here).content.decode()
    assert "The wages say otherwise" in shown
    assert "90015-159" in shown
    assert colette.get(reverse("risks")).content.decode().count("the wages say otherwise") == 1
    change = {"AttestationStatus": "1", "Reference": [about(first)]}
    declare(employer(cast), "zima001", content(cast, "zima001", **ILL) | change)
    assert contradicted(Risk.objects.select_related("standing")) == {}
