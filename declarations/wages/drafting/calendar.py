"""The days that can be worked in a quarter, and until when it is declared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import yaml
from django.utils.translation import gettext

from declarations.wages.quarters import first_day, last_day
from portal.law.days import ONE_DAY, add_months
from portal.law.figures import Figures
from portal.law.money import half_up

HERE: Final = Path(__file__).parent
DEADLINES: Final = Figures.load(HERE / "deadlines.yaml")
HOLIDAYS: Final[dict[str, Any]] = yaml.safe_load((HERE / "holidays.yaml").read_text("utf-8"))
FIVE_DAYS: Final = 500  # days a week, in hundredths
HALF_DAY: Final = 50  # the same
WEEKS: Final = {True: "1111110", False: "1111100"}  # six days a week, or five


def deadline(quarter: int) -> date:
    """Return the last day to declare a quarter: the end of the month after it."""
    months = DEADLINES.on("months_to_file", last_day(quarter)).value
    next_month = add_months(last_day(quarter) + timedelta(days=1), months)
    return cast(date, (next_month - ONE_DAY).item())


def reminds_from(quarter: int) -> date:
    """Return the day from which the pages say what a quarter still misses."""
    days = DEADLINES.on("days_of_reminder", last_day(quarter)).value
    return deadline(quarter) - timedelta(days=days)


def expected_days(days_a_week: int, first: date, last: date) -> int:
    """Return the days of paid work from `first` to `last`, in hundredths, to the half day.

    `days_a_week` is in hundredths. Public holidays are counted: they are paid. Up to five days a
    week are counted from Monday to Friday, more until Saturday.
    """
    if first > last:
        return 0
    six = days_a_week > FIVE_DAYS
    full = 600 if six else FIVE_DAYS
    count = int(np.busday_count(first, last + timedelta(days=1), weekmask=WEEKS[six]))
    halves = int(half_up(count * 100 * days_a_week, full * HALF_DAY))
    return halves * HALF_DAY


def expected_hours(days: int, hours_a_week: int, days_a_week: int) -> int:
    """Return the hours that so many days hold, all in hundredths; 0 where a week has no days."""
    return int(half_up(days * hours_a_week, days_a_week)) if days_a_week else 0


def holidays(first: date, last: date) -> list[tuple[date, str]]:
    """Return the public holidays from `first` to `last`, with their names."""
    found = (each for year in range(first.year, last.year + 1) for each in _of_year(year))
    return sorted((day, gettext(name)) for day, name in found if first <= day <= last)


def holidays_of(quarter: int) -> list[tuple[date, str]]:
    """Return the public holidays of a quarter, with their names."""
    return holidays(first_day(quarter), last_day(quarter))


def translatable_texts() -> Iterator[tuple[str, str]]:
    """Every English text of the data, as (message id, location), for the message catalogue."""
    for each in HOLIDAYS["holidays"]:
        yield each["name"], "declarations/wages/drafting/holidays.yaml"


@cache
def _of_year(year: int) -> tuple[tuple[date, str], ...]:
    return tuple(_dated(year))


def _dated(year: int) -> Iterator[tuple[date, str]]:
    for each in HOLIDAYS["holidays"]:
        if "after_easter" in each:
            yield easter(year) + timedelta(days=each["after_easter"]), each["name"]
        else:
            yield date(year, each["month"], each["day"]), each["name"]


def easter(year: int) -> date:
    """Return Easter Sunday of a year of the Gregorian calendar (the method of Gauss, complete)."""
    century, golden = year // 100, year % 19
    moon = (15 + century - century // 4 - (8 * century + 13) // 25) % 30
    full = (19 * golden + moon) % 30
    full -= full == 29 or (full == 28 and golden > 10)
    paschal = date(year, 3, 21) + timedelta(days=full)
    return paschal + timedelta(days=(6 - paschal.weekday()) or 7)
