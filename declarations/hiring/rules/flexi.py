"""Who may do a flexi-job."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from declarations.glossary.findings import Finding
from declarations.glossary.subject import quarter_start
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.quota import FIGURES
from declarations.hiring.rules.case import Case

FLEXI = "FLX"
REGULAR = ("OTH", "BCW", "PMP")  # work that builds up rights; students, extras, trainees do not
QUARTERS_BACK = 3


def enough_work_elsewhere(case: Case) -> Iterator[Finding]:
    """A flexi-job is for who worked four fifths three quarters earlier; a warning (90017-510).

    At other companies, by the wages that were declared of that quarter. Where none were, the days
    under contract stand for the working time, which Dimona does not know. Pensioners, who need no
    other work, are not known here, and get the warning too. Asked when the work is declared and
    when it moves to another quarter.
    """
    after, before = case.after, case.before
    if after.worker_type != FLEXI or after.is_cancelled:
        return
    first = reference_quarter(after.since)
    if before is not None and reference_quarter(before.since) == first:
        return
    figure = FIGURES.on("flexi_occupation", after.since)
    if _worked_elsewhere(case, first) * figure.parts < figure.value:
        label = "NaturalPerson" if case.action == "DimonaIn" else ""
        yield case.problem("90017-510", label)


def _worked_elsewhere(case: Case, first: date) -> Fraction:
    """Return the part of a full-time job that the person had in a quarter at other companies."""
    declared = case.worked.get(first)
    if declared is not None:
        own = case.company.pk
        return sum((part for company, part in declared.items() if company != own), Fraction())
    work = [
        other
        for other in case.others
        if other.worker_type in REGULAR and other.company_id != case.company.pk
    ]
    last = _end_of_quarter(first)
    return Fraction(len(days_covered(work, first, last)), (last - first).days + 1)


def reference_quarter(day: date) -> date:
    """Return the first day of the quarter three quarters before that of a day."""
    first = quarter_start(day)
    months = first.year * 12 + first.month - 1 - 3 * QUARTERS_BACK
    return date(months // 12, months % 12 + 1, 1)


def days_covered(periods: Iterable[EmploymentPeriod], first: date, last: date) -> set[date]:
    """Return the days from `first` to `last` on which one of the periods holds."""
    days: set[date] = set()
    for period in periods:
        start, end = max(period.since, first), min(period.until or last, last)
        days |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
    return days


def _end_of_quarter(first: date) -> date:
    return quarter_start(first + timedelta(days=95)) - timedelta(days=1)
