"""Arithmetic on days, over arrays of datetime64[D]; NaT means that there is no such day."""

import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from portal.law.money import Integers, Ints

Days = NDArray[np.datetime64]
Dates = Days | np.datetime64 | datetime.date

DAY = np.dtype("datetime64[D]")
ONE_DAY = np.timedelta64(1, "D")
SIX_DAY_WEEK = "1111110"
NO_DAY = np.datetime64("NaT", "D")
_SOME_DAY = np.datetime64("2000-01-01", "D")


def days(values: Dates | None) -> Days:
    """The dates as datetime64[D]; None is no day."""
    return np.asarray(values, dtype=DAY)


@lru_cache(maxsize=1_000)
def as_day(on: datetime.date) -> Days:
    """A date as NumPy compares it quickest with days: rules ask for the same one again."""
    one = days(on)
    one.flags.writeable = False
    return one


def _months(values: Days) -> Days:
    return values.astype("datetime64[M]")


def add_months(start: Dates, months: Integers) -> Days:
    """The same day of the month, so many months later; the last day where there is none."""
    first = days(start)
    month = _months(first) + np.asarray(months, dtype="timedelta64[M]")
    last = days(month + np.timedelta64(1, "M")) - ONE_DAY
    return np.minimum(days(month) + (first - days(_months(first))), last)


def full_months(first: Dates, last: Dates) -> Ints:
    """How many whole months, counted from the day ``first``, fit up to and with ``last``.

    15 January to 14 April holds three. Nought where a day is missing or ``last`` is earlier.
    """
    start, end = days(first), days(last)
    after = end + ONE_DAY
    month, last_month = _months(start), _months(after)
    count = (last_month - month).astype(np.int64)
    # The last month is full from the same day of the month on, or on its last day.
    day, last_day = start - days(month), after - days(last_month)
    count = count - ((last_day < day) & (_months(after + ONE_DAY) == last_month))
    # What is computed from no day is far below nought.
    return np.maximum(count, 0)


def years_of_age(born: Dates, on: datetime.date) -> Ints:
    """Whole years from each birth to a day; -1 where it is not known, or to come.

    Who was born on 29 February is a year older on 1 March.
    """
    birth = days(born)
    known = ~np.isnat(birth) & (birth <= np.datetime64(on))
    birth = np.where(known, birth, _SOME_DAY)
    month = _months(birth)
    year, number = np.divmod(month.astype(np.int64), 12)
    day = (birth - days(month)).astype(np.int64) + 1
    to_come = (number + 1) * 100 + day > on.month * 100 + on.day
    return np.where(known, on.year - 1970 - year - to_come, -1)


def quarter_start(values: Dates) -> Days:
    """First day of the calendar quarter."""
    month = _months(days(values))
    quarter = month.astype(np.int64) // 3
    first = days((quarter * 3).astype("datetime64[M]"))
    return np.where(np.isnat(month), NO_DAY, first)


def year_end(values: Dates, later: int = 0) -> Days:
    """31 December of the year of each day, or of so many years later."""
    year: Days = days(values).astype("datetime64[Y]")
    return days(year + np.timedelta64(later + 1, "Y")) - ONE_DAY


def working_days(first: Dates, last: Dates) -> Ints:
    """Days from ``first`` to ``last``, both counted, in the six-day week (no Sundays).

    Unemployment and incapacity pay by this week. Public holidays count: they are paid.
    """
    counted = np.busday_count(days(first), days(last) + ONE_DAY, weekmask=SIX_DAY_WEEK)
    return np.maximum(np.asarray(counted, dtype=np.int64), 0)


def full_years(born: datetime.date, on: datetime.date) -> int:
    """Return the age in whole years on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
