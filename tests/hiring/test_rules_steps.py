"""What a leaving, a change or a cancellation may do to each kind of period."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from declarations.hiring.folding import Act, PeriodState
from declarations.hiring.rules import judge_step

MADE = datetime(2026, 3, 20, 9, tzinfo=UTC)


def period(worker_type: str = "OTH", until: date | None = None, **given: Any) -> PeriodState:
    """Return a period from 2 March 2026."""
    state = {"joint_committee": "XXX", "planned_hours": None, **given}
    return PeriodState(date(2026, 3, 2), until, worker_type, **state)


def codes(before: PeriodState, action: str, **content: str) -> list[str]:
    """Return what is found in a declaration about a period."""
    return [found.code for found in judge_step(before, Act(MADE, 1, f"Dimona{action}", content))]


OPEN = period()
ENDED = period(until=date(2026, 6, 30))
STUDENT = period("STU", date(2026, 3, 31), planned_hours=40)
FLEXI = period("FLX", date(2026, 3, 27))
EVENING = period("FLX", date(2026, 3, 2), starts_at=time(18), ends_at=time(23))
OCCASIONAL = period("EXT", date(2026, 3, 2), starts_at=time(8), ends_at=time(16))
FLAT_RATE = period("EXT", date(2026, 3, 2), joint_committee="302", starts_at=time(8))
AGENCY = period(until=date(2026, 3, 6), joint_committee="322")
TRAINEE = period("STG", date(2026, 6, 30))
BROADCAST = period("T17", date(2026, 3, 2))
ANIMATOR = period("O17", date(2026, 3, 31), planned_hours=20)
CANCELLED = period(is_cancelled=True)


@pytest.mark.parametrize(
    ("before", "action", "content"),
    [
        (OPEN, "Out", {"EndingDate": "2026-03-02"}),
        (OPEN, "Update", {"StartingDate": "2026-03-03"}),
        (OPEN, "Cancel", {}),
        (ENDED, "Update", {"EndingDate": "9999-12-31"}),
        (ENDED, "Update", {"EndingDate": "2026-03-02"}),
        (STUDENT, "Update", {"EndingDate": "2026-03-02"}),
        (STUDENT, "Update", {"PlannedHoursNbr": "41"}),
        (FLEXI, "Out", {"EndingDate": "2026-03-26"}),
        (FLEXI, "Update", {"EndingDate": "2026-03-03"}),
        (EVENING, "Update", {"EndingDate": "2026-03-03", "EndingHour": "0100"}),
        (OCCASIONAL, "Update", {"EndingHour": "1800"}),
        (OCCASIONAL, "Update", {"EndingDate": "2026-03-03", "EndingHour": "0800"}),
        (FLAT_RATE, "Update", {"StartingHour": "0900"}),
        (FLAT_RATE, "Update", {"StartingDate": "2026-03-03", "EndingDate": "2026-03-03"}),
        (AGENCY, "Update", {"EndingDate": "2026-03-13"}),
        (ANIMATOR, "Update", {"StartingDate": "2026-03-03"}),
        (BROADCAST, "Update", {"StartingDate": "2026-03-03", "EndingDate": "2026-03-03"}),
    ],
)
def test_what_may_be_declared(before: PeriodState, action: str, content: dict[str, str]) -> None:
    assert codes(before, action, **content) == []


@pytest.mark.parametrize(
    ("before", "action", "content", "code"),
    [
        (CANCELLED, "Out", {"EndingDate": "2026-03-31"}, "00913-355"),
        (CANCELLED, "Update", {"EndingDate": "9999-12-31"}, "00913-355"),
        (CANCELLED, "Cancel", {}, "00913-355"),
        (ENDED, "Out", {"EndingDate": "2026-03-31"}, "00913-356"),
        (STUDENT, "Out", {"EndingDate": "2026-03-27"}, "00913-356"),
        (FLEXI, "Out", {"EndingDate": "2026-03-27"}, "00913-356"),
        (FLEXI, "Out", {"EndingDate": "2026-03-28"}, "00911-344"),
        (FLEXI, "Update", {"EndingDate": "2026-03-28"}, "00911-344"),
        (FLEXI, "Update", {"EndingDate": "9999-12-31"}, "00911-344"),
        (FLEXI, "Update", {"EndingDate": "2026-03-02"}, "00911-008"),
        (OPEN, "Out", {"EndingDate": "2026-03-01"}, "00911-014"),
        (OPEN, "Update", {"EndingDate": "2026-06-30"}, "00913-359"),
        (ENDED, "Update", {"EndingDate": "2026-06-30"}, "90378-444"),
        (ENDED, "Update", {"StartingDate": "2026-03-02"}, "90378-444"),
        (ENDED, "Update", {"EndingDate": "2026-03-01"}, "00911-014"),
        (OPEN, "Update", {"StartingHour": "0800"}, "00777-005"),
        (OPEN, "Update", {"EndingHour": "1700"}, "00778-005"),
        (OPEN, "Update", {"PlannedHoursNbr": "40"}, "01135-005"),
        (BROADCAST, "Update", {"PlannedHoursNbr": "8"}, "01135-005"),
        (STUDENT, "Update", {"StartingDate": "2026-03-03"}, "00910-005"),
        (STUDENT, "Update", {"EndingDate": "9999-12-31"}, "00913-368"),
        (STUDENT, "Update", {"EndingDate": "2026-04-01"}, "90378-421"),
        (ANIMATOR, "Update", {"EndingDate": "2026-04-01"}, "90378-421"),
        (TRAINEE, "Update", {"EndingDate": "9999-12-31"}, "00913-368"),
        (AGENCY, "Update", {"EndingDate": "9999-12-31"}, "00913-368"),
        (EVENING, "Update", {"EndingDate": "9999-12-31"}, "00913-368"),
        (OCCASIONAL, "Update", {"EndingHour": "0700"}, "00778-345"),
        (OCCASIONAL, "Update", {"EndingDate": "2026-03-03", "EndingHour": "0801"}, "90378-341"),
        (FLAT_RATE, "Update", {"EndingHour": "1600"}, "00778-005"),
        (FLAT_RATE, "Update", {"EndingDate": "2026-03-03"}, "00911-008"),
        (BROADCAST, "Update", {"EndingDate": "2026-03-03"}, "00911-008"),
    ],
)
def test_what_is_refused(
    before: PeriodState, action: str, content: dict[str, str], code: str
) -> None:
    assert codes(before, action, **content) == [code]


def test_an_open_flexi_job_ends_in_its_quarter() -> None:
    flexi = period("FLX")
    assert codes(flexi, "Out", EndingDate="2026-03-31") == []
    assert codes(flexi, "Out", EndingDate="2026-04-01") == ["00911-008"]


def test_a_student_who_counted_in_days_could_start_later() -> None:
    old = PeriodState(date(2016, 7, 4), date(2016, 7, 29), "STU", "XXX", None)
    assert codes(old, "Update", StartingDate="2016-07-05") == []
