"""The dates and hours of one Dimona declaration. Source: NSSO glossary 2023/3, zones 00777, 00778,
00910, 00911, 01017 and 01135."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from declarations.glossary.findings import Finding
from declarations.glossary.subject import Subject, quarter, quarter_start, too_long

REOPENS: Final = date(9999, 12, 31)
EARLIEST: Final = {"StartingDate": date(1920, 1, 1), "EndingDate": date(1999, 1, 1)}
YEARS_AHEAD: Final = 10
STUDENT_DAYS_UNTIL: Final = date(2016, 12, 31)
HOTELS: Final = "302"
CHANGEABLE: Final = (
    "StartingDate",
    "StartingHour",
    "EndingDate",
    "EndingHour",
    "PlannedHoursNbr",
    "PlannedDaysNbr",
)


def needs(declared: Subject) -> dict[str, str | None]:
    """Per field of the period: required, optional or forbidden for this worker type."""
    rules = declared.rules
    if not rules:
        return {}
    agency = declared.text("DimonaFeatures/JointCommissionNbr") == "322"
    planned, other = _planned(declared)
    return {
        "EndingDate": "required" if agency else rules["ending_date"],
        "StartingHour": _hours(declared, "EndingHour"),
        "EndingHour": "optional" if _flat_rate(declared) else _hours(declared, "StartingHour"),
        planned: rules["planned_hours"],
        other: "forbidden",
    }


def bounds(declared: Subject) -> Iterator[Finding]:
    """Dates that a declaration can have; 9999-12-31 re-opens a period, in a change only."""
    for path, earliest in EARLIEST.items():
        day = declared.day(path)
        if day is None or (day == REOPENS and path == "EndingDate" and _is_change(declared)):
            continue
        if not (earliest <= day and day.year < declared.on.year + YEARS_AHEAD):
            yield declared.problem(path, "008")


def order(declared: Subject) -> Iterator[Finding]:
    """The end does not come before the start."""
    start, end = declared.day("StartingDate"), declared.day("EndingDate")
    if start is None or end is None:
        return
    first, last = declared.text("StartingHour"), declared.text("EndingHour")
    if end < start:
        yield declared.problem("EndingDate", "014")
    elif start == end and first and last and last < first:
        yield declared.problem("EndingHour", "345")


def worker_type_in_force(declared: Subject) -> Iterator[Finding]:
    """The worker type exists on the first day, and may be declared already (00910)."""
    start, worker, rules = declared.day("StartingDate"), declared.worker, declared.rules
    if start is None or worker is None:
        return
    counted_from = quarter_start(start) if rules.get("ahead_of") == "quarter" else start
    ahead = (counted_from - declared.on).days
    if not worker.on(start) or ahead > rules.get("days_ahead", ahead):
        yield declared.problem("StartingDate", "008")


def length(declared: Subject) -> Iterator[Finding]:
    """How long a period of this worker type may last."""
    start, end, rules = declared.day("StartingDate"), declared.day("EndingDate"), declared.rules
    if start is None or end is None or end < start or not rules:
        return
    by_the_hour = declared.has("StartingHour")
    # A day job that ends after midnight may well end in the next quarter.
    if rules.get("same_quarter") and not by_the_hour and quarter(start) != quarter(end):
        yield declared.problem("", "421")
    one_day = rules.get("one_day") or (_flat_rate(declared) and not declared.has("EndingHour"))
    if (one_day and end != start) or (_by_period(declared) and end == start):
        yield declared.problem("EndingDate", "008")
    if rules.get("at_most_24_hours") and by_the_hour and _over_a_day(declared, start, end):
        yield declared.problem("", "341")


def _is_change(declared: Subject) -> bool:
    return declared.action == "DimonaUpdate"


def _hours(declared: Subject, other: str) -> str:
    """Hours per day come in pairs: the one asks for the other."""
    needed: str = declared.rules["hours"]
    if needed == "per_day":
        return "required" if declared.has(other) else "optional"
    return needed


def _flat_rate(declared: Subject) -> bool:
    """An occasional worker in hotels and catering may be declared for a day without end hour."""
    committee = declared.text("DimonaFeatures/JointCommissionNbr")
    return declared.rules.get("hours") == "required" and committee == HOTELS


def _by_period(declared: Subject) -> bool:
    """A flexi-job under a written contract is declared for a period, without hours."""
    return declared.rules.get("hours") == "per_day" and not declared.has("StartingHour")


def _planned(declared: Subject) -> tuple[str, str]:
    """(the zone in which the plan is given, the other one): students counted days up to 2016."""
    start, worker = declared.day("StartingDate"), declared.worker
    in_days = start is not None and start <= STUDENT_DAYS_UNTIL
    if in_days and worker is not None and worker.code == "STU":
        return "PlannedDaysNbr", "PlannedHoursNbr"
    return "PlannedHoursNbr", "PlannedDaysNbr"


def _over_a_day(declared: Subject, start: date, end: date) -> bool:
    first = declared.moment("StartingDate", "StartingHour")
    last = declared.moment("EndingDate", "EndingHour")
    if first is None or last is None:
        return end - start > timedelta(days=1)
    return too_long(first, last)
