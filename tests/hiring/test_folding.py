"""A period is what its accepted declarations fold into."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from declarations.hiring.folding import Act, PeriodState
from declarations.hiring.folding import fold as fold_acts

IN = ("DimonaIn", {"StartingDate": "2026-03-02", "DimonaFeatures": {"WorkerType": "OTH"}})


def fold(history: list[tuple[str, dict[str, Any]]]) -> PeriodState:
    """Fold declarations that were made one hour after the other."""
    first = datetime(2026, 3, 1, tzinfo=UTC)
    return fold_acts(
        Act(first + timedelta(hours=number), number, action, content)
        for number, (action, content) in enumerate(history)
    )


def test_a_hiring_opens_a_period() -> None:
    state = fold([IN])
    assert (state.since, state.until, state.worker_type) == (date(2026, 3, 2), None, "OTH")


def test_a_leaving_closes_it_and_a_far_end_opens_it_again() -> None:
    out = ("DimonaOut", {"EndingDate": "2026-06-30"})
    assert fold([IN, out]).until == date(2026, 6, 30)
    assert fold([IN, out, ("DimonaUpdate", {"EndingDate": "9999-12-31"})]).until is None


def test_a_change_leaves_what_it_does_not_name() -> None:
    state = fold([IN, ("DimonaUpdate", {"StartingDate": "2026-03-09", "PlannedHoursNbr": "40"})])
    assert (state.since, state.planned_hours, state.worker_type) == (date(2026, 3, 9), 40, "OTH")


def test_a_cancelled_period_keeps_its_dates_and_does_not_count() -> None:
    state = fold([IN, ("DimonaCancel", {})])
    assert state.is_cancelled
    assert state.since == date(2026, 3, 2)
