"""What the periods around a declaration say of it: day work, flexi-jobs, quotas."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from declarations.hiring import quota
from declarations.hiring.folding import PeriodState
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.rules import judge_case
from declarations.hiring.rules.case import Case
from declarations.hiring.rules.flexi import reference_quarter
from declarations.hiring.rules.occasional import in_a_row
from portal.people.models import Company, Person

HERE, THERE = (Company(pk=number, since=date(2000, 1, 1)) for number in (1, 2))
WORKER = Person(pk=1)
EARLY = datetime(2025, 12, 1, tzinfo=ZoneInfo("Europe/Brussels"))


def worked(
    since: str, until: str | None, worker_type: str = "OTH", **given: Any
) -> EmploymentPeriod:
    """Return a period that stands, at another company unless one is given."""
    fields = {"company": THERE, "person": WORKER, "joint_committee": "XXX", **given}
    last = date.fromisoformat(until) if until else None
    first = date.fromisoformat(since)
    return EmploymentPeriod(since=first, until=last, worker_type=worker_type, **fields)


def hired(worker_type: str, *others: EmploymentPeriod, **given: Any) -> list[tuple[str, str, str]]:
    """Return what is found in a hiring from 5 January 2026: code, class, value."""
    fields: dict[str, Any] = {
        "since": date(2026, 1, 5),
        "until": date(2026, 1, 30),
        "joint_committee": "XXX",
        "planned_hours": None,
        **given,
    }
    state = PeriodState(worker_type=worker_type, **fields)
    case = Case("DimonaIn", {}, EARLY, HERE, WORKER, None, state, others)
    return [(found.code, found.anomaly_class, found.value) for found in judge_case(case)]


def extra(day: str, **given: Any) -> EmploymentPeriod:
    """Return a day of occasional work at the same company."""
    hours = {"starts_at": time(10), "ends_at": time(14)}
    fields = {"company": HERE, "joint_committee": "302", **hours, **given}
    return worked(day, day, "EXT", **fields)


ON_THE_DAY: dict[str, Any] = {
    "until": date(2026, 1, 5),
    "joint_committee": "302",
    "starts_at": time(14),
    "ends_at": time(18),
}


def test_two_days_of_occasional_work_in_a_row_and_no_third() -> None:
    assert hired("EXT", extra("2026-01-04"), **ON_THE_DAY) == []
    assert hired("EXT", extra("2026-01-03"), extra("2026-01-06"), **ON_THE_DAY) == []
    for days in (("2026-01-03", "2026-01-04"), ("2026-01-04", "2026-01-06")):
        found = hired("EXT", *map(extra, days), **ON_THE_DAY)
        assert found == [("00910-459", "B", "")]


def test_days_elsewhere_and_a_season_in_horticulture_do_not_count() -> None:
    days = ("2026-01-03", "2026-01-04")
    elsewhere = [extra(day, company=THERE) for day in days]
    assert hired("EXT", *elsewhere, **ON_THE_DAY) == []
    season = [extra(day, joint_committee="145") for day in days]
    assert hired("EXT", *season, **{**ON_THE_DAY, "joint_committee": "145"}) == []


def test_days_in_a_row_are_counted_on_both_sides() -> None:
    others = {date(2026, 1, day) for day in (2, 3, 6, 7, 9)}
    assert in_a_row(date(2026, 1, 4), others) == 3
    assert in_a_row(date(2026, 1, 8), others) == 4
    assert in_a_row(date(2026, 1, 20), others) == 1


def test_hours_of_one_day_may_follow_and_not_meet() -> None:
    assert hired("EXT", extra("2026-01-05"), **ON_THE_DAY) == []
    meets = extra("2026-01-05", ends_at=time(14, 1))
    assert hired("EXT", meets, **ON_THE_DAY) == [("90373-334", "B", "")]
    same = extra("2026-01-05", starts_at=time(14), ends_at=time(18))
    assert hired("EXT", same, **ON_THE_DAY) == [("90373-333", "B", "")]


def test_work_of_another_kind_or_elsewhere_overlaps_freely() -> None:
    beside = [worked("2026-01-01", None, "STU", company=HERE), worked("2026-01-01", None)]
    assert hired("OTH", *beside) == []


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 1, 5), date(2025, 4, 1)),
        (date(2026, 12, 31), date(2026, 1, 1)),
        (date(2026, 9, 30), date(2025, 10, 1)),
    ],
)
def test_the_reference_quarter_is_three_back(day: date, first: date) -> None:
    assert reference_quarter(day) == first


FLEXI_WARNING = [("90017-510", "NP", "")]


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ([], FLEXI_WARNING),
        ([worked("2024-01-01", None)], []),
        # 91 days in the second quarter of 2025: 73 of them are four fifths, 72 are not
        ([worked("2025-04-01", "2025-06-12")], []),
        ([worked("2025-04-01", "2025-06-11")], FLEXI_WARNING),
        ([worked("2025-04-01", "2025-05-15"), worked("2025-05-01", "2025-06-12")], []),
        ([worked("2024-01-01", None, company=HERE)], FLEXI_WARNING),
        ([worked("2024-01-01", None, "STU")], FLEXI_WARNING),
        ([worked("2025-07-01", None)], FLEXI_WARNING),
    ],
)
def test_a_flexi_job_asks_for_four_fifths_three_quarters_earlier(
    others: list[EmploymentPeriod], found: list[tuple[str, str, str]]
) -> None:
    assert hired("FLX", *others) == found


def student(since: str, hours: int) -> EmploymentPeriod:
    """Return a student's period that reserved its hours."""
    return worked(since, since, "STU", planned_hours=hours, reserved_hours=hours)


@pytest.mark.parametrize(
    ("year", "hours"),
    [(2017, 475), (2022, 475), (2023, 600), (2024, 600), (2025, 650), (2026, 650)],
)
def test_the_hours_of_a_student_by_year(year: int, hours: int) -> None:
    assert quota.balance("STU", date(year, 7, 1), []) == quota.Balance(hours, hours)


def test_there_was_no_quota_of_hours_before_2017() -> None:
    assert quota.balance("STU", date(2016, 12, 31), []) is None
    assert quota.balance("OTH", date(2026, 1, 1), []) is None


def test_a_student_above_the_quota_is_accepted_with_the_excess() -> None:
    before = student("2026-01-02", 600)
    assert hired("STU", before, planned_hours=50) == []
    assert hired("STU", before, planned_hours=51) == [("90017-369", "NP", "1")]
    assert hired("STU", student("2025-12-31", 600), planned_hours=650) == []


def test_only_what_is_left_is_reserved_and_nothing_when_late() -> None:
    state = PeriodState(date(2026, 1, 5), date(2026, 1, 30), "STU", "XXX", 80)
    others = [student("2026-02-02", 600)]
    assert quota.reserved(state, others) == 50
    assert quota.reserved(state, []) == 80
    assert quota.reserved(state, [student("2026-02-02", 650)]) == 0
    assert quota.reserved(state, [], late=True) == 0
    assert quota.reserved(PeriodState(state.since, None, "OTH", "XXX", None), others) is None


@pytest.mark.parametrize(
    ("worker_type", "others", "given", "found"),
    [
        ("O17", [], {"planned_hours": 100}, []),
        ("O17", [], {"planned_hours": 101}, [("90017-369", "B", "1")]),
        ("S17", [], {"planned_hours": 150}, []),
        ("S17", [], {"planned_hours": 151}, [("90017-369", "B", "1")]),
        # both kinds together stay within the hours of sport
        (
            "O17",
            [worked("2026-01-02", "2026-01-03", "S17", reserved_hours=100)],
            {"planned_hours": 60},
            [("90017-369", "B", "10")],
        ),
        (
            "O17",
            [],
            {"since": date(2026, 7, 6), "until": date(2026, 7, 31), "planned_hours": 190},
            [],
        ),
        (
            "S17",
            [],
            {"since": date(2026, 7, 6), "until": date(2026, 7, 31), "planned_hours": 286},
            [("90017-369", "B", "1")],
        ),
        (
            "T17",
            [worked(f"2026-02-{day:02}", f"2026-02-{day:02}", "T17") for day in range(1, 25)],
            {"until": date(2026, 1, 5)},
            [],
        ),
        (
            "T17",
            [worked(f"2026-02-{day:02}", f"2026-02-{day:02}", "T17") for day in range(1, 26)],
            {"until": date(2026, 1, 5)},
            [("90017-369", "B", "1")],
        ),
    ],
)
def test_article_17_is_refused_above_its_quota(
    worker_type: str,
    others: list[EmploymentPeriod],
    given: dict[str, Any],
    found: list[tuple[str, str, str]],
) -> None:
    assert hired(worker_type, *others, **given) == found
