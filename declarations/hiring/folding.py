"""A period is what its accepted declarations fold into, in the order in which they were made."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

NEVER = "9999-12-31"  # as an ending date it takes the end away


@dataclass(frozen=True)
class PeriodState:
    """What a period is after its declarations so far; days are included on both sides.

    Only work that is declared by the hour has hours: Belgian time, on the first and the last day.
    """

    since: date
    until: date | None
    worker_type: str
    joint_committee: str
    planned_hours: int | None
    is_cancelled: bool = False
    starts_at: time | None = None
    ends_at: time | None = None

    @property
    def starts(self) -> datetime:
        """Return the moment of the start, by the clock in Belgium: midnight without an hour."""
        return datetime.combine(self.since, self.starts_at or time.min)

    @property
    def ends(self) -> datetime | None:
        """Return the moment of the end, by the clock in Belgium: without an hour, at midnight."""
        if self.until is None:
            return None
        if self.ends_at is None:
            return datetime.combine(self.until, time.min) + timedelta(days=1)
        return datetime.combine(self.until, self.ends_at)

    def meets(self, other: "PeriodState") -> bool:
        """Say whether the two have a moment in common."""
        return (self.ends is None or other.starts < self.ends) and (
            other.ends is None or self.starts < other.ends
        )


@dataclass(frozen=True, order=True)
class Act:
    """A declaration about a period. Acts sort by when they were made, then by reception.

    `made_at` is what the declarant gave, else the moment of reception; `key` grows with reception.
    """

    made_at: datetime
    key: int
    action: str = field(compare=False)
    content: Mapping[str, Any] = field(compare=False)


Admits = Callable[[PeriodState, Act], bool]


def opened(content: Mapping[str, Any]) -> PeriodState:
    """Return the state that a DimonaIn makes."""
    features = content.get("DimonaFeatures", {})
    return PeriodState(
        since=date.fromisoformat(content["StartingDate"]),
        until=_until(content, None),
        worker_type=features["WorkerType"],
        joint_committee=features.get("JointCommissionNbr", "XXX"),
        planned_hours=_hours(content, None),
        starts_at=_clock(content, "StartingHour", None),
        ends_at=_clock(content, "EndingHour", None),
    )


def changed(state: PeriodState, action: str, content: Mapping[str, Any]) -> PeriodState:
    """Return the state after one more declaration: DimonaOut, DimonaUpdate or DimonaCancel."""
    if action == "DimonaCancel":
        return replace(state, is_cancelled=True)
    starting = content.get("StartingDate")
    return replace(
        state,
        since=date.fromisoformat(starting) if starting else state.since,
        until=_until(content, state.until),
        planned_hours=_hours(content, state.planned_hours),
        starts_at=_clock(content, "StartingHour", state.starts_at),
        ends_at=_clock(content, "EndingHour", state.ends_at),
    )


def fold(acts: Iterable[Act], admits: Admits = lambda _state, _act: True) -> PeriodState:
    """Return the state of a period from its accepted declarations, however they came in.

    The DimonaIn is first, whatever its date: nothing can be said of a period before it has its
    number. The others follow in the order in which they were made. One that came in before an
    earlier one may turn out to say what can no longer be done: `admits` says so of the state that
    it meets, and it then has no effect, just as if it had come in last.
    """
    *_others, (_act, state) = effective(acts, admits)
    return state


def effective(acts: Iterable[Act], admits: Admits) -> Iterator[tuple[Act, PeriodState]]:
    """Give each act that has an effect, in order, with the state of the period after it."""
    first, *others = sorted(acts, key=lambda act: (act.action != "DimonaIn", act))
    state = opened(first.content)
    yield first, state
    for act in others:
        if admits(state, act):
            state = changed(state, act.action, act.content)
            yield act, state


def _until(content: Mapping[str, Any], otherwise: date | None) -> date | None:
    ending = content.get("EndingDate")
    if not ending:
        return otherwise
    return None if ending == NEVER else date.fromisoformat(ending)


def _hours(content: Mapping[str, Any], otherwise: int | None) -> int | None:
    hours = content.get("PlannedHoursNbr")
    return int(hours) if hours else otherwise


def _clock(content: Mapping[str, Any], label: str, otherwise: time | None) -> time | None:
    hour = content.get(label)
    return time(int(hour[:2]), int(hour[2:])) if hour else otherwise
