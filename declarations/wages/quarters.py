"""Quarters as the declaration writes them: 20261 is the first quarter of 2026."""

from calendar import monthrange
from datetime import date

from portal.days import quarter_words

FIRST = 20031  # the first quarter that was declared this way
LAST = 20994

title = quarter_words


def is_quarter(number: int) -> bool:
    """Say whether a number is a quarter that can be declared."""
    return FIRST <= number <= LAST and 1 <= number % 10 <= 4


def quarter_of(day: date) -> int:
    """Return the quarter of a day."""
    return day.year * 10 + (day.month + 2) // 3


def first_day(quarter: int) -> date:
    """Return the first day of a quarter."""
    return date(quarter // 10, quarter % 10 * 3 - 2, 1)


def last_day(quarter: int) -> date:
    """Return the last day of a quarter."""
    first = first_day(quarter)
    return first.replace(month=first.month + 2, day=monthrange(first.year, first.month + 2)[1])


def moved(quarter: int, by: int) -> int:
    """Return the quarter that comes so many quarters later; earlier below zero."""
    count = quarter // 10 * 4 + quarter % 10 - 1 + by
    return count // 4 * 10 + count % 4 + 1
