"""What a risk says for the rights that follow from it: hours without work, and work resumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from declarations.social_risk.contents import OCCUPATIONS, blocks_in
from declarations.social_risk.models import Risk
from portal.law.money import half_up

UNEMPLOYED: Final = "5."
WHOLE: Final = 100  # percent


@dataclass(frozen=True)
class MonthWithoutWork:
    """A month of temporary unemployment: hours in hundredths, by what the days were."""

    first: date
    last: date
    hours: dict[str, int]


def months_without_work(risks: Iterable[Risk]) -> list[MonthWithoutWork]:
    """Return the months, in order, that declarations of hours without work (WECH005) are about.

    Each is a whole calendar month; what several declarations say of one comes together.
    """
    found: dict[date, Counter[str]] = {}
    for risk in risks:
        hours = found.setdefault(risk.since.replace(day=1), Counter())
        for _path, day in blocks_in(risk.standing.content, "NatureOfDay"):
            code = str(day.get("DayNatureCode", ""))
            if code.startswith(UNEMPLOYED):
                hours[code] += _number(day, "HoursNumber")
    return [MonthWithoutWork(first, _last(first), dict(found[first])) for first in sorted(found)]


def _last(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def percent_worked(risk: Risk) -> int:
    """Return the share of full hours that is worked beside an incapacity (ZIMA002), in percent.

    Hours of several occupations at the employer come together.
    """
    worked = full = 0
    for _path, job in blocks_in(risk.standing.content, *OCCUPATIONS):
        adapted = job.get("ExceptSituationCalculBase", {})
        worked += _number(adapted, "ExceptSituationMeanWorkingHours")
        full = max(full, _number(job, "RefMeanWorkingHours"))
    return int(half_up(worked * WHOLE, full)) if full else 0


def _number(block: Any, label: str) -> int:
    text = str(block.get(label, ""))
    return int(text) if text.isdigit() else 0
