"""Which declarations come too late."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from declarations.hiring.folding import PeriodState
from declarations.hiring.rules.moments import changes_late, starts_late

MONDAY = date(2026, 3, 2)
ORDINARY = PeriodState(MONDAY, date(2026, 3, 31), "OTH", "XXX", None)
STUDENT = replace(ORDINARY, worker_type="STU", planned_hours=40)
DAY = PeriodState(MONDAY, MONDAY, "EXT", "302", None, starts_at=time(10), ends_at=time(16))
EVENING = replace(DAY, ends_at=time(20))
NIGHT = replace(DAY, until=date(2026, 3, 3), ends_at=time(2))


def clock(text: str) -> datetime:
    """Return a moment of 2026, by the clock in Belgium."""
    return datetime.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("state", "received", "late"),
    [
        (ORDINARY, clock("03-02 23:59"), False),
        (ORDINARY, clock("03-03 00:00"), True),
        (DAY, clock("03-02 10:00"), False),
        (DAY, clock("03-02 10:01"), True),
    ],
)
def test_a_hiring_comes_before_the_work(state: PeriodState, received: datetime, late: bool) -> None:
    assert starts_late(state, received) is late


@pytest.mark.parametrize(
    ("before", "after", "received", "late"),
    [
        # the start: until the work begins, by the earlier of the two hours
        (DAY, {"starts_at": time(11)}, clock("03-02 10:00"), False),
        (DAY, {"starts_at": time(11)}, clock("03-02 10:01"), True),
        (DAY, {"starts_at": time(9)}, clock("03-02 09:01"), True),
        # an earlier end: until midnight
        (DAY, {"ends_at": time(15)}, clock("03-02 23:59"), False),
        (DAY, {"ends_at": time(15)}, clock("03-03 00:00"), True),
        # a later end: eight hours, or eight in the morning
        (DAY, {"ends_at": time(17)}, clock("03-03 00:00"), False),
        (DAY, {"ends_at": time(17)}, clock("03-03 00:01"), True),
        (EVENING, {"ends_at": time(21)}, clock("03-03 08:00"), False),
        (EVENING, {"ends_at": time(21)}, clock("03-03 08:01"), True),
        (NIGHT, {"ends_at": time(3)}, clock("03-03 10:00"), False),
        (NIGHT, {"ends_at": time(3)}, clock("03-03 10:01"), True),
        # work by the day: on the last day at the latest; an earlier end is never late
        (ORDINARY, {"until": date(2026, 4, 30)}, clock("03-31 23:00"), False),
        (ORDINARY, {"until": date(2026, 4, 30)}, clock("04-01 00:00"), True),
        (ORDINARY, {"until": None}, clock("04-01 00:00"), True),
        (ORDINARY, {"until": date(2026, 3, 20)}, clock("04-01 00:00"), False),
        (ORDINARY, {"since": date(2026, 2, 27)}, clock("02-27 12:00"), False),
        (ORDINARY, {"since": date(2026, 2, 27)}, clock("02-28 00:00"), True),
        (ORDINARY, {"since": date(2026, 3, 5)}, clock("03-09 00:00"), False),
        (STUDENT, {"planned_hours": 50}, clock("03-31 12:00"), False),
        (STUDENT, {"planned_hours": 50}, clock("04-01 00:00"), True),
        (STUDENT, {"planned_hours": 30}, clock("04-01 00:00"), False),
    ],
)
def test_a_change_has_a_last_moment(
    before: PeriodState, after: dict[str, object], received: datetime, late: bool
) -> None:
    assert changes_late(before, replace(before, **after), received) is late  # type: ignore[arg-type]
