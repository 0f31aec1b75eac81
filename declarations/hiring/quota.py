"""How many hours or days of some kinds of work a person may still do on special terms.

A period holds what it reserved of the quota (`EmploymentPeriod.reserved_hours`): what is not used
returns by itself once the period is cancelled, shortened in hours, or counted again. Who judges
holds a lock on the person, so that two declarations at once never reserve the same hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from declarations.glossary.subject import quarter
from declarations.hiring.folding import PeriodState
from declarations.hiring.models import EmploymentPeriod
from portal.law.figures import Figures
from portal.people.models import Person

FIGURES: Final = Figures.load(Path(__file__).parent / "figures.yaml")
STUDENT: Final = "STU"
BROADCASTING: Final = "T17"


@dataclass(frozen=True)
class Limit:
    """A limit on the work of some types together: a figure, for a year or for a quarter."""

    name: str
    types: tuple[str, ...]
    a_year: bool = True

    def figure(self, day: date) -> int | None:
        """Return the limit for the year or the quarter of a day; None where there is none yet."""
        if self.a_year:
            name = f"{self.name}_a_year"
        elif quarter(day)[1] == 3:
            name = f"{self.name}_in_the_third_quarter"
        else:
            name = f"{self.name}_a_quarter"
        found = FIGURES.find(name, day)
        return None if found is None else found.value

    def covers(self, period: EmploymentPeriod, day: date) -> bool:
        """Say whether a period counts for the year or the quarter of a day."""
        same_year = period.since.year == day.year
        same_time = same_year and (self.a_year or quarter(period.since) == quarter(day))
        return same_time and period.worker_type in self.types


SPORT: Final = ("O17", "S17")
LIMITS: Final[dict[str, tuple[Limit, ...]]] = {
    "STU": (Limit("student_hours", ("STU",)),),
    "O17": (
        Limit("socio_cultural_hours", ("O17",)),
        Limit("socio_cultural_hours", ("O17",), a_year=False),
        Limit("sport_hours", SPORT),
        Limit("sport_hours", SPORT, a_year=False),
    ),
    "S17": (Limit("sport_hours", SPORT), Limit("sport_hours", SPORT, a_year=False)),
    "T17": (Limit("broadcasting_days", ("T17",)),),
}


@dataclass(frozen=True)
class Balance:
    """The whole limit of a year or a quarter, and what the other periods leave of it."""

    limit: int
    left: int


def balance(worker_type: str, day: date, others: Iterable[EmploymentPeriod]) -> Balance | None:
    """Return what is left for work of a type that starts on a day: hours, for T17 days.

    Of several limits the tightest counts. None where no limit holds. `others` are the periods that
    stand beside it; cancelled ones do not count.
    """
    standing = [other for other in others if not other.is_cancelled]
    found = []
    for limit in LIMITS.get(worker_type, ()):
        figure = limit.figure(day)
        if figure is not None:
            used = sum(_weight(other) for other in standing if limit.covers(other, day))
            found.append(Balance(figure, max(figure - used, 0)))
    return min(found, key=lambda balance: balance.left, default=None)


def wanted(state: PeriodState) -> int:
    """Return what a period asks of its quota: its planned hours, or the day that it is."""
    return 1 if state.worker_type == BROADCASTING else state.planned_hours or 0


def reserved(
    state: PeriodState, others: Iterable[EmploymentPeriod], *, late: bool = False
) -> int | None:
    """Return the hours that a period reserves of its quota; None where no quota holds.

    Never more than what is left. A student who was declared late reserves nothing: all those
    hours take ordinary contributions. A cancelled period gives everything back.
    """
    left = balance(state.worker_type, state.since, others)
    if left is None:
        return None
    if state.is_cancelled or (late and state.worker_type == STUDENT):
        return 0
    return min(wanted(state), left.left)


def student_balance(person: Person, year: int) -> Balance | None:
    """Return the student hours of a person in a calendar year; None before there were any."""
    standing = EmploymentPeriod.objects.valid().filter(
        person=person, worker_type=STUDENT, since__year=year
    )
    return balance(STUDENT, date(year, 1, 1), standing)


def _weight(period: EmploymentPeriod) -> int:
    return 1 if period.worker_type == BROADCASTING else period.reserved_hours or 0
