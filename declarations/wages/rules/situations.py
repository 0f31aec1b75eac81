"""What kind of work an occupation is, told from its other fields; used by several rules."""

import numpy as np

from declarations.wages.batch import ABSENT, Dates, Flags, Ints
from declarations.wages.rules.codes import (
    AGENCIES,
    COUNTED_IN_HOURS,
    FLEXI,
    HOSPITALITY,
    OVERTIME,
    SEVERANCE,
    STATUSES_IN_HOURS,
    VOLUNTEERS,
    among,
    are,
)
from declarations.wages.rules.view import View, Words

OCCUPATION, RECORD = "Occupation", "WorkerRecord"


def covered_by_severance(view: View) -> Flags:
    """Return which occupations are a period that severance pay covers."""
    return view.holds(OCCUPATION, "Remun", view.numbers("Remun", "RemunCode") == SEVERANCE)


def flexi_jobs(view: View) -> Flags:
    """Return which occupations are flexi-jobs."""
    return view.down(among(view.worker_code, FLEXI), RECORD, OCCUPATION)


def casual(view: View) -> Flags:
    """Return which occupations are those of casual workers in hotels, catering or funerals."""
    extra = view.words("OccupationInformations", "HorecaExtra") == b"E"
    return view.holds(OCCUPATION, "OccupationInformations", extra)


def volunteers(view: View) -> Flags:
    """Return which occupations are those of volunteer firefighters and ambulance workers."""
    return are(view.words(OCCUPATION, "WorkerStatus"), VOLUNTEERS)


def part_time(view: View) -> Flags:
    """Return which occupations are part-time."""
    return view.numbers(OCCUPATION, "ContractType") == 1


def main_committee(view: View) -> Words:
    """Return the joint committee of each occupation, without the sub-committee."""
    return view.words(OCCUPATION, "JointCommissionNbr").astype("S3")


def counted_in_hours(view: View) -> Flags:
    """Return which occupations give the hours of their working time: part-timers, and those whom
    the zone 00064 names whatever their contract."""
    committee = main_committee(view)
    measure = view.numbers(OCCUPATION, "ReorganisationMeasure")
    vouchers = view.numbers(OCCUPATION, "RemunMethod") == 3
    return (
        part_time(view)
        | flexi_jobs(view)
        | vouchers
        | (committee == AGENCIES)
        | (committee == HOSPITALITY)
        | among(measure, COUNTED_IN_HOURS)
        | are(view.words(OCCUPATION, "WorkerStatus"), STATUSES_IN_HOURS)
    )


def first_days(view: View) -> Dates:
    """Return the first day of each occupation in its quarter."""
    start, first = view.dates(OCCUPATION, "OccupationStartingDate"), quarter_of_record(view)[0]
    return np.fmax(start, first)


def last_days(view: View) -> Dates:
    """Return the last day of each occupation in its quarter."""
    end, last = view.dates(OCCUPATION, "OccupationEndingDate"), quarter_of_record(view)[1]
    return np.fmin(end, last)


def quarter_of_record(view: View) -> tuple[Dates, Dates]:
    """Return the first and the last day of the NSSO quarter of each occupation."""
    first = view.down(view.record_first, RECORD, OCCUPATION)
    return first, view.down(view.record_last, RECORD, OCCUPATION)


def lengths(view: View) -> Ints:
    """Return how many calendar days of its quarter each occupation covers; `ABSENT`: not known."""
    return days_between(first_days(view), last_days(view))


def days_between(first: Dates, last: Dates) -> Ints:
    """Return the number of days, both included; `ABSENT` where one is missing or out of order."""
    days = (last - first).astype(np.int64) + 1
    known = ~(np.isnat(first) | np.isnat(last))
    return np.where(known & (days > 0), days, ABSENT)


def declared_days(view: View, above: str = OCCUPATION) -> Ints:
    """Return the days declared, in hundredths; overtime is no day of its own."""
    days = np.maximum(view.numbers("Service", "ServiceNbrDays"), 0)
    overtime = view.numbers("Service", "ServiceCode") == OVERTIME
    return view.total("Service", above, np.where(overtime, 0, days))


def justification(view: View) -> Words:
    """Return why the days of each occupation differ from its system, b"" for no reason."""
    return view.words(OCCUPATION, "DaysJustification")
