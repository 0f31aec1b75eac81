"""A period is what its accepted declarations fold into, in the order of their acceptance."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

NEVER = "9999-12-31"  # as an ending date it takes the end away


@dataclass(frozen=True)
class PeriodState:
    """What a period is after its declarations so far; days are included on both sides."""

    since: date
    until: date | None
    worker_type: str
    joint_committee: str
    planned_hours: int | None
    is_cancelled: bool = False


def _until(content: dict[str, Any], otherwise: date | None) -> date | None:
    ending = content.get("EndingDate")
    if not ending:
        return otherwise
    return None if ending == NEVER else date.fromisoformat(ending)


def opened(content: dict[str, Any]) -> PeriodState:
    """Return the state that a DimonaIn makes."""
    features = content.get("DimonaFeatures", {})
    hours = content.get("PlannedHoursNbr")
    return PeriodState(
        since=date.fromisoformat(content["StartingDate"]),
        until=_until(content, None),
        worker_type=features["WorkerType"],
        joint_committee=features.get("JointCommissionNbr", "XXX"),
        planned_hours=int(hours) if hours else None,
    )


def changed(state: PeriodState, action: str, content: dict[str, Any]) -> PeriodState:
    """Return the state after one more declaration: DimonaOut, DimonaUpdate or DimonaCancel."""
    if action == "DimonaCancel":
        return replace(state, is_cancelled=True)
    starting, hours = content.get("StartingDate"), content.get("PlannedHoursNbr")
    return replace(
        state,
        since=date.fromisoformat(starting) if starting else state.since,
        until=_until(content, state.until),
        planned_hours=int(hours) if hours else state.planned_hours,
    )


def fold(history: Iterable[tuple[str, dict[str, Any]]]) -> PeriodState:
    """Return the state of a period from its (action, content) pairs; the first is a DimonaIn."""
    pairs = iter(history)
    _action, first = next(pairs)
    state = opened(first)
    for action, content in pairs:
        state = changed(state, action, content)
    return state
