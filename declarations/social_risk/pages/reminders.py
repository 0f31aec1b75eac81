"""What an employer still has to declare: monthly scenarios, for each worker, with a deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.models import Risk
from declarations.social_risk.scenarios import Scenario, monthly, scenarios
from portal.people.models import Company

GOES_ON = 62  # days after which a risk that was not declared again is taken to be over


@dataclass(frozen=True)
class Task:
    """A month of a worker that is still to be declared, after the one of `last`."""

    scenario: Scenario
    last: Risk
    period: EmploymentPeriod
    month: date

    @property
    def deadline(self) -> date:
        """The day of the next month by which it is wanted."""
        return (self.month + timedelta(days=31)).replace(day=self.scenario.due)


def last_month(today: date) -> date:
    """Return the first day of the month before."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def tasks_of(company: Company, today: date) -> list[Task]:
    """Return what is missing of the last month, by worker; in as many queries for many as for one.

    A risk that was declared in the two months before goes on, until the worker is back at work or
    has left.
    """
    month = last_month(today)
    declared = list(
        Risk.objects.valid()
        .filter(company=company, since__gte=month - timedelta(days=GOES_ON), since__lt=today)
        .select_related("person", "standing")
        .order_by("person__last_name", "person__first_name", "since")
    )
    hired = EmploymentPeriod.objects.filter(
        company=company, person__in={risk.person_id for risk in declared}
    ).overlapping(month, today)
    periods = {p.person_id: p for p in hired.select_related("person", "company").order_by("since")}
    found: dict[tuple[int, str], Task] = {}
    for scenario in monthly():
        done = {r.person_id for r in declared if r.flow == scenario.flow and r.since >= month}
        for risk in declared:
            goes_on = risk.flow in scenario.follows and not _is_back(risk, declared)
            if goes_on and risk.person_id not in done and risk.person_id in periods:
                task = Task(scenario, risk, periods[risk.person_id], month)
                found[risk.person_id, scenario.flow] = task
    return list(found.values())


def _is_back(risk: Risk, declared: list[Risk]) -> bool:
    """Say whether a return to work was declared after a risk of the same sector."""
    return any(
        other.person_id == risk.person_id
        and other.since >= risk.since
        and not scenarios()[other.flow].monthly
        and scenarios()[other.flow].first == "WorkRecoveryDate"
        and risk.flow in _ended_by(other.flow)
        for other in declared
    )


def _ended_by(flow: str) -> tuple[str, ...]:
    return scenarios()[flow].follows
