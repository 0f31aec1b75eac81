"""Which fields a change may give, by the type of work that the period is about."""

from collections.abc import Iterator
from datetime import date

from declarations.glossary.findings import Finding
from declarations.hiring.rules.case import Step

STUDENT = "STU"
HOURS_SINCE = date(2017, 1, 1)  # students counted days before
CLOCKS = {"StartingHour": "00777-005", "EndingHour": "00778-005"}


def start_of_a_student(step: Step) -> Iterator[Finding]:
    """The first day of a student's period cannot be moved (00910-005): cancel and declare anew."""
    counted = step.before.worker_type == STUDENT and step.before.since >= HOURS_SINCE
    if counted and step.has("StartingDate"):
        yield step.problem("00910-005", "StartingDate")


def clock_times(step: Step) -> Iterator[Finding]:
    """Only work that was declared by the hour has hours to change (00777-005, 00778-005).

    A day at the flat rate of hotels and catering was declared without an end, and stays so.
    """
    for label, code in CLOCKS.items():
        by_the_hour = step.before.starts_at if label == "StartingHour" else step.before.ends_at
        if step.has(label) and by_the_hour is None:
            yield step.problem(code, label)


def planned_hours(step: Step) -> Iterator[Finding]:
    """Only work that counts against a quota of hours has planned hours (01135-005)."""
    planned = step.type_rules.get("planned_hours", "forbidden") != "forbidden"
    if step.has("PlannedHoursNbr") and not planned:
        yield step.problem("01135-005", "PlannedHoursNbr")
