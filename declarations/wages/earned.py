"""What a person earned, from what employers declared: the basis of rights that go by pay."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from declarations.wages.filed import Figures, figures_by, records_of_person
from declarations.wages.quarters import moved, quarter_of
from portal.law.money import half_up
from portal.people.models import Person

LOOKED_BACK: Final = 8  # quarters
MONTHS: Final = 3  # of a quarter
FULL_DAYS: Final = 6500  # of a quarter in the five-day week, in hundredths
MANUAL: Final = range(10, 50)  # worker codes of manual workers


@dataclass(frozen=True)
class Earned:
    """Gross pay in cents: of a whole month, by the days of the last quarter, and of last year.

    `manual` says whether the last quarter was that of a manual worker, `declared_on` when it was
    declared last.
    """

    month: int
    year: int
    manual: bool
    quarter: int
    declared_on: date


def earned(person: Person, on: date) -> Earned | None:
    """Return what a person earned before a day; None where no wages were declared of late."""
    now = quarter_of(on)
    records = records_of_person(person, [moved(now, -by) for by in range(LOOKED_BACK)])
    standing = list(records)
    if not standing:
        return None
    figures, received = figures_by(records, "record_id"), records.received()
    newest = max(record.quarter for record in standing)
    last = [record for record in standing if record.quarter == newest]
    total = sum((figures.get(record.pk, Figures()) for record in last), Figures())
    of_year = [record for record in standing if record.quarter // 10 == on.year - 1]
    return Earned(
        month=int(half_up(total.cents * FULL_DAYS, MONTHS * total.days)) if total.days else 0,
        year=sum(figures.get(record.pk, Figures()).cents for record in of_year),
        manual=any(int(record.worker_code) in MANUAL for record in last),
        quarter=newest,
        declared_on=timezone.localdate(max(received[each.pk] for each in last)),
    )
