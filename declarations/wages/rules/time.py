"""Working time: days and hours against the quarter, the system and the kind of worker.

Days and hours are in hundredths. How many days a system allows in a stretch of calendar days:
whole weeks count its days, and what is left over counts one day for each, but never more than the
system has in a week.
"""

import numpy as np

from declarations.wages.batch import ABSENT, Flags, Ints
from declarations.wages.rules.codes import (
    AT_SEA,
    CHILD_ABSENT,
    CHILDMINDER,
    CLERICAL,
    CLERICAL_SUSPENSION,
    FLEXI,
    FLEXI_HOLIDAYS,
    IN_PARLIAMENT,
    MANUAL,
    MANUAL_HOLIDAYS,
    ORDINARY_PAY,
    PAID_WORK,
    PARLIAMENTARY_WORK,
    SEAFARERS,
    among,
    are,
)
from declarations.wages.rules.rule import finds
from declarations.wages.rules.situations import (
    counted_in_hours,
    covered_by_severance,
    days_between,
    declared_days,
    justification,
    lengths,
)
from declarations.wages.rules.view import View

OCCUPATION, RECORD, SERVICE = "Occupation", "WorkerRecord", "Service"
DAY, WEEK, HOURS_A_DAY = 100, 7, 24
MORE_DAYS = (b"1", b"3", b"5", b"6")
FEWER_DAYS = (b"2", b"4", b"6", b"7", b"8")
FULL_TIME = 0


@finds("001", SERVICE, "ServiceNbrHours")
def hours_missing(view: View) -> Flags:
    """Part-timers, and some others whatever their contract, give hours beside days."""
    wanted = view.down(counted_in_hours(view), OCCUPATION, SERVICE)
    return wanted & (view.numbers(SERVICE, "ServiceNbrHours") == ABSENT)


@finds("032", SERVICE, "ServiceNbrDays")
def work_without_a_system(view: View) -> Flags:
    """Who has no working days a week does no paid work."""
    none = view.down(view.numbers(OCCUPATION, "WorkingDaysSystem") == 0, OCCUPATION, SERVICE)
    paid = view.numbers(SERVICE, "ServiceCode") == PAID_WORK
    return none & paid & (view.numbers(SERVICE, "ServiceNbrDays") > 0)


@finds("034", SERVICE, "ServiceNbrDays")
def more_days_than_a_quarter(view: View) -> Flags:
    """No kind of working time takes more days than the quarter has."""
    days = _days_of_quarter(view)
    limit = np.where(days == ABSENT, np.iinfo(np.int64).max, days * DAY)
    work = ~view.down(covered_by_severance(view), OCCUPATION, SERVICE)
    return work & (view.numbers(SERVICE, "ServiceNbrDays") > view.down(limit, RECORD, SERVICE))


def _days_of_quarter(view: View) -> Ints:
    return days_between(view.record_first, view.record_last)


@finds("192", RECORD)
def more_days_than_calendar(view: View) -> Flags:
    """A worker works no more days in a quarter than it has."""
    days = _days_of_quarter(view)
    work = np.where(covered_by_severance(view), 0, declared_days(view))
    total = view.total(OCCUPATION, RECORD, work)
    return (days != ABSENT) & (total > days * DAY)


@finds("260", RECORD)
def more_hours_than_calendar(view: View) -> Flags:
    """A worker works no more hours in a quarter than it has."""
    days = _days_of_quarter(view)
    hours = np.maximum(view.numbers(SERVICE, "ServiceNbrHours"), 0)
    work = np.where(view.down(covered_by_severance(view), OCCUPATION, SERVICE), 0, hours)
    return (days != ABSENT) & (view.total(SERVICE, RECORD, work) > days * HOURS_A_DAY * DAY)


def _counted(view: View) -> Flags:
    """Return which occupations have days that can be held against the calendar."""
    system = view.numbers(OCCUPATION, "WorkingDaysSystem")
    return (lengths(view) != ABSENT) & (system > 0) & ~covered_by_severance(view)


@finds("095", OCCUPATION)
def more_days_than_the_occupation(view: View) -> Flags:
    """An occupation has no more working days than calendar days in the quarter."""
    return _counted(view) & (declared_days(view) > lengths(view) * DAY)


@finds("096", OCCUPATION)
def more_days_than_the_system(view: View) -> Flags:
    """More days than the system allows are justified."""
    days, length = declared_days(view), lengths(view)
    system = view.numbers(OCCUPATION, "WorkingDaysSystem")
    weeks, rest = length // WEEK, length % WEEK
    # A system with parts of a day alternates between weeks, so that one week may have a day more.
    most = weeks * system + np.minimum(rest * DAY, system) + _alternates(system)
    justified = are(justification(view), MORE_DAYS)
    return _counted(view) & ~justified & (days > most) & (days <= length * DAY)


@finds("243", OCCUPATION)
def fewer_days_than_the_system(view: View) -> Flags:
    """Every day of the system of a full-timer is accounted for, or its lack justified."""
    days, length = declared_days(view), lengths(view)
    system = view.numbers(OCCUPATION, "WorkingDaysSystem")
    weeks, rest = length // WEEK, length % WEEK
    days_off = WEEK * DAY - system
    fewest = weeks * system + np.maximum(rest * DAY - days_off, 0) - _alternates(system)
    full = (view.numbers(OCCUPATION, "ContractType") == FULL_TIME) & ~counted_in_hours(view)
    idle = view.numbers(OCCUPATION, "ReorganisationMeasure") != ABSENT
    justified = are(justification(view), FEWER_DAYS) | idle
    return _counted(view) & full & ~justified & (days < fewest)


def _alternates(system: Ints) -> Ints:
    return np.where(system % DAY == 0, 0, DAY)


@finds("196", OCCUPATION, "DaysJustification")
def justified_for_nothing(view: View) -> Flags:
    """Who had no work to do declares no paid work."""
    paid = view.numbers(SERVICE, "ServiceCode") == PAID_WORK
    idle = justification(view) == b"7"
    return idle & view.holds(OCCUPATION, SERVICE, paid)


@finds("030", SERVICE, "ServiceCode")
def time_of_other_workers(view: View) -> Flags:
    """Some kinds of working time exist for some workers only."""
    code = view.numbers(SERVICE, "ServiceCode")
    worker = view.down(view.worker_code, RECORD, SERVICE)
    return (
        (among(code, MANUAL_HOLIDAYS) & ~among(worker, MANUAL))
        | (among(code, CLERICAL_SUSPENSION) & ~among(worker, CLERICAL))
        | (among(code, FLEXI_HOLIDAYS) & ~among(worker, FLEXI))
        | (among(code, CHILD_ABSENT) & ~among(worker, CHILDMINDER))
        | (among(code, PARLIAMENTARY_WORK) & ~among(worker, IN_PARLIAMENT))
    )


@finds("025", SERVICE, "ServiceCode")
def time_of_other_employers(view: View) -> Flags:
    """Days at sea are those of seafarers."""
    at_sea = among(view.numbers(SERVICE, "ServiceCode"), AT_SEA)
    return at_sea & ~view.down(among(view.employer_class, SEAFARERS), RECORD, SERVICE)


@finds("001", OCCUPATION, missing=SERVICE)
def pay_without_time(view: View) -> Flags:
    """Ordinary pay is for working time."""
    pay = view.holds(OCCUPATION, "Remun", view.numbers("Remun", "RemunCode") == ORDINARY_PAY)
    return pay & ~view.holds(OCCUPATION, SERVICE)
