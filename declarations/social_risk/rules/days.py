"""Days of a risk: in order, not to come, within what is declared, and declared once."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

from declarations.glossary.findings import Finding
from declarations.social_risk.contents import blocks_in, value_in
from declarations.social_risk.rules.case import Case
from declarations.social_risk.scenarios import scenarios
from portal.law.periods import Period

PAIRS = (
    ("OccupationStartingDate", "OccupationEndingDate", "00045-014"),
    ("RefStartingDate", "RefEndingDate", "00075-014"),
    ("ClosingPeriodStartingDate", "ClosingPeriodEndingDate", "00183-014"),
    ("FormationStartingDate", "FormationEndingDate", "00185-014"),
    ("SeverancePaymentStartDate", "SeverancePaymentEndDate", "01131-014"),
)
MOST_OF_A_DAY = 1400  # hundredths of an hour
ALTERS = ("1", "3")


def in_order(case: Case) -> Iterator[Finding]:
    """No end comes before its start (014)."""
    for first, last, code, holders in _pairs(case.scenario.flow):
        for path, block in blocks_in(case.content, *holders):
            starts, ends = block.get(first), block.get(last)
            if starts and ends and ends < starts:
                known = case.has(code)
                place = f"{path}/{last}"
                yield case.problem(code if known else "00045-014", place, ends)


@cache
def _pairs(flow: str) -> tuple[tuple[str, str, str, frozenset[str]], ...]:
    """The pairs that a scenario has, each with the blocks in which it stands."""
    model = scenarios()[flow].model
    return tuple(
        (first, last, code, frozenset(block.label for block, _member in model.holders(first)))
        for first, last, code in PAIRS
        if first in model.zones
    )


def of_one_month(case: Case) -> Iterator[Finding]:
    """A monthly declaration is about days of one calendar month (00075-098)."""
    if case.scenario.monthly and case.days.end:
        first, last = case.days.start, case.days.end
        if (first.year, first.month) != (last.year, last.month) and case.has("00075-098"):
            yield case.problem("00075-098", "Form", last.isoformat())


def natures(case: Case) -> Iterator[Finding]:
    """Each day lies in the period (00178-097), with 14 hours at most (00180-100)."""
    hours: Counter[str] = Counter()
    for path, block in blocks_in(case.content, "NatureOfDay"):
        day, given = str(block.get("DayIndicator", "")), str(block.get("HoursNumber", "0"))
        hours[day] += int(given) if given.isdigit() else 0
        outside = not _inside(day, case.days)
        if case.scenario.monthly and outside and case.has("00178-097"):
            yield case.problem("00178-097", f"{path}/DayIndicator", day)
        if hours[day] > MOST_OF_A_DAY and case.has("00180-100"):
            yield case.problem("00180-100", f"{path}/HoursNumber", given)


def _inside(day: str, days: Period) -> bool:
    """Say whether a day without its year can be one of the days."""
    for year in range(days.start.year, (days.end or days.start).year + 1):
        try:
            if days.contains(date.fromisoformat(f"{year}{day[1:]}")):
                return True
        except ValueError:
            continue
    return False


def not_to_come(case: Case) -> Iterator[Finding]:
    """An accident that is declared has happened (00237-099)."""
    for path, day in case.days_in("AccidentDate"):
        if day > case.received and case.has("00237-099"):
            yield case.problem("00237-099", path, day.isoformat())


def once(case: Case) -> Iterator[Finding]:
    """The same risk is not declared twice for the same days (00222-238): amend it instead."""
    for other in case.others:
        same = (other.flow, other.company_id, other.kind) == (
            *(case.scenario.flow, case.company.pk),
            case.kind,
        )
        if same and _overlaps(other.since, other.until, case):
            path = "Form/Reference/ReferenceNbr"
            yield case.problem("00222-238", path, other.standing.reference.hex[:20])


def _overlaps(since: date, until: date | None, case: Case) -> bool:
    """Risks without an end are the same when they begin on the same day."""
    if until is None or case.days.end is None:
        return since == case.days.start
    return Period(since, until).overlaps(case.days)


def made(case: Case) -> Iterator[Finding]:
    """A form is not made tomorrow (00218-003)."""
    given = value_in(case.content, "FormCreationDate")
    if given > case.received.isoformat() and case.has("00218-003"):
        yield case.problem("00218-003", "Form/FormCreationDate", given)
