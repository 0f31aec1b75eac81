"""What a quarter looks like before anybody types: from hirings, and from the last quarter."""

from datetime import date
from typing import Any

import pytest

from declarations.hiring.models import EmploymentPeriod
from declarations.wages.drafting.proposing import arranged, propose, usual_terms

QUARTER = 20261


def hired(
    kind: str = "OTH", since: date = date(2022, 9, 1), until: date | None = None, **more: Any
) -> EmploymentPeriod:
    """Return a hiring at a restaurant, not stored."""
    values = {"joint_committee": "302", "pk": 1, **more}
    return EmploymentPeriod(worker_type=kind, since=since, until=until, **values)


def last(**occupation: Any) -> dict[str, Any]:
    """Return a part-timer as declared for the last quarter, with a bonus and a reduction."""
    job = {
        "OccupationSequenceNbr": "1",
        "OccupationStartingDate": "2022-09-01",
        "JointCommissionNbr": "302",
        "WorkingDaysSystem": "500",
        "ContractType": "1",
        "MeanWorkingHours": "1900",
        "RefMeanWorkingHours": "3800",
        "Retired": "0",
        "LocalUnitID": "2000000141",
        "Service": [{"ServiceSequenceNbr": "1", "ServiceCode": "1", "ServiceNbrDays": "6000"}],
        "Remun": [
            {"RemunSequenceNbr": "1", "RemunCode": "1", "RemunAmount": "480000"},
            {"RemunSequenceNbr": "2", "RemunCode": "2", "RemunAmount": "90000"},
        ],
        "OccupationDeduction": [{"DeductionCode": "3000", "DeductionAmount": "100"}],
        **occupation,
    }
    record = {
        "EmployerClass": "017",
        "WorkerCode": "495",
        "NOSSQuarterStartingDate": "2025-10-01",
        "Border": "1",
        "Occupation": [job],
    }
    return {"WorkerRecord": [record | {"WorkerDeduction": [{"DeductionCode": "0001"}]}]}


def the_only(content: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the one record and its one occupation."""
    (record,) = content["WorkerRecord"]
    (occupation,) = record["Occupation"]
    return record, occupation


def test_a_hiring_alone_gives_sector_and_days() -> None:
    record, occupation = the_only(propose([hired()], None, QUARTER))
    assert (record["EmployerClass"], record["WorkerCode"]) == ("017", "")
    assert record["NOSSQuarterEndingDate"] == "2026-03-31"
    assert occupation["OccupationStartingDate"] == "2022-09-01"
    assert occupation["JointCommissionNbr"] == "302"
    assert occupation["Service"] == occupation["Remun"] == []


def test_a_sector_that_the_hiring_does_not_tell_apart_is_left_open() -> None:
    record, occupation = the_only(propose([hired(joint_committee="XXX")], None, QUARTER))
    assert record["EmployerClass"] == ""
    assert "JointCommissionNbr" not in occupation


def test_terms_and_ordinary_pay_come_from_the_last_quarter() -> None:
    record, occupation = the_only(propose([hired()], last(), QUARTER))
    assert (record["WorkerCode"], record["Border"]) == ("495", "1")
    assert occupation["LocalUnitID"] == "2000000141"
    assert occupation["Remun"] == [{"RemunCode": "1", "RemunAmount": "480000"}]
    assert "OccupationDeduction" not in occupation
    assert "WorkerDeduction" not in record


def test_days_and_hours_come_from_the_calendar() -> None:
    _record, occupation = the_only(propose([hired()], last(), QUARTER))
    assert occupation["Service"] == [
        {"ServiceCode": "001", "ServiceNbrDays": "6400", "ServiceNbrHours": "24320"}
    ]


def test_what_all_colleagues_have_in_common_is_taken_over() -> None:
    usual = usual_terms([last(), last(JointCommissionNbr="302.01")])
    assert usual == {
        "EmployerClass": "017",
        "RefMeanWorkingHours": "3800",
        "LocalUnitID": "2000000141",
    }
    record, occupation = the_only(propose([hired(joint_committee="XXX")], None, QUARTER, usual))
    assert record["EmployerClass"] == "017"
    assert occupation["LocalUnitID"] == "2000000141"
    student = hired("STU", date(2026, 1, 1), date(2026, 3, 31))
    (record,) = propose([student], None, QUARTER, usual)["WorkerRecord"]
    assert record["StudentContribution"] == {"LocalUnitID": "2000000141"}


def test_who_leaves_in_the_quarter_works_until_then() -> None:
    _record, occupation = the_only(propose([hired(until=date(2026, 1, 16))], last(), QUARTER))
    assert occupation["OccupationEndingDate"] == "2026-01-16"
    assert occupation["Service"][0]["ServiceNbrDays"] == "1200"


@pytest.mark.parametrize(
    ("since", "until", "cents"),
    [
        ("2022-09-01", None, 480_000),  # whole quarters: as it was, though a quarter has other days
        ("2022-09-01", date(2026, 1, 16), 87_273),  # 12 of 66 days
        ("2025-12-01", None, 1_335_652),  # 64 days, after 23
        ("2025-12-01", date(2026, 1, 16), 250_435),  # 12 days, after 23
    ],
)
def test_ordinary_pay_follows_the_days_of_who_began_or_leaves(
    since: str, until: date | None, cents: int
) -> None:
    before = last(OccupationStartingDate=since)
    period = hired(since=date.fromisoformat(since), until=until)
    _record, occupation = the_only(propose([period], before, QUARTER))
    assert occupation["Remun"] == [{"RemunCode": "1", "RemunAmount": str(cents)}]


def test_the_last_day_of_a_later_quarter_is_not_declared_yet() -> None:
    _record, occupation = the_only(propose([hired(until=date(2026, 4, 1))], last(), QUARTER))
    assert "OccupationEndingDate" not in occupation


def test_two_hirings_under_one_code_are_two_occupations_of_one_record() -> None:
    first = hired(until=date(2026, 1, 31))
    second = hired(since=date(2026, 3, 2), pk=2)
    (record,) = propose([second, first], last(), QUARTER)["WorkerRecord"]
    starts = [each["OccupationStartingDate"] for each in record["Occupation"]]
    assert starts == ["2022-09-01", "2026-03-02"]


def test_the_days_of_a_flexi_job_make_one_occupation() -> None:
    days = [hired("FLX", date(2026, 1, day), date(2026, 1, day), pk=day) for day in (3, 10, 17)]
    _record, occupation = the_only(propose(days, None, QUARTER))
    assert occupation["OccupationStartingDate"] == "2026-01-03"
    assert occupation["OccupationEndingDate"] == "2026-01-17"


def test_a_student_has_hours_and_pay_and_no_occupation() -> None:
    student = hired("STU", date(2026, 1, 1), date(2026, 3, 31))
    (record,) = propose([student], None, QUARTER)["WorkerRecord"]
    assert "Occupation" not in record
    assert record["StudentContribution"] == {}


@pytest.mark.parametrize("kind", ["STG", "DWD", "IVT", "S17"])
def test_who_is_not_declared_in_this_flow_is_left_out(kind: str) -> None:
    assert propose([hired(kind)], None, QUARTER) == {"WorkerRecord": []}


def test_occupations_that_come_under_one_code_move_together() -> None:
    content = propose([hired()], last(), QUARTER)
    other = propose([hired(since=date(2026, 3, 2))], None, QUARTER)
    other["WorkerRecord"][0]["WorkerCode"] = "495"
    content["WorkerRecord"] += other["WorkerRecord"]
    (record,) = arranged(content, QUARTER)["WorkerRecord"]
    assert len(record["Occupation"]) == 2
