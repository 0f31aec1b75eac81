"""A risk belongs to an employment: one that was declared, on its days, and as its wages say."""

from collections.abc import Iterator
from datetime import timedelta

from declarations.glossary.findings import Finding
from declarations.social_risk.contents import OCCUPATIONS, blocks_in, worker_of
from declarations.social_risk.context import dimona_numbers
from declarations.social_risk.filed import contradictions
from declarations.social_risk.rules.case import Case
from portal.law.periods import Period


def hired(case: Case) -> Iterator[Finding]:
    """The worker was hired, and worked there when the risk began (90017-152)."""
    path, worker = worker_of(case.content)
    if not any(_asked(case).overlaps(Period(each.since, each.until)) for each in case.hirings):
        yield case.problem("90017-152", path, worker.get("INSS", ""))


def _asked(case: Case) -> Period:
    """The days on which there must be a hiring: of a risk that follows an end, the day before."""
    first = case.days.start
    if case.scenario.after:
        first -= timedelta(days=1)
        return Period(first, first)
    return Period(first, case.days.end or first)


def hiring_number(case: Case) -> Iterator[Finding]:
    """A number of a hiring is that of this worker at this employer (00267-268)."""
    known = {period.number for period in case.hirings}
    for path, number in dimona_numbers(case.content):
        if number not in known and case.has("00267-268"):
            yield case.problem("00267-268", path, number)


def within_the_contract(case: Case) -> Iterator[Finding]:
    """An occupation does not run outside the hirings of the worker (90068-159, 90015-159)."""
    for path, block in blocks_in(case.content, *OCCUPATIONS):
        label = path.rpartition("/")[2]
        code = f"{case.scenario.model.element(label).number}-159"
        starts, ends = block.get("OccupationStartingDate"), block.get("OccupationEndingDate")
        within = any(
            period.since.isoformat() <= str(starts)
            and (period.until is None or str(starts) <= period.until.isoformat())
            and (not ends or period.until is None or str(ends) <= period.until.isoformat())
            for period in case.hirings
        )
        if starts and not within and case.has(code):
            yield case.problem(code, path, starts)


def as_the_wages_say(case: Case) -> Iterator[Finding]:
    """Where the wages of the quarter are filed, the risk says the same (159, RISK-001)."""
    if case.filed:
        yield from contradictions(case.scenario, case.content, case.filed)
