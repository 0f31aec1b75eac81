"""When a change of a period comes too late. Source: the notes on late changes of daily work
(start: before the work; earlier end: the same day; later end: eight hours) and NSSO instructions.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from declarations.glossary.findings import Finding
from declarations.hiring.folding import PeriodState
from declarations.hiring.rules.case import Case

EVENING = time(20)
MORNING = timedelta(hours=8)  # of the next day, for an end that was planned in the evening
GRACE = timedelta(hours=8)


def lateness(case: Case) -> Iterator[Finding]:
    """A late declaration is accepted and marked so (460)."""
    if case.before is None:
        if starts_late(case.after, case.clock):
            yield case.problem("460", "StartingDate")
    elif case.action == "DimonaUpdate" and changes_late(case.before, case.after, case.clock):
        yield case.problem("460")


def starts_late(state: PeriodState, received: datetime) -> bool:
    """Say whether the work had begun when its declaration came in: by the hour where one is given,
    else by the day, since the hour of the first day is not known."""
    if state.starts_at:
        return received > state.starts
    return received.date() > state.since


def changes_late(before: PeriodState, after: PeriodState, received: datetime) -> bool:
    """Say whether a change came in after the last moment for it."""
    if before.starts_at:
        return _start_by_the_hour(before, after, received) or _end_by_the_hour(
            before, after, received
        )
    moved_forward = after.since < before.since and received.date() > after.since
    prolonged = _lasts_longer(before, after) and received.date() > (before.until or after.since)
    raised = (after.planned_hours or 0) > (before.planned_hours or 0)
    return moved_forward or prolonged or (raised and _is_over(after, received))


def _start_by_the_hour(before: PeriodState, after: PeriodState, received: datetime) -> bool:
    return after.starts != before.starts and received > min(before.starts, after.starts)


def _end_by_the_hour(before: PeriodState, after: PeriodState, received: datetime) -> bool:
    if before.ends is None or after.ends is None or before.ends == after.ends:
        return False
    if after.ends < before.ends:
        return received >= _midnight_after(before)
    return received > last_moment_to_prolong(before.ends)


def last_moment_to_prolong(planned: datetime) -> datetime:
    """Return until when a later end may be declared: eight hours after the planned one, or eight
    in the morning after an end between 20:00 and midnight."""
    if planned.time() >= EVENING:
        return datetime.combine(planned.date(), time.min) + timedelta(days=1) + MORNING
    return planned + GRACE


def _midnight_after(state: PeriodState) -> datetime:
    return datetime.combine(state.until or state.since, time.min) + timedelta(days=1)


def _lasts_longer(before: PeriodState, after: PeriodState) -> bool:
    return before.until is not None and (after.until is None or after.until > before.until)


def _is_over(state: PeriodState, received: datetime) -> bool:
    return state.until is not None and received.date() > state.until
