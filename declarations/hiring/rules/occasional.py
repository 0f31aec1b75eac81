"""Occasional work by the day."""

from collections.abc import Iterator
from datetime import date, timedelta

from declarations.glossary.findings import Finding
from declarations.hiring.rules.case import Case

OCCASIONAL = "EXT"
HOTELS = "302"
AT_MOST = 2  # days in a row: Royal Decree of 28 November 1969, article 31ter
ONE_DAY = timedelta(days=1)


def two_days_in_a_row(case: Case) -> Iterator[Finding]:
    """In hotels and catering, occasional work is for two days in a row at most (00910-459).

    Counted by the day on which the work starts, since a night belongs to the day before. In
    agriculture and horticulture a season has many days in a row: there the limit does not hold.
    """
    if case.after.worker_type != OCCASIONAL or not _in_hotels(case) or case.after.is_cancelled:
        return
    days = {other.since for other in case.same_kind if other.joint_committee == HOTELS}
    if in_a_row(case.after.since, days) > AT_MOST:
        yield case.problem("00910-459", "StartingDate")


def in_a_row(day: date, others: set[date]) -> int:
    """Return how many days in a row there are around a day, itself included."""
    return 1 + _run(day, others, ONE_DAY) + _run(day, others, -ONE_DAY)


def _run(day: date, others: set[date], step: timedelta) -> int:
    length = 0
    while day + step * (length + 1) in others:
        length += 1
    return length


def _in_hotels(case: Case) -> bool:
    return case.after.joint_committee == HOTELS
