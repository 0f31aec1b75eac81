"""A draft as official XML: the order of the model, and contributions that nobody typed."""

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from casework.demo.building import Cast
from declarations.wages.drafting.proposing import whole
from declarations.wages.drafting.writing import original
from tests.glossary.official import official

QUARTER = 20261
AT = datetime(2026, 4, 2, 9, tzinfo=UTC)


def occupation(**more: Any) -> dict[str, Any]:
    """Return a full-timer's occupation with 64 days and 9,600 euros."""
    return {
        "OccupationStartingDate": "2022-09-01",
        "JointCommissionNbr": "302",
        "WorkingDaysSystem": "500",
        "ContractType": "0",
        "RefMeanWorkingHours": "3800",
        "MeanWorkingHours": "3800",
        "Retired": "0",
        "Service": [{"ServiceCode": "001", "ServiceNbrDays": "6400"}],
        "Remun": [{"RemunCode": "001", "RemunAmount": "960000"}],
        **more,
    }


def record(code: str = "015", **more: Any) -> dict[str, Any]:
    """Return a record of a quarter at a restaurant."""
    return {"EmployerClass": "017", "WorkerCode": code, "Border": "0", **whole(QUARTER), **more}


@pytest.mark.django_db
def test_the_message_is_valid_by_the_official_schema(cast: Cast) -> None:
    lucas = (cast.persons["lucas"], {"WorkerRecord": [record(Occupation=[occupation()])]})
    hours = {"StudentHoursNbr": "120", "StudentRemunAmount": "180000"}
    sofia = (cast.persons["sofia"], {"WorkerRecord": [record("840", StudentContribution=hours)]})
    written = original(cast.companies["restaurant"], QUARTER, [lucas, sofia], AT)
    schema = etree.XMLSchema(file=official("schemas/DmfAOriginal_20231.xsd"))
    assert schema.validate(etree.fromstring(written.document)), schema.error_log


@pytest.mark.django_db
def test_what_is_owed_follows_from_pay_and_time(cast: Cast) -> None:
    lucas = (cast.persons["lucas"], {"WorkerRecord": [record(Occupation=[occupation()])]})
    written = original(cast.companies["restaurant"], QUARTER, [lucas], AT)
    root = etree.fromstring(written.document)
    # 108 % of 9,600.00 is 10,368.00; 13.07 + 25 + 5.57 % of it.
    assert root.findtext(".//ContributionCalculationBasis") == "1036800"
    assert root.findtext(".//ContributionType") == "1"
    amounts = [int(each.text or 0) for each in root.iter("ContributionAmount")]
    cuts = [int(each.text or 0) for each in root.iter("DeductionAmount")]
    assert amounts == [452460]
    assert int(root.findtext(".//NetOwedAmount") or 0) == sum(amounts) - sum(cuts)
    assert written.due.net == sum(amounts) - sum(cuts)


@pytest.mark.django_db
def test_no_contribution_where_no_rate_is_held(cast: Cast) -> None:
    apprentice = record("035", Occupation=[occupation()])
    worker = (cast.persons["lucas"], {"WorkerRecord": [apprentice]})
    written = original(cast.companies["restaurant"], QUARTER, [worker], AT)
    assert written.due.unknown.tolist() == [0]
    assert b"WorkerContribution" not in written.document
